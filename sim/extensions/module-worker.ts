import { parentPort, workerData } from 'node:worker_threads';
import { checkExtension, isWeigher } from '../../core/index.ts';
import { InputError } from '../input-error.ts';
import { loadExtensions } from './load-extensions.ts';
import type { ModuleMessage, ModuleTask } from './module-task.ts';
import { WatchBoard } from './watch-board.ts';

// Loads one module of a person's own, and checks what it exports when that is asked for, in a thread
// that can be ended.

const { path, memory, check } = workerData as ModuleTask;

const port = parentPort!;

function post(message: ModuleMessage): void {
  port.postMessage(message);
}

async function work(): Promise<void> {
  const { filters, weighers } = await loadExtensions([path], new WatchBoard(memory));
  const nameOf = ({ name, aliases = [] }: { readonly name: string; readonly aliases?: readonly string[] }) => {
    return { name, aliases: [...aliases] };
  };
  post({ type: 'loaded', names: { filters: filters.map(nameOf), weighers: weighers.map(nameOf) } });
  if (check === undefined) return;
  for (const extension of [...filters, ...weighers]) {
    post({ type: 'checking', name: extension.name, kind: isWeigher(extension) ? 'weigher' : 'filter' });
    post({ type: 'checked', report: checkExtension(extension, check.seed) });
  }
}

try {
  await work();
  post({ type: 'done' });
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  post({ type: 'bad-input', problems: error.problems });
}
