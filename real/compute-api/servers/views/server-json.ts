import { domainName } from '../../../compute/domain-xml/domain-name.ts';
import type { Instance, InstanceFlavor, InstanceVif } from '../../../objects/instance.ts';
import type { InstanceFaultRow } from '../../../objects/instance-action.ts';
import type { ComputeLinks } from '../../http/compute-links.ts';
import { addressesJson } from './addresses-json.ts';
import { hostIdOf } from './host-id.ts';
import type { ServerPlaces } from './server-places.ts';
import { powerStateNumbers, serverStatus } from './server-status.ts';
import { microseconds, wholeSeconds } from './server-times.ts';

export type Json = Record<string, unknown>;

/** Who looks, from where, and at what depth: the same for all servers of an answer. */
export interface ServerView {
  /** 47 for 2.47. */
  readonly minor: number;
  readonly links: ComputeLinks;
  readonly places: ServerPlaces;
  /** Everything that `GET` shows; before 2.75 changes of a server answer less. */
  readonly isWhole: boolean;
  readonly showsKeyName: boolean;
  /** From 2.71, but not in lists. */
  readonly showsServerGroups: boolean;
  readonly showsUserData: boolean;
  /** What the policy lets the caller see. */
  readonly extendedAttributes: boolean;
  readonly hostStatus: 'all' | 'unknown-only' | 'none';
  readonly extraSpecs: boolean;
  readonly faultDetails: boolean;
}

/** What is shown of a server that its row does not have. */
export interface ServerParts {
  readonly vifs: readonly InstanceVif[];
  /** One for each group of each port. */
  readonly securityGroups: readonly { readonly name: string }[];
  readonly fault: InstanceFaultRow | undefined;
}

/** A server as `GET /servers` lists it. */
export function serverSummary({ uuid, displayName }: Instance, links: ComputeLinks): Json {
  return { id: uuid, name: displayName, links: links.of('servers', uuid) };
}

const faultStatuses = new Set(['ERROR', 'DELETED']);
const progressStatuses = new Set(['ACTIVE', 'BUILD', 'REBUILD', 'RESIZE', 'VERIFY_RESIZE', 'MIGRATING']);

/** A server with exactly the keys that Nova's answer has at the view's microversion. */
export function serverJson(server: Instance, parts: ServerParts, view: ServerView): Json {
  const { minor, isWhole, links } = view;
  const status = serverStatus(server);
  const json: Json = {
    id: server.uuid,
    name: server.displayName,
    status,
    tenant_id: server.projectId,
    user_id: server.userId,
    metadata: server.deletedAtSeconds === null ? server.metadata : {},
    hostId: hostIdOf(server.host, server.projectId),
    image: imageJson(server.imageId, links),
    flavor: flavorJson(server.flavor, view),
    created: wholeSeconds(server.createdAtSeconds),
    updated: wholeSeconds(server.updatedAtSeconds),
    addresses: server.vmState === 'building' ? {} : addressesJson(parts.vifs, isWhole),
    accessIPv4: server.accessIpV4 ?? '',
    accessIPv6: server.accessIpV6 ?? '',
    links: links.of('servers', server.uuid),
    'OS-DCF:diskConfig': server.diskConfig,
  };
  if (parts.fault && faultStatuses.has(status)) json['fault'] = faultJson(parts.fault, view.faultDetails);
  if (progressStatuses.has(status)) json['progress'] = server.progress;
  if (view.showsKeyName) json['key_name'] = server.keyName;
  if (isWhole) addWhole(json, server, parts, view);
  if (minor >= 9) json['locked'] = server.lockedBy !== null;
  if (minor >= 73) json['locked_reason'] = server.lockedReason;
  if (minor >= 19) json['description'] = server.displayDescription;
  if (minor >= 26) json['tags'] = server.tags;
  if (minor >= 63) json['trusted_image_certificates'] = server.trustedImageCertificates;
  if (minor >= 90) json['OS-EXT-SRV-ATTR:hostname'] = server.hostname;
  if (minor >= 96) json['pinned_availability_zone'] = server.requestedZone;
  if (view.showsServerGroups) json['server_groups'] = server.serverGroupId === null ? [] : [server.serverGroupId];
  return json;
}

