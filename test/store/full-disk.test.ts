import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { ResultsReader, ResultsWriter } from '../../store/index.ts';
import { plan, scratchFolder, start, summary, timing } from './a-sweep.ts';

const door = fileURLToPath(new URL('../../dist/store/index.js', import.meta.url));

/** Writes one whole run and then samples of another until the disk refuses. */
const writeUntilRefused = `
  const { ResultsWriter } = await import(${JSON.stringify(door)});
  const [file, plan, start, summary] = JSON.parse(process.argv[1]);
  const timing = { startedAt: new Date(0), wallSeconds: 1, attempts: 1 };
  const writer = await ResultsWriter.create(file, plan);
  await writer.beginRun(0, start);
  await writer.append(0, [{ kind: 'metric', metric: 'retries', value: 7 }]);
  await writer.completeRun(0, summary, timing);
  await writer.beginRun(1, start);
  let at = 0;
  const point = () => ({ kind: 'sample', metric: 'hosts-used', atSeconds: at++, value: 1 });
  try {
    for (let i = 0; i < 200; i++) await writer.append(1, Array.from({ length: 1000 }, point));
    console.log('{}');
  } catch (error) {
    console.log(JSON.stringify({ code: error.code, message: error.message }));
  }
  await writer.close();
`;

/** Says what the writer said. */
function writeWith(setUp: string, file: string): { code?: string; message?: string } {
  const argument = JSON.stringify([file, plan, start(0), summary]);
  const script = `${setUp} exec "$0" --input-type=module -e "$1" "$2"`;
  const child = spawnSync('bash', ['-c', script, process.execPath, writeUntilRefused, argument], { encoding: 'utf8' });
  expect(child.stderr).toBe('');
  return JSON.parse(child.stdout) as { code?: string; message?: string };
}

it('keeps complete runs and says one clear thing when the disk takes no more, and resumes when it does again', async () => {
  const file = join(scratchFolder(), 'r.sqlite');
  // Files of at most 600 KiB: the write fails in the middle of a run as it does on a full disk or over a quota.
  const refused = writeWith(`trap '' XFSZ; ulimit -f 600;`, file);
  expect(refused.code).toBe('disk-failed');
  expect(refused.message).toMatch(/r\.sqlite: the disk refused .* What was complete before is kept/);
  await onlyFirstRunCounts(file);

  const writer = await ResultsWriter.resume(file, plan);
  expect(await writer.remainingRuns()).toEqual([1, 2, 3]);
  await writer.beginRun(1, start(1));
  await writer.completeRun(1, summary, timing);
  await writer.close();
  const reader = await ResultsReader.open(file);
  expect(await reader.seriesNames(1)).toEqual([]);
  await reader.close();
});

/** Merges two files and says what the merging said. */
const mergeUntilRefused = `
  const { mergeResults } = await import(${JSON.stringify(door)});
  const [target, ...files] = JSON.parse(process.argv[1]);
  try {
    await mergeResults(target, files);
    console.log('{}');
  } catch (error) {
    console.log(JSON.stringify({ code: error.code, message: error.message }));
  }
`;

it('leaves no half of a merged file, and the older file as it was, when the disk takes no more', async () => {
  const folder = scratchFolder();
  const files = [join(folder, 'a.sqlite'), join(folder, 'b.sqlite')];
  for (const [run, file] of files.entries()) {
    const writer = await ResultsWriter.create(file, plan);
    await writer.beginRun(run, start(run));
    const point = (at: number) => ({ kind: 'sample', metric: 'hosts-used', atSeconds: at, value: 1 }) as const;
    await writer.append(
      run,
      Array.from({ length: 12_000 }, (_, i) => point(i)),
    );
    await writer.completeRun(run, summary, timing);
    await writer.close();
  }
  const before = files.map((file) => readFileSync(file));
  // Room for one of them, not for both.
  const limitKib = Math.ceil((before[0]!.length * 1.5) / 1024);
  const child = spawnSync(
    'bash',
    [
      '-c',
      `trap '' XFSZ; ulimit -f ${limitKib}; exec "$0" --input-type=module -e "$1" "$2"`,
      process.execPath,
      mergeUntilRefused,
      JSON.stringify(files),
    ],
    { encoding: 'utf8' },
  );
  expect(child.stderr).toBe('');
  expect(JSON.parse(child.stdout)).toMatchObject({ code: 'disk-failed' });
  expect(readdirSync(folder).toSorted()).toEqual(['a.sqlite', 'b.sqlite']);
  for (const [i, file] of files.entries()) expect(readFileSync(file).equals(before[i]!)).toBe(true);
});

const mountable = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

it.skipIf(!mountable)('names the full disk when there is no space left', () => {
  const folder = scratchFolder();
  // Inside its own mount namespace, a file system of 600 KiB, gone with the process.
  const setUp = `set -e; cd "${folder}"; if [ -z "$IN" ]; then IN=1 exec unshare -rm bash -c "$BASH_EXECUTION_STRING" "$0" "$1" "$2"; fi; mount -t tmpfs -o size=600k tmpfs "${folder}";`;
  const refused = writeWith(setUp, join(folder, 'r.sqlite'));
  expect(refused.code).toBe('disk-full');
  expect(refused.message).toMatch(/no space left on the disk\. What was complete before is kept/);
});

async function onlyFirstRunCounts(file: string): Promise<void> {
  const reader = await ResultsReader.open(file);
  expect((await reader.runs()).map((run) => run.status)).toEqual(['complete', 'running', 'planned', 'planned']);
  expect(await reader.metrics()).toEqual([{ runId: 0, metric: 'retries', value: 7 }]);
  expect(await reader.seriesNames(1)).toEqual([]);
  await reader.close();
}
