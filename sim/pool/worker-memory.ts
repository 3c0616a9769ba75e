import { totalmem } from 'node:os';
import { resourceLimits } from 'node:worker_threads';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const bytesPerMib = 2 ** 20;

/** More is not needed by a run of 100,000 hosts and a million instances. */
const defaultMaxMib = 4096;

/** Below, V8 has no room for the program itself. */
const defaultMinMib = 64;

/** Objects and arrays of all workers together, at their limits: the rest is for the main thread and the file cache. */
const shareOfMachine = 0.75;

/**
 * MiB that a worker may use when nobody says: for objects, and the same again for typed arrays. At most
 * 4096, and so little that all workers at their limits leave a quarter of the machine, or of the
 * container, free.
 */
export function defaultWorkerMemoryMib(workers: number): number {
  const bytes = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  const each = Math.floor((bytes * shareOfMachine) / bytesPerMib / workers / 2);
  return Math.max(defaultMinMib, Math.min(defaultMaxMib, each));
}

/** The arrays of a run outgrew its worker. The run would meet it again. */
export class ArraysTooLarge extends Error {}

/**
 * Throws `ArraysTooLarge` when the typed arrays of this worker thread need more than its limit. V8
 * keeps the limit for objects and does not count what arrays hold outside of its heap.
 */
export function checkArrays(): void {
  const limitMib = resourceLimits.maxOldGenerationSizeMb;
  if (limitMib === undefined) return;
  if (arraysMib() <= limitMib) return;
  // Those of the run before count until they are collected, and must not be blamed on this one.
  const collect = collector();
  for (let attempt = 1; attempt <= attemptsMax; attempt++) {
    collect();
    if (arraysMib() <= limitMib) return;
    // Arrays are given back by another thread, and counted off when the next collection begins.
    Atomics.wait(neverWoken, 0, 0, attempt);
  }
  const heldMib = arraysMib();
  throw new ArraysTooLarge(
    `its arrays need ${Math.ceil(heldMib)} MiB; a worker may use ${limitMib} MiB (--worker-memory)`,
  );
}

function arraysMib(): number {
  return getHeapStatistics().external_memory / bytesPerMib;
}

/** Collections before a run is blamed; the waits between them are 45 ms together. */
const attemptsMax = 9;

const neverWoken = new Int32Array(new SharedArrayBuffer(4));

/** Node shows V8's collector only to programs that ask for it by a flag; a new context has it then. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
