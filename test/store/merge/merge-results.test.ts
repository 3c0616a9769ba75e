import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  mergeResults,
  ResultsReader,
  resultsHash,
  ResultsWriter,
  runsOfShare,
  StoreError,
  type RunLockfile,
  type Share,
  type SweepPlan,
} from '../../../store/index.ts';
import { Database } from '../../../store/database.ts';
import { plan, rows, scratchFolder, start, summary } from '../a-sweep.ts';

/** What becomes of a run: its rows and hashes, or the message of a failure. */
type Ending = 'complete' | { readonly message: string };

interface FileOptions {
  readonly plan?: SweepPlan;
  readonly share?: Share;
  readonly lockfile?: Partial<RunLockfile>;
  readonly decisionsHash?: string;
  /** When the first run began; the others follow. */
  readonly begunAt?: number;
}

async function writeFile(
  file: string,
  endings: ReadonlyMap<number, Ending>,
  options: FileOptions = {},
): Promise<string> {
  const writer = await ResultsWriter.create(file, options.plan ?? plan);
  if (options.share) await writer.addShare(options.share);
  for (const [run, ending] of endings) await endRun(writer, run, ending, options);
  await writer.close();
  return file;
}

async function endRun(writer: ResultsWriter, run: number, ending: Ending, options: FileOptions): Promise<void> {
  const { lockfile, decisionsHash = `d${run}`, begunAt = 0 } = options;
  const timing = { startedAt: new Date((begunAt + run) * 1000), wallSeconds: 1 + run, attempts: 1 };
  const begun = start(run);
  await writer.beginRun(run, { ...begun, lockfile: { ...begun.lockfile, ...lockfile } });
  await writer.append(run, rows(run));
  if (ending === 'complete') await writer.completeRun(run, { ...summary, decisionsHash }, timing);
  else await writer.failRun(run, ending.message, timing);
}

const allOf = (runs: readonly number[]) => new Map<number, Ending>(runs.map((run) => [run, 'complete']));
const everyRun = plan.runs.map((_, run) => run);

async function shardFile(folder: string, share: Share, options: FileOptions = {}): Promise<string> {
  const file = join(folder, `shard-${share.number}.sqlite`);
  return writeFile(file, allOf(runsOfShare(share, plan.runs.length)), { share, ...options });
}

