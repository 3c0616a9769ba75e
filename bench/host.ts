import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pino } from 'pino';
import { LocalHost } from 'astrolabe/host';
import type { GuestRequest, SourceImage } from 'astrolabe/host';
import { CallIntervals } from './call-intervals.ts';
import { libvirtdObstacle, startLibvirtd } from './libvirt-daemon.ts';
import { percentile } from './percentile.ts';

/** Milliseconds. */
export interface HostFigures {
  /** From the order to the guest that runs. */
  readonly spawn: Spread;
  /** Of that: what was neither libvirt (QEMU's start with it) nor a child process (`qemu-img`). */
  readonly added: Spread;
  /** Processor time of the agent's process for one spawn. */
  readonly cpu: Spread;
}

export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly count: number;
}

/** Spawns this many guests one after the other, on a libvirtd of its own. Throws where none can be started. */
export async function measureHost({ count, folder }: { count: number; folder: string }): Promise<HostFigures> {
  const obstacle = libvirtdObstacle();
  if (obstacle !== undefined) throw new Error(`no libvirtd can be started here: ${obstacle}`);
  const state = mkdtempSync(path.join(folder, 'astrolabe-bench-'));
  chmodSync(state, 0o711);
  const daemon = await startLibvirtd();
  const intervals = new CallIntervals();
  intervals.start();
  try {
    mkdirSync(path.join(state, 'source'));
    writeFileSync(path.join(state, 'source/small.raw'), Buffer.alloc(4 << 20, 0x5a));
    const host = await LocalHost.open({
      stateFolder: state,
      imageRoot: path.join(state, 'source'),
      libvirtUri: daemon.qemuUri,
      guests: { virtType: 'qemu' },
      canary: false,
      logger: pino({ level: 'silent' }),
    });
    const image = await host.images.find('small.raw');
    const spawns: SpawnFigures[] = [];
    for (let turn = 0; turn < count + 3; turn += 1) {
      const figures = await measureSpawn(host, intervals, image);
      // The first ones fetch the image and run code that is not compiled yet.
      if (turn >= 3) spawns.push(figures);
    }
    await host.close();
    return {
      spawn: spreadOf(spawns.map(({ wallMs }) => wallMs)),
      added: spreadOf(spawns.map(({ addedMs }) => addedMs)),
      cpu: spreadOf(spawns.map(({ cpuMs }) => cpuMs)),
    };
  } finally {
    intervals.stop();
    await daemon.stop();
    rmSync(state, { recursive: true, force: true });
  }
}

interface SpawnFigures {
  readonly wallMs: number;
  readonly addedMs: number;
  readonly cpuMs: number;
}

async function measureSpawn(host: LocalHost, intervals: CallIntervals, image: SourceImage): Promise<SpawnFigures> {
  const request = requestOf(image);
  const cpuBefore = process.cpuUsage();
  const beganAt = performance.now();
  await host.agent.build(request);
  const endedAt = performance.now();
  const { user, system } = process.cpuUsage(cpuBefore);
  await host.agent.delete(request.uuid);
  const wallMs = endedAt - beganAt;
  return { wallMs, addedMs: wallMs - intervals.waitedMs(beganAt, endedAt), cpuMs: (user + system) / 1000 };
}

function requestOf(image: SourceImage): GuestRequest {
  return {
    uuid: randomUUID(),
    displayName: 'measured',
    projectId: 'bench',
    userId: 'bench',
    flavor: { id: '1', name: 'small', vcpus: 1, ramMib: 16, rootGib: 1, ephemeralGib: 0, swapMib: 0, extraSpecs: {} },
    image,
    pciDevices: [],
    ports: [],
    metadata: { hostname: 'measured', keys: [], meta: {} },
    configDrive: false,
  };
}

function spreadOf(times: readonly number[]): Spread {
  const at = (share: number): number => Math.round(percentile(times, share) * 10) / 10;
  return { p50: at(0.5), p95: at(0.95), count: times.length };
}
