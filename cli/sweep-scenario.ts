import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, extname, join } from 'node:path';
import { Option, type Command } from 'commander';
import { loadScenario, planSweep, runSweep, type FailedRun, type Sweep } from '../sim/index.ts';
import {
  ResultsReader,
  resultsHash,
  ResultsWriter,
  runsOfShare,
  shareText,
  StoreError,
  type Share,
} from '../store/index.ts';
import { CommandError, exitCode } from './exit-code.ts';
import { interruptible } from './interruption.ts';
import { seedList, wholeNumber } from './option-values.ts';
import { describeSeconds, ProgressLine } from './progress-line.ts';
import type { Terminal } from './terminal.ts';

export interface SweepRequest {
  readonly output?: string;
  readonly workers?: number;
  readonly seeds?: readonly number[];
  readonly inputs?: readonly string[];
  readonly resume?: boolean;
  readonly overwrite?: boolean;
  readonly workerMemory?: number;
  /** The part of the plan to do; default all of it. */
  readonly shard?: Share;
}

export interface SweepReport {
  readonly file: string;
  readonly scenario: string;
  /** `3/64`, when only a share was done. */
  readonly shard?: string;
  /** Of the scenario, or of the share. */
  readonly runs: number;
  /** Runs that were complete before. */
  readonly kept: number;
  readonly failed: readonly FailedRun[];
  /** Equal for equal scenario, seeds and build. */
  readonly resultsHash: string;
}

/** Adds the options of a command that runs a scenario. */
export function addSweepOptions(command: Command): Command {
  const directory = (value: string, before: string[] = []) => [...before, value];
  return command
    .option('-o, --output <file>', 'results file (default: results/NAME-OF-SCENARIO.sqlite)')
    .option('-w, --workers <number>', 'worker threads (default: one for each processor)', wholeNumber(1, 1024))
    .option(
      '--worker-memory <mib>',
      'MiB for the objects of a worker, and as many for its arrays (default: up to 4096, as the machine allows)',
      wholeNumber(16, 1_048_576),
    )
    .option('-s, --seeds <list>', 'seeds instead of those of the scenario: 1-8 or 1,2,5', seedList)
    .option('-i, --inputs <folder>', 'a further folder with files that the scenario names; may be repeated', directory)
    .addOption(new Option('-r, --resume', 'continue the results file where it stopped').conflicts('overwrite'))
    .option('--overwrite', 'replace the results file');
}

/**
 * Runs a scenario into a results file. Nothing is written before the whole input was found good.
 * Throws `CommandError` when it was interrupted, with complete runs kept.
 */
export async function sweepScenario(
  scenarioFile: string,
  request: SweepRequest,
  terminal: Terminal,
): Promise<SweepReport> {
  const loaded = await loadScenario(scenarioFile, { inputDirectories: request.inputs ?? [] });
  const scenario = request.seeds ? { ...loaded, seeds: request.seeds } : loaded;
  const sweep = planSweep(scenario);
  const { shard } = request;
  const file = request.output ?? defaultFile(scenarioFile, shard);
  const workers = request.workers ?? availableParallelism();
  const writer = await openWriter(file, sweep, request);
  try {
    if (shard) await writer.addShare(shard);
    const waiting = (await writer.remainingRuns(shard)).length;
    const total = runsOfShare(shard ?? { number: 1, of: 1 }, sweep.plan.runs.length).length;
    const title = shard ? `${scenario.name}, shard ${shareText(shard)}` : scenario.name;
    terminal.remark(announcement(title, waiting, total, Math.min(workers, waiting)));
    const failed = await work(sweep, writer, { ...request, workers }, terminal);
    return {
      file,
      scenario: scenario.name,
      ...(shard ? { shard: shareText(shard) } : {}),
      runs: total,
      kept: total - waiting,
      failed,
      resultsHash: await ResultsReader.use(file, resultsHash),
    };
  } finally {
    await writer.close();
  }
}

function defaultFile(scenarioFile: string, shard: Share | undefined): string {
  const name = basename(scenarioFile, extname(scenarioFile));
  return join('results', shard ? `${name}.shard-${shard.number}-of-${shard.of}.sqlite` : `${name}.sqlite`);
}

/** Says which runs failed, when any did. */
export function throwIfFailed({ failed, runs, file }: SweepReport): void {
  if (failed.length === 0) return;
  const reasons = [...new Set(failed.map((run) => run.message))].map((message) => {
    const same = failed.filter((run) => run.message === message);
    return `  ${message}\n    ${same.map(({ variant, seed }) => `${variant}, seed ${seed}`).join('; ')}`;
  });
  const text = `${failed.length} of ${runs} runs failed; the others are in ${file}.\n${reasons.join('\n')}`;
  throw new CommandError(exitCode.internal, text);
}

async function openWriter(file: string, sweep: Sweep, request: SweepRequest): Promise<ResultsWriter> {
  if (!request.resume || !existsSync(file)) {
    return ResultsWriter.create(file, sweep.plan, { overwrite: request.overwrite === true });
  }
  const writer = await ResultsWriter.resume(file, sweep.plan);
  const other = (await writer.buildsUsed()).find(
    (used) => used.build !== sweep.build.build || used.node !== sweep.build.node,
  );
  if (!other) return writer;
  await writer.close();
  const found = `was begun by Astrolabe ${other.astrolabe} (build ${other.build.slice(0, 12)}, Node ${other.node})`;
  const own = `this is ${sweep.build.astrolabe} (build ${sweep.build.build.slice(0, 12)}, Node ${sweep.build.node})`;
  throw new StoreError('other-sweep', file, `${found}; ${own}. Runs of both in one file could not be compared.`);
}

function announcement(name: string, waiting: number, total: number, workers: number): string {
  const runs = (count: number) => `${count} ${count === 1 ? 'run' : 'runs'}`;
  if (total === 0) return `${name}: no runs; there are more shards than runs.`;
  if (waiting === 0) return `${name}: all ${runs(total)} are complete already.`;
  const kept = waiting < total ? ` of ${total}, the others are complete already` : '';
  return `${name}: ${runs(waiting)}${kept}, ${workers} at a time.`;
}

async function work(
  sweep: Sweep,
  writer: ResultsWriter,
  { workers, workerMemory, shard }: SweepRequest & { readonly workers: number },
  terminal: Terminal,
): Promise<readonly FailedRun[]> {
  const line = terminal.showsProgress ? new ProgressLine() : undefined;
  const begun = performance.now();
  const outcome = await interruptible(async (signal) => {
    try {
      return await runSweep(sweep, writer, {
        workers,
        workerMemoryMib: workerMemory,
        share: shard,
        signal,
        onProgress: line && ((progress) => line.show(progress)),
      });
    } finally {
      line?.end();
    }
  });
  const { completed, stopped, failed } = outcome;
  if (stopped) {
    const total = runsOfShare(shard ?? { number: 1, of: 1 }, sweep.plan.runs.length).length;
    const left = (await writer.remainingRuns(shard)).length;
    const text = `stopped: ${total - left} of ${total} runs are complete and kept. Continue with --resume.`;
    throw new CommandError(exitCode.interrupted, text);
  }
  if (completed > 0) terminal.remark(`Done in ${describeSeconds((performance.now() - begun) / 1000)}.`);
  return failed;
}
