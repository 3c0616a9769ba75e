export interface KeepaliveOptions {
  /** Silence after which the daemon is asked whether it is still there. Default 5000. */
  readonly intervalMs: number;
  /** Unanswered questions after which the connection counts as lost. Default 5, as in libvirt's own client. */
  readonly unansweredMax: number;
}

/** Asks a silent peer for a sign of life, and calls `onDead` when none comes. Any message counts as one. */
export class Keepalive {
  readonly #timer: NodeJS.Timeout;
  #heard = true;
  #unanswered = 0;

  constructor(options: KeepaliveOptions, ask: () => void, onDead: (silentMs: number) => void) {
    this.#timer = setInterval(() => {
      if (this.#heard) {
        this.#heard = false;
        this.#unanswered = 0;
        return;
      }
      if (this.#unanswered >= options.unansweredMax) {
        this.stop();
        onDead(options.intervalMs * (this.#unanswered + 1));
        return;
      }
      this.#unanswered += 1;
      ask();
    }, options.intervalMs);
    // An idle connection alone is held open by its socket; the timer need not hold the process as well.
    this.#timer.unref();
  }

  heard(): void {
    this.#heard = true;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
