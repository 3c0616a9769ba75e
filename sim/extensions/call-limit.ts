import { InputError } from '../input-error.ts';
import type { Sighting, WatchBoard } from './watch-board.ts';

const DEFAULT_SECONDS = 30;
const VARIABLE = 'ASTROLABE_EXTENSION_SECONDS';

/**
 * How long one call of a person's own code may take: `ASTROLABE_EXTENSION_SECONDS`, default 30 s. It
 * depends on the machine and not on what is simulated, hence no part of a scenario. Throws InputError
 * for a value that is no positive number.
 */
export function callLimitSeconds(): number {
  const text = process.env[VARIABLE];
  if (text === undefined || text === '') return DEFAULT_SECONDS;
  const seconds = Number(text);
  if (seconds > 0 && Number.isFinite(seconds)) return seconds;
  const accepted = `a number of seconds above 0, or nothing for ${DEFAULT_SECONDS}`;
  throw new InputError([{ code: 'wrong-value', file: VARIABLE, found: `"${text}"`, accepted }]);
}

/**
 * Looks at the board of another thread about once a second, and reports a call that has taken longer
 * than the limit, once. The answer ends the watch.
 */
export function watchCalls(board: WatchBoard, limitSeconds: number, onOverdue: (call: Sighting) => void): () => void {
  let seen: Sighting | undefined;
  let sinceMilliseconds = 0;
  const look = () => {
    const now = board.look();
    if (now === undefined || now.call !== seen?.call) {
      seen = now;
      sinceMilliseconds = performance.now();
    } else if (performance.now() - sinceMilliseconds >= limitSeconds * 1000) {
      clearInterval(timer);
      onOverdue(now);
    }
  };
  const timer = setInterval(look, Math.min(1000, limitSeconds * 250));
  timer.unref();
  return () => clearInterval(timer);
}

/** `the filter "X" of own.ts did not return within 30 s, asked about host node-3 for ...`. */
export function describeOverdue(call: Sighting, limitSeconds: number, hostNames: readonly string[]): string {
  const { subject, host, request } = call;
  const about = host === undefined ? '' : `, asked about host ${hostNames[host] ?? `number ${host}`}`;
  const wanted = request === '' ? '' : ` for ${request}`;
  return `${subject} did not return within ${limitSeconds} s${about}${wanted} (${VARIABLE} changes the limit)`;
}
