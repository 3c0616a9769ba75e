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
import { DatabaseError, describeSqliteFailure } from '../../database/database-error.ts';
import { openSqlite } from '../../database/open-sqlite.ts';
import { jsonLiteral } from '../../database/sqlite.ts';
import type { Sqlite } from '../../database/sqlite.ts';
import { placementSchema } from './placement-schema.ts';
import { statementsOf, tableWrites } from './table-writes.ts';
import type { TableWrite } from './table-writes.ts';

/**
 * So many changed keys are collected before the tables follow, for which writers wait some 10 ms. Twice
 * as many make a write 2 % cheaper and that wait twice as long.
 */
const PENDING_KEYS_MAX = 512;

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
  /** What changed since the last write that succeeded: the file may hold some of one that failed, so it comes again. */
  private unsaved = new ChangeSet();

  private constructor(sqlite: Sqlite) {
    this.sqlite = sqlite;
  }

  /** Opens or makes a database. @throws DatabaseError for a file that is not one, or is in use */
  static async open(file: string): Promise<PlacementDatabase> {
    const sqlite = await openSqlite(file, placementSchema);
    try {
      // The log is folded into the file after 16 MiB instead of 4, which costs a commit now and then.
      await sqlite.exec('PRAGMA wal_autocheckpoint = 4096');
      await reserveLog(sqlite);
      await applyPending(sqlite);
      return new PlacementDatabase(sqlite);
    } catch (error) {
      await sqlite.close().catch(() => undefined);
      throw new DatabaseError(`${file}: ${describeSqliteFailure(error as Error)}`, { cause: error });
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
   * Writes the present state of everything that `changes` name, all or nothing. The state is read
   * at once, not when the disk is ready. When it fails nothing of it is stored.
   */
  async write(placement: Placement, changes: readonly ChangeSet[]): Promise<void> {
    for (const each of changes) this.unsaved.merge(each);
    this.pending.merge(this.unsaved);
    if (this.pending.size > PENDING_KEYS_MAX) await this.writeTables(placement);
    else await this.append(tableWrites(placement, this.unsaved));
    this.unsaved = new ChangeSet();
  }

  private append(writes: readonly TableWrite[]): Promise<void> {
    return this.sqlite.exec(`INSERT INTO pending_write (writes) VALUES (${jsonLiteral(writes)})`);
  }

  /** Brings the tables to the present state of all that is pending. */
  private async writeTables(placement: Placement): Promise<void> {
    const statements = statementsOf(tableWrites(placement, this.pending));
    await this.sqlite.transaction([...statements, 'DELETE FROM pending_write']);
    this.pending = new ChangeSet();
  }

  /** Removes everything. */
  async clear(): Promise<void> {
    const tables = await this.sqlite.all<{ name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    );
    await this.sqlite.transaction(tables.map(({ name }) => `DELETE FROM ${name}`));
    this.pending = new ChangeSet();
    this.unsaved = new ChangeSet();
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
  await sqlite.transaction([...statements, 'DELETE FROM pending_write']);
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
