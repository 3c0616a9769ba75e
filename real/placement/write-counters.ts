/** How writers got on with each other since the service started. */
export interface WriteFigures {
  /** Operations that were done and are durable. */
  readonly writes: number;
  /** Waits for the disk; fewer than writes when clients share one. */
  readonly commits: number;
  /** Requests that ended with 409, by Placement's error code. */
  readonly conflicts: Readonly<Record<string, number>>;
  /** Conflicts of generations (`placement.concurrent_update`), which a client retries, of all attempts to write. */
  readonly retryRate: number;
}

/** Counts writes and conflicts. */
export class WriteCounters {
  private writes = 0;
  private commits = 0;
  private readonly conflicts = new Map<string, number>();

  committed(operations: number): void {
    this.commits++;
    this.writes += operations;
  }

  conflicted(code: string): void {
    this.conflicts.set(code, (this.conflicts.get(code) ?? 0) + 1);
  }

  figures(): WriteFigures {
    const all = [...this.conflicts.values()].reduce((sum, count) => sum + count, 0);
    const attempts = this.writes + all;
    const retries = this.conflicts.get('placement.concurrent_update') ?? 0;
    return {
      writes: this.writes,
      commits: this.commits,
      conflicts: Object.fromEntries(this.conflicts),
      retryRate: attempts === 0 ? 0 : retries / attempts,
    };
  }
}
