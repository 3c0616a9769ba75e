import type { RefusalData } from '../web/report-data.ts';

/** Refusals of several runs as those of one mean run, most instances first. A run without a reason counts as 0. */
export function meanRefusals(runs: readonly (readonly RefusalData[])[]): readonly RefusalData[] {
  const sums = new Map<string, { stage: string; by: string; code: string; requests: number; instances: number }>();
  for (const refusal of runs.flat()) {
    const key = JSON.stringify([refusal.stage, refusal.by, refusal.code]);
    const sum = sums.get(key) ?? {
      stage: refusal.stage,
      by: refusal.by,
      code: refusal.code,
      requests: 0,
      instances: 0,
    };
    sum.requests += refusal.requests / runs.length;
    sum.instances += refusal.instances / runs.length;
    sums.set(key, sum);
  }
  return [...sums.values()].sort((a, b) => b.instances - a.instances);
}
