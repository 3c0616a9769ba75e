import type { Flavor } from '../../model/flavor.ts';
import { hardwareError } from '../hardware-error.ts';
import { PAGE_SIZE_ANY, PAGE_SIZE_LARGE, PAGE_SIZE_SMALL } from '../topology/instance-topology.ts';
import type { ImageHardware } from './image-hardware.ts';

/**
 * The memory page size of flavor and image, in KiB or as a wish, or null. An image may narrow a
 * flavor's `large` or `any`, and nothing else. Nova: `_get_numa_pagesize_constraint`.
 *
 * @returns may have a fraction (`100b` is 0.1 KiB): Nova takes it for a wish, then drops the fraction
 * @throws HardwareError `page-size`, `page-size-of-image`
 */
export function pageSizeOf(flavor: Flavor, image: ImageHardware): number | null {
  const asked = flavor.extraSpecs['hw:mem_page_size'];
  const narrowed = image.memPageSize;
  if (!asked && narrowed) throw hardwareError('page-size-of-image', narrowed, 'none');
  if (!asked) return null;
  const size = parsePageSize(asked);
  if (!narrowed) return size;
  if (size !== PAGE_SIZE_ANY && size !== PAGE_SIZE_LARGE) throw hardwareError('page-size-of-image', narrowed, asked);
  return parsePageSize(narrowed);
}

const wishes: Readonly<Record<string, number>> = {
  small: PAGE_SIZE_SMALL,
  large: PAGE_SIZE_LARGE,
  any: PAGE_SIZE_ANY,
};

/** Amount, prefix (1024 to its power) and unit, as oslo.utils' `string_to_bytes` reads them. */
const AMOUNT = /^([-+]?\d*\.?\d+)(?:([KMGT])i?)?(b|bit|B)$/;
const PREFIXES = 'KMGT';

function parsePageSize(text: string): number {
  if (Object.hasOwn(wishes, text)) return wishes[text] ?? 0;
  if (/^\d+$/.test(text)) return Number(text);
  const [, amount, prefix, unit] = AMOUNT.exec(text) ?? [];
  if (amount === undefined) throw hardwareError('page-size', text);
  const scale = prefix === undefined ? 1 : 1024 ** (PREFIXES.indexOf(prefix) + 1);
  const bytes = (unit === 'B' ? Number(amount) : Number(amount) / 8) * scale;
  return Math.ceil(bytes) / 1024;
}
