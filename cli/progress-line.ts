import cliProgress from 'cli-progress';
import type { Progress } from '../sim/index.ts';

/** A bar with the runs done and an estimate of the time left, on a terminal's error stream. */
export class ProgressLine {
  readonly #bar: cliProgress.SingleBar;
  readonly #begun = performance.now();
  #started = false;

  constructor() {
    this.#bar = new cliProgress.SingleBar({
      format: '{bar} {percentage} %  {runsDone} of {runsTotal} runs  {left}',
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 30,
      hideCursor: true,
      clearOnComplete: true,
      stream: process.stderr,
    });
  }

  show({ runsDone, runsTotal, fraction }: Progress): void {
    const seconds = (performance.now() - this.#begun) / 1000;
    const payload = { runsDone, runsTotal, left: timeLeft(seconds, fraction) };
    if (this.#started) this.#bar.update(fraction * 100, payload);
    else this.#bar.start(100, fraction * 100, payload);
    this.#started = true;
  }

  /** Removes the line. */
  end(): void {
    this.#bar.stop();
  }
}

/** From the share done so far; nothing sensible can be said of the first moments, nothing of the last. */
export function timeLeft(elapsedSeconds: number, fraction: number): string {
  if (fraction < 0.01 || fraction >= 1 || elapsedSeconds < 1) return '';
  return `about ${describeSeconds((elapsedSeconds * (1 - fraction)) / fraction)} left`;
}

/** `8 s`, `3 min`, `2 h 10 min`. */
export function describeSeconds(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
