import { z } from 'zod';
import { many, nonNegativeInteger } from '../../http/schemas.ts';
import { parseTime } from './parse-time.ts';

const text = many();
const pattern = many(z.string().refine(isPattern, 'is not a regular expression'));
const time = many(z.string().refine((value) => parseTime(value) !== undefined, 'is not a time of ISO 8601'));

/** Nova knew these before it checked queries: they do nothing, and from 2.75 they are refused. */
export const ignoredSortKeys = [
  'architecture',
  'cell_name',
  'cleaned',
  'default_ephemeral_device',
  'default_swap_device',
  'deleted',
  'deleted_at',
  'disable_terminate',
  'ephemeral_gb',
  'ephemeral_key_uuid',
  'id',
  'key_data',
  'launched_on',
  'memory_mb',
  'os_type',
  'reservation_id',
  'root_gb',
  'shutdown_terminate',
  'user_data',
  'vcpus',
  'vm_mode',
];

const sortKeys = [
  'access_ip_v4',
  'access_ip_v6',
  'auto_disk_config',
  'availability_zone',
  'config_drive',
  'created_at',
  'display_description',
  'display_name',
  'host',
  'hostname',
  'image_ref',
  'instance_type_id',
  'kernel_id',
  'key_name',
  'launch_index',
  'launched_at',
  'locked_by',
  'node',
  'power_state',
  'progress',
  'project_id',
  'ramdisk_id',
  'root_device_name',
  'task_state',
  'terminated_at',
  'updated_at',
  'user_id',
  'uuid',
  'vm_state',
] as const;

const texts = [
  'user_id',
  'project_id',
  'tenant_id',
  'launch_index',
  'image_ref',
  'image',
  'vm_state',
  'task_state',
  'host',
  'uuid',
  'sort_dir',
  'all_tenants',
  'soft_deleted',
  'deleted',
  'status',
  'marker',
];

/** Tables that are joined to Nova's servers: their names pass the schema, and are refused later. */
export const joinedTables = [
  'block_device_mapping',
  'services',
  'metadata',
  'system_metadata',
  'info_cache',
  'security_groups',
  'pci_devices',
];

const patterns = [
  'kernel_id',
  'ramdisk_id',
  'hostname',
  'key_name',
  'power_state',
  'node',
  'flavor',
  'reservation_id',
  'launched_at',
  'terminated_at',
  'availability_zone',
  'name',
  'display_name',
  'description',
  'display_description',
  'locked_by',
  'root_device_name',
  'config_drive',
  'access_ip_v4',
  'access_ip_v6',
  'auto_disk_config',
  'progress',
  'ip',
  'ip6',
  'created_at',
];

export const tagFilters = ['tags', 'tags-any', 'not-tags', 'not-tags-any'];

/** The query of `GET /servers` at 2.`minor`. Before 2.75 what is not known is passed over. */
export function listServersQuery(minor: number): z.ZodType {
  const shape = listServersShape(minor);
  return minor < 75 ? z.looseObject(shape) : z.looseObject(shape).superRefine(refuseUnknown(shape));
}

/** Names with an underscore before them are looked at later. */
function refuseUnknown(shape: z.ZodRawShape): (query: object, context: z.core.$RefinementCtx) => void {
  return (query, context) => {
    const name = Object.keys(query).find((each) => !Object.hasOwn(shape, each) && !each.startsWith('_'));
    if (name === undefined) return;
    const message = `Additional properties are not allowed ('${name}' was unexpected)`;
    context.addIssue({ code: 'custom', message });
  };
}

/** Names of the parameters that count at 2.`minor`. */
export function knownParameters(minor: number): ReadonlySet<string> {
  return new Set(Object.keys(listServersShape(minor)));
}

function listServersShape(minor: number): z.ZodRawShape {
  const each = (names: readonly string[], schema: z.ZodType): z.ZodRawShape => {
    return Object.fromEntries(names.map((name) => [name, schema]));
  };
  return {
    ...each([...texts, ...joinedTables], text),
    ...each(patterns, pattern),
    'changes-since': time,
    limit: many(nonNegativeInteger),
    sort_key: many(z.enum(sortKeysAt(minor))),
    ...(minor >= 26 && each(tagFilters, pattern)),
    ...(minor >= 66 && { 'changes-before': time }),
    ...(minor >= 73 && { locked: text }),
  };
}

function sortKeysAt(minor: number): [string, ...string[]] {
  if (minor >= 75) return [...sortKeys, 'locked'];
  return [...sortKeys, 'locked', ...ignoredSortKeys];
}

/** Python's patterns are read as JavaScript's. */
function isPattern(value: string): boolean {
  if (value === '') return false;
  try {
    RegExp(value);
    return true;
  } catch {
    return false;
  }
}
