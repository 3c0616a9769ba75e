import type { Cloud } from '../model/cloud.ts';
import type { HostState } from '../model/host-state.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { Inventory } from '../placement/inventory.ts';
import type { Change, RatioResource } from './change.ts';

/** A Placement whose inventories and traits can be changed for a trial. `HostPlacement` is one. */
export interface AmendablePlacement {
  inventoryOf(hostIndex: number, resourceClass: string): Inventory | undefined;
  setInventory(hostIndex: number, resourceClass: string, inventory: Inventory): void;
  hasTrait(hostIndex: number, trait: string): boolean;
  setTrait(hostIndex: number, trait: string, has: boolean): void;
}

/** A request and a cloud with one change made. */
export interface Amended {
  readonly request: RequestSpec;
  /** Puts the cloud back; the request given to `applyChange` was never touched. */
  revert(): void;
}

/**
 * Makes one change: in a copy of the request, or in the cloud itself until `revert`.
 * `derive` recomputes what a request carries of its flavor and image (its NUMA topology).
 */
export function applyChange(
  change: Change,
  cloud: Cloud,
  request: RequestSpec,
  derive: (request: RequestSpec) => RequestSpec = (same) => same,
): Amended {
  switch (change.kind) {
    case 'ratio':
      return { request, revert: raiseRatio(cloud, change.hostIndex, change.resource, change.to) };
    case 'enable':
      return { request, revert: enableHost(cloud, change.hostIndex) };
    case 'trait':
      return { request, revert: setTrait(cloud, change.hostIndex, change.trait, change.present) };
    default:
      return { request: derive(changeRequest(change, request)), revert: () => undefined };
  }
}

type RequestChange = Exclude<Change, { kind: 'ratio' | 'enable' | 'trait' }>;

function changeRequest(change: RequestChange, request: RequestSpec): RequestSpec {
  const { flavor, image } = request;
  switch (change.kind) {
    case 'flavor':
      return { ...request, flavor: { ...flavor, [change.field]: change.to } };
    case 'extra-spec': {
      const { [change.key]: _removed, ...others } = flavor.extraSpecs;
      const extraSpecs = change.to === null ? others : { ...flavor.extraSpecs, [change.key]: change.to };
      return { ...request, flavor: { ...flavor, extraSpecs } };
    }
    case 'image-property': {
      const { [change.key]: _removed, ...properties } = image?.properties ?? {};
      return { ...request, image: { ...image, properties } };
    }
    case 'instances':
      return { ...request, instanceUuids: request.instanceUuids.slice(0, change.to) };
    case 'zone':
      return { ...request, availabilityZone: change.to };
    case 'group-size':
      return { ...request, serverGroup: { ...request.serverGroup!, maxServerPerHost: change.to } };
    case 'hint': {
      const { [change.name]: _removed, ...schedulerHints } = request.schedulerHints ?? {};
      return { ...request, schedulerHints };
    }
    case 'drop':
      return { ...request, [change.field]: undefined };
  }
}

function raiseRatio(cloud: Cloud, hostIndex: number, resource: RatioResource, ratio: number): () => void {
  const host = cloud.hosts[hostIndex]!;
  const { field, resourceClass } = RATIOS[resource];
  const before = host[field];
  host[field] = ratio;
  const placement = amendable(cloud);
  const inventory = placement?.inventoryOf(hostIndex, resourceClass);
  if (inventory !== undefined) {
    placement!.setInventory(hostIndex, resourceClass, { ...inventory, allocationRatio: ratio });
  }
  return () => {
    host[field] = before;
    if (inventory !== undefined) placement!.setInventory(hostIndex, resourceClass, inventory);
  };
}

function enableHost(cloud: Cloud, hostIndex: number): () => void {
  const host = cloud.hosts[hostIndex]!;
  const before = host.service;
  host.service = {
    disabled: false,
    disabledReason: null,
    forcedDown: false,
    lastSeenSeconds: Number.POSITIVE_INFINITY,
  };
  const restoreTrait = setTrait(cloud, hostIndex, 'COMPUTE_STATUS_DISABLED', false);
  return () => {
    host.service = before;
    restoreTrait();
  };
}

function setTrait(cloud: Cloud, hostIndex: number, trait: string, present: boolean): () => void {
  const placement = amendable(cloud);
  if (placement === undefined || placement.hasTrait(hostIndex, trait) === present) return () => undefined;
  placement.setTrait(hostIndex, trait, present);
  return () => placement.setTrait(hostIndex, trait, !present);
}

/** The cloud's Placement when it can be changed for a trial. */
export function amendable({ placement }: Cloud): AmendablePlacement | undefined {
  return placement !== undefined && 'setInventory' in placement && 'inventoryOf' in placement
    ? (placement as unknown as AmendablePlacement)
    : undefined;
}

type RatioField = keyof Pick<HostState, 'cpuAllocationRatio' | 'ramAllocationRatio' | 'diskAllocationRatio'>;

/** Where a ratio stands on a host, and the resource class it multiplies. */
export const RATIOS: Readonly<Record<RatioResource, { readonly field: RatioField; readonly resourceClass: string }>> = {
  cpu: { field: 'cpuAllocationRatio', resourceClass: 'VCPU' },
  ram: { field: 'ramAllocationRatio', resourceClass: 'MEMORY_MB' },
  disk: { field: 'diskAllocationRatio', resourceClass: 'DISK_GB' },
};
