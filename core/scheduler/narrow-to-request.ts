import type { HostState } from '../model/host-state.ts';
import { CHECK_TYPE_HINT, hintValues } from '../model/request-hints.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { HostList } from './host-list.ts';

/** What is left to do with the hosts that a request names, ignores or forces. */
export type Narrowing = 'filter' | 'skip-filters' | 'none-left';

/**
 * Leaves the hosts that the request allows by name, before any filter. Forced hosts are not
 * filtered, unless the request says that they be checked. Nova: `HostManager.get_filtered_hosts`.
 *
 * Service host names compare without case when ignored or forced, and with case as a destination;
 * node names compare with case.
 */
export function narrowToRequest(request: RequestSpec, hosts: readonly HostState[], list: HostList): Narrowing {
  const { requestedDestination: destination } = request;
  if (destination?.host !== undefined) {
    const { host, node } = destination;
    const wantsNode = node !== undefined && node !== '';
    list.keep((i) => hosts[i]!.host === host && (!wantsNode || hosts[i]!.node === node));
  }
  const ignored = lowerCase(request.ignoreHosts);
  const forced = lowerCase(request.forceHosts);
  const forcedNodes = request.forceNodes ?? [];
  if (ignored.length > 0) {
    list.keep((i) => !ignored.includes(hosts[i]!.host.toLowerCase()));
    if (list.count === 0) return 'none-left';
  }
  if (forced.length > 0) list.keep((i) => forced.includes(hosts[i]!.host.toLowerCase()));
  if (forcedNodes.length > 0) list.keep((i) => forcedNodes.includes(hosts[i]!.node));
  return namesItsHosts(request) ? 'skip-filters' : 'filter';
}

/** The request forces hosts or nodes, and does not say that they be checked. */
export function namesItsHosts(request: RequestSpec): boolean {
  const isForced = (request.forceHosts?.length ?? 0) > 0 || (request.forceNodes?.length ?? 0) > 0;
  return isForced && (hintValues(request, CHECK_TYPE_HINT)?.length ?? 0) === 0;
}

function lowerCase(names: readonly string[] | undefined): readonly string[] {
  return names === undefined || names.length === 0 ? NONE : names.map((name) => name.toLowerCase());
}

const NONE: readonly string[] = [];
