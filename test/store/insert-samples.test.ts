import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packSamples, ResultsReader, ResultsWriter, type SampleRow } from '../../store/index.ts';
import { plan, scratchFolder, start, summary, timing } from './a-sweep.ts';

const metrics = ['vcpu-allocation', 'ram-allocation', 'hosts-used', 'instances-running'];

/** Times with the same metrics again and again, as a run samples, and times with others between them. */
const sampled = fc
  .array(
    fc.record({
      times: fc.integer({ min: 1, max: 40 }),
      metrics: fc.subarray(metrics, { minLength: 1 }),
      value: fc.double({ noNaN: true }),
    }),
    { maxLength: 8 },
  )
  .map((parts) => {
    let atSeconds = 0;
    return parts.flatMap((part) =>
      Array.from({ length: part.times }, () => {
        atSeconds += 600;
        return part.metrics.map((metric, i): SampleRow => ({
          kind: 'sample',
          metric,
          atSeconds,
          value: part.value + i,
        }));
      }).flat(),
    );
  });

async function seriesOf(rows: readonly SampleRow[], cut: number): Promise<unknown[]> {
  const file = join(scratchFolder(), 'r.sqlite');
  const writer = await ResultsWriter.create(file, plan);
  await writer.beginRun(1, start(1));
  // A part as rows, a part as columns.
  await writer.append(1, rows.slice(0, cut), packSamples(rows.slice(cut)));
  await writer.completeRun(1, summary, timing);
  await writer.close();
  return ResultsReader.use(file, (reader) => Promise.all(metrics.map((metric) => reader.series(1, metric))));
}

describe('the samples of a run', () => {
  it('are read as they were written, to the last bit, however many metrics each time has', async () => {
    await fc.assert(
      fc.asyncProperty(sampled, fc.nat(200), async (rows, cut) => {
        const expected = metrics.map((metric) => {
          const own = rows.filter((row) => row.metric === metric);
          const atSeconds = own.map((row) => row.atSeconds);
          // SQLite keeps -0 as 0.
          return { metric, atSeconds, values: own.map((row) => row.value + 0) };
        });
        expect(await seriesOf(rows, Math.min(cut, rows.length))).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });
});
