import type { RefusalRow } from '../../store/index.ts';

/** Events of the counted window. The keys are keys of the metric catalogue. */
export type CountKey =
  | 'deletions'
  | 'build-failures'
  | 'retries'
  | 'host-failures'
  | 'instances-lost'
  | 'instances-evacuated'
  | 'evacuations-refused'
  | 'migrations'
  | 'migrations-refused'
  | 'resizes'
  | 'resizes-refused';

/** Why and where a request or an instance was refused. */
export interface RefusalCause {
  readonly stage: string;
  readonly by: string;
  readonly code: string;
}

/** Counts events after the warm-up, and refusals by cause. */
export class Tally {
  private readonly counts: Record<CountKey, number> = {
    deletions: 0,
    'build-failures': 0,
    retries: 0,
    'host-failures': 0,
    'instances-lost': 0,
    'instances-evacuated': 0,
    'evacuations-refused': 0,
    migrations: 0,
    'migrations-refused': 0,
    resizes: 0,
    'resizes-refused': 0,
  };
  private readonly refusals = new Map<string, { cause: RefusalCause; requests: number; instances: number }>();

  add(key: CountKey): void {
    this.counts[key] += 1;
  }

  refuse(cause: RefusalCause, requests: number, instances: number): void {
    const key = `${cause.stage}\n${cause.by}\n${cause.code}`;
    const known = this.refusals.get(key) ?? { cause, requests: 0, instances: 0 };
    known.requests += requests;
    known.instances += instances;
    this.refusals.set(key, known);
  }

  eachCount(use: (key: CountKey, count: number) => void): void {
    for (const key of Object.keys(this.counts) as CountKey[]) use(key, this.counts[key]);
  }

  /** Most instances first; equal ones by name. */
  refusalRows(): RefusalRow[] {
    return [...this.refusals]
      .sort(([keyA, a], [keyB, b]) => b.instances - a.instances || (keyA < keyB ? -1 : 1))
      .map(([, { cause, requests, instances }]) => ({ kind: 'refusal', ...cause, requests, instances }));
  }
}
