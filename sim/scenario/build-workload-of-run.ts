import type { Flavor } from '../../core/index.ts';
import { flavorFromTrace } from '../workload/disk-rule.ts';
import { generateWorkload } from '../workload/generate-workload.ts';
import type { Amounts } from '../workload/load-target.ts';
import { resampleWorkload } from '../workload/resample-workload.ts';
import { shapeDemand } from '../workload/shape-demand.ts';
import type { Trace, TraceFlavor } from '../workload/trace.ts';
import { workloadFromTrace } from '../workload/workload-from-trace.ts';
import type { Workload } from '../workload/workload.ts';
import { buildGenerator, configuredFlavor, diskRule, weeklyShape } from './build-generator.ts';
import type { ScenarioConfig } from './scenario-schema.ts';

/**
 * The demand of a run: a function of the workload's part of the configuration, the seed, the trace
 * and the capacity of the baseline's cloud; nothing of the variant's own cloud or scheduler comes in.
 */
export function buildWorkloadOfRun(
  config: ScenarioConfig,
  seed: number,
  trace: Trace | undefined,
  capacity: Amounts,
  durationSeconds: number,
): Workload {
  const { workload, images } = config;
  const demand = bareDemand(config, seed, trace, capacity, durationSeconds);
  const namesImages = (trace?.imageNames.length ?? 0) > 0;
  const extras = {
    zones: workload.zones,
    imageWeights: namesImages ? undefined : images.map((image) => image.weight),
    groups: workload.groups,
    resizes: workload.resizes,
  };
  return shapeDemand(demand, extras, seed);
}

function bareDemand(
  config: ScenarioConfig,
  seed: number,
  trace: Trace | undefined,
  capacity: Amounts,
  durationSeconds: number,
): Workload {
  const { generate, resample, trace: replay } = config.workload;
  if (generate) return generateWorkload(buildGenerator(config, generate, capacity, durationSeconds), seed);
  const flavorOf = flavorMaker(config);
  if (resample) {
    const load = { share: resample.load, of: resample.loadOf };
    const fillSeconds = Math.min(resample.fill, durationSeconds);
    return resampleWorkload(
      trace!,
      { load, capacity, shape: weeklyShape(resample), fillSeconds, flavorOf, durationSeconds },
      seed,
    );
  }
  const { from, to, timeScale, lifetimeScale, share, carryOver, censored } = replay!;
  const window = { fromSeconds: from, toSeconds: to ?? Infinity };
  const imageIndex = (name: string) => config.images.findIndex((image) => image.name === name);
  const spec = {
    ...window,
    timeScale,
    lifetimeScale,
    share,
    carryOver,
    censored,
    flavorOf,
    imageIndex,
    durationSeconds,
  };
  return workloadFromTrace(trace!, spec, seed);
}

/** A recorded flavor; one that the scenario defines under the same name is the scenario's. */
function flavorMaker(config: ScenarioConfig): (recorded: TraceFlavor) => Flavor {
  const rule = diskRule(config);
  return (recorded) => {
    const own = Object.hasOwn(config.flavors, recorded.name) ? config.flavors[recorded.name] : undefined;
    return own ? configuredFlavor(recorded.name, own) : flavorFromTrace(recorded, rule);
  };
}
