import { truncate, writeFile } from 'node:fs/promises';
import { runProgram } from '../images/run-program.ts';

/** Its holes stay holes, and where the file system can, both share their content until one of them changes. */
export async function copyDisk(from: string, to: string, signal?: AbortSignal): Promise<void> {
  await writeFile(to, '', { mode: 0o600 });
  await runProgram('cp', ['--reflink=auto', '--sparse=always', '--', from, to], { signal });
}

export async function growDisk(
  file: string,
  format: 'raw' | 'qcow2',
  sizeBytes: number,
  signal?: AbortSignal,
): Promise<void> {
  if (format === 'raw') await truncate(file, sizeBytes);
  else await runProgram('qemu-img', ['resize', '-q', '-f', 'qcow2', file, String(sizeBytes)], { signal });
}