/** Every row of every table, but wall-clock times and how the work was shared out. */
async function content(file: string): Promise<string> {
  const database = await Database.open(file, 'read');
  const tables = await database.all<{ name: string }>(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('run_timing', 'share') ORDER BY name`,
  );
  expect(tables.length).toBeGreaterThan(10);
  const found: unknown[] = [];
  for (const { name } of tables) {
    const all = await database.all(`SELECT * FROM ${name}`);
    found.push([name, all.map((row) => JSON.stringify(row)).toSorted()]);
  }
  await database.close();
  return JSON.stringify(found);
}

const hashOf = (file: string): Promise<string> => ResultsReader.use(file, resultsHash);

/** Names and SHA-256 of all files in a folder. */
function fingerprint(folder: string): Record<string, string> {
  const digest = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  return Object.fromEntries(readdirSync(folder).map((name) => [name, digest(name)]));
}

const ending = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Ending>('complete') },
  { weight: 1, arbitrary: fc.constantFrom<Ending>({ message: 'no memory' }, { message: 'broken invariant' }) },
);

/** What became of each run, and in which of the files it is, in one or in several. */
const split = fc.record({
  endings: fc.tuple(ending, ending, ending, ending),
  holders: fc.array(fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 3 }), { minLength: 4, maxLength: 4 }),
  order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
});

describe('merging results files', () => {
  it('gives the content of a serial sweep, however its runs were spread over files and whatever their order', async () => {
    await fc.assert(
      fc.asyncProperty(split, async ({ endings, holders, order }) => {
        const folder = scratchFolder();
        const held = (file: number) => everyRun.filter((run) => holders[run]!.includes(file));
        const pick = (runs: readonly number[]) => new Map(runs.map((run) => [run, endings[run]!]));
        const files: string[] = [];
        for (const i of order) {
          files.push(await writeFile(join(folder, `${i}.sqlite`), pick(held(i)), { begunAt: 100 * i }));
        }
        const serial = await writeFile(join(folder, 'serial.sqlite'), pick(everyRun));
        const before = fingerprint(folder);

        // At once, and one after the other, with a file twice.
        const atOnce = join(folder, 'at-once.sqlite');
        await mergeResults(atOnce, files);
        const byAndBy = join(folder, 'by-and-by.sqlite');
        for (const file of [...files.toReversed(), files[0]!]) await mergeResults(byAndBy, [file]);

        for (const merged of [atOnce, byAndBy]) {
          expect(await hashOf(merged)).toBe(await hashOf(serial));
          expect(await content(merged)).toBe(await content(serial));
        }
        expect(fingerprint(folder)).toMatchObject(before);
        expect(readdirSync(folder)).toHaveLength(7);
      }),
      { numRuns: 12 },
    );
  });

  it('touches nothing when the file holds all of it already', async () => {
    const folder = scratchFolder();
    const files = [await shardFile(folder, { number: 1, of: 2 }), await shardFile(folder, { number: 2, of: 2 })];
    const out = join(folder, 'out.sqlite');
    expect(await mergeResults(out, files)).toMatchObject({ complete: 4, missing: [], changed: true });
    const before = fingerprint(folder);
    expect(await mergeResults(out, [files[1]!])).toMatchObject({ complete: 4, missing: [], changed: false });
    expect(await mergeResults(out, [out, ...files, ...files])).toMatchObject({ changed: false });
    expect(fingerprint(folder)).toEqual(before);
  });

  it('takes a file and a link to it for one', async () => {
    const folder = scratchFolder();
    const file = await shardFile(folder, { number: 1, of: 2 });
    symlinkSync(file, join(folder, 'link.sqlite'));
    const report = await mergeResults(join(folder, 'out.sqlite'), [file, join(folder, 'link.sqlite')]);
    expect(report).toMatchObject({ complete: 2 });
  });

  it('prefers a complete run to a failed one, and forgets the failure', async () => {
    const folder = scratchFolder();
    const failed = await writeFile(join(folder, 'f.sqlite'), new Map([[1, { message: 'no memory' }]]));
    const out = join(folder, 'out.sqlite');
    expect(await mergeResults(out, [failed])).toMatchObject({
      complete: 0,
      failed: [{ run: 1, variant: 'ratio-8', seed: 1, message: 'no memory' }],
    });
    const whole = await writeFile(join(folder, 'w.sqlite'), allOf(everyRun), { begunAt: 100 });
    expect(await mergeResults(out, [whole])).toMatchObject({ complete: 4, failed: [] });
    expect(await mergeResults(out, [failed])).toMatchObject({ complete: 4, failed: [], changed: false });
    expect(await content(out)).toBe(await content(whole));
  });

  it('names the missing shards, and writes nothing when all is required', async () => {
    const folder = scratchFolder();
    const file = await shardFile(folder, { number: 2, of: 4 });
    const out = join(folder, 'sub', 'out.sqlite');
    const { missing } = await mergeResults(out, [file]);
    expect(missing.map(({ share, whole }) => [share, whole])).toEqual([
      ['1/4', true],
      ['3/4', true],
      ['4/4', true],
    ]);
    const strict = join(folder, 'strict.sqlite');
    const refused = await refusal(mergeResults(strict, [file], { requireComplete: true }));
    expect(refused.code).toBe('incomplete');
    expect(refused.message).toMatch(
      /3 of 4 runs are not complete.*nothing was written\.\nmissing shards: 1\/4, 3\/4, 4\/4$/,
    );
    expect(existsSync(strict)).toBe(false);
  });

  it('can be resumed into: what is missing is run where the merged file is', async () => {
    const folder = scratchFolder();
    const out = join(folder, 'out.sqlite');
    await mergeResults(out, [await shardFile(folder, { number: 2, of: 2 })]);
    const writer = await ResultsWriter.resume(out, plan);
    expect(await writer.remainingRuns()).toEqual([0, 1]);
    for (const run of [0, 1]) await endRun(writer, run, 'complete', {});
    await writer.close();
    expect(await content(out)).toBe(await content(await writeFile(join(folder, 's.sqlite'), allOf(everyRun))));
  });

  it('reads what a killed sweep left, its log included, and leaves both as they are', async () => {
    const folder = scratchFolder();
    const writer = await ResultsWriter.create(join(folder, 'live.sqlite'), plan);
    await endRun(writer, 0, 'complete', {});
    await writer.beginRun(1, start(1));
    await writer.append(1, rows(1));
    // What is on the disk now is what a kill at this moment would leave.
    for (const end of ['', '-wal'])
      copyFileSync(join(folder, `live.sqlite${end}`), join(folder, `killed.sqlite${end}`));
    await writer.close();
    const before = fingerprint(folder);
    const out = join(folder, 'out.sqlite');
    const report = await mergeResults(out, [join(folder, 'killed.sqlite')]);
    expect(report.complete).toBe(1);
    expect(report.missing[0]!.runs.map(({ run }) => run)).toEqual([1, 2, 3]);
    expect(fingerprint(folder)).toMatchObject(before);
    expect(await content(out)).toBe(await content(await writeFile(join(folder, 's.sqlite'), allOf([0]))));
  });

  it('adds to a file that a killed sweep left with its log', async () => {
    const folder = scratchFolder();
    const writer = await ResultsWriter.create(join(folder, 'live.sqlite'), plan);
    await endRun(writer, 0, 'complete', {});
    const out = join(folder, 'out.sqlite');
    for (const end of ['', '-wal']) copyFileSync(join(folder, `live.sqlite${end}`), out + end);
    await writer.close();
    await mergeResults(out, [await writeFile(join(folder, 'rest.sqlite'), allOf([1, 2, 3]))]);
    expect(existsSync(`${out}-wal`)).toBe(false);
    expect(await content(out)).toBe(await content(await writeFile(join(folder, 's.sqlite'), allOf(everyRun))));
  });

  it('is not disturbed by what a killed merge left', async () => {
    const folder = scratchFolder();
    const out = join(folder, 'out.sqlite');
    writeFileSync(`${out}-new`, 'half of it');
    writeFileSync(`${out}-new-journal`, 'a journal');
    await mergeResults(out, [await writeFile(join(folder, 'w.sqlite'), allOf(everyRun))]);
    expect(readdirSync(folder).toSorted()).toEqual(['out.sqlite', 'w.sqlite']);
  });
});

function refusal(work: Promise<unknown>): Promise<StoreError> {
  return work.then(
    () => expect.fail('should have been refused'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(StoreError);
      return error as StoreError;
    },
  );
}

const scenarioOf = (change: Partial<SweepPlan['scenario']>) => ({
  plan: { ...plan, scenario: { ...plan.scenario, ...change } },
});

/** Makes the second file of a merge. */
const badInputs: readonly [string, (file: string) => unknown, StoreError['code'], RegExp][] = [
  [
    'another scenario',
    (file) => writeFile(file, allOf([0]), scenarioOf({ name: 'other', hash: 'x' })),
    'cannot-merge',
    /b\.sqlite: holds runs of the scenario "other", .*a\.sqlite of "two ratios"/,
  ],
  [
    'a scenario that was changed',
    (file) => writeFile(file, allOf([0]), scenarioOf({ hash: 'x' })),
    'cannot-merge',
    /before or after a change of the scenario/,
  ],
  [
    'other seeds',
    (file) => writeFile(file, allOf([0]), { plan: { ...plan, runs: [...plan.runs, { variant: 'ratio-4', seed: 3 }] } }),
    'cannot-merge',
    /plans 5 runs with seeds 1, 2, 3; .*a\.sqlite plans 4 runs with seeds 1, 2/,
  ],
  [
    'another build',
    (file) => writeFile(file, allOf([0]), { lockfile: { build: 'c', astrolabe: '0.2.0' } }),
    'cannot-merge',
    /has runs of Astrolabe 0\.2\.0 \(build c, .*a\.sqlite: Astrolabe 0\.1\.0 \(build b/,
  ],
  [
    'another platform',
    (file) => writeFile(file, allOf([0]), { lockfile: { platform: 'linux arm64' } }),
    'cannot-merge',
    /linux arm64\).*linux x64\)/,
  ],
  [
    'another outcome of the same run',
    (file) => writeFile(file, allOf([2]), { decisionsHash: 'other' }),
    'cannot-merge',
    /run 2 \(ratio-4, seed 2\) ended otherwise than in .*a\.sqlite/,
  ],
  ['a file that is not there', () => undefined, 'not-found', /b\.sqlite: no such file/],
  ['an empty file', (file) => writeFileSync(file, ''), 'not-a-results-file', /it is empty/],
  ['something else', (file) => writeFileSync(file, 'a,b\n'.repeat(99)), 'not-a-results-file', /header is another/],
  [
    'a truncated file',
    async (file) => truncateSync(await writeFile(file, allOf(everyRun)), 20_000),
    'damaged',
    /truncated: 20000 bytes of/,
  ],
  [
    'a file with a damaged page',
    async (file) => {
      const bytes = readFileSync(await writeFile(file, allOf(everyRun)));
      bytes.fill(0xff, 9 * 4096, 10 * 4096);
      writeFileSync(file, bytes);
    },
    'damaged',
    /b\.sqlite: is damaged/,
  ],
  [
    'another version of the format',
    async (file) => {
      const bytes = readFileSync(await writeFile(file, allOf([0])));
      bytes.writeUInt32BE(77, 60);
      writeFileSync(file, bytes);
    },
    'other-version',
    /version 77/,
  ],
];

describe('merging with a file that cannot be merged', () => {
  it.each(badInputs)('refuses %s, makes no output and harms no input', async (_, make, code, message) => {
    const folder = scratchFolder();
    const good = await writeFile(join(folder, 'a.sqlite'), allOf([1, 2]));
    const bad = join(folder, 'b.sqlite');
    await make(bad);
    const before = fingerprint(folder);
    for (const files of [
      [good, bad],
      [bad, good],
    ]) {
      const error = await refusal(mergeResults(join(folder, 'out.sqlite'), files));
      expect(error.code).toBe(code);
      if (files[0] === good) expect(error.message).toMatch(message);
    }
    // Nor is a file harmed that was to be added to.
    expect((await refusal(mergeResults(good, [bad]))).code).toBe(code);
    expect(fingerprint(folder)).toEqual(before);
  });

  it('refuses to add to a file that somebody writes, and leaves it to him', async () => {
    const folder = scratchFolder();
    const out = join(folder, 'out.sqlite');
    const writer = await ResultsWriter.create(out, plan);
    const good = await writeFile(join(folder, 'a.sqlite'), allOf([1]));
    expect((await refusal(mergeResults(out, [good]))).code).toBe('busy');
    await endRun(writer, 0, 'complete', {});
    await writer.close();
    expect(await mergeResults(out, [good])).toMatchObject({ complete: 2 });
  });
});
