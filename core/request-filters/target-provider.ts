import type { Cloud } from '../model/cloud.ts';
import type { HostState } from '../model/host-state.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import { RequestError } from '../scheduler/request-error.ts';

/**
 * The provider of the one host that a request insists on; `many` when its name has several nodes,
 * `undefined` when it insists on none. Throws RequestError (`NoValidHost`) when there is no such host.
 */
export function targetProvider(request: RequestSpec, cloud: Cloud): { readonly uuid: string } | 'many' | undefined {
  const host = request.requestedDestination?.host ?? request.forceHosts?.[0];
  const node = request.requestedDestination?.node ?? request.forceNodes?.[0];
  if (host === undefined && node === undefined) return undefined;
  const found = cloud.hosts.filter((each) => isAsked(each, host, node));
  if (found.length === 0) {
    const asked = [host && `host ${host}`, node && `node ${node}`].filter(Boolean).join(', ');
    throw new RequestError('NoValidHost', `no such ${asked}`, { stage: 'request' });
  }
  return found.length === 1 ? found[0]! : 'many';
}

function isAsked(state: HostState, host: string | undefined, node: string | undefined): boolean {
  return (host === undefined || state.host === host) && (node === undefined || state.node === node);
}
