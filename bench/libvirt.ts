import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { connect, domainCreateFlags } from 'astrolabe/libvirt';
import type { ConnectOptions, Domain } from 'astrolabe/libvirt';
import { libvirtdObstacle, startLibvirtd } from './libvirt-daemon.ts';
import type { Libvirtd } from './libvirt-daemon.ts';
import { percentile } from './percentile.ts';

/** All times in microseconds unless the name says otherwise. */
export interface LibvirtFigures {
  /** One call after the other: `domainGetInfo` of a defined QEMU domain. */
  readonly unixCall: Latency;
  readonly tcpCall: Latency;
  /** A thousand of them at once, until the last is answered. */
  readonly thousandCallsMs: Latency;
  /** One `virsh domstate`: a process, a connection, a call. */
  readonly virshCallMs: Latency;
  /** Quick calls while eight guests hang and a call waits for each; and the same down a single line. */
  readonly callBesideSlowOnes: Latency;
  readonly answeredBesideSlowOnesOnOneLine: number;
}

export interface Latency {
  readonly p50: number;
  readonly p99: number;
  readonly count: number;
}

/** Measures the libvirt client against a libvirtd of its own. Throws where none can be started. */
export async function measureLibvirt(): Promise<LibvirtFigures> {
  const obstacle = libvirtdObstacle();
  if (obstacle !== undefined) throw new Error(`no libvirtd can be started here: ${obstacle}`);
  const daemon = await startLibvirtd();
  try {
    const hanging = await startGuests(daemon);
    try {
      return {
        unixCall: await measureCalls({ uri: daemon.qemuUri }),
        tcpCall: await measureCalls({ host: '127.0.0.1', port: daemon.tcpPort }),
        thousandCallsMs: await measureThousand(daemon),
        virshCallMs: await measureVirsh(daemon),
        callBesideSlowOnes: await measureBesideSlowOnes(daemon, hanging),
        answeredBesideSlowOnesOnOneLine: await countBesideSlowOnesOnOneLine(daemon, hanging),
      };
    } finally {
      for (const pid of hanging.pids) process.kill(pid, 'SIGCONT');
    }
  } finally {
    await daemon.stop();
  }
}

const idle = 'idle';

async function domainOf(options: ConnectOptions): Promise<{ domain: Domain; close: () => void }> {
  const connection = await connect(options);
  const domain = await connection.lookupDomainByName(idle);
  return { domain, close: () => connection.close() };
}

async function measureCalls(options: ConnectOptions): Promise<Latency> {
  const { domain, close } = await domainOf(options);
  const times: number[] = [];
  for (let turn = 0; turn < 5000; turn += 1) {
    const start = performance.now();
    await domain.info();
    // The first calls run code that is not compiled yet.
    if (turn >= 1000) times.push((performance.now() - start) * 1000);
  }
  close();
  return latencyOf(times);
}

async function measureThousand(daemon: Libvirtd): Promise<Latency> {
  const { domain, close } = await domainOf({ uri: daemon.qemuUri });
  const times: number[] = [];
  for (let round = 0; round < 40; round += 1) {
    const start = performance.now();
    await Promise.all(Array.from({ length: 1000 }, () => domain.info()));
    if (round >= 10) times.push(performance.now() - start);
  }
  close();
  return latencyOf(times);
}

async function measureVirsh(daemon: Libvirtd): Promise<Latency> {
  const times: number[] = [];
  for (let turn = 0; turn < 20; turn += 1) {
    const start = performance.now();
    await daemon.virsh('domstate', idle);
    times.push(performance.now() - start);
  }
  return latencyOf(times);
}

interface HangingGuests {
  readonly names: readonly string[];
  readonly pids: readonly number[];
}

/** A domain that does not run, to ask about; and guests whose QEMU stands still, so that every question to one of them waits. */
async function startGuests(daemon: Libvirtd): Promise<HangingGuests> {
  const connection = await connect({ uri: daemon.qemuUri });
  const names = Array.from({ length: 8 }, (_, index) => `hanging-${index}`);
  await connection.defineDomain(domainXml(idle));
  for (const name of names) await connection.createDomain(domainXml(name), domainCreateFlags.paused);
  connection.close();
  const pids = names.map((name) => Number(readFileSync(path.join(daemon.folder, `run/qemu/${name}.pid`), 'utf8')));
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  return { names, pids };
}

async function measureBesideSlowOnes(daemon: Libvirtd, hanging: HangingGuests): Promise<Latency> {
  const { domain, close } = await domainOf({ uri: daemon.qemuUri });
  const slow = await askHangingGuests(domain, hanging);
  const times: number[] = [];
  for (let turn = 0; turn < 2000; turn += 1) {
    const start = performance.now();
    await domain.info();
    times.push((performance.now() - start) * 1000);
  }
  close();
  await slow.settled;
  return latencyOf(times);
}

/** How many of a hundred quick calls are answered within a second when the slow ones stand before them. */
async function countBesideSlowOnesOnOneLine(daemon: Libvirtd, hanging: HangingGuests): Promise<number> {
  const { domain, close } = await domainOf({ uri: daemon.qemuUri, slowLinesMax: 0 });
  const slow = await askHangingGuests(domain, hanging);
  const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => domain.info({ timeoutMs: 1000 })));
  close();
  await slow.settled;
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}

/** Asks every hanging guest something; what it returns settles when all these calls have failed or been answered. */
async function askHangingGuests(domain: Domain, { names }: HangingGuests): Promise<{ settled: Promise<unknown> }> {
  const guests = await Promise.all(names.map((name) => domain.connection.lookupDomainByName(name)));
  const settled = Promise.allSettled(guests.map((guest) => guest.monitorCommand('{"execute":"query-status"}')));
  await sleep(100);
  return { settled };
}

function domainXml(name: string): string {
  return `<domain type='qemu'><name>${name}</name><memory unit='MiB'>16</memory><vcpu>1</vcpu>
    <os><type arch='x86_64' machine='pc'>hvm</type></os></domain>`;
}

function latencyOf(times: readonly number[]): Latency {
  const at = (share: number): number => Math.round(percentile(times, share) * 10) / 10;
  return { p50: at(0.5), p99: at(0.99), count: times.length };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await new Command('npm run bench:libvirt --')
    .description('Measures the libvirt client against a libvirtd of its own, and prints the figures as JSON.')
    .addHelpText('after', '\nExample:\n  npm run bench:libvirt > libvirt.json')
    .action(async () => console.log(JSON.stringify(await measureLibvirt(), null, 2)))
    .parseAsync();
}
