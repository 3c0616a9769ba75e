import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { astrolabe, completeRuns, workFolder, writeScenario, type Finished } from '../cli/run-astrolabe.ts';

const script = fileURLToPath(new URL('../../docs/cluster/run-shard.sh', import.meta.url));
const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

interface Shard {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
}

/** Runs the script as a batch engine does: by the environment that it sets. */
function startShard(folder: string, environment: Readonly<Record<string, string>>, ...args: string[]): Shard {
  const scratch = join(folder, 'scratch');
  mkdirSync(scratch, { recursive: true });
  const env = { PATH: process.env['PATH'], ASTROLABE: `${process.execPath} ${main}`, TMPDIR: scratch, ...environment };
  const child = spawn('sh', [script, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, finished: new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err }))) };
}

const slurm = (task: number, tasks: number) => ({
  SLURM_ARRAY_TASK_ID: String(task),
  SLURM_ARRAY_TASK_COUNT: String(tasks),
  SLURM_ARRAY_TASK_MAX: String(tasks),
});

async function hashOf(folder: string, ...args: string[]): Promise<unknown> {
  const { code, out, err } = await astrolabe(folder, ...args, '--json', '-q');
  expect(err).toBe('');
  expect(code).toBe(0);
  return (JSON.parse(out) as { resultsHash: unknown }).resultsHash;
}

/** The results file that a shard is writing in its scratch folder, once it has that many runs. */
async function untilScratchHas(folder: string, runs: number, ended: () => boolean): Promise<void> {
  const scratch = join(folder, 'scratch');
  for (;;) {
    if (ended()) expect.fail('ended before it was stopped');
    const [own] = readdirSync(scratch);
    const file = own && readdirSync(join(scratch, own)).find((name) => name.endsWith('.sqlite'));
    if (file && (await completeRuns(join(scratch, own, file))) >= runs) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('the batch script', () => {
  it('runs a share a task, by the names of Slurm, of Kubernetes or by hand, and leaves results only', async () => {
    const folder = workFolder();
    writeScenario(folder);
    const tasks = [slurm(1, 3), { JOB_COMPLETION_INDEX: '1', SHARDS: '3' }, { SHARD: '3', SHARDS: '3' }];
    for (const task of tasks) {
      const { finished } = startShard(folder, task, 'tiny.yaml', 'shared', '--quiet', '--workers', '1');
      expect(await finished).toMatchObject({ code: 0, err: '' });
    }
    const files = readdirSync(join(folder, 'shared'));
    expect(files).toEqual(['shard-1-of-3.sqlite', 'shard-2-of-3.sqlite', 'shard-3-of-3.sqlite']);
    expect(readdirSync(join(folder, 'scratch'))).toEqual([]);
    const shards = files.map((file) => join('shared', file));
    expect(await hashOf(folder, 'merge', 'all.sqlite', ...shards, '--require-complete')).toBe(
      await hashOf(folder, 'simulate', 'tiny.yaml', '-o', 'serial.sqlite'),
    );
  });

  it('keeps what is complete when it is told to stop, and the next attempt does the rest', async () => {
    const folder = workFolder();
    writeScenario(folder, { days: 6, seeds: '3' });
    const { child, finished } = startShard(folder, slurm(1, 1), 'tiny.yaml', 'shared', '--workers', '1');
    let ended = false;
    void finished.then(() => (ended = true));
    await untilScratchHas(folder, 1, () => ended);
    child.kill('SIGTERM');
    expect(await finished).toMatchObject({ code: 130, err: expect.stringMatching(/stopped: \d of 6 runs/) as string });
    const result = join(folder, 'shared', 'shard-1-of-1.sqlite');
    const kept = await completeRuns(result);
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(6);
    const again = await startShard(folder, slurm(1, 1), 'tiny.yaml', 'shared').finished;
    expect(again).toMatchObject({
      code: 0,
      err: expect.stringContaining(`${6 - kept} runs of 6, the others`) as string,
    });
    expect(await completeRuns(result)).toBe(6);
    expect(readdirSync(join(folder, 'scratch'))).toEqual([]);
  }, 120_000);

  it('refuses what it cannot understand, and passes on the exit code of the sweep', async () => {
    const folder = workFolder();
    const gap = { ...slurm(9, 2), SLURM_ARRAY_TASK_MAX: '9' };
    expect(await startShard(folder, gap, 'tiny.yaml', 'shared').finished).toMatchObject({
      code: 2,
      err: 'run-shard.sh: found an array that is not 1-N; accepted: --array=1-N, or a part of it with SHARDS=N set\n',
    });
    expect((await startShard(folder, slurm(1, 1), 'tiny.yaml').finished).code).toBe(2);
    const unknown = await startShard(folder, slurm(1, 1), 'none.yaml', 'shared').finished;
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('none.yaml') as string });
    expect(existsSync(join(folder, 'shared', 'shard-1-of-1.sqlite'))).toBe(false);
    writeScenario(folder);
    const part = { ...gap, SHARDS: '9' };
    expect(await startShard(folder, part, 'tiny.yaml', 'shared', '--quiet').finished).toMatchObject({ code: 0 });
    expect(readdirSync(join(folder, 'shared'))).toEqual(['shard-9-of-9.sqlite']);
  });
});
