import type { GuestRequest } from '../hypervisor/guest.ts';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import type { GuestDisks } from './disk-store.ts';
import { ephemeralSizes } from './ephemeral-sizes.ts';
import { gib } from './make-root-disk.ts';

/**
 * How big the root disk of a resized guest becomes; a flavor without a size of its own leaves it as it is.
 *
 * @throws HypervisorError `bad-request` when a disk would have to shrink, as in Nova
 */
export function resizedRootBytes(old: GuestDisks, request: GuestRequest): number | undefined {
  const { flavor } = request;
  const ephemeralBytes = ephemeralSizes(request);
  old.ephemeral.forEach(({ sizeBytes }, index) => refuseToShrink('ephemeral', sizeBytes, ephemeralBytes[index] ?? 0));
  if (flavor.rootGib === 0) return undefined;
  if (old.root) refuseToShrink('root', old.root.sizeBytes, flavor.rootGib * gib);
  return flavor.rootGib * gib;
}

function refuseToShrink(what: string, from: number, to: number): void {
  if (to >= from) return;
  const gibs = (bytes: number): string => `${Number((bytes / gib).toFixed(2))} GiB`;
  throw new HypervisorError('bad-request', 'disks', `the ${what} disk cannot shrink from ${gibs(from)} to ${gibs(to)}`);
}
