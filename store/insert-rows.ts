import type { Database, SqlValue } from './database.ts';
import { invariant } from '../core/index.ts';
import { insertSamples } from './insert-samples.ts';
import { metricCatalogue } from './metric-catalogue.ts';
import type { ResultRow, SampleRow } from './rows.ts';
import { packSamples, type SampleColumns } from './sample-columns.ts';

/**
 * Writes rows of one run into the data tables, many to a statement; samples may come as columns
 * besides. Call inside a transaction.
 */
export async function insertRows(
  database: Database,
  runId: number,
  rows: readonly ResultRow[],
  packed?: SampleColumns,
): Promise<void> {
  const samples: SampleRow[] = [];
  const values = new Map<TabledKind, SqlValue[]>();
  for (const row of rows) {
    if (row.kind === 'sample') {
      samples.push(row);
      continue;
    }
    let list = values.get(row.kind);
    if (!list) values.set(row.kind, (list = []));
    list.push(runId);
    pushValues(row, list);
  }
  for (const columns of [packSamples(samples), ...(packed ? [packed] : [])]) {
    await insertSamples(database, runId, columns, metricId);
  }
  for (const [kind, list] of values) await insertMany(database, targets[kind], list);
}

/** Samples, nine rows in ten, have a way of their own. */
type TabledKind = Exclude<ResultRow['kind'], 'sample'>;

/** Number of a metric in this file: its place in the catalogue, the same for every run and worker. */
export function metricId(key: string): number {
  const id = ids.get(key);
  invariant(id !== undefined, `every metric written is in the metric catalogue; "${key}" is not`);
  return id;
}

const ids: ReadonlyMap<string, number> = new Map(metricCatalogue.map((metric, index) => [metric.key, index]));

interface Target {
  readonly table: string;
  readonly columns: number;
}

const targets: Readonly<Record<TabledKind, Target>> = {
  'host-sample': { table: 'host_sample_data', columns: 4 },
  refusal: { table: 'refusal_data', columns: 6 },
  histogram: { table: 'histogram_data', columns: 4 },
  metric: { table: 'metric_data', columns: 3 },
  decision: { table: 'decision_data', columns: 9 },
};

function pushValues(row: Exclude<ResultRow, SampleRow>, out: SqlValue[]): void {
  switch (row.kind) {
    case 'host-sample':
      out.push(metricId(row.metric), row.atSeconds, bytesOf(row.values));
      return;
    case 'refusal':
      out.push(row.stage, row.by, row.code, row.requests, row.instances);
      return;
    case 'histogram':
      out.push(metricId(row.metric), bytesOf(row.edges), bytesOf(row.counts));
      return;
    case 'metric':
      out.push(metricId(row.metric), row.value);
      return;
    case 'decision':
      out.push(row.sequence, row.atSeconds, row.request, row.outcome, JSON.stringify(row.hosts));
      out.push(row.stage ?? null, row.by ?? null, row.code ?? null);
  }
}

/** Rows to a statement: `sqlite3` costs some 50 µs a call, and three statements a table are prepared. */
const batchSizes = [200, 20, 1] as const;

async function insertMany(database: Database, target: Target, values: readonly SqlValue[]): Promise<void> {
  const { table, columns } = target;
  let at = 0;
  for (const size of batchSizes) {
    const width = size * columns;
    const sql = `INSERT INTO ${table} VALUES ${placeholders(size, columns)}`;
    for (; values.length - at >= width; at += width) await database.run(sql, values.slice(at, at + width));
  }
}

function placeholders(rows: number, columns: number): string {
  const row = `(${Array(columns).fill('?').join(',')})`;
  return Array(rows).fill(row).join(',');
}

/** The bytes of an array as the machine has them: little-endian on every platform that Node supports but s390x. */
function bytesOf(values: Float32Array | Float64Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}
