import { ChangeSet, placementFromRecords } from '../../../core/index.ts';
import type {
  AllocationRecord,
  ConsumerFacts,
  InventoryRecord,
  NameRecord,
  Placement,
  ProviderNameRecord,
  ProviderRecord,
} from '../../../core/index.ts';
import { APPLICATION_ID, createTables, SCHEMA_VERSION, upgrades } from './placement-schema.ts';
import { jsonLiteral, Sqlite } from '../../database/sqlite.ts';
import { statementsOf, tableWrites } from './table-writes.ts';
import type { TableWrite } from './table-writes.ts';

/**
 * So many changed keys are collected before the tables follow, for which writers wait some 10 ms. Twice
 * as many make a write 2 % cheaper and that wait twice as long.
 */
const PENDING_KEYS_MAX = 512;

/** A file that cannot be used as the database of the service. */
export class PlacementDatabaseError extends Error {
  override name = 'PlacementDatabaseError';
}

/**
 * The durable copy of the account. The process has the file for itself: while it runs, the account
 * in memory is the authority, and every write is on the disk before it is answered.
 *
 * A write changes rows in many places of the tables, each on a page of its own. It is therefore
 * appended to `pending_write` as one row first, and the tables follow when many have come together.
 */
export class PlacementDatabase {
  private readonly sqlite: Sqlite;
  /** What `pending_write` names; it may name more. */
  private pending = new ChangeSet();

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
      await applyPending(sqlite);
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
   * Writes the present state of everything that `changes` names, all or nothing. The state is read
   * at once, not when the disk is ready. When it fails nothing of it is stored.
   */
  async write(placement: Placement, changes: ChangeSet): Promise<void> {
    this.pending.merge(changes);
    if (this.pending.size > PENDING_KEYS_MAX) return this.writeTables(placement);
    const writes = jsonLiteral(tableWrites(placement, changes));
    await this.sqlite.exec(`INSERT INTO pending_write (writes) VALUES (${writes})`);
  }

  /** Brings the tables to the present state of all that is pending. */
  private async writeTables(placement: Placement): Promise<void> {
    const statements = statementsOf(tableWrites(placement, this.pending));
    await inTransaction(this.sqlite, [...statements, 'DELETE FROM pending_write']);
    this.pending = new ChangeSet();
  }

  /** Removes everything. */
  async clear(): Promise<void> {
    const tables = await this.sqlite.all<{ name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    );
    await inTransaction(
      this.sqlite,
      tables.map(({ name }) => `DELETE FROM ${name}`),
    );
    this.pending = new ChangeSet();
  }

  /** Completes the tables and closes the file. */
  async close(): Promise<void> {
    // Without room for it nothing is lost: the next start does it.
    await applyPending(this.sqlite).catch(() => undefined);
    await this.sqlite.close();
  }

  private async loadConsumers(): Promise<ConsumerFacts[]> {
    const rows = await this.sqlite.all<Omit<ConsumerFacts, 'type'> & { type: string | null }>(
      'SELECT uuid, project_id AS projectId, user_id AS userId, consumer_type AS type, generation, updated_at AS updatedAtSeconds FROM consumer',
    );
    return rows.map((row) => ({ ...row, type: row.type ?? undefined }));
  }
}

/** Does in the tables what `pending_write` names, in its order. */
async function applyPending(sqlite: Sqlite): Promise<void> {
  const rows = await sqlite.all<{ writes: string }>('SELECT writes FROM pending_write ORDER BY number');
  if (rows.length === 0) return;
  const statements = rows.flatMap(({ writes }) => statementsOf(JSON.parse(writes) as TableWrite[]));
  await inTransaction(sqlite, [...statements, 'DELETE FROM pending_write']);
}

/** One text for all statements: each visit to the database's thread costs more than what is done there. */
async function inTransaction(sqlite: Sqlite, statements: readonly string[]): Promise<void> {
  try {
    await sqlite.exec(`BEGIN IMMEDIATE; ${statements.join('; ')}; COMMIT`);
  } catch (error) {
    // After some errors SQLite has rolled back by itself and refuses to do it again.
    await sqlite.exec('ROLLBACK').catch(() => undefined);
    throw error;
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
  const upgrade = upgrades[head!.version];
  if (head!.application === APPLICATION_ID && upgrade !== undefined) {
    await sqlite.exec(`BEGIN EXCLUSIVE; ${upgrade} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`);
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
