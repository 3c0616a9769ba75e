import { statfs } from 'node:fs/promises';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';

/** Left over for journals and logs, so that a host whose disk is full can still be mended. */
const reserveBytes = 8 * 1024 * 1024;
const mib = 1024 * 1024;

/** Bytes that may be written below `folder`. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return Math.max(0, bavail * bsize - reserveBytes);
}

/**
 * Refuses work that cannot end well before it begins. Others write at the same time, so it may still run out of space.
 *
 * @throws HypervisorError `disk-full`
 */
export async function requireSpace(folder: string, bytes: number, step: string, what: string): Promise<void> {
  const free = await freeBytes(folder);
  if (bytes <= free) return;
  const needed = `needs ${Math.ceil(bytes / mib)} MiB, and ${Math.floor(free / mib)} MiB are free in ${folder}`;
  throw new HypervisorError('disk-full', step, `${what} ${needed}`);
}
