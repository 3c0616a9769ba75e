import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, vi } from 'vitest';
import { runCommand } from '../../cli/run-command.ts';
import { ResultsReader } from '../../store/index.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder that is gone after the test. */
export function workFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'astrolabe-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts the compiled command in a folder; it is killed with the test if it still runs. */
export function startAstrolabe(
  folder: string,
  ...args: string[]
): { child: ChildProcess; finished: Promise<Finished> } {
  const child = spawn(process.execPath, [main, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  onTestFinished(() => void child.kill('SIGKILL'));
  const finished = new Promise<Finished>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
  return { child, finished };
}

export function astrolabe(folder: string, ...args: string[]): Promise<Finished> {
  return startAstrolabe(folder, ...args).finished;
}

/** Runs a command in this process: much cheaper, for what needs no folder of its own. */
export async function inProcess(...args: string[]): Promise<Finished> {
  let out = '';
  let err = '';
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((out += String(text)))),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((err += String(text)))),
  ];
  try {
    const code = await runCommand(args);
    return { code, out, err };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** Two variants of a small cloud; `days` makes runs longer. */
export function writeScenario(folder: string, { days = 1, seeds = '[1, 2, 3]', more = '' } = {}): string {
  const file = join(folder, 'tiny.yaml');
  writeFileSync(
    file,
    `name: Tiny
question: Four or eight?
cloud:
  hosts:
    - { kind: standard, count: 10, vcpus: 16, ram: 128 GiB, disk: 2 TiB }
  ratios: { cpu: 4 }
flavors:
  small: { vcpus: 2, ram: 4 GiB, disk: 20 GiB, weight: 3 }
  large: { vcpus: 8, ram: 16 GiB, disk: 80 GiB, weight: 1 }
workload:
  generate:
    load: 0.9
    lifetimes: { mixture: [{ weight: 1, median: 2h, sigma: 1.0 }] }
duration: ${days}d
seeds: ${seeds}
metrics: { warmUp: 6h, sampleEvery: 10m, hostSampleEvery: 1h }
scheduler: { filters: [ComputeFilter, RamFilter] }
variants:
  - name: four
  - name: eight
    set: { cloud.ratios.cpu: 8 }
${more}`,
  );
  return file;
}

/** How many runs are complete in a results file. */
export function completeRuns(file: string): Promise<number> {
  return ResultsReader.use(file, async (reader) => {
    return (await reader.runs()).filter((run) => run.status === 'complete').length;
  });
}

/** Waits until so many runs are complete in a file that a command is writing. */
export async function untilComplete(file: string, count: number, writing: Promise<Finished>): Promise<void> {
  let ended: Finished | undefined;
  void writing.then((finished) => (ended = finished));
  // A file that is just being made has no tables yet.
  while (!existsSync(file) || (await completeRuns(file).catch(() => 0)) < count) {
    if (ended) expect.fail(`ended before ${count} runs were complete: ${ended.err}`);
    await sleep(10);
  }
}