function addWhole(json: Json, server: Instance, parts: ServerParts, view: ServerView): void {
  json['OS-EXT-AZ:availability_zone'] = view.places.zoneOf(server);
  json['config_drive'] = server.configDrive ? 'True' : '';
  json['OS-SRV-USG:launched_at'] = server.launchedAtSeconds === null ? null : microseconds(server.launchedAtSeconds);
  json['OS-SRV-USG:terminated_at'] =
    server.terminatedAtSeconds === null ? null : microseconds(server.terminatedAtSeconds);
  if (parts.securityGroups.length > 0) json['security_groups'] = parts.securityGroups.map(({ name }) => ({ name }));
  if (view.extendedAttributes) addExtended(json, server, view);
  json['OS-EXT-STS:task_state'] = server.taskState;
  json['OS-EXT-STS:vm_state'] = server.vmState;
  json['OS-EXT-STS:power_state'] = powerStateNumbers[server.powerState];
  json['os-extended-volumes:volumes_attached'] = [];
  if (view.minor >= 16 && view.hostStatus !== 'none') {
    const status = view.places.statusOf(server);
    if (view.hostStatus === 'all' || status === 'UNKNOWN') json['host_status'] = status;
  }
}

function addExtended(json: Json, server: Instance, { minor, showsUserData }: ServerView): void {
  json['OS-EXT-SRV-ATTR:host'] = server.host;
  json['OS-EXT-SRV-ATTR:instance_name'] = domainName(server.uuid);
  json['OS-EXT-SRV-ATTR:hypervisor_hostname'] = server.node;
  if (minor < 3) return;
  json['OS-EXT-SRV-ATTR:reservation_id'] = server.reservationId;
  json['OS-EXT-SRV-ATTR:launch_index'] = server.launchIndex;
  json['OS-EXT-SRV-ATTR:hostname'] = server.hostname;
  json['OS-EXT-SRV-ATTR:kernel_id'] = server.imageProperties['kernel_id'] ?? '';
  json['OS-EXT-SRV-ATTR:ramdisk_id'] = server.imageProperties['ramdisk_id'] ?? '';
  json['OS-EXT-SRV-ATTR:root_device_name'] = server.rootDeviceName;
  if (showsUserData) json['OS-EXT-SRV-ATTR:user_data'] = server.userData;
}

function imageJson(imageId: string | null, links: ComputeLinks): unknown {
  if (imageId === null) return '';
  return { id: imageId, links: [{ rel: 'bookmark', href: links.bookmark('images', imageId) }] };
}

/** From 2.47 the flavor as it was when the server was made; before, where it may be found. */
function flavorJson(flavor: InstanceFlavor, { minor, links, extraSpecs }: ServerView): Json {
  if (minor < 47) {
    return { id: flavor.id, links: [{ rel: 'bookmark', href: links.bookmark('flavors', flavor.id) }] };
  }
  const json: Json = {
    vcpus: flavor.vcpus,
    ram: flavor.ramMib,
    disk: flavor.rootGib,
    ephemeral: flavor.ephemeralGib,
    swap: flavor.swapMib,
    original_name: flavor.name,
  };
  if (extraSpecs) json['extra_specs'] = flavor.extraSpecs;
  return json;
}

/** The details of a 500 may name hosts and files: they are for admins. */
function faultJson({ code, message, details, createdAtSeconds }: InstanceFaultRow, showsDetails: boolean): Json {
  const json: Json = { code, created: wholeSeconds(createdAtSeconds), message };
  if (details !== '' && (showsDetails || code !== 500)) json['details'] = details;
  return json;
}
