import { invariant } from '../../core/index.ts';
import type { TableDefinition } from './table-definition.ts';

/** What a table tells of its changes: the row before, so that it can be taken back. */
export interface TableJournal {
  changed(table: Table<object>, key: string, before: object | undefined): void;
}

/** The row before and after; `undefined` where there was none. It must not change tables. */
export type TableWatcher<Row extends object> = (before: Row | undefined, after: Row | undefined) => void;

/**
 * Rows in memory, found by their key or by an index. Rows are never altered: a change puts another object in the place.
 * Changes are only possible inside `ServiceDatabase.write`, which makes them durable.
 */
export class Table<Row extends object> {
  readonly definition: TableDefinition<Row>;
  readonly #rows = new Map<string, Row>();
  readonly #indexes = new Map<string, { columns: readonly (keyof Row)[]; rows: Map<string, Map<string, Row>> }>();
  readonly #journal: TableJournal;
  readonly #watchers = new Set<TableWatcher<Row>>();

  constructor(definition: TableDefinition<Row>, journal: TableJournal) {
    this.definition = definition;
    this.#journal = journal;
    for (const [name, columns] of Object.entries(definition.indexes ?? {})) {
      this.#indexes.set(name, { columns, rows: new Map() });
    }
  }

  get size(): number {
    return this.#rows.size;
  }

  get(...key: readonly (string | number)[]): Row | undefined {
    return this.#rows.get(keyText(key));
  }

  /** Rows in the order in which they came. */
  all(): IterableIterator<Row> {
    return this.#rows.values();
  }

  /** Rows that have these values in the columns of an index, in the order in which they came. */
  find(index: string, ...values: readonly unknown[]): readonly Row[] {
    const rows = this.#indexOf(index).rows.get(keyText(values));
    return rows ? [...rows.values()] : [];
  }

  /** The first of `find`. */
  one(index: string, ...values: readonly unknown[]): Row | undefined {
    return this.#indexOf(index).rows.get(keyText(values))?.values().next().value;
  }

  /** How many `find` would give, without looking at them. */
  count(index: string, ...values: readonly unknown[]): number {
    return this.#indexOf(index).rows.get(keyText(values))?.size ?? 0;
  }

  /** Adds the row, or takes it instead of the one with its key. */
  put(row: Row): Row {
    const key = this.#keyOf(row);
    this.#journal.changed(this as unknown as Table<object>, key, this.#rows.get(key));
    this.set(key, row);
    return row;
  }

  /** Whether there was one. */
  remove(...key: readonly (string | number)[]): boolean {
    const text = keyText(key);
    const row = this.#rows.get(text);
    if (!row) return false;
    this.#journal.changed(this as unknown as Table<object>, text, row);
    this.set(text, undefined);
    return true;
  }

  /** Tells of every change as it is made in memory, also of one that is taken back. Returns the call that ends it. */
  watch(watcher: TableWatcher<Row>): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** For loading and taking back: no journal. */
  set(key: string, row: Row | undefined): void {
    const before = this.#rows.get(key);
    if (row) this.#rows.set(key, row);
    else this.#rows.delete(key);
    for (const { columns, rows } of this.#indexes.values()) {
      const from = before && keyText(columns.map((column) => before[column]));
      const to = row && keyText(columns.map((column) => row[column]));
      if (from !== undefined && from !== to) dropFrom(rows, from, key);
      if (to !== undefined) addTo(rows, to, key, row as Row);
    }
    for (const watcher of this.#watchers) watcher(before, row);
  }

  load(row: Row): void {
    this.set(this.#keyOf(row), row);
  }

  /** The row as it is now, by the text of its key. */
  current(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  #keyOf(row: Row): string {
    return keyText(this.definition.key.map((column) => row[column]));
  }

  #indexOf(name: string): { columns: readonly (keyof Row)[]; rows: Map<string, Map<string, Row>> } {
    const index = this.#indexes.get(name);
    invariant(index !== undefined, `table ${this.definition.name} has no index ${name}`);
    return index;
  }
}

/** JSON keeps apart what plain joining would confuse: `a,b` and `a` with `b`, null and `null`. */
export function keyText(values: readonly unknown[]): string {
  return values.length === 1 && typeof values[0] === 'string' ? `"${values[0]}` : JSON.stringify(values);
}

function addTo<Row>(rows: Map<string, Map<string, Row>>, index: string, key: string, row: Row): void {
  let found = rows.get(index);
  if (!found) {
    found = new Map();
    rows.set(index, found);
  }
  found.set(key, row);
}

function dropFrom<Row>(rows: Map<string, Map<string, Row>>, index: string, key: string): void {
  const found = rows.get(index);
  found?.delete(key);
  if (found?.size === 0) rows.delete(index);
}
