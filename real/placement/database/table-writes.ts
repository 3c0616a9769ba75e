import { recordsOf } from '../../../core/index.ts';
import type { ChangeSet, ConsumerFacts, InventoryRecord, Placement, ProviderRecord } from '../../../core/index.ts';
import { jsonLiteral } from '../../database/sqlite.ts';

/** The rows of one table that a change leaves behind: those with one of the keys go, then the rows come. */
export interface TableWrite {
  readonly table: keyof typeof tables;
  /** Values of the table's key. */
  readonly remove: readonly string[];
  /** Values in the order of the table's columns. */
  readonly rows: readonly (readonly (string | number | null)[])[];
}

interface TableShape {
  /** Column by which rows are removed. */
  readonly key: string;
  readonly columns: readonly string[];
  /** A row whose first column is there already replaces the others; else all rows of a key come anew. */
  readonly update?: boolean;
}

const tables = {
  resource_class: { key: 'name', columns: ['name', 'created_at'] },
  trait: { key: 'name', columns: ['name', 'created_at'] },
  resource_provider: {
    key: 'uuid',
    columns: ['uuid', 'name', 'generation', 'parent_provider_uuid', 'updated_at'],
    update: true,
  },
  inventory: {
    key: 'resource_provider_uuid',
    columns: [
      'resource_provider_uuid',
      'resource_class',
      'total',
      'reserved',
      'min_unit',
      'max_unit',
      'step_size',
      'allocation_ratio',
    ],
  },
  resource_provider_trait: { key: 'resource_provider_uuid', columns: ['resource_provider_uuid', 'name'] },
  resource_provider_aggregate: {
    key: 'resource_provider_uuid',
    columns: ['resource_provider_uuid', 'aggregate_uuid'],
  },
  consumer: {
    key: 'uuid',
    columns: ['uuid', 'project_id', 'user_id', 'consumer_type', 'generation', 'updated_at'],
    update: true,
  },
  allocation: {
    key: 'consumer_uuid',
    columns: ['consumer_uuid', 'resource_provider_uuid', 'resource_class', 'used'],
  },
} as const satisfies Readonly<Record<string, TableShape>>;

/**
 * Brings the tables to the present state of everything that `changes` names. Done twice, or after a
 * later one was done already and before it is done again, they leave the same rows.
 */
export function tableWrites(placement: Placement, changes: ChangeSet): TableWrite[] {
  const records = recordsOf(placement, changes);
  const names = ({ name, atSeconds }: { name: string; atSeconds: number }) => [name, atSeconds];
  const parts = ({ providerUuid, name }: { providerUuid: string; name: string }) => [providerUuid, name];
  const writes: readonly TableWrite[] = [
    { table: 'resource_class', remove: [...changes.classes], rows: records.classes.map(names) },
    { table: 'trait', remove: [...changes.traits], rows: records.traits.map(names) },
    {
      table: 'resource_provider',
      remove: goneFrom(changes.providers, records.providers),
      rows: records.providers.map(providerRow),
    },
    { table: 'inventory', remove: [...changes.inventories], rows: records.inventories.map(inventoryRow) },
    {
      table: 'resource_provider_trait',
      remove: [...changes.providerTraits],
      rows: records.providerTraits.map(parts),
    },
    {
      table: 'resource_provider_aggregate',
      remove: [...changes.providerAggregates],
      rows: records.providerAggregates.map(parts),
    },
    {
      table: 'consumer',
      remove: goneFrom(changes.consumers, records.consumers),
      rows: records.consumers.map(consumerRow),
    },
    {
      table: 'allocation',
      remove: [...changes.consumers],
      rows: records.allocations.map((each) => [each.consumerUuid, each.providerUuid, each.resourceClass, each.amount]),
    },
  ];
  return writes.filter(({ remove, rows }) => remove.length > 0 || rows.length > 0);
}

/** SQL that does the writes, in their order. */
export function statementsOf(writes: readonly TableWrite[]): string[] {
  return writes.flatMap(({ table, remove, rows }) => {
    const shape: TableShape = tables[table];
    return [
      ...(remove.length === 0 ? [] : [deleteStatement(table, shape, remove)]),
      ...(rows.length === 0 ? [] : [insertStatement(table, shape, rows)]),
    ];
  });
}

function deleteStatement(table: string, { key }: TableShape, keys: TableWrite['remove']): string {
  return `DELETE FROM ${table} WHERE ${key} IN (SELECT value FROM json_each(${jsonLiteral(keys)}))`;
}

function insertStatement(table: string, { columns, update }: TableShape, rows: TableWrite['rows']): string {
  const values = columns.map((_, index) => `value ->> ${index}`).join(', ');
  const [first, ...others] = columns;
  const conflict = update
    ? ` WHERE true ON CONFLICT (${first}) DO UPDATE SET ${others.map((name) => `${name} = excluded.${name}`).join(', ')}`
    : '';
  return `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values} FROM json_each(${jsonLiteral(rows)})${conflict}`;
}

function providerRow({ uuid, name, generation, parentUuid, updatedAtSeconds }: ProviderRecord) {
  return [uuid, name, generation, parentUuid, updatedAtSeconds];
}

function inventoryRow(each: InventoryRecord) {
  const { providerUuid, resourceClass, total, reserved, minUnit, maxUnit, stepSize, allocationRatio } = each;
  return [providerUuid, resourceClass, total, reserved, minUnit, maxUnit, stepSize, allocationRatio];
}

function consumerRow({ uuid, projectId, userId, type, generation, updatedAtSeconds }: ConsumerFacts) {
  return [uuid, projectId, userId, type ?? null, generation, updatedAtSeconds];
}

function goneFrom(changed: ReadonlySet<string>, present: readonly { readonly uuid: string }[]): string[] {
  const kept = new Set(present.map(({ uuid }) => uuid));
  return [...changed].filter((uuid) => !kept.has(uuid));
}
