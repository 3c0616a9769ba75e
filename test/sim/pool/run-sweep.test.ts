import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  defaultWorkerMemoryMib,
  runSweep,
  type Sweep,
  type SweepOptions,
  type SweepOutcome,
} from '../../../sim/index.ts';
import { ResultsReader, resultsHash, ResultsWriter, type StoredRun } from '../../../store/index.ts';

interface Behaviour {
  readonly behaviour?: 'throw' | 'die' | 'die-once' | 'hang' | 'bad-input' | 'hoard-objects' | 'hoard-arrays';
  readonly steps?: number;
  readonly marker?: string;
}

const workerFile = fileURLToPath(new URL('scripted-worker.js', import.meta.url));

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'astrolabe-pool-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** One run for each behaviour, of two variants by turns. */
function sweep(behaviours: readonly Behaviour[]): Sweep {
  const runs = behaviours.map((_, i) => ({ variant: i % 2 === 0 ? 'a' : 'b', seed: 1 + (i >> 1) }));
  return {
    scenario: {},
    plan: {
      scenario: { name: 's', question: '', fileName: 's.yaml', text: '', hash: 'h' },
      variants: [
        { name: 'a', baseline: true },
        { name: 'b', baseline: false },
      ],
      runs,
    },
    tasks: behaviours.map((behaviour, i) => ({ steps: 50, ...behaviour, seed: runs[i]!.seed })),
    build: { astrolabe: '0', build: 'b', node: 'n', platform: 'p' },
    inputs: {},
  };
}

interface Ran {
  readonly outcome: SweepOutcome;
  readonly runs: StoredRun[];
  readonly hash: string;
  readonly seriesLengths: number[];
}

async function run(behaviours: readonly Behaviour[], options: Partial<SweepOptions> = {}): Promise<Ran> {
  const file = join(folder(), 'r.sqlite');
  const work = sweep(behaviours);
  const writer = await ResultsWriter.create(file, work.plan);
  try {
    const outcome = await runSweep(work, writer, { workers: 2, workerFile, ...options });
    return { outcome, ...(await contentOf(file)) };
  } finally {
    await writer.close();
  }
}

function contentOf(file: string): Promise<Omit<Ran, 'outcome'>> {
  return ResultsReader.use(file, async (reader) => {
    const runs = await reader.runs();
    const seriesLengths: number[] = [];
    for (const { id } of runs) seriesLengths.push((await reader.series(id, 'hosts-used')).values.length);
    return { runs, hash: await resultsHash(reader), seriesLengths };
  });
}

const statuses = (ran: Ran) => ran.runs.map((entry) => entry.status);

