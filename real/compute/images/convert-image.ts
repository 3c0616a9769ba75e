import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { ImageFormatName } from '../../image-formats/image-format.ts';
import { runProgram } from './run-program.ts';

export interface Conversion {
  /** Absolute, as all paths here: QEMU takes `json:...` and `protocol:...` for something else than a file. */
  readonly from: string;
  readonly fromFormat: ImageFormatName;
  /** Must not be there, or be empty. */
  readonly to: string;
  readonly toFormat: 'raw' | 'qcow2';
  /** Although QEMU has the file open; only when it does not write. */
  readonly forceShare?: boolean;
}

/** A flat copy in another format. The format is always said: QEMU would otherwise believe the content. */
export async function convertImage(conversion: Conversion, signal?: AbortSignal): Promise<void> {
  const { from, fromFormat, to, toFormat, forceShare = false } = conversion;
  const share = forceShare ? ['-U'] : [];
  await writeFile(to, '', { mode: 0o600 });
  await runProgram('qemu-img', ['convert', ...share, '-f', qemuName(fromFormat), '-O', toFormat, from, to], { signal });
}

export interface Measured {
  readonly file: string;
  readonly format: ImageFormatName;
  readonly forceShare?: boolean;
}

/** About how many bytes of an image hold something: those are written in a conversion. */
export async function measureImage(
  { file, format, forceShare = false }: Measured,
  signal?: AbortSignal,
): Promise<number> {
  const share = forceShare ? ['-U'] : [];
  const args = ['measure', '--output=json', ...share, '-f', qemuName(format), '-O', 'qcow2', file];
  return measurementSchema.parse(JSON.parse(await runProgram('qemu-img', args, { signal, isBounded: !forceShare })))
    .required;
}

const measurementSchema = z.object({ required: z.number() });

function qemuName(format: ImageFormatName): string {
  if (format === 'vhd') return 'vpc';
  return format === 'iso' ? 'raw' : format;
}
