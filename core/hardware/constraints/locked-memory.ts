import type { Flavor } from '../../model/flavor.ts';
import { hardwareError } from '../hardware-error.ts';
import type { ImageHardware } from './image-hardware.ts';
import { truthOf } from './truth-of.ts';

/**
 * Whether the guest's memory is locked, or null when nobody says. Nova: `get_locked_memory_constraint`.
 *
 * @throws HardwareError `locked-memory-conflict`, `locked-memory-without-page-size`
 */
export function lockedMemoryOf(flavor: Flavor, image: ImageHardware): boolean | null {
  const text = flavor.extraSpecs['hw:locked_memory'];
  const asked = text === undefined ? undefined : truthOf(text);
  if (asked !== undefined && image.lockedMemory !== undefined && asked !== image.lockedMemory) {
    throw hardwareError('locked-memory-conflict', image.lockedMemory, asked);
  }
  const locked = asked ?? image.lockedMemory ?? null;
  if (locked && !flavor.extraSpecs['hw:mem_page_size'] && !image.memPageSize) {
    throw hardwareError('locked-memory-without-page-size');
  }
  return locked;
}
