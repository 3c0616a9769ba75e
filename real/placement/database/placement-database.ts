import { placementFromRecords, recordsOf } from '../../../core/index.ts';
import type {
  AllocationRecord,
  ChangeSet,
  ConsumerFacts,
  InventoryRecord,
  NameRecord,
  Placement,
  ProviderNameRecord,
  ProviderRecord,
} from '../../../core/index.ts';
import { APPLICATION_ID, createTables, SCHEMA_VERSION } from './placement-schema.ts';
import { jsonLiteral, Sqlite } from './sqlite.ts';

/** A file that cannot be used as the database of the service. */
export class PlacementDatabaseError extends Error {
  override name = 'PlacementDatabaseError';
}

/**
 * The durable copy of the account. The process has the file for itself: while it runs, the account
 * in memory is the authority, and every write is on the disk before it is answered.
 */
export class PlacementDatabase {
  private readonly sqlite: Sqlite;

  private constructor(sqlite: Sqlite) {
    this.sqlite = sqlite;
  }

  /** Opens or makes a database. Throws `PlacementDatabaseError` for a file that is not one, or is in use. */
  static async open(file: string): Promise<PlacementDatabase> {
    let sqlite: Sqlite | undefined;
    try {
      sqlite = await Sqlite.open(file);
      // EXCLUSIVE keeps a second service away; FULL makes each commit survive a power cut.
      // The log is folded into the file after 16 MiB instead of 4, which costs a commit now and then.
      await sqlite.exec(
        'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4096;',
      );
      await prepareFile(sqlite, file);
      await reserveLog(sqlite);
      return new PlacementDatabase(sqlite);
    } catch (error) {
      await sqlite?.close().catch(() => undefined);
      if (error instanceof PlacementDatabaseError) throw error;
      throw new PlacementDatabaseError(`database ${file}: ${describeFailure(error as Error)}`, { cause: error });
    }
  }

  /** Builds the account that the file holds. */
  async load(): Promise<Placement> {
    const { sqlite } = this;
    return placementFromRecords({
      classes: await sqlite.all<NameRecord>('SELECT name, created_at AS atSeconds FROM resource_class'),
      traits: await sqlite.all<NameRecord>('SELECT name, created_at AS atSeconds FROM trait'),
      providers: await sqlite.all<ProviderRecord>(
        'SELECT uuid, name, generation, parent_provider_uuid AS parentUuid, updated_at AS updatedAtSeconds FROM resource_provider ORDER BY number',
      ),
      inventories: await sqlite.all<InventoryRecord>(
        'SELECT resource_provider_uuid AS providerUuid, resource_class AS resourceClass, total, reserved, min_unit AS minUnit, max_unit AS maxUnit, step_size AS stepSize, allocation_ratio AS allocationRatio FROM inventory',
      ),
      providerTraits: await sqlite.all<ProviderNameRecord>(
        'SELECT resource_provider_uuid AS providerUuid, name FROM resource_provider_trait',
      ),
      providerAggregates: await sqlite.all<ProviderNameRecord>(
        'SELECT resource_provider_uuid AS providerUuid, aggregate_uuid AS name FROM resource_provider_aggregate',
      ),
      consumers: await this.loadConsumers(),
      allocations: await sqlite.all<AllocationRecord>(
        'SELECT consumer_uuid AS consumerUuid, resource_provider_uuid AS providerUuid, resource_class AS resourceClass, used AS amount FROM allocation',
      ),
    });
  }

