import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ExtensionReport } from '../../core/index.ts';
import { InputError, type InputProblem } from '../input-error.ts';
import { compiledFile } from '../pool/compiled-file.ts';
import { describeOverdue, watchCalls } from './call-limit.ts';
import { WatchBoard } from './watch-board.ts';

/** What the worker thread gets. */
export interface ModuleTask {
  /** Absolute. */
  readonly path: string;
  readonly memory: SharedArrayBuffer;
  /** `undefined`: load only. */
  readonly check?: { readonly seed: number } | undefined;
}

/** Names and aliases of what a module exports. */
export interface ExtensionNames {
  readonly filters: readonly NamedExtension[];
  readonly weighers: readonly NamedExtension[];
}

export interface NamedExtension {
  readonly name: string;
  readonly aliases?: readonly string[];
}

export type ModuleMessage =
  | { readonly type: 'loaded'; readonly names: ExtensionNames }
  | { readonly type: 'checking'; readonly name: string; readonly kind: ExtensionReport['kind'] }
  | { readonly type: 'checked'; readonly report: ExtensionReport }
  | { readonly type: 'bad-input'; readonly problems: readonly InputProblem[] }
  | { readonly type: 'done' };

export type ModuleAnswer = Exclude<ModuleMessage, { type: 'bad-input' | 'done' }>;

/** One call took longer than the limit; `answers` came before. */
export interface Overdue {
  readonly message: string;
}

/**
 * Works on one module in a thread of its own, which is ended when a call takes longer than the limit.
 * Answers all that the thread said, and the call that did not return, if there was one. What the
 * module prints goes to standard error. Throws InputError for a module that does not load.
 */
export async function workOnModule(
  path: string,
  limitSeconds: number,
  check?: ModuleTask['check'],
): Promise<{ readonly answers: readonly ModuleAnswer[]; readonly overdue: Overdue | undefined }> {
  const board = new WatchBoard();
  const task: ModuleTask = { path, memory: board.memory, check };
  const worker = new Worker(compiledFile(join('..', 'extensions', 'module-worker.js')), {
    workerData: task,
    execArgv: [],
    stdout: true,
  });
  worker.stdout.pipe(process.stderr, { end: false });
  const answers: ModuleAnswer[] = [];
  let overdue: Overdue | undefined;
  const unwatch = watchCalls(board, limitSeconds, (call) => {
    overdue = { message: describeOverdue(call, limitSeconds, []) };
    void worker.terminate();
  });
  try {
    await conversation(worker, answers, () => overdue !== undefined, path);
    return { answers, overdue };
  } finally {
    unwatch();
    await worker.terminate();
  }
}

function conversation(worker: Worker, answers: ModuleAnswer[], isOverdue: () => boolean, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: ModuleMessage) => {
      if (message.type === 'bad-input') reject(new InputError(message.problems));
      else if (message.type === 'done') resolve();
      else answers.push(message);
    });
    worker.on('error', reject);
    // Nothing is left to do in the thread, and it is not done: an await that nothing ever answers.
    worker.on('exit', (code) => (isOverdue() ? resolve() : reject(neverDone(path, code))));
  });
}

function neverDone(path: string, code: number): InputError {
  const found = `a module that ends its thread or never finishes loading (exit code ${code})`;
  const accepted = 'a module that exports what defineFilter or defineWeigher returns';
  return new InputError([{ code: 'own-module', file: path, found, accepted }]);
}
