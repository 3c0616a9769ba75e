import type { Scenario } from './scenario.ts';

/** One run of a scenario: one variant with one seed. */
export interface RunPlan {
  readonly index: number;
  readonly variant: string;
  readonly seed: number;
}

/** Every run, all variants of the first seed first: a sweep that is cut short has whole pairs. */
export function planRuns(scenario: Pick<Scenario, 'seeds' | 'variants'>): RunPlan[] {
  const pairs = scenario.seeds.flatMap((seed) => scenario.variants.map(({ name }) => ({ variant: name, seed })));
  return pairs.map((pair, index) => ({ index, ...pair }));
}
