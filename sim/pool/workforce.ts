import { Piscina } from 'piscina';
import type { ResultsWriter, RunLockfile } from '../../store/index.ts';
import { callLimitSeconds, describeOverdue, watchCalls } from '../extensions/call-limit.ts';
import { WatchBoard } from '../extensions/watch-board.ts';
import { InputError } from '../input-error.ts';
import { compiledFile } from './compiled-file.ts';
import { Inbox } from './inbox.ts';
import type { FailedRun, Sweep, SweepOptions } from './run-sweep.ts';
import type { SweepProgress } from './sweep-progress.ts';
import { defaultWorkerMemoryMib } from './worker-memory.ts';
import {
  createControl,
  type FailureReason,
  type WorkerMessage,
  type WorkerOutcome,
  type WorkerTask,
} from './worker-protocol.ts';

/** A worker may die once under a run. */
const attemptsMax = 2;

/** Thrown inside a sweep that was told to stop. */
export class Stopped extends Error {}

/** The worker threads of one sweep. */
export class Workforce {
  readonly size: number;
  readonly #sweep: Sweep;
  readonly #pool: Piscina;
  readonly #stop = new AbortController();
  readonly #callLimitSeconds: number;

  constructor(sweep: Sweep, options: SweepOptions, tasks: number) {
    this.#sweep = sweep;
    this.#callLimitSeconds = options.callLimitSeconds ?? callLimitSeconds();
    this.size = Math.max(1, Math.min(options.workers, tasks));
    this.#pool = new Piscina({
      filename: options.workerFile ?? compiledFile('run-worker.js'),
      minThreads: this.size,
      maxThreads: this.size,
      // The pool tries `require` first. Node aborts when a worker is ended while that loads an ES module.
      execArgv: ['--no-experimental-require-module'],
      resourceLimits: { maxOldGenerationSizeMb: options.workerMemoryMib ?? defaultWorkerMemoryMib(this.size) },
    });
    // Between tasks nothing is lost with a worker; the pool starts another.
    this.#pool.on('error', () => undefined);
    const stop = () => this.#stop.abort();
    if (options.signal?.aborted) stop();
    options.signal?.addEventListener('abort', stop, { signal: this.#stop.signal });
  }

  get stopped(): boolean {
    return this.#stop.signal.aborted;
  }

  /** When one of them throws, the others stop too; being told to stop is no error. */
  async orStop(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#stop.abort();
      if (!(error instanceof Stopped)) throw error;
    }
  }

  async dismiss(): Promise<void> {
    this.#stop.abort();
    await this.#pool.destroy();
  }

  async execute(run: number, writer: ResultsWriter, progress: SweepProgress): Promise<FailedRun | undefined> {
    for (let attempt = 1; ; attempt++) {
      const result = await this.#attempt(run, attempt, writer, progress);
      if (result === 'complete') return undefined;
      if (result.mayRepeat && attempt < attemptsMax) continue;
      const { variant, seed } = this.#sweep.plan.runs[run]!;
      return { run, variant, seed, reason: result.reason, message: result.message };
    }
  }

  async #attempt(
    run: number,
    attempt: number,
    writer: ResultsWriter,
    progress: SweepProgress,
  ): Promise<'complete' | Failure> {
    const startedAt = new Date();
    const begun = performance.now();
    const timing = () => ({ startedAt, wallSeconds: (performance.now() - begun) / 1000, attempts: attempt });
    const control = createControl();
    const board = new WatchBoard();
    const hostNames: string[] = [];
    const inbox = new Inbox(control, (message) => {
      if (message.type === 'begin') hostNames.push(...message.description.hosts.map(({ name }) => name));
      return this.#write(run, message, writer);
    });
    const overdue = new AbortController();
    const unwatch = watchCalls(board, this.#callLimitSeconds, (call) => {
      overdue.abort(new CallOverdue(describeOverdue(call, this.#callLimitSeconds, hostNames)));
    });
    progress.begin(run, control);
    try {
      const task = this.#task(run, inbox.workerPort, control, board.memory);
      const outcome = await Promise.race([this.#ask(task, overdue.signal), inbox.refused]);
      if (outcome.type === 'bad-input') throw new InputError(outcome.problems);
      if (outcome.type === 'finished') {
        await inbox.received(outcome.messages);
        await writer.completeRun(run, outcome.summary, timing());
        return 'complete';
      }
      await inbox.close();
      await writer.failRun(run, outcome.message, timing());
      return { reason: outcome.reason, message: outcome.message, mayRepeat: false };
    } catch (error) {
      await inbox.close();
      if (error instanceof CallOverdue) {
        await writer.failRun(run, error.message, timing());
        return { reason: 'call-overdue', message: error.message, mayRepeat: false };
      }
      if (!(error instanceof WorkerDied)) {
        // The file may refuse this as well (a full disk); resuming removes the rows then.
        await writer.discardRun(run).catch(() => undefined);
        throw error;
      }
      if (attempt < attemptsMax) await writer.discardRun(run);
      else await writer.failRun(run, error.message, timing());
      return { reason: error.reason, message: error.message, mayRepeat: true };
    } finally {
      unwatch();
      progress.finish(run);
      await inbox.close();
    }
  }

  #task(run: number, port: WorkerTask['port'], control: Int32Array, board: SharedArrayBuffer): WorkerTask {
    return { scenario: this.#sweep.scenario, plan: this.#sweep.tasks[run], port, control, board };
  }

  /** `overdue` ends the worker thread. */
  async #ask(task: WorkerTask, overdue: AbortSignal): Promise<WorkerOutcome> {
    const options = { transferList: [task.port], signal: AbortSignal.any([this.#stop.signal, overdue]) };
    try {
      return (await this.#pool.run(task, options)) as WorkerOutcome;
    } catch (error) {
      if (this.stopped) throw new Stopped();
      if (overdue.aborted) throw overdue.reason;
      throw new WorkerDied(error);
    }
  }

  async #write(run: number, message: WorkerMessage, writer: ResultsWriter): Promise<void> {
    if (message.type === 'rows') return writer.append(run, message.rows, message.samples);
    const { variant, seed } = this.#sweep.plan.runs[run]!;
    const { build, inputs, plan } = this.#sweep;
    const lockfile: RunLockfile = { ...build, variant, seed, scenario: plan.scenario.hash, inputs };
    return writer.beginRun(run, { description: message.description, demandHash: message.demandHash, lockfile });
  }
}

interface Failure {
  readonly reason: FailureReason;
  readonly message: string;
  /** A thread may die of what another run did to the machine; what a run does itself it would do again. */
  readonly mayRepeat: boolean;
}

/** A call of a person's own code did not return; the run would meet it again. */
class CallOverdue extends Error {}

class WorkerDied extends Error {
  readonly reason: FailureReason;

  constructor(cause: unknown) {
    super(`the worker thread of the run died (${cause instanceof Error ? cause.message : String(cause)})`, { cause });
    const code = (cause as { code?: unknown } | null)?.code;
    this.reason = code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out-of-memory' : 'worker-died';
  }
}