  /**
   * Writes the present state of everything that `changes` names, in one transaction. The state is
   * read at once, not when the disk is ready. When it fails nothing of it is stored.
   */
  async write(placement: Placement, changes: ChangeSet): Promise<void> {
    const writes = writesFor(placement, changes);
    const { sqlite } = this;
    try {
      // One text for all: each visit to the database's thread costs more than what is done there.
      await sqlite.exec(`BEGIN IMMEDIATE; ${writes.join('; ')}; COMMIT`);
    } catch (error) {
      // After some errors SQLite has rolled back by itself and refuses to do it again.
      await sqlite.exec('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  /** Removes everything. */
  async clear(): Promise<void> {
    const tables = await this.sqlite.all<{ name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    );
    await this.sqlite.exec(`BEGIN; ${tables.map(({ name }) => `DELETE FROM ${name};`).join(' ')} COMMIT;`);
  }

  close(): Promise<void> {
    return this.sqlite.close();
  }

  private async loadConsumers(): Promise<ConsumerFacts[]> {
    const rows = await this.sqlite.all<Omit<ConsumerFacts, 'type'> & { type: string | null }>(
      'SELECT uuid, project_id AS projectId, user_id AS userId, consumer_type AS type, generation, updated_at AS updatedAtSeconds FROM consumer',
    );
    return rows.map((row) => ({ ...row, type: row.type ?? undefined }));
  }
}

/**
 * Makes the write-ahead log as long as it will be, before it is needed: a commit that overwrites is
 * on the disk sooner than one that lengthens the file. A transaction larger than the cache spills
 * into the log, and its taking back leaves the length. Without room for it the service works too.
 */
async function reserveLog(sqlite: Sqlite): Promise<void> {
  try {
    await sqlite.exec(
      'PRAGMA cache_size = 16; BEGIN; CREATE TABLE log_space (bytes); INSERT INTO log_space VALUES (zeroblob(16777216)); ROLLBACK;',
    );
  } catch {
    await sqlite.exec('ROLLBACK').catch(() => undefined);
  }
  await sqlite.exec('PRAGMA cache_size = -65536');
}

async function prepareFile(sqlite: Sqlite, file: string): Promise<void> {
  const [head] = await sqlite.all<{ application: number; version: number; tables: number }>(
    "SELECT (SELECT application_id FROM pragma_application_id) AS application, (SELECT user_version FROM pragma_user_version) AS version, (SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%') AS tables",
  );
  if (head!.application === APPLICATION_ID && head!.version === SCHEMA_VERSION) {
    await sqlite.exec('BEGIN EXCLUSIVE; COMMIT;');
    return;
  }
  if (head!.application === APPLICATION_ID) {
    throw new PlacementDatabaseError(
      `database ${file}: its tables have version ${head!.version}, this program knows ${SCHEMA_VERSION}`,
    );
  }
  if (head!.tables > 0) throw new PlacementDatabaseError(`database ${file}: belongs to another program`);
  await sqlite.exec(
    `BEGIN EXCLUSIVE; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}; ${createTables} COMMIT;`,
  );
}

function describeFailure(error: Error & { code?: string }): string {
  switch (error.code) {
    case 'SQLITE_BUSY':
      return 'is in use by another process';
    case 'SQLITE_NOTADB':
      return 'is not a SQLite database';
    case 'SQLITE_CANTOPEN':
      return 'cannot be opened: the folder is missing or not writable';
    default:
      return error.message;
  }
}

/** Statements that bring the file to the present state of what changed. */
function writesFor(placement: Placement, changes: ChangeSet): string[] {
  const records = recordsOf(placement, changes);
  return [
    ...nameWrites('resource_class', changes.classes, records.classes),
    ...nameWrites('trait', changes.traits, records.traits),
    ...providerWrites(changes, records.providers),
    ...partWrites('inventory', changes.inventories, records.inventories.map(inventoryRow)),
    ...partWrites(
      'resource_provider_trait',
      changes.providerTraits,
      records.providerTraits.map(({ providerUuid, name }) => [providerUuid, name]),
    ),
    ...partWrites(
      'resource_provider_aggregate',
      changes.providerAggregates,
      records.providerAggregates.map(({ providerUuid, name }) => [providerUuid, name]),
    ),
    ...consumerWrites(changes, records.consumers, records.allocations),
  ];
}

/** Removes the rows with one of the keys. */
function deleteRows(table: string, column: string, keys: readonly string[]): string[] {
  if (keys.length === 0) return [];
  return [`DELETE FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(${jsonLiteral(keys)}))`];
}

/** Adds rows; with `update` (column names in the order of the rows) a row with the key of another replaces it. */
function insertRows(into: string, rows: readonly (readonly unknown[])[], update?: readonly string[]): string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const values = first.map((_, index) => `value ->> ${index}`).join(', ');
  const [key, ...others] = update ?? [];
  const conflict =
    key === undefined
      ? ''
      : ` WHERE true ON CONFLICT (${key}) DO UPDATE SET ${others.map((name) => `${name} = excluded.${name}`).join(', ')}`;
  return [`INSERT INTO ${into} SELECT ${values} FROM json_each(${jsonLiteral(rows)})${conflict}`];
}

function nameWrites(table: string, changed: ReadonlySet<string>, names: readonly NameRecord[]): string[] {
  return [
    ...deleteRows(table, 'name', [...changed]),
    ...insertRows(
      table,
      names.map(({ name, atSeconds }) => [name, atSeconds]),
    ),
  ];
}

const PROVIDER_COLUMNS = ['uuid', 'name', 'generation', 'parent_provider_uuid', 'updated_at'];

function providerWrites(changes: ChangeSet, providers: readonly ProviderRecord[]): string[] {
  const rows = providers.map((each) => [each.uuid, each.name, each.generation, each.parentUuid, each.updatedAtSeconds]);
  return [
    ...deleteRows('resource_provider', 'uuid', goneFrom(changes.providers, providers)),
    ...insertRows(`resource_provider (${PROVIDER_COLUMNS.join(', ')})`, rows, PROVIDER_COLUMNS),
  ];
}

/** Rows that belong to a provider are written anew together. */
function partWrites(table: string, providers: ReadonlySet<string>, rows: readonly (readonly unknown[])[]): string[] {
  return [...deleteRows(table, 'resource_provider_uuid', [...providers]), ...insertRows(table, rows)];
}

function inventoryRow(each: InventoryRecord): unknown[] {
  const { providerUuid, resourceClass, total, reserved, minUnit, maxUnit, stepSize, allocationRatio } = each;
  return [providerUuid, resourceClass, total, reserved, minUnit, maxUnit, stepSize, allocationRatio];
}

const CONSUMER_COLUMNS = ['uuid', 'project_id', 'user_id', 'consumer_type', 'generation', 'updated_at'];

function consumerWrites(
  changes: ChangeSet,
  consumers: readonly ConsumerFacts[],
  allocations: readonly AllocationRecord[],
): string[] {
  const rows = consumers.map((each) => [
    each.uuid,
    each.projectId,
    each.userId,
    each.type ?? null,
    each.generation,
    each.updatedAtSeconds,
  ]);
  const held = allocations.map((each) => [each.consumerUuid, each.providerUuid, each.resourceClass, each.amount]);
  return [
    ...deleteRows('consumer', 'uuid', goneFrom(changes.consumers, consumers)),
    ...deleteRows('allocation', 'consumer_uuid', [...changes.consumers]),
    ...insertRows('consumer', rows, CONSUMER_COLUMNS),
    ...insertRows('allocation', held),
  ];
}

function goneFrom(changed: ReadonlySet<string>, present: readonly { readonly uuid: string }[]): string[] {
  const kept = new Set(present.map(({ uuid }) => uuid));
  return [...changed].filter((uuid) => !kept.has(uuid));
}
