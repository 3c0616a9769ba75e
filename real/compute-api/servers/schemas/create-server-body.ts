import { z } from 'zod';
import { largestInteger } from '../../http/schemas.ts';
import * as types from './parameter-types.ts';
import { schedulerHints } from './scheduler-hints.ts';

const legacyBlockDevice = {
  virtual_name: z.string().max(255),
  volume_id: types.uuid,
  snapshot_id: types.uuid,
  volume_size: types.integer(1, largestInteger),
  device_name: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[a-zA-Z0-9.`_/]*$/, 'is not a device name'),
  delete_on_termination: types.boolean,
  no_device: z.unknown(),
  connection_info: z.string().max(16_777_215),
};

const blockDevice = {
  ...legacyBlockDevice,
  source_type: z.enum(['volume', 'image', 'snapshot', 'blank']),
  uuid: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[a-zA-Z0-9._-]*$/, 'is not an id'),
  image_id: types.uuid,
  destination_type: z.enum(['local', 'volume']),
  guest_format: z.string().max(255),
  device_type: z.string().max(255),
  disk_bus: z.string().max(255),
  boot_index: types.anyInteger.nullable(),
  tag: types.tag,
  volume_type: z.string().max(255).nullable(),
};

const network = {
  fixed_ip: types.ipAddress,
  port: types.uuid.nullable(),
  tag: types.tag,
};
/** Before 2.37 the handler looks at the id. */
const looseNetwork = z.strictObject({ ...network, uuid: z.string() }).partial();
const strictNetwork = z.strictObject({ ...network, uuid: types.uuid }).partial();

const server = z
  .strictObject({
    name: types.name,
    flavorRef: types.flavorRef,
    imageRef: z.union([z.literal(''), types.uuid]),
    adminPass: z.string(),
    metadata: types.metadata,
    networks: z.union([z.enum(['none', 'auto']), z.array(strictNetwork)]),
    'OS-DCF:diskConfig': types.diskConfig,
    accessIPv4: types.ipv4,
    accessIPv6: types.ipv6,
    personality: types.personality,
    availability_zone: types.name,
    block_device_mapping: z.array(z.strictObject(legacyBlockDevice).partial()),
    block_device_mapping_v2: z.array(z.strictObject(blockDevice).partial()),
    config_drive: types.boolean,
    key_name: types.name,
    min_count: types.integer(1),
    max_count: types.integer(1),
    return_reservation_id: types.boolean,
    security_groups: z.array(z.strictObject({ name: types.name }).partial()),
    user_data: types.userData,
    description: types.description,
    tags: z.array(types.tag).max(50),
    trusted_image_certificates: types.trustedCertificates,
    host: types.fqdn,
    hypervisor_hostname: types.fqdn,
    hostname: types.fqdn,
  })
  .partial()
  .required({ name: true, flavorRef: true });

/** What any microversion may say of a new server. */
export type NewServer = z.infer<typeof server>;
export type NewBlockDevice = NonNullable<NewServer['block_device_mapping_v2']>[number];

export interface CreateServerBody {
  readonly server: NewServer;
  readonly 'os:scheduler_hints'?: Readonly<Record<string, unknown>> | undefined;
  readonly 'OS-SCH-HNT:scheduler_hints'?: Readonly<Record<string, unknown>> | undefined;
}

/** `POST /servers` at 2.`minor`. */
export function createServerBody(minor: number): z.ZodType<CreateServerBody> {
  return z.strictObject({
    server: serverAt(minor) as unknown as typeof server,
    'os:scheduler_hints': schedulerHints.optional(),
    'OS-SCH-HNT:scheduler_hints': schedulerHints.optional(),
  });
}

function serverAt(minor: number): z.ZodType {
  const since: Readonly<Record<string, number>> = {
    description: 19,
    tags: 52,
    trusted_image_certificates: 63,
    host: 74,
    hypervisor_hostname: 74,
    hostname: 90,
  };
  const absent = Object.keys(since).filter((key) => minor < since[key]!);
  if (minor >= 57) absent.push('personality');
  const shape = Object.fromEntries(Object.entries(server.shape).filter(([key]) => !absent.includes(key)));
  return z.strictObject({ ...shape, ...changedAt(minor) });
}

function changedAt(minor: number): z.ZodRawShape {
  return {
    block_device_mapping_v2: z.array(z.strictObject(blockDeviceAt(minor)).partial()).optional(),
    ...(minor < 37 && { networks: z.array(minor < 32 ? looseNetwork.omit({ tag: true }) : looseNetwork).optional() }),
    ...(minor >= 37 && {
      networks: z.union([
        z.enum(['none', 'auto']),
        z.array(minor < 42 ? strictNetwork.omit({ tag: true }) : strictNetwork),
      ]),
    }),
    ...(minor >= 90 && minor < 94 && { hostname: types.hostname.optional() }),
  };
}

/** Tags of disks came with 2.32, were lost with 2.33, and are back since 2.42. */
function blockDeviceAt(minor: number): z.ZodRawShape {
  const { tag, volume_type, ...always } = blockDevice;
  return {
    ...always,
    ...((minor === 32 || minor >= 42) && { tag }),
    ...(minor >= 67 && { volume_type }),
  };
}
