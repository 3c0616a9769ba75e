import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import sqlite3 from 'sqlite3';
import { describe, expect, it } from 'vitest';
import { ResultsReader, resultsHash, ResultsWriter, StoreError } from '../../store/index.ts';
import { plan, rows, scratchFolder, start, summary, timing } from './a-sweep.ts';

async function writeRun(writer: ResultsWriter, run: number): Promise<void> {
  await writer.beginRun(run, start(run));
  await writer.append(run, rows(run));
  await writer.completeRun(run, summary, timing);
}

async function written(runs: readonly number[], name = 'r.sqlite'): Promise<string> {
  const file = join(scratchFolder(), name);
  const writer = await ResultsWriter.create(file, plan);
  for (const run of runs) await writeRun(writer, run);
  await writer.close();
  return file;
}

function refusal(work: Promise<unknown>): Promise<StoreError> {
  return work.then(
    () => expect.fail('should have been refused'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(StoreError);
      return error as StoreError;
    },
  );
}

describe('a results file', () => {
  it('gives back every row of a complete run', async () => {
    await ResultsReader.use(await written([1]), async (reader) => {
      expect(await reader.scenario()).toEqual(plan.scenario);
      expect(await reader.variants()).toEqual(plan.variants);
      expect(await reader.description(1)).toEqual(start(1).description);
      expect(await reader.lockfile(1)).toEqual(start(1).lockfile);
      expect(await reader.seriesNames(1)).toEqual(['vcpu-allocation', 'hosts-used']);
      expect(await reader.series(1, 'vcpu-allocation')).toEqual({
        metric: 'vcpu-allocation',
        atSeconds: [0, 300],
        values: [0, 1.1],
      });
      expect(await reader.hostSeriesNames(1)).toEqual(['host-vcpu-allocation']);
      expect(await reader.hostSamples(1, 'host-vcpu-allocation')).toEqual([
        { atSeconds: 300, values: new Float32Array([0.25, 1]) },
      ]);
      expect(await reader.refusals(1)).toEqual([
        { stage: 'filter', by: 'RamFilter', code: 'no-room-ram', requests: 3, instances: 5 },
      ]);
      expect(await reader.histogramNames(1)).toEqual(['boot-seconds']);
      expect(await reader.histogram(1, 'boot-seconds')).toEqual({
        metric: 'boot-seconds',
        edges: new Float64Array([0, 1, 2]),
        counts: new Float64Array([4, 1]),
      });
      expect(await reader.metrics(1)).toEqual([
        { runId: 1, metric: 'boot-seconds-p95', value: null },
        { runId: 1, metric: 'instances-refused-fraction', value: 0.25 },
      ]);
      const decisions = rows(1).filter((row) => row.kind === 'decision');
      expect(await reader.decisions(1)).toEqual(decisions.map(({ kind: _, ...row }) => row));
      expect(await reader.decisions(1, { from: 1, limit: 5 })).toHaveLength(1);
    });
  });

  it('is one file when it is closed', async () => {
    const file = await written([0]);
    expect(readdirSync(join(file, '..'))).toEqual(['r.sqlite']);
  });

  it('shows nothing of a run that is not complete', async () => {
    const file = join(scratchFolder(), 'r.sqlite');
    const writer = await ResultsWriter.create(file, plan);
    await writer.beginRun(0, start(0));
    await writer.append(0, rows(0));
    await ResultsReader.use(file, async (reader) => {
      expect((await reader.runs())[0]!.status).toBe('running');
      expect(await reader.metrics()).toEqual([]);
      expect(await reader.seriesNames(0)).toEqual([]);
      expect(await reader.decisions(0)).toEqual([]);
      expect((await refusal(reader.description(0))).code).toBe('no-such-run');
    });
    await writer.completeRun(0, summary, timing);
    await ResultsReader.use(file, async (reader) => expect(await reader.metrics()).toHaveLength(2));
    await writer.close();
  });

  it('keeps the reason of a failed run, and none of its rows', async () => {
    const file = join(scratchFolder(), 'r.sqlite');
    const writer = await ResultsWriter.create(file, plan);
    await writer.beginRun(0, start(0));
    await writer.append(0, rows(0));
    await writer.failRun(0, 'broken invariant', timing);
    await writer.close();
    await ResultsReader.use(file, async (reader) => {
      expect((await reader.runs())[0]).toMatchObject({ status: 'failed', error: 'broken invariant', wallSeconds: 1.5 });
      expect(await reader.metrics()).toEqual([]);
    });
  });

  it('has the same content whatever the order in which runs finished', async () => {
    const hashes = new Set<string>();
    for (const order of [
      [0, 1, 2, 3],
      [3, 1, 0, 2],
    ]) {
      hashes.add(await ResultsReader.use(await written(order), resultsHash));
    }
    hashes.add(await ResultsReader.use(await written([0, 1, 2]), resultsHash));
    expect(hashes.size).toBe(2);
  });

  it('refuses a metric that the catalogue does not know', async () => {
    const file = join(scratchFolder(), 'r.sqlite');
    const writer = await ResultsWriter.create(file, plan);
    await writer.beginRun(0, start(0));
    await expect(writer.append(0, [{ kind: 'metric', metric: 'cheese', value: 1 }])).rejects.toThrow(/"cheese"/);
    await writer.close();
  });
});

