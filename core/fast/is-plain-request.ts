import type { RequestSpec } from '../model/request-spec.ts';

/**
 * True for one instance of which nothing is said but flavor, image, boot from volume, zone and whose
 * it is: such requests agree in what they ask of every host, so that verdicts can be kept.
 */
export function isPlainRequest(request: RequestSpec): boolean {
  return (
    request.instanceUuids.length === 1 &&
    request.serverGroup === undefined &&
    isEmpty(request.ignoreHosts) &&
    hasPlainKind(request)
  );
}

/**
 * True for a request that is plain but for how many instances it wants, its server group and the hosts
 * that it ignores: it asks of most hosts what a plain one asks.
 */
export function hasPlainKind(request: RequestSpec): boolean {
  return (
    request.requestedDestination === undefined &&
    request.numaTopology === undefined &&
    request.networkMetadata === undefined &&
    isEmpty(request.pciRequests) &&
    isEmpty(request.forceHosts) &&
    isEmpty(request.forceNodes) &&
    isEmpty(request.retryHosts) &&
    isEmpty(request.requestedNetworks) &&
    isEmpty(request.requestedGroups) &&
    hasNoKey(request.schedulerHints)
  );
}

function isEmpty(list: readonly unknown[] | null | undefined): boolean {
  return list === undefined || list === null || list.length === 0;
}

function hasNoKey(hints: Readonly<Record<string, unknown>> | undefined): boolean {
  if (hints !== undefined) for (const _ in hints) return false;
  return true;
}
