import { hardwareError } from '../hardware-error.ts';
import { freeSiblings, type HostCell } from '../topology/host-topology.ts';
import type { FittingCell } from './fitting-cell.ts';

/**
 * Pins the dedicated vCPUs of a guest cell to free threads of the host cell, and reserves
 * `reservedCount` more for the emulator threads. False, with the guest unchanged, when the thread
 * policy cannot be kept. Nova: `_pack_instance_onto_cores`.
 *
 * - `isolate`: one thread of a wholly free core each;
 * - `require`: at least two threads of each core that is used;
 * - `prefer` and none: as many threads a core as will do; if nothing does, any free threads.
 */
export function packOntoCores(host: HostCell, guest: FittingCell, reservedCount: number): boolean {
  if (host.siblings.length === 0) throw hardwareError('host-without-siblings', host.id);
  const threadsPerCore = Math.max(1, ...host.siblings.map((threads) => threads.size));
  const cores = freeSiblings(host).filter((threads) => threads.length > 0);
  const packing =
    guest.cpuThreadPolicy === 'isolate'
      ? packIsolated(host, cores, threadsPerCore, guest.pcpuset, reservedCount)
      : packTogether(cores, threadsPerCore, guest, reservedCount);
  if (packing === undefined) return false;
  guest.cpuPinning = packing.pinning;
  guest.cpusetReserved = packing.reserved;
  return true;
}

/** The free threads of one core. */
type Core = readonly number[];

interface Packing {
  /** vCPU to host CPU. */
  readonly pinning: ReadonlyMap<number, number>;
  readonly reserved: ReadonlySet<number> | null;
}

function packIsolated(
  host: HostCell,
  cores: readonly Core[],
  threadsPerCore: number,
  vcpus: ReadonlySet<number>,
  reservedCount: number,
): Packing | undefined {
  // Only a host that is configured the old way (shared and dedicated CPUs the same) can keep a
  // core's other threads empty; elsewhere isolation needs cores with one thread.
  if (threadsPerCore !== 1 && !sameCpus(host.pcpuset, host.cpuset)) return undefined;
  const freeCores = cores.filter((core) => core.length >= threadsPerCore);
  const pinning = pinned(vcpus, freeCores, 1);
  if (pinning === undefined) return undefined;
  const used = new Set(pinning.values());
  const others = cores.filter((core) => !core.some((cpu) => used.has(cpu)));
  return withReserved(pinning, others.flat(), reservedCount);
}

function packTogether(
  cores: readonly Core[],
  threadsPerCore: number,
  guest: FittingCell,
  reservedCount: number,
): Packing | undefined {
  const require = guest.cpuThreadPolicy === 'require';
  if (require && threadsPerCore <= 1) return undefined;
  const most = Math.max(0, ...cores.map((core) => core.length));
  let pinsFound = false;
  for (let threads = most; threads >= (require ? 2 : 1); threads--) {
    const pinning = pinned(
      guest.pcpuset,
      cores.filter((core) => core.length >= threads),
      threads,
    );
    pinsFound = pinning !== undefined;
    const packing = pinning && withReserved(pinning, unused(cores, pinning), reservedCount);
    if (packing) return packing;
  }
  // Nova tries the last way only when the vCPUs found no place, not when the emulator threads did.
  if (require || pinsFound) return undefined;
  const single = cores.flat().map((cpu) => [cpu]);
  const pinning = pinned(guest.pcpuset, single, 1);
  return pinning && withReserved(pinning, unused(cores, pinning), reservedCount);
}

/** vCPUs in ascending order on the first `threads` of each core; undefined when they do not fit, or are none. */
function pinned(
  vcpus: ReadonlySet<number>,
  cores: readonly Core[],
  threads: number,
): ReadonlyMap<number, number> | undefined {
  if (vcpus.size === 0 || threads * cores.length < vcpus.size) return undefined;
  const places = cores.flatMap((core) => core.slice(0, threads));
  const pinning = new Map<number, number>();
  for (const vcpu of [...vcpus].toSorted((a, b) => a - b)) {
    const place = places[pinning.size];
    if (place !== undefined) pinning.set(vcpu, place);
  }
  return pinning;
}

function unused(cores: readonly Core[], pinning: ReadonlyMap<number, number>): readonly number[] {
  const used = new Set(pinning.values());
  return cores.flat().filter((cpu) => !used.has(cpu));
}

/** Adds the reserved host CPUs; undefined when none is left though some are asked for. */
function withReserved(
  pinning: ReadonlyMap<number, number>,
  left: readonly number[],
  reservedCount: number,
): Packing | undefined {
  if (reservedCount === 0) return { pinning, reserved: null };
  const reserved = new Set(left.slice(0, reservedCount));
  return reserved.size > 0 ? { pinning, reserved } : undefined;
}

function sameCpus(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return a.size === b.size && [...a].every((cpu) => b.has(cpu));
}