describe('resuming', () => {
  it('keeps complete runs, removes half-written ones, and ends with the content of an uninterrupted sweep', async () => {
    const file = join(scratchFolder(), 'r.sqlite');
    const first = await ResultsWriter.create(file, plan);
    await writeRun(first, 2);
    await first.beginRun(0, start(0));
    await first.append(0, rows(0));
    await first.failRun(1, 'no memory', timing);
    await first.close();

    const second = await ResultsWriter.resume(file, plan);
    expect(await second.remainingRuns()).toEqual([0, 1, 3]);
    expect(await second.buildsUsed()).toEqual([
      { astrolabe: '0.1.0', build: 'b', node: 'v20.19.0', platform: 'linux x64' },
    ]);
    for (const run of await second.remainingRuns()) await writeRun(second, run);
    await second.close();

    const whole = await ResultsReader.use(await written([0, 1, 2, 3]), resultsHash);
    expect(await ResultsReader.use(file, resultsHash)).toBe(whole);
  });

  it('refuses a file of another scenario or another plan, and leaves it as it was', async () => {
    const file = await written([0]);
    const before = readFileSync(file);
    const changed = { ...plan, scenario: { ...plan.scenario, hash: 'other' } };
    expect(await refusal(ResultsWriter.resume(file, changed))).toMatchObject({ code: 'other-sweep' });
    const longer = { ...plan, runs: [...plan.runs, { variant: 'ratio-4', seed: 3 }] };
    const error = await refusal(ResultsWriter.resume(file, longer));
    expect(error.message).toMatch(/plans 4 runs with seeds 1, 2; asked for were 5 with seeds 1, 2, 3/);
    await ResultsReader.use(file, async (reader) => expect((await reader.runs())[0]!.status).toBe('complete'));
    expect(readFileSync(file).subarray(100)).toEqual(before.subarray(100));
  });
});

describe('creating', () => {
  it('refuses a name that is taken, and replaces it only when told', async () => {
    const file = await written([0, 1]);
    expect(await refusal(ResultsWriter.create(file, plan))).toMatchObject({ code: 'exists', file });
    const writer = await ResultsWriter.create(file, plan, { overwrite: true });
    await writer.close();
    await ResultsReader.use(file, async (reader) => expect(await reader.metrics()).toEqual([]));
  });

  it('lets one writer at a time have a file', async () => {
    const file = join(scratchFolder(), 'r.sqlite');
    const writer = await ResultsWriter.create(file, plan);
    expect(await refusal(ResultsWriter.resume(file, plan))).toMatchObject({ code: 'busy' });
    expect(await refusal(ResultsWriter.create(file, plan, { overwrite: true }))).toMatchObject({ code: 'busy' });
    await writeRun(writer, 0);
    await writer.close();
    const next = await ResultsWriter.resume(file, plan);
    expect(await next.remainingRuns()).toEqual([1, 2, 3]);
    await next.close();
  });

  it('says so when the folder cannot be made', async () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'file'), '');
    await expect(ResultsWriter.create(join(folder, 'file', 'r.sqlite'), plan)).rejects.toThrow(/file/);
  });
});

describe('opening', () => {
  it.each([
    ['a missing file', () => join(scratchFolder(), 'none.sqlite'), 'not-found', /no such file/],
    ['a folder', () => scratchFolder(), 'not-a-results-file', /is not a file/],
    ['an empty file', () => madeOf(''), 'not-a-results-file', /it is empty/],
    ['a text file', () => madeOf('hello\n'.repeat(100)), 'not-a-results-file', /not a results file of Astrolabe/],
  ])('refuses %s', async (_, make, code, message) => {
    const error = await refusal(ResultsReader.open(make()));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it("refuses somebody else's SQLite file and leaves it byte for byte", async () => {
    const file = join(scratchFolder(), 'other.sqlite');
    const other = new sqlite3.Database(file);
    await new Promise((done) => other.exec('CREATE TABLE t (x); INSERT INTO t VALUES (1)', done));
    await new Promise((done) => other.close(done));
    await untouched(file, 'not-a-results-file', /header is another/);
  });

  it('refuses another version, says both, and leaves the file byte for byte', async () => {
    const file = await written([0]);
    const bytes = readFileSync(file);
    bytes.writeUInt32BE(7, 60);
    writeFileSync(file, bytes);
    await untouched(file, 'other-version', /version 7; this Astrolabe reads version 2/);
  });

  it('refuses a truncated file and leaves it byte for byte', async () => {
    const file = await written([0, 1, 2, 3]);
    truncateSync(file, 20_000);
    await untouched(file, 'damaged', /truncated: 20000 bytes of \d+/);
  });

  it('says that a file is damaged when its pages make no sense', async () => {
    const file = await written([0]);
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4096);
    writeFileSync(file, bytes);
    const reader = await ResultsReader.open(file);
    expect(await refusal(reader.metrics())).toMatchObject({ code: 'damaged' });
    await reader.close();
  });

  it('reads what a killed writer left, its write-ahead log included', async () => {
    const folder = scratchFolder();
    const file = join(folder, 'r.sqlite');
    const writer = await ResultsWriter.create(file, plan);
    await writeRun(writer, 0);
    // What is on the disk now is what a kill at this moment would leave.
    for (const end of ['', '-wal']) copyFileSync(file + end, join(folder, `killed.sqlite${end}`));
    await writer.close();
    await ResultsReader.use(join(folder, 'killed.sqlite'), async (reader) =>
      expect(await reader.metrics()).toHaveLength(2),
    );
  });
});

function madeOf(text: string): string {
  const file = join(scratchFolder(), 'made.sqlite');
  appendFileSync(file, text);
  return file;
}

async function untouched(file: string, code: string, message: RegExp): Promise<void> {
  const before = readFileSync(file);
  for (const open of [() => ResultsReader.open(file), () => ResultsWriter.resume(file, plan)]) {
    const error = await refusal(open());
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  }
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(existsSync(`${file}-lock`)).toBe(false);
}