describe('a sweep', () => {
  it('writes every row of every run, and the same with one worker or three', async () => {
    const behaviours = [3, 4000, 7, 1500, 2000, 1].map((steps) => ({ steps }));
    const two = await run(behaviours);
    expect(two.outcome).toEqual({ completed: 6, failed: [], stopped: false });
    expect(two.seriesLengths).toEqual([3, 4000, 7, 1500, 2000, 1]);
    expect((await run(behaviours, { workers: 1 })).hash).toBe(two.hash);
    expect((await run(behaviours, { workers: 3 })).hash).toBe(two.hash);
  });

  it('knows that two variants met the same demand', async () => {
    const { runs } = await run([{}, {}, {}, {}]);
    expect(runs[0]!.demandHash).toBe(runs[1]!.demandHash);
    expect(runs[0]!.demandHash).not.toBe(runs[2]!.demandHash);
  });

  it('repeats a run whose worker died, and ends as if nothing had happened', async () => {
    const marker = join(folder(), 'died');
    const ran = await run([{}, { behaviour: 'die-once', marker, steps: 9000 }, {}]);
    expect(existsSync(marker)).toBe(true);
    expect(ran.outcome).toEqual({ completed: 3, failed: [], stopped: false });
    expect(ran.hash).toBe((await run([{}, { steps: 9000 }, {}])).hash);
  });

  it('fails a run whose worker dies twice, and finishes the others', async () => {
    const ran = await run([{ behaviour: 'die', steps: 9000 }, {}, {}]);
    expect(statuses(ran)).toEqual(['failed', 'complete', 'complete']);
    expect(ran.outcome.failed).toEqual([
      {
        run: 0,
        variant: 'a',
        seed: 1,
        reason: 'worker-died',
        message: expect.stringMatching(/worker thread of the run died/) as string,
      },
    ]);
    expect(ran.seriesLengths[0]).toBe(0);
  });

  it('does not repeat a run that throws, and says why it failed', async () => {
    const ran = await run([{}, { behaviour: 'throw' }]);
    expect(statuses(ran)).toEqual(['complete', 'failed']);
    expect(ran.runs[1]!.error).toBe('broken invariant: used <= capacity');
    expect(ran.outcome.failed).toMatchObject([{ run: 1, reason: 'error' }]);
  });

  it.each([
    ['objects', 'hoard-objects', /worker thread of the run died .*memory/],
    ['arrays', 'hoard-arrays', /^its arrays need \d+ MiB; a worker may use 48 MiB/],
  ] as const)(
    'fails a run whose %s need more memory than a worker may use, and finishes the others',
    async (...row) => {
      const [, behaviour, message] = row;
      const ran = await run([{}, { behaviour }, {}, {}], { workerMemoryMib: 48 });
      expect(statuses(ran)).toEqual(['complete', 'failed', 'complete', 'complete']);
      expect(ran.outcome.failed).toMatchObject([
        { run: 1, reason: 'out-of-memory', message: expect.stringMatching(message) as string },
      ]);
      expect(ran.seriesLengths).toEqual([50, 0, 50, 50]);
    },
  );

  it('does its share only, and the shares in one file are the whole', async () => {
    const file = join(folder(), 'r.sqlite');
    const work = sweep([{}, {}, {}, {}, {}]);
    const seen: unknown[] = [];
    for (const [number, done] of [
      [2, ['planned', 'complete', 'complete', 'planned', 'planned']],
      [1, ['complete', 'complete', 'complete', 'planned', 'planned']],
      [3, ['complete', 'complete', 'complete', 'complete', 'complete']],
    ] as const) {
      const writer = await (existsSync(file)
        ? ResultsWriter.resume(file, work.plan)
        : ResultsWriter.create(file, work.plan));
      const share = { number, of: 3 };
      await runSweep(work, writer, { workers: 2, workerFile, share, onProgress: (progress) => seen.push(progress) });
      await writer.close();
      expect((await contentOf(file)).runs.map(({ status }) => status)).toEqual(done);
      expect(seen.at(-1)).toEqual({ runsDone: number === 1 ? 1 : 2, runsTotal: number === 1 ? 1 : 2, fraction: 1 });
    }
    expect((await contentOf(file)).hash).toBe((await run([{}, {}, {}, {}, {}])).hash);
  });

  it('gives workers less memory by default when there are more of them, and never too little to start', () => {
    const given = [1, 2, 8, 64, 10_000].map(defaultWorkerMemoryMib);
    expect(given).toEqual(given.toSorted((a, b) => b - a));
    expect(given[0]).toBeLessThanOrEqual(4096);
    expect(given.at(-1)).toBe(64);
  });

  it('stops when told to, keeps complete runs and leaves the others to be resumed', async () => {
    const stop = new AbortController();
    const file = join(folder(), 'r.sqlite');
    const work = sweep([{}, { behaviour: 'hang' }, {}, {}]);
    const writer = await ResultsWriter.create(file, work.plan);
    const outcome = await runSweep(work, writer, {
      workers: 2,
      workerFile,
      signal: stop.signal,
      onProgress: (progress) => progress.runsDone === 3 && stop.abort(),
    });
    expect(outcome).toEqual({ completed: 3, failed: [], stopped: true });
    await writer.close();

    const sound = sweep([{}, {}, {}, {}]);
    const again = await ResultsWriter.resume(file, sound.plan);
    expect(await again.remainingRuns()).toEqual([1]);
    expect(await runSweep(sound, again, { workers: 2, workerFile })).toMatchObject({ completed: 1, stopped: false });
    await again.close();
    expect((await contentOf(file)).hash).toBe((await run([{}, {}, {}, {}])).hash);
  });

  it('ends with the input error of a worker, and keeps complete runs', async () => {
    await expect(run([{}, {}, { behaviour: 'bad-input' }, {}])).rejects.toThrow(/trace\.csv: found no file.*a trace/);
  });

  it('ends with the error of the store when rows cannot be written', async () => {
    const file = join(folder(), 'r.sqlite');
    const work = sweep([{ steps: 20_000 }, { behaviour: 'hang' }]);
    const writer = await ResultsWriter.create(file, work.plan);
    writer.append = () => Promise.reject(new Error('no space left'));
    await expect(runSweep(work, writer, { workers: 2, workerFile })).rejects.toThrow('no space left');
    await writer.close();
    expect((await contentOf(file)).runs.map((entry) => entry.status)).toEqual(['planned', 'planned']);
  });

  it('tells how much of the work is done, never backwards in runs', async () => {
    const seen: number[] = [];
    const file = join(folder(), 'r.sqlite');
    const work = sweep([{}, {}, {}]);
    const writer = await ResultsWriter.create(file, work.plan);
    await runSweep(work, writer, { workers: 1, workerFile, onProgress: ({ runsDone }) => seen.push(runsDone) });
    await writer.close();
    expect(seen.at(-1)).toBe(3);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });
});
