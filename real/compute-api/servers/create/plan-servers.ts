import { ApiError } from '../../../http/api-error.ts';
import type { FlavorRow, KeyPairRow } from '../../../objects/catalogue.ts';
import type { Instance, InstanceFlavor } from '../../../objects/instance.ts';
import type { ComputeTables } from '../../../objects/tables.ts';
import type { ComputeRequest } from '../../http/compute-route.ts';
import type { CreateServerBody, NewServer } from '../schemas/create-server-body.ts';
import { hintLists } from '../schemas/scheduler-hints.ts';
import type { ServerImage } from '../server-images.ts';
import type { ServerServices } from '../server-services.ts';
import { ephemeralDisksOf, namesDisks } from './block-devices.ts';
import { checkImage } from './check-image.ts';
import { ServerLimits } from './check-quotas.ts';
import type { InjectedFile } from './check-quotas.ts';
import { diskConfigOf, imageDefaults, keptProperties } from './image-defaults.ts';
import { newPassword } from './new-password.ts';
import { checkCount, requestedNics } from './requested-nics.ts';
import { checkHost, checkZone, parseZone, withZoneOfHost } from './requested-place.ts';
import type { RequestedPlace } from './requested-place.ts';

type OwnFields = 'uuid' | 'displayName' | 'hostname' | 'reservationId' | 'launchIndex';
type Times = 'createdAtSeconds' | 'updatedAtSeconds';

/** What a request comes to, when all of it was found right. */
export interface ServerPlan {
  /** What the servers of the request have in common. */
  readonly template: Omit<Instance, OwnFields | Times>;
  readonly name: string;
  /** Only where the user says one. */
  readonly hostname: string | null;
  readonly minCount: number;
  readonly maxCount: number;
  readonly adminPassword: string;
  readonly files: readonly InjectedFile[];
}

/** Looks at everything that a request names. @throws ApiError 400, 403, 409 */
export function planServers(services: ServerServices, request: ComputeRequest<CreateServerBody>): ServerPlan {
  const { server } = request.body;
  const { tables, networks } = services;
  const counts = countsOf(server);
  const place = placeOf(services, request);
  if (server.trusted_image_certificates) request.authorize('os_compute_api:servers:create:trusted_certs');
  if (namesDisks(server)) request.authorize('os_compute_api:servers:create:attach_volume');
  if (!server.imageRef && !namesDisks(server)) throw new ApiError(400, 'Missing imageRef attribute');
  const nics = requestedNics(server.networks);
  if (Array.isArray(nics)) request.authorize('os_compute_api:servers:create:attach_network');
  const flavor = flavorFor(tables, request, server.flavorRef);
  const ephemeralGibs = ephemeralDisksOf(server, flavor);
  const image = imageFor(services, request, server.imageRef ?? '', flavor);
  if (server.hostname !== undefined && counts.maxCount > 1) {
    throw new ApiError(400, 'Unable to allocate a single hostname to multiple instances');
  }
  checkCount(nics, counts.maxCount);
  const files = filesOf(services, request);
  const securityGroups = groupNames(server);
  networks.check(request.credentials.project_id ?? '', nics, securityGroups);
  const key = server.key_name === undefined ? undefined : keyFor(tables, request, server.key_name);
  return {
    ...counts,
    name: server.name,
    hostname: server.hostname ?? null,
    adminPassword: server.adminPass ?? newPassword(),
    files,
    template: {
      ...newborn,
      ...place,
      ...saidOf(request),
      ...imageDefaults(image.properties, server.config_drive ?? false),
      diskConfig: diskConfigOf(image, server['OS-DCF:diskConfig']),
      flavor: keptFlavor(flavor),
      imageId: image.id,
      imageProperties: keptProperties(image),
      keyName: key?.name ?? null,
      keyData: key?.publicKey ?? null,
      securityGroups,
      requestedNics: nics,
      ephemeralGibs,
    },
  };
}

/** A server that nothing has been done for yet. */
const newborn = {
  vmState: 'building',
  taskState: 'scheduling',
  powerState: 'nostate',
  progress: 0,
  oldFlavor: null,
  newFlavor: null,
  lockedBy: null,
  lockedReason: null,
  nics: [],
  host: null,
  node: null,
  alternates: [],
  shelvedImageId: null,
  stateBefore: null,
  numaTopology: null,
  migrationUuid: null,
  launchedAtSeconds: null,
  terminatedAtSeconds: null,
  deletedAtSeconds: null,
} as const satisfies Partial<Instance>;

