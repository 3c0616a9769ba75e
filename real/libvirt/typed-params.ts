import { ArgumentError } from './errors/client-error.ts';
import type { TypedParam } from './generated/types.ts';
import type { TypedValue } from './wire/typed-value.ts';

/** Typed parameters as read: 32-bit and floating values are numbers, 64-bit ones bigint, whatever their size. */
export type TypedParams = Readonly<Record<string, number | bigint | boolean | string>>;

/**
 * Typed parameters to set. libvirt refuses a value of the wrong C type, so a plain number is given the type that the
 * parameter of that name has; for names that this client does not know, say it: `{ type: 'uint', value: 3 }`. A list
 * repeats the parameter, as `migrate_disks` wants it.
 */
export type TypedParamsInput = Readonly<Record<string, TypedParamInput | readonly string[]>>;
export type TypedParamInput = number | bigint | boolean | string | TypedValue;

/** A repeated name keeps its last value, except in {@link TypedParam} lists from `connection.rpc`. */
export function typedParamsFrom(params: readonly TypedParam[]): TypedParams {
  const record = Object.create(null) as Record<string, number | bigint | boolean | string>;
  for (const { field, value } of params) record[field] = value.value;
  return record;
}

export function typedParamsTo(input: TypedParamsInput): TypedParam[] {
  return Object.entries(input).flatMap(([field, value]) => {
    if (isList(value)) return value.map((item): TypedParam => ({ field, value: { type: 'string', value: item } }));
    return [{ field, value: typedValueOf(field, value) }];
  });
}

function isList(value: TypedParamInput | readonly string[]): value is readonly string[] {
  return Array.isArray(value);
}

function typedValueOf(field: string, value: TypedParamInput): TypedValue {
  if (typeof value === 'string') return { type: 'string', value };
  if (typeof value === 'boolean') return { type: 'boolean', value };
  if (typeof value === 'object') return value;
  const type = knownTypes.get(field) ?? (/^(total|read|write)_(bytes|iops)_sec/.test(field) ? 'ullong' : undefined);
  if (type === 'llong' || type === 'ullong') return { type, value: integer(field, value) };
  if (type === 'int' || type === 'uint' || type === 'double') return { type, value: Number(value) };
  throw new ArgumentError(field, value, "a value with its type, such as { type: 'uint', value: 3 }");
}

function integer(field: string, value: number | bigint): bigint {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new ArgumentError(field, value, 'an integer');
  return BigInt(value);
}

const namesByType = {
  uint: [
    'weight',
    'cap',
    'inbound.average',
    'inbound.peak',
    'inbound.burst',
    'inbound.floor',
    'outbound.average',
    'outbound.peak',
    'outbound.burst',
    'granularity',
    'poll_grow',
    'poll_shrink',
    'shm_pages_to_scan',
    'shm_sleep_millisecs',
    'shm_merge_across_nodes',
  ],
  int: [
    'shares',
    'numa_mode',
    'disks_port',
    'compression.mt.level',
    'compression.mt.threads',
    'compression.mt.dthreads',
    'compression.zlib.level',
    'compression.zstd.level',
    'auto_converge.initial',
    'auto_converge.increment',
    'parallel.connections',
  ],
  llong: ['vcpu_quota', 'global_quota', 'emulator_quota', 'iothread_quota', 'reservation', 'limit'],
  ullong: [
    'cpu_shares',
    'vcpu_period',
    'global_period',
    'emulator_period',
    'iothread_period',
    'hard_limit',
    'soft_limit',
    'min_guarantee',
    'swap_hard_limit',
    'size_iops_sec',
    'bandwidth',
    'bandwidth.postcopy',
    'buf-size',
    'compression.xbzrle.cache',
    'poll_max_ns',
  ],
} as const;

/** The settable parameters of libvirt's headers, scheduler, memory, block, interface, migration and node. */
const knownTypes: ReadonlyMap<string, keyof typeof namesByType> = new Map(
  Object.entries(namesByType).flatMap(([type, names]) =>
    names.map((name) => [name, type as keyof typeof namesByType] as const),
  ),
);
