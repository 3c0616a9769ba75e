import { ApiError } from '../../../http/api-error.ts';
import type { RequestedNic } from '../../../objects/instance.ts';
import { canonicalUuid } from '../schemas/parameter-types.ts';
import type { NewServer } from '../schemas/create-server-body.ts';

/** The NICs that a request names. An empty list leaves them to the project's networks. @throws ApiError 400 */
export function requestedNics(networks: NewServer['networks']): readonly RequestedNic[] | 'auto' | 'none' {
  if (networks === 'auto' || networks === 'none') return networks;
  if (networks === undefined || networks.length === 0) return 'auto';
  const ports = new Set<string>();
  return networks.map(({ uuid, port, fixed_ip: address, tag }) => {
    const nic = { fixedIp: address ?? null, tag: tag ?? null };
    if (!port) return { ...nic, portId: null, networkId: networkId(uuid) };
    if (ports.has(port)) {
      const why = 'you cannot attach a port multiple times.';
      throw new ApiError(400, `Port ID '${port}' was specified twice: ${why}`);
    }
    if (address !== undefined) {
      const why = 'the two cannot be specified together.';
      throw new ApiError(400, `Specified Fixed IP '${address}' cannot be used with port '${port}': ${why}`);
    }
    ports.add(port);
    return { ...nic, portId: port, networkId: null };
  });
}

function networkId(given: string | undefined): string {
  if (given === undefined) throw new ApiError(400, "Bad network format: missing 'uuid'");
  const id = canonicalUuid(given);
  if (id === undefined) throw new ApiError(400, `Bad networks format: network uuid is not in proper format (${given})`);
  return id;
}

/** Ports and addresses are there once: no use for several servers. @throws ApiError 400 */
export function checkCount(nics: readonly RequestedNic[] | 'auto' | 'none', maxCount: number): void {
  if (typeof nics === 'string' || maxCount <= 1) return;
  if (nics.some(({ fixedIp }) => fixedIp !== null)) {
    const why = 'max_count cannot be greater than 1 if an fixed_ip is specified.';
    throw new ApiError(400, `Failed to launch instances: ${why}`);
  }
  if (nics.some(({ portId }) => portId !== null)) {
    const why = 'Unable to launch multiple instances with a single configured port ID.';
    const remedy = 'Please launch your instance one by one with different ports.';
    throw new ApiError(400, `Failed to launch instances: ${why} ${remedy}`);
  }
}