/** What is kept as it was said. */
function saidOf({
  body,
  minor,
  credentials,
}: ComputeRequest<CreateServerBody>): Pick<
  Instance,
  | 'projectId'
  | 'userId'
  | 'displayDescription'
  | 'userData'
  | 'metadata'
  | 'tags'
  | 'accessIpV4'
  | 'accessIpV6'
  | 'schedulerHints'
  | 'serverGroupId'
  | 'trustedImageCertificates'
> {
  const { server } = body;
  const hints = hintLists(body['os:scheduler_hints'] ?? body['OS-SCH-HNT:scheduler_hints'] ?? {});
  return {
    projectId: credentials.project_id ?? '',
    userId: credentials.user_id ?? '',
    displayDescription: minor < 19 ? server.name : (server.description ?? null),
    userData: server.user_data ?? null,
    metadata: server.metadata ?? {},
    tags: [...new Set(server.tags)],
    accessIpV4: server.accessIPv4 ?? null,
    accessIpV6: server.accessIPv6 ?? null,
    schedulerHints: hints,
    serverGroupId: hints['group']?.[0] ?? null,
    trustedImageCertificates: server.trusted_image_certificates ?? null,
  };
}

function countsOf({ min_count: min = 1, max_count: max = min }: NewServer): { minCount: number; maxCount: number } {
  if (min > max) throw new ApiError(400, 'min_count must be <= max_count');
  return { minCount: min, maxCount: max };
}

function placeOf(
  services: ServerServices,
  request: ComputeRequest<CreateServerBody>,
): RequestedPlace & Pick<Instance, 'requestedHost'> {
  const { availability_zone: zone, host, hypervisor_hostname: node } = request.body.server;
  const asked = parseZone(zone);
  const isForced = asked.forcedHost !== null || asked.forcedNode !== null;
  if (isForced) request.authorize('os_compute_api:servers:create:forced_host');
  if (host === undefined && node === undefined) {
    const place = withZoneOfHost(asked, services.zones);
    if (!isForced) checkZone(place.requestedZone, services);
    return { ...place, requestedHost: null };
  }
  request.authorize('compute:servers:create:requested_destination');
  if (isForced) {
    const one = 'One mechanism with host and/or hypervisor_hostname';
    throw new ApiError(400, `${one} and another mechanism with zone:host:node are mutually exclusive.`);
  }
  checkZone(asked.requestedZone, services);
  checkHost(services.tables, host, node);
  const requestedHost = host ?? [...services.tables.computeNodes.all()].find((one) => one.node === node)?.host ?? null;
  return { ...asked, requestedHost };
}

/** @throws ApiError 400, also for a flavor that the project may not use */
export function flavorFor(tables: ComputeTables, request: ComputeRequest, id: string): FlavorRow {
  const flavor = tables.flavors.get(id);
  const project = request.credentials.project_id ?? '';
  const isOpen = flavor && (flavor.isPublic || flavor.projects.includes(project) || request.allows('context_is_admin'));
  if (!isOpen || flavor.disabled) throw new ApiError(400, `Flavor ${id} could not be found.`);
  return flavor;
}

export function keptFlavor({ projects: _projects, createdAtSeconds: _created, ...flavor }: FlavorRow): InstanceFlavor {
  return flavor;
}

function imageFor(services: ServerServices, request: ComputeRequest, id: string, flavor: FlavorRow): ServerImage {
  const image = services.images.find(id, request.credentials);
  if (!image) throw new ApiError(400, 'Can not find requested image');
  checkImage(image, flavor, request.allows('os_compute_api:servers:create:zero_disk_flavor'));
  return image;
}

/** @throws ApiError 403 */
function filesOf(services: ServerServices, request: ComputeRequest<CreateServerBody>): readonly InjectedFile[] {
  const { metadata = {}, personality = [] } = request.body.server;
  const limits = new ServerLimits(services.quotas, request.credentials);
  limits.checkMetadata(metadata);
  limits.checkFiles(personality);
  return personality.map(({ path, contents }) => ({ path, contents: cleanBase64(contents) }));
}

/** Without what Python's decoder passes over. */
export function cleanBase64(text: string): string {
  return Buffer.from(text.replace(/[^A-Za-z0-9+/=]/g, ''), 'base64').toString('base64');
}

/** Keys are the user's own, whatever the project. @throws ApiError 400 */
export function keyFor(tables: ComputeTables, request: ComputeRequest, name: string): KeyPairRow {
  const key = tables.keyPairs.get(request.credentials.user_id ?? '', name);
  if (!key) throw new ApiError(400, 'Invalid key_name provided.');
  return key;
}

function groupNames({ security_groups: groups }: NewServer): readonly string[] {
  const names = (groups ?? []).flatMap(({ name }) => (name === undefined ? [] : [name]));
  return names.length === 0 ? ['default'] : [...new Set(names)];
}
