import { truncate, writeFile } from 'node:fs/promises';
import type { Image } from '../../../core/index.ts';
import { runProgram } from '../images/run-program.ts';

export type EphemeralFormat = 'ext4' | 'vfat';

/** Nova's default: by the image's `os_type`. Windows gets vfat here where Nova says ntfs. */
export function ephemeralFormat(image: Image | null, configured: EphemeralFormat | undefined): EphemeralFormat {
  return configured ?? (image?.properties['os_type'] === 'linux' ? 'ext4' : 'vfat');
}

export interface EphemeralDiskOptions {
  readonly sizeBytes: number;
  readonly label: string;
  readonly format: EphemeralFormat;
}

/** An empty file system on a raw sparse file. Nova's labels: `ephemeral0`, ... */
export async function makeEphemeralDisk(
  file: string,
  options: EphemeralDiskOptions,
  signal?: AbortSignal,
): Promise<void> {
  const { sizeBytes, label, format } = options;
  await makeSparseFile(file, sizeBytes);
  if (format === 'ext4') await runProgram('mkfs.ext4', ['-q', '-F', '-L', label, file], { signal });
  else await runProgram('mkfs.vfat', ['-n', label, file], { signal });
}

export async function makeSwapDisk(file: string, sizeBytes: number, signal?: AbortSignal): Promise<void> {
  await makeSparseFile(file, sizeBytes);
  await runProgram('mkswap', [file], { signal });
}

async function makeSparseFile(file: string, sizeBytes: number): Promise<void> {
  await writeFile(file, '', { mode: 0o600 });
  await truncate(file, sizeBytes);
}
