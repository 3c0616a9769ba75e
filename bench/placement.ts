import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * Placement's rates: this service, and beside it OpenStack's own when the program that serves it is
 * given. Both are asked by the same client on one connection, in turns, so that whatever else the
 * machine does slows both.
 *
 *   node dist/bench/placement.js [--openstack .../placement_serve.py] [--providers 1000]
 *                                [--seconds 3] [--rounds 3] [--large 10000] [--json FILE]
 */
export interface PlacementBenchmark {
  readonly providers: number;
  /** Median rate of the rounds, requests a second, by case. */
  readonly rates: readonly { readonly name: string; readonly ours: number; readonly openstack: number | undefined }[];
  /** One query with `limit=1000` over `large` providers, milliseconds, median and 95th percentile. */
  readonly large: { readonly providers: number; readonly medianMs: number; readonly p95Ms: number };
}

export interface PlacementBenchmarkOptions {
  readonly providers: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly large: number;
  /** Program that serves OpenStack's Placement; without it only ours is measured. */
  readonly openstack?: string | undefined;
}

const CANDIDATES = '/allocation_candidates?resources=VCPU:2,MEMORY_MB:4096,DISK_GB:20';

/** Runs the benchmark; services are started for it and ended after it. */
export async function benchmarkPlacement(
  options: PlacementBenchmarkOptions,
  say: (line: string) => void = () => undefined,
): Promise<PlacementBenchmark> {
  const folder = mkdtempSync(join(tmpdir(), 'placement-bench-'));
  const servers: Server[] = [];
  try {
    const ours = await startOurs(join(folder, 'ours.sqlite'));
    servers.push(ours);
    await fill(ours, options.providers);
    const theirs =
      options.openstack === undefined
        ? undefined
        : await startOpenStack(options.openstack, join(folder, 'theirs.sqlite'));
    if (theirs) {
      servers.push(theirs);
      say(`filling OpenStack's Placement with ${options.providers} providers`);
      await fill(theirs, options.providers);
    }
    const rates = [];
    for (const each of cases) rates.push(await compare(each, ours, theirs, options, say));
    await stop(ours);
    const large = await startOurs(join(folder, 'large.sqlite'));
    servers.push(large);
    await fill(large, options.large);
    return { providers: options.providers, rates, large: await measureLarge(large, options.large) };
  } finally {
    for (const server of servers) await stop(server);
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Case {
  readonly name: string;
  readonly clients: number;
  run(server: Server, number: number): Promise<Reply>;
}

const cases: readonly Case[] = [
  {
    name: 'GET allocation_candidates limit=10',
    clients: 1,
    run: (server) => call(server, 'GET', `${CANDIDATES}&limit=10`),
  },
  {
    name: 'GET allocation_candidates limit=1000',
    clients: 1,
    run: (server) => call(server, 'GET', `${CANDIDATES}&limit=1000`),
  },
  { name: 'PUT allocations', clients: 1, run: putAllocations },
  { name: 'PUT allocations, 16 clients', clients: 16, run: putAllocations },
  // After the writes: summaries of many providers have changed since the last query.
  { name: 'GET candidates limit=1000, a PUT between', clients: 1, run: putThenAsk },
];

async function compare(
  each: Case,
  ours: Server,
  theirs: Server | undefined,
  { rounds, seconds }: PlacementBenchmarkOptions,
  say: (line: string) => void,
) {
  const our: number[] = [];
  const their: number[] = [];
  for (let round = 0; round < rounds; round++) {
    our.push(await rateOf(each, ours, seconds));
    if (theirs) their.push(await rateOf(each, theirs, seconds));
  }
  const result = { name: each.name, ours: median(our), openstack: theirs && median(their) };
  const factor =
    result.openstack === undefined
      ? ''
      : `, OpenStack ${result.openstack.toFixed(1)}/s, ${(result.ours / result.openstack).toFixed(1)} times`;
  say(`${each.name}: ${result.ours.toFixed(1)}/s${factor}`);
  return result;
}

async function rateOf(each: Case, server: Server, seconds: number): Promise<number> {
  const began = performance.now();
  let done = 0;
  const client = async (): Promise<void> => {
    while (performance.now() - began < seconds * 1000) {
      const reply = await each.run(server, done);
      if (reply.status >= 300) throw new Error(`${each.name}: ${reply.status} ${reply.body.toString().slice(0, 300)}`);
      done++;
    }
  };
  await Promise.all(Array.from({ length: each.clients }, client));
  return done / ((performance.now() - began) / 1000);
}

function putAllocations(server: Server, number: number): Promise<Reply> {
  const provider = server.providers[number % server.providers.length]!;
  return call(server, 'PUT', `/allocations/${randomUUID()}`, {
    allocations: { [provider]: { resources: { VCPU: 1, MEMORY_MB: 64, DISK_GB: 1 } } },
    project_id: 'project',
    user_id: 'user',
    consumer_generation: null,
    consumer_type: 'INSTANCE',
  });
}

async function putThenAsk(server: Server, number: number): Promise<Reply> {
  await putAllocations(server, number);
  return call(server, 'GET', `${CANDIDATES}&limit=1000`);
}

async function measureLarge(server: Server, providers: number) {
  const times: number[] = [];
  for (let i = 0; i < 60; i++) {
    // Each query meets a provider that has changed.
    await putAllocations(server, i);
    const began = performance.now();
    await call(server, 'GET', `${CANDIDATES}&limit=1000`);
    if (i >= 10) times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  return { providers, medianMs: median(times), p95Ms: times[Math.floor(times.length * 0.95)]! };
}

interface Server {
  readonly url: string;
  readonly process: ChildProcess;
  readonly agent: Agent;
  readonly providers: string[];
}

interface Reply {
  readonly status: number;
  readonly body: Buffer;
}

function call(server: Server, method: string, path: string, body?: unknown): Promise<Reply> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    'x-auth-token': 'admin',
    accept: 'application/json',
    'openstack-api-version': 'placement 1.39',
    ...(payload !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}${path}`, { method, headers, agent: server.agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve({ status: answer.statusCode!, body: Buffer.concat(chunks) }));
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(payload);
  });
}

/** Makes equal hosts, 16 at a time where the server can do that. */
async function fill(server: Server, count: number): Promise<void> {
  const inventories = {
    VCPU: { total: 64, allocation_ratio: 16 },
    MEMORY_MB: { total: 262144, allocation_ratio: 1.5 },
    DISK_GB: { total: 4000 },
  };
  const traits = ['COMPUTE_NODE', 'COMPUTE_VOLUME_ATTACH', 'HW_CPU_X86_AVX2', 'HW_CPU_X86_SSE42', 'HW_CPU_X86_VMX'];
  const make = async (index: number): Promise<void> => {
    const uuid = randomUUID();
    await must(server, 'POST', '/resource_providers', { name: `host-${index}`, uuid });
    await must(server, 'PUT', `/resource_providers/${uuid}/inventories`, {
      resource_provider_generation: 0,
      inventories,
    });
    await must(server, 'PUT', `/resource_providers/${uuid}/traits`, { resource_provider_generation: 1, traits });
    server.providers.push(uuid);
  };
  for (let index = 0; index < count; index += 16) {
    await Promise.all(Array.from({ length: Math.min(16, count - index) }, (_, i) => make(index + i)));
  }
}

async function must(server: Server, method: string, path: string, body: unknown): Promise<void> {
  const reply = await call(server, method, path, body);
  if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${reply.body.toString().slice(0, 300)}`);
}

async function startOurs(database: string): Promise<Server> {
  const program = fileURLToPath(new URL('../cli/main.js', import.meta.url));
  const child = spawn(process.execPath, [program, 'placement', '--port', '0', '--database', database, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const text = await firstOutput(child, /"url":\s*"([^"]+)"/);
  return { url: text, process: child, agent: new Agent({ keepAlive: true }), providers: [] };
}

async function startOpenStack(program: string, database: string): Promise<Server> {
  if (!existsSync(program)) throw new Error(`there is no ${program}`);
  const port = await freePort();
  const child = spawn('/usr/bin/python3', [program, '--port', String(port), '--db', database], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await firstOutput(child, /(placement)/);
  return {
    url: `http://127.0.0.1:${port}`,
    process: child,
    agent: new Agent({ keepAlive: true, maxSockets: 16 }),
    providers: [],
  };
}

function firstOutput(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const match = pattern.exec(text);
      if (match) resolve(match[1]!);
    });
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}: ${text}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function stop(server: Server): Promise<void> {
  server.agent.destroy();
  const { process: child } = server;
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      openstack: { type: 'string' },
      providers: { type: 'string', default: '1000' },
      seconds: { type: 'string', default: '3' },
      rounds: { type: 'string', default: '3' },
      large: { type: 'string', default: '10000' },
      json: { type: 'string' },
    },
  });
  const result = await benchmarkPlacement(
    {
      providers: Number(values.providers),
      seconds: Number(values.seconds),
      rounds: Number(values.rounds),
      large: Number(values.large),
      openstack: values.openstack,
    },
    (line) => process.stdout.write(`${line}\n`),
  );
  const { providers, medianMs, p95Ms } = result.large;
  process.stdout.write(
    `one query with limit=1000 over ${providers} providers: ${medianMs.toFixed(1)} ms, p95 ${p95Ms.toFixed(1)} ms\n`,
  );
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
