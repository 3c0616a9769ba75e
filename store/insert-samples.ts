import type { Database, SqlValue } from './database.ts';
import type { SampleColumns } from './sample-columns.ts';

/** Points in time to a statement. */
const timesPerStatement = 16;

/** Rows to a statement where points in time differ in what they hold; three statements are prepared. */
const rowsPerStatement = [200, 20, 1] as const;

/**
 * Writes samples of one run. `sqlite3` costs a microsecond or two for each value that it binds, on the
 * main thread of a sweep, so run, time and metric are not bound again for each row: a run samples the
 * same metrics at every time, and a statement holds their numbers.
 */
export async function insertSamples(
  database: Database,
  runId: number,
  samples: SampleColumns,
  metricId: (metric: string) => number,
): Promise<void> {
  const ids = samples.metrics.map(metricId);
  const starts = startsOfTimes(samples);
  const odd: number[] = [];
  for (let time = 0; time < starts.length - 1;) {
    if (holdSameMetrics(samples, starts, time)) {
      const metrics = [...samples.metric.subarray(starts[time], starts[time + 1])].map((place) => ids[place]!);
      await database.run(timesStatement(metrics), valuesOfTimes(runId, samples, starts, time));
      time += timesPerStatement;
    } else {
      for (let row = starts[time]!; row < starts[time + 1]!; row++) odd.push(row);
      time++;
    }
  }
  let at = 0;
  for (const size of rowsPerStatement) {
    for (; odd.length - at >= size; at += size) {
      await database.run(rowsStatement(size), valuesOfRows(runId, samples, odd.slice(at, at + size), ids));
    }
  }
}

/** Where each point in time begins, and the end. */
function startsOfTimes({ atSeconds }: SampleColumns): number[] {
  const starts: number[] = [];
  for (let row = 0; row < atSeconds.length; row++) {
    if (row === 0 || atSeconds[row] !== atSeconds[row - 1]) starts.push(row);
  }
  return [...starts, atSeconds.length];
}

/** The points in time of one statement, from `first`, are there and hold the same metrics in the same order. */
function holdSameMetrics({ metric }: SampleColumns, starts: readonly number[], first: number): boolean {
  const last = first + timesPerStatement;
  if (last >= starts.length) return false;
  const start = starts[first]!;
  const width = starts[first + 1]! - start;
  if (starts[last]! - start !== width * timesPerStatement) return false;
  for (let time = first + 1; time < last; time++) {
    if (starts[time]! !== start + (time - first) * width) return false;
    for (let i = 0; i < width; i++) if (metric[starts[time]! + i] !== metric[start + i]) return false;
  }
  return true;
}

/** `?1` is the run; then, for each time, the time and its values. */
function timesStatement(metricIds: readonly number[]): string {
  const width = metricIds.length + 1;
  const tuples: string[] = [];
  for (let time = 0; time < timesPerStatement; time++) {
    const at = 2 + time * width;
    for (const [i, id] of metricIds.entries()) tuples.push(`(?1,${id},?${at},?${at + 1 + i})`);
  }
  return `INSERT INTO sample_data VALUES ${tuples.join(',')}`;
}

function valuesOfTimes(runId: number, samples: SampleColumns, starts: readonly number[], first: number): SqlValue[] {
  const values: SqlValue[] = [runId];
  for (let time = first; time < first + timesPerStatement; time++) {
    values.push(samples.atSeconds[starts[time]!]!);
    for (let row = starts[time]!; row < starts[time + 1]!; row++) values.push(samples.value[row]!);
  }
  return values;
}

/** `?1` is the run; then, for each row, metric, time and value. */
function rowsStatement(rows: number): string {
  const tuples = Array.from({ length: rows }, (_, i) => `(?1,?${3 * i + 2},?${3 * i + 3},?${3 * i + 4})`);
  return `INSERT INTO sample_data VALUES ${tuples.join(',')}`;
}

function valuesOfRows(
  runId: number,
  { metric, atSeconds, value }: SampleColumns,
  rows: readonly number[],
  ids: readonly number[],
): SqlValue[] {
  return [runId, ...rows.flatMap((row) => [ids[metric[row]!]!, atSeconds[row]!, value[row]!])];
}
