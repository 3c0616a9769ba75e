import { existsSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ResultsReader } from '../../store/index.ts';
import { inProcess, startAstrolabe, workFolder, writeScenario } from './run-astrolabe.ts';

/** One of two shards of a small scenario: a run for each seed. */
async function shardFile(folder: string, number: number, seeds = '[1]'): Promise<string> {
  const file = join(folder, `${number}-of-2-of-${seeds}.sqlite`);
  const scenario = writeScenario(folder, { seeds });
  const { code } = await inProcess('sweep', scenario, '--shard', `${number}/2`, '-o', file, '-q', '-w', '1');
  expect(code).toBe(0);
  return file;
}

describe('astrolabe merge', () => {
  it('joins files, names what is missing, and exits with 1 when all was required', async () => {
    const folder = workFolder();
    const [first, second] = [await shardFile(folder, 1), await shardFile(folder, 2)];
    const out = join(folder, 'out.sqlite');
    expect(await inProcess('merge', out, second, '--require-complete')).toEqual({
      code: 1,
      out: '',
      err: `astrolabe: ${out}: 1 of 2 runs are not complete, so nothing was written.\nmissing shard: 1/2\n`,
    });
    expect(existsSync(out)).toBe(false);
    expect(await inProcess('merge', out, second)).toEqual({
      code: 0,
      out: `Results: ${out}: 1 of 2 runs\n`,
      err: 'missing shard: 1/2\n',
    });
    expect(await inProcess('merge', out, first)).toEqual({ code: 0, out: `Results: ${out}: 2 of 2 runs\n`, err: '' });
    expect((await inProcess('merge', out, first, second)).out).toBe(`Results: ${out}: 2 of 2 runs, as before\n`);
    expect((await inProcess('merge', out, first, '--overwrite', '-q')).out).toBe(`Results: ${out}: 1 of 2 runs\n`);
  });

  it('refuses files that do not belong together, or are cut short, with exit code 2 and one message', async () => {
    const folder = workFolder();
    const good = await shardFile(folder, 1);
    const other = await shardFile(folder, 1, '[1, 2]');
    const out = join(folder, 'out.sqlite');
    const before = readFileSync(good);
    const mixed = await inProcess('merge', out, good, other);
    expect(mixed).toMatchObject({ code: 2, out: '' });
    expect(mixed.err).toMatch(/^astrolabe: .*before or after a change of the scenario .*\n$/);
    truncateSync(other, 9000);
    const cut = await inProcess('merge', out, good, other);
    expect(cut).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/truncated: 9000 bytes of/) as string });
    expect(existsSync(out)).toBe(false);
    expect(readFileSync(good).equals(before)).toBe(true);
  });

  it('makes the whole file or none, whenever it is killed', async () => {
    const folder = workFolder();
    const files = [await shardFile(folder, 1), await shardFile(folder, 2)];
    const before = files.map((file) => readFileSync(file));
    const out = join(folder, 'out.sqlite');
    for (const waitMilliseconds of [0, 100, 150, 200, 250, 300]) {
      rmSync(out, { force: true });
      const { child, finished } = startAstrolabe(folder, 'merge', out, ...files, '-q');
      await new Promise((resolve) => setTimeout(resolve, waitMilliseconds));
      child.kill('SIGKILL');
      await finished;
      if (existsSync(out)) expect(await runsIn(out)).toEqual(['complete', 'complete']);
    }
    expect(await inProcess('merge', out, ...files)).toMatchObject({ code: 0 });
    expect(await runsIn(out)).toEqual(['complete', 'complete']);
    for (const [i, file] of files.entries()) expect(readFileSync(file).equals(before[i]!)).toBe(true);
  });
});

function runsIn(file: string): Promise<string[]> {
  return ResultsReader.use(file, async (reader) => (await reader.runs()).map((run) => run.status));
}
