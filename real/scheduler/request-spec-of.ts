import type { Flavor, Image, RequestSpec, ServerGroup } from '../../core/index.ts';
import type { Instance } from '../objects/instance.ts';
import type { ComputeTables } from '../objects/tables.ts';

export interface RequestPurpose {
  readonly purpose: 'build' | 'unshelve' | 'resize';
  readonly ignoreHosts: readonly string[];
}

/** Equal flavors and images as one object: queries to Placement are kept by them. */
export class SharedObjects {
  readonly #known = new Map<string, object>();

  share<T extends object>(value: T): T {
    const key = JSON.stringify(value);
    const known = this.#known.get(key);
    if (known !== undefined) return known as T;
    if (this.#known.size >= sharedMax) this.#known.clear();
    this.#known.set(key, value);
    return value;
  }
}

const sharedMax = 1000;

/** The request that the rows of servers stand for; they are all alike. Nova: `RequestSpec.from_components`. */
export function requestSpecOf(
  instances: readonly Instance[],
  { purpose, ignoreHosts }: RequestPurpose,
  tables: ComputeTables,
  shared: SharedObjects,
): RequestSpec {
  const first = instances[0]!;
  const { host, node } = first;
  const stays = purpose === 'resize' && host !== null;
  const image = imageToSchedule(first);
  return {
    instanceUuids: instances.map(({ uuid }) => uuid),
    projectId: first.projectId,
    userId: first.userId,
    flavor: shared.share(flavorToSchedule(first, purpose)),
    image: image && shared.share(image),
    bootFromVolume: first.imageId === null,
    availabilityZone: first.requestedZone ?? undefined,
    serverGroup: serverGroupOf(first, tables),
    schedulerHints: Object.keys(first.schedulerHints).length > 0 ? first.schedulerHints : undefined,
    ignoreHosts: ignoreHosts.length > 0 ? ignoreHosts : undefined,
    ...(stays ? { requestedDestination: { host, node: node ?? undefined } } : namedHosts(first)),
  };
}

function flavorToSchedule({ flavor, newFlavor }: Instance, purpose: RequestPurpose['purpose']): Flavor {
  const { id, name, vcpus, ramMib, rootGib, ephemeralGib, swapMib, extraSpecs } =
    purpose === 'resize' ? (newFlavor ?? flavor) : flavor;
  return { id, name, vcpus, ramMib, rootGib, ephemeralGib, swapMib, extraSpecs };
}

function imageToSchedule({ imageId, imageProperties }: Instance): Image | null {
  if (imageId === null) return null;
  const { disk_format: diskFormat, ...properties } = imageProperties;
  return { id: imageId, ...(typeof diskFormat === 'string' && { diskFormat }), properties };
}

function namedHosts({ forcedHost, forcedNode, requestedHost }: Instance): Partial<RequestSpec> {
  return {
    ...(forcedHost !== null && { forceHosts: [forcedHost] }),
    ...(forcedNode !== null && { forceNodes: [forcedNode] }),
    ...(requestedHost !== null && { requestedDestination: { host: requestedHost } }),
  };
}

/** The group with the hosts that its members are on now. */
function serverGroupOf({ serverGroupId }: Instance, tables: ComputeTables): ServerGroup | undefined {
  const group = serverGroupId === null ? undefined : tables.serverGroups.get(serverGroupId);
  if (group === undefined) return undefined;
  const { uuid, policy, maxServerPerHost, members } = group;
  const rows = members.map((member) => tables.instances.get(member));
  const hosts = rows.flatMap((row) => (row && row.host !== null && row.deletedAtSeconds === null ? [row.host] : []));
  return {
    uuid,
    policy,
    ...(maxServerPerHost !== null && { maxServerPerHost }),
    members,
    hosts: [...new Set(hosts)],
    hostsAreComplete: true,
  };
}
