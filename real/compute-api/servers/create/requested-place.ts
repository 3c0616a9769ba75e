import { ApiError } from '../../../http/api-error.ts';
import type { ComputeTables } from '../../../objects/tables.ts';
import type { ComputeParts } from '../../compute-parts.ts';

/** Where a request wants its servers. */
export interface RequestedPlace {
  readonly requestedZone: string | null;
  /** By an older custom: `zone:host:node`. Nobody is asked whether there is room. */
  readonly forcedHost: string | null;
  readonly forcedNode: string | null;
}

/** `zone`, `zone:host`, `zone:host:node` or `zone::node`. @throws ApiError 400 */
export function parseZone(text: string | undefined): RequestedPlace {
  const parts = (text ?? '').split(':');
  if (parts.length > 3) throw new ApiError(400, 'Invalid input received: Unable to parse availability_zone');
  const [zone = '', host = '', node = ''] = parts;
  return { requestedZone: zone || null, forcedHost: host || null, forcedNode: node || null };
}

/** A zone counts only where the host that was named is in it; otherwise the host wins. */
export function withZoneOfHost(place: RequestedPlace, zones: ComputeParts['zones']): RequestedPlace {
  const { forcedHost, requestedZone } = place;
  if (forcedHost === null) return place;
  return { ...place, requestedZone: requestedZone === zones.of(forcedHost) ? requestedZone : null };
}

/** @throws ApiError 400 for a zone in which nothing runs */
export function checkZone(zone: string | null, { tables, zones }: Pick<ComputeParts, 'tables' | 'zones'>): void {
  if (zone === null) return;
  for (const { binary, disabled, host } of tables.services.all()) {
    if (binary === 'nova-compute' && !disabled && zones.of(host) === zone) return;
  }
  throw new ApiError(400, 'The requested availability zone is not available');
}

/** @throws ApiError 400 for a host or a node that is not there */
export function checkHost(tables: ComputeTables, host: string | undefined, node: string | undefined): void {
  if (host !== undefined) {
    const nodes = tables.computeNodes.find('byHost', host);
    if (nodes.length === 0 || (node !== undefined && !nodes.some((one) => one.node === node))) {
      throw new ApiError(400, `Compute host ${host} could not be found.`);
    }
  } else if (node !== undefined && ![...tables.computeNodes.all()].some((one) => one.node === node)) {
    throw new ApiError(400, `Compute host ${node} could not be found.`);
  }
}
