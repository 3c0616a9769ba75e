import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, percentile } from './percentile.ts';
import { PlacementClient } from './placement-client.ts';
import type { Reply } from './placement-client.ts';
import { startOpenStack, startOurs } from './placement-server.ts';
import type { PlacementServer } from './placement-server.ts';

export interface PlacementBenchmark {
  readonly providers: number;
  readonly rates: readonly PlacementRate[];
  /** One query with `limit=1000` over `large` providers, milliseconds, median and 95th percentile. */
  readonly large: { readonly providers: number; readonly medianMs: number; readonly p95Ms: number };
}

/** What one case reached: requests a second, the median of the rounds. */
export interface PlacementRate {
  readonly name: string;
  readonly ours: number;
  readonly openstack?: number;
  /** How many times OpenStack's rate ours is: median, least and greatest of the rounds. */
  readonly times?: { readonly median: number; readonly least: number; readonly greatest: number };
}

export interface PlacementBenchmarkOptions {
  readonly providers: number;
  /** How long each service is asked in one round. */
  readonly seconds: number;
  readonly rounds: number;
  readonly large: number;
  /** Program that serves OpenStack's Placement; without it only ours is measured. */
  readonly openstack?: string | undefined;
}

const CANDIDATES = '/allocation_candidates?resources=VCPU:2,MEMORY_MB:4096,DISK_GB:20';

/**
 * Measures Placement's rates: this service, and beside it OpenStack's own when the program that
 * serves it is given. Both are asked by the same client, in short turns, so that whatever else the
 * machine does slows both. The services are started for it and ended after it.
 */
export async function benchmarkPlacement(
  options: PlacementBenchmarkOptions,
  say: (line: string) => void = () => undefined,
): Promise<PlacementBenchmark> {
  const folder = mkdtempSync(join(tmpdir(), 'placement-bench-'));
  const servers: PlacementServer[] = [];
  const started = async (server: Promise<PlacementServer>): Promise<PlacementServer> => {
    servers.push(await server);
    return servers.at(-1)!;
  };
  try {
    const { providers } = options;
    const ours = await started(startOurs(join(folder, 'ours.sqlite'), providers));
    if (options.openstack !== undefined) say(`filling OpenStack's Placement with ${providers} providers`);
    const theirs =
      options.openstack === undefined
        ? undefined
        : await started(startOpenStack(options.openstack, join(folder, 'theirs.sqlite'), providers));
    const rates = [];
    for (const each of cases) {
      rates.push(await compare(each, ours, theirs, options));
      say(describe(rates.at(-1)!));
    }
    for (const server of servers) await server.stop();
    const large = await started(startOurs(join(folder, 'large.sqlite'), options.large));
    return { providers, rates, large: await measureLarge(large, options.large) };
  } finally {
    for (const server of servers) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Case {
  readonly name: string;
  readonly clients: number;
  run(client: PlacementClient, server: PlacementServer, number: number): Promise<Reply>;
}

const cases: readonly Case[] = [
  {
    name: 'GET allocation_candidates limit=10',
    clients: 1,
    run: (client) => client.call('GET', `${CANDIDATES}&limit=10`),
  },
  {
    name: 'GET allocation_candidates limit=1000',
    clients: 1,
    run: (client) => client.call('GET', `${CANDIDATES}&limit=1000`),
  },
  { name: 'PUT allocations', clients: 1, run: putAllocations },
  { name: 'PUT allocations, 16 clients', clients: 16, run: putAllocations },
  // After the writes: summaries of many providers have changed since the last query.
  { name: 'GET candidates limit=1000, a PUT between', clients: 1, run: putThenAsk },
];

async function compare(
  each: Case,
  ours: PlacementServer,
  theirs: PlacementServer | undefined,
  { rounds, seconds }: PlacementBenchmarkOptions,
): Promise<PlacementRate> {
  const our: number[] = [];
  const their: number[] = [];
  for (let round = 0; round < rounds; round++) {
    our.push(await rateOf(each, ours, seconds));
    if (theirs) their.push(await rateOf(each, theirs, seconds));
  }
  const { name } = each;
  if (!theirs) return { name, ours: median(our) };
  const factors = our.map((rate, round) => rate / their[round]!);
  const times = { median: median(factors), least: Math.min(...factors), greatest: Math.max(...factors) };
  return { name, ours: median(our), openstack: median(their), times };
}

/** Requests a second, in as many seconds. */
async function rateOf(each: Case, server: PlacementServer, seconds: number): Promise<number> {
  const began = performance.now();
  let done = 0;
  const work = async (): Promise<void> => {
    const client = new PlacementClient(server.url);
    while (performance.now() - began < seconds * 1000) {
      const reply = await each.run(client, server, done);
      if (reply.status >= 300) throw new Error(`${each.name}: ${reply.status} ${reply.body.toString().slice(0, 300)}`);
      done++;
    }
    client.close();
  };
  await Promise.all(Array.from({ length: each.clients }, work));
  return done / ((performance.now() - began) / 1000);
}

function putAllocations(client: PlacementClient, { providers }: PlacementServer, number: number): Promise<Reply> {
  return client.call('PUT', `/allocations/${randomUUID()}`, {
    allocations: { [providers[number % providers.length]!]: { resources: { VCPU: 1, MEMORY_MB: 64, DISK_GB: 1 } } },
    project_id: 'project',
    user_id: 'user',
    consumer_generation: null,
    consumer_type: 'INSTANCE',
  });
}

async function putThenAsk(client: PlacementClient, server: PlacementServer, number: number): Promise<Reply> {
  await putAllocations(client, server, number);
  return client.call('GET', `${CANDIDATES}&limit=1000`);
}

async function measureLarge(server: PlacementServer, providers: number): Promise<PlacementBenchmark['large']> {
  const client = new PlacementClient(server.url);
  const times: number[] = [];
  for (let i = 0; i < 60; i++) {
    // Each query meets a provider that has changed.
    await putAllocations(client, server, i);
    const began = performance.now();
    await client.call('GET', `${CANDIDATES}&limit=1000`);
    if (i >= 10) times.push(performance.now() - began);
  }
  client.close();
  return { providers, medianMs: median(times), p95Ms: percentile(times, 0.95) };
}

function describe({ name, ours, openstack, times }: PlacementRate): string {
  const beside =
    openstack === undefined || times === undefined
      ? ''
      : `, OpenStack ${openstack.toFixed(1)}/s, ${times.median.toFixed(1)} times (${times.least.toFixed(1)} to ${times.greatest.toFixed(1)})`;
  return `${name}: ${ours.toFixed(1)}/s${beside}`;
}
