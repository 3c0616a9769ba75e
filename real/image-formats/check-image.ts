import type { ImageFormatName } from './image-format.ts';
import { ImageRefusal } from './image-refusal.ts';
import type { ImageFacts } from './inspect-image.ts';

export const imageFormatNames: readonly ImageFormatName[] = ['raw', 'qcow2', 'vmdk', 'vhd', 'vhdx', 'vdi', 'iso'];

export interface ImagePromise {
  /** Glance's `disk_format`. */
  readonly diskFormat: string;
  /** Glance's `virtual_size`; `undefined` when nobody said. */
  readonly virtualBytes?: number | undefined;
}

/** Compares what an image is with what was said about it. @throws ImageRefusal */
export function checkImage(facts: ImageFacts, promised: ImagePromise, allowed: readonly ImageFormatName[]): void {
  const declared = glanceNames[promised.diskFormat] ?? promised.diskFormat;
  if (facts.format !== declared && !(declared === 'raw' && facts.format === 'iso')) {
    throw new ImageRefusal(`is said to be ${promised.diskFormat} but is ${facts.format}`);
  }
  if (!allowed.includes(facts.format)) {
    throw new ImageRefusal(`has the format ${facts.format}; this host accepts ${allowed.join(', ')}`);
  }
  if (promised.virtualBytes !== undefined && promised.virtualBytes !== facts.virtualBytes) {
    throw new ImageRefusal(
      `is said to be a disk of ${promised.virtualBytes} bytes but is one of ${facts.virtualBytes}`,
    );
  }
}

/** Kernels, ramdisks and Amazon's disks are raw files. */
const glanceNames: Readonly<Record<string, ImageFormatName>> = { ami: 'raw', aki: 'raw', ari: 'raw', vpc: 'vhd' };
