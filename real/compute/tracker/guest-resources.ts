import { buildQuery, resolveOptions } from '../../../core/index.ts';
import type { GuestRequest } from '../hypervisor/guest.ts';

const options = resolveOptions();

/** Resources that a guest should hold on its host's own provider, by class, as the scheduler asked for them. */
export function guestResources(request: GuestRequest): Readonly<Record<string, number>> {
  const query = buildQuery(
    {
      instanceUuids: [request.uuid],
      projectId: request.projectId,
      userId: request.userId,
      flavor: request.flavor,
      image: request.image,
      // Without an image it was started from a volume, which is not on the host's disk.
      bootFromVolume: request.image === null,
    },
    { hosts: [], aggregates: [] },
    options,
  );
  const groupWithoutSuffix = query.groups.find(({ suffix }) => suffix === '');
  return groupWithoutSuffix?.resources ?? {};
}
