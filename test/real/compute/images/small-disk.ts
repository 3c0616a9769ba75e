import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';

/** Why nothing can be mounted here, for the title of a skipped test. */
export function mountAbsence(): string {
  return process.getuid?.() === 0 ? '' : ' (skipped: mounting a small file system needs root)';
}

export interface SmallDisk {
  readonly folder: string;
  remove(): void;
}

/** A file system that is soon full. */
export function smallDisk(below: string, sizeMib: number): SmallDisk {
  const folder = mkdtempSync(path.join(below, 'small-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMib}m`, 'tmpfs', folder]);
  return { folder, remove: () => void execFileSync('umount', [folder]) };
}
