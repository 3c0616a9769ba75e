import type { GuestRequest } from '../hypervisor/guest.ts';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import { gib } from './make-root-disk.ts';

/**
 * The ephemeral disks of a server, bytes.
 *
 * @throws HypervisorError `bad-request` when they are more than the flavor has. Nova: `InvalidBDMEphemeralSize`
 */
export function ephemeralSizes({ flavor, ephemeralGibs }: GuestRequest): readonly number[] {
  const sizes = ephemeralGibs ?? (flavor.ephemeralGib > 0 ? [flavor.ephemeralGib] : []);
  const isSize = (size: number): boolean => Number.isSafeInteger(size) && size > 0;
  const sumGib = sizes.reduce((sum, size) => sum + size, 0);
  if (sizes.every(isSize) && sumGib <= flavor.ephemeralGib) return sizes.map((size) => size * gib);
  const had = `flavor '${flavor.name}' has ${flavor.ephemeralGib} GiB of ephemeral disks`;
  throw new HypervisorError('bad-request', 'disks', `${had}; asked for were ${sizes.join(' + ')} GiB`);
}
