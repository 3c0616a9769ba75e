import { basename } from 'node:path';
import { planRuns } from '../scenario/plan-runs.ts';
import { scenarioHash } from '../scenario/scenario-hash.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { buildIdentity } from './build-identity.ts';
import type { Sweep } from './run-sweep.ts';

/** Every run of a scenario, with what the results file is to say of it. */
export function planSweep(scenario: Scenario): Sweep {
  const tasks = planRuns(scenario);
  const { name, question, text, file, variants, baseline } = scenario;
  return {
    scenario,
    tasks,
    build: buildIdentity(),
    inputs: Object.fromEntries(scenario.inputs.map(({ path, sha256 }) => [path, sha256])),
    plan: {
      scenario: { name, question, fileName: basename(file), text, hash: scenarioHash(scenario) },
      variants: variants.map((variant) => ({ name: variant.name, baseline: variant.name === baseline })),
      runs: tasks.map(({ variant, seed }) => ({ variant, seed })),
    },
  };
}
