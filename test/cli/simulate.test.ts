import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ResultsReader, type StoredRun } from '../../store/index.ts';
import { astrolabe, inProcess, startAstrolabe, untilComplete, workFolder, writeScenario } from './run-astrolabe.ts';

interface Report {
  readonly file: string;
  readonly runs: number;
  readonly kept: number;
  readonly resultsHash: string;
}

async function simulated(folder: string, ...args: string[]): Promise<Report> {
  const { code, out, err } = await astrolabe(folder, 'simulate', 'tiny.yaml', '--json', '-q', ...args);
  expect(err).toBe('');
  expect(code).toBe(0);
  return JSON.parse(out) as Report;
}

function runsIn(file: string): Promise<StoredRun[]> {
  return ResultsReader.use(file, (reader) => reader.runs());
}

const complete = (runs: readonly StoredRun[]) => runs.filter((run) => run.status === 'complete').length;

describe('astrolabe simulate', () => {
  it('writes the same decisions and metrics with one worker or two', async () => {
    const folder = workFolder();
    writeScenario(folder);
    const one = await simulated(folder, '-w', '1', '-o', 'one.sqlite');
    const two = await simulated(folder, '-w', '2', '-o', 'two.sqlite');
    expect(one).toMatchObject({ file: 'one.sqlite', runs: 6, kept: 0 });
    expect(two.resultsHash).toBe(one.resultsHash);
    const other = await simulated(folder, '--seeds', '1-2,9', '-o', 'three.sqlite');
    expect(other.resultsHash).not.toBe(one.resultsHash);
    const runs = await runsIn(join(folder, 'three.sqlite'));
    expect(runs.map((run) => run.seed)).toEqual([1, 1, 2, 2, 9, 9]);
    expect(runs[0]!.demandHash).toBe(runs[1]!.demandHash);
    expect(runs[0]!.decisionsHash).not.toBe(runs[1]!.decisionsHash);
    expect(runs[0]!.demandHash).not.toBe(runs[2]!.demandHash);
  });

  it('resumes after kill -9, twice, and ends with the results of an uninterrupted sweep', async () => {
    const folder = workFolder();
    writeScenario(folder, { days: 6, seeds: '3' });
    const file = join(folder, 'killed.sqlite');
    for (const count of [1, 2]) {
      const { child, finished } = startAstrolabe(folder, 'simulate', 'tiny.yaml', '-o', 'killed.sqlite', '--resume');
      await untilComplete(file, count, finished);
      child.kill('SIGKILL');
      expect((await finished).code).toBe(null);
      const runs = await runsIn(file);
      expect(complete(runs)).toBeGreaterThanOrEqual(count);
      expect(complete(runs)).toBeLessThan(runs.length);
    }
    const resumed = await simulated(folder, '-o', 'killed.sqlite', '--resume');
    expect(resumed.kept).toBeGreaterThanOrEqual(2);
    const whole = await simulated(folder, '-o', 'whole.sqlite');
    expect(resumed.resultsHash).toBe(whole.resultsHash);
  }, 120_000);

  it('stops on Ctrl-C, keeps complete runs and says how to go on', async () => {
    const folder = workFolder();
    writeScenario(folder, { days: 6, seeds: '4' });
    const { child, finished } = startAstrolabe(folder, 'simulate', 'tiny.yaml', '-o', 'r.sqlite');
    await untilComplete(join(folder, 'r.sqlite'), 1, finished);
    child.kill('SIGINT');
    const { code, err } = await finished;
    expect(code).toBe(130);
    expect(err).toMatch(/stopped: \d of \d runs are complete and kept\. Continue with --resume\./);
    const runs = await runsIn(join(folder, 'r.sqlite'));
    expect(new Set(runs.map((run) => run.status))).toEqual(new Set(['complete', 'planned']));
    expect(readdirSync(folder).toSorted()).toEqual(['r.sqlite', 'tiny.yaml']);
  });

  it.each([
    ['a misspelt key', 'sceduler: {}', /tiny\.yaml:\d+:\d+: .*sceduler.*scheduler/s],
    ['an unknown filter', 'baseline: fuor', /tiny\.yaml:\d+:\d+: .*fuor.*four/s],
  ])('refuses %s with one clear message, exit code 2 and nothing written', async (_, more, message) => {
    const folder = workFolder();
    writeScenario(folder, { more });
    const { code, out, err } = await astrolabe(folder, 'simulate', 'tiny.yaml');
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n\s+at /);
    expect(readdirSync(folder)).toEqual(['tiny.yaml']);
  });

  it('refuses a results file that is there, one of another scenario and one that is none', async () => {
    const folder = workFolder();
    writeScenario(folder);
    await simulated(folder, '--seeds', '1', '-o', 'r.sqlite');
    const before = readFileSync(join(folder, 'r.sqlite'));
    const again = await astrolabe(folder, 'simulate', 'tiny.yaml', '-o', 'r.sqlite');
    expect(again).toMatchObject({
      code: 2,
      err: expect.stringMatching(/is there already\. Continue it with --resume/) as string,
    });
    writeScenario(folder, { days: 2 });
    const other = await astrolabe(folder, 'simulate', 'tiny.yaml', '-o', 'r.sqlite', '--seeds', '1', '--resume');
    expect(other).toMatchObject({ code: 2, err: expect.stringMatching(/before a change of the scenario/) as string });
    expect(readFileSync(join(folder, 'r.sqlite')).subarray(100).equals(before.subarray(100))).toBe(true);
    writeFileSync(join(folder, 'text.sqlite'), 'hello');
    const none = await astrolabe(folder, 'simulate', 'tiny.yaml', '-o', 'text.sqlite', '--resume');
    expect(none).toMatchObject({ code: 2, err: expect.stringMatching(/not a results file/) as string });
    expect(readFileSync(join(folder, 'text.sqlite'), 'utf8')).toBe('hello');
  });

  it('refuses wrong options before it reads anything', async () => {
    for (const args of [['--seeds', '3-1'], ['--workers', '0'], ['--resume', '--overwrite'], ['--cheese']]) {
      const { code, err } = await inProcess('simulate', 'none.yaml', ...args);
      expect(code).toBe(2);
      expect(err).toMatch(/accepted|cannot be used with|unknown option/);
    }
  });
});
