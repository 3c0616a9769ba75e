import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ReplayEngine, ReplayResult } from './replay.ts';

type Answer = { readonly result: ReplayResult } | { readonly problem: string };

/** Replays in a process of its own, so that its memory is its own. Rejects with the message of what went wrong. */
export function replayInOwnProcess(
  scenarioFile: string,
  traceDirectory: string,
  engine: ReplayEngine,
): Promise<ReplayResult> {
  const program = fileURLToPath(new URL('./replay-process.js', import.meta.url));
  const child = fork(program, [scenarioFile, traceDirectory, engine]);
  return new Promise((resolve, reject) => {
    let answer: Answer = { problem: 'the process ended without a result' };
    child.on('message', (message) => (answer = message as Answer));
    child.on('error', reject);
    child.on('exit', () => {
      if ('result' in answer) resolve(answer.result);
      else reject(new Error(answer.problem));
    });
  });
}
