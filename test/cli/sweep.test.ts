import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  astrolabe,
  completeRuns,
  inProcess,
  startAstrolabe,
  untilComplete,
  workFolder,
  writeScenario,
} from './run-astrolabe.ts';

interface Report {
  readonly file: string;
  readonly shard?: string;
  readonly runs: number;
  readonly kept: number;
  readonly complete: number;
  readonly changed: boolean;
  readonly missing: readonly unknown[];
  readonly resultsHash: string;
}

async function reported(...args: string[]): Promise<Report> {
  const { code, out, err } = await inProcess(...args, '--json', '-q');
  expect(err).toBe('');
  expect(code).toBe(0);
  return JSON.parse(out) as Report;
}

describe('astrolabe sweep', () => {
  it('in shares, one killed half way and resumed, merged in any order, is what one machine writes alone', async () => {
    const folder = workFolder();
    const scenario = writeScenario(folder, { days: 3, seeds: '3' });
    const files = [1, 2, 3].map((i) => join(folder, `${i}.sqlite`));
    const shard = (i: number) => ['sweep', scenario, '--shard', `${i}/3`, '-o', files[i - 1]!];
    do {
      rmSync(files[1]!, { force: true });
      const { child, finished } = startAstrolabe(folder, ...shard(2), '-w', '1');
      await untilComplete(files[1]!, 1, finished);
      child.kill('SIGKILL');
      await finished;
      // On a busy machine its second run may have ended before it was killed.
    } while ((await completeRuns(files[1]!)) !== 1);

    // What the killed one left counts; the exact rest is named.
    const early = join(folder, 'early.sqlite');
    expect(await inProcess('merge', early, files[1]!)).toEqual({
      code: 0,
      out: `Results: ${early}: 1 of 6 runs\n`,
      err: 'missing shards: 1/3, 3/3\nmissing runs of shard 2/3: eight, seed 2\n',
    });

    expect(await reported(...shard(2), '--resume')).toMatchObject({ shard: '2/3', runs: 2, kept: 1, file: files[1] });
    for (const i of [3, 1]) await reported(...shard(i));
    const whole = await reported('sweep', scenario, '-o', join(folder, 'whole.sqlite'));
    expect(whole).not.toHaveProperty('shard');
    for (const [i, order] of [files, files.toReversed()].entries()) {
      const merged = await reported('merge', join(folder, `merged-${i}.sqlite`), ...order, '--require-complete');
      expect(merged).toMatchObject({ complete: 6, missing: [], changed: true, resultsHash: whole.resultsHash });
    }
    expect(await reported('merge', early, ...files)).toMatchObject({ resultsHash: whole.resultsHash, changed: true });
    expect(await reported('merge', early, ...files, ...files)).toMatchObject({ changed: false });
  }, 120_000);

  it('does nothing, and says so, for a share without runs', async () => {
    const folder = workFolder();
    writeScenario(folder, { seeds: '[1]' });
    const empty = await astrolabe(folder, 'sweep', 'tiny.yaml', '--shard', '1/5');
    expect(empty).toMatchObject({ code: 0, err: expect.stringContaining('no runs; there are more shards') as string });
    const files = readdirSync(join(folder, 'results'));
    expect(files).toEqual(['tiny.shard-1-of-5.sqlite']);
  });

  it.each(['65/64', '0/64', '3/0', 'x/y', '3', '3/64/1', '-1/4', '1.5/4', ''])(
    'refuses the shard "%s" in one line, with exit code 2, before anything is written',
    async (text) => {
      const folder = workFolder();
      const file = join(folder, 'r.sqlite');
      const { code, out, err } = await inProcess('sweep', writeScenario(folder), `--shard=${text}`, '-o', file);
      expect([code, out]).toEqual([2, '']);
      expect(err.split('\n')[0]).toContain(`Found "${text}"; accepted: I/N with I from 1 to N`);
      expect(existsSync(file)).toBe(false);
    },
  );

  it('fails with the reason when a run needs more memory than a worker may use', async () => {
    const folder = workFolder();
    const file = writeScenario(folder, { days: 300, seeds: '[1]' });
    const { code, out, err } = await astrolabe(folder, 'sweep', file, '--worker-memory', '16', '--json', '-q');
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ failed: [{ reason: 'out-of-memory' }, { reason: 'out-of-memory' }] });
    expect(err).toMatch(/^astrolabe: 2 of 2 runs failed/);
  });
});
