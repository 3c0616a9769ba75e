import type { ControlPlaneSpec, Delay, FaultSpec, HostSpec, ImageSpec, RunInput } from '../run/run-input.ts';
import type { Trace } from '../workload/trace.ts';
import { buildAggregates, buildHosts, cloudCapacity } from './build-hosts.ts';
import { buildScheduler } from './build-scheduler.ts';
import { buildWorkloadOfRun } from './build-workload-of-run.ts';
import { cachedHosts, cachedTrace } from './input-cache.ts';
import { inputFile } from './input-files.ts';
import { planEvents } from './plan-events.ts';
import type { RunPlan } from './plan-runs.ts';
import type { ScenarioConfig } from './scenario-schema.ts';
import type { Scenario } from './scenario.ts';

const HOUR_SECONDS = 3600;

/**
 * Everything that one run needs. Reads the files that the scenario names, once per thread; otherwise
 * a pure function. All variants of one seed meet the same demand unless they change the workload:
 * a load is a share of the baseline's cloud, whatever cloud the variant has.
 */
export async function resolveRun(scenario: Scenario, plan: RunPlan): Promise<RunInput> {
  const variantOf = (name: string) => scenario.variants.find((variant) => variant.name === name)!.config;
  const config = variantOf(plan.variant);
  const hosts = await hostsOf(scenario, config);
  const baselineHosts = await hostsOf(scenario, variantOf(scenario.baseline));
  const trace = await traceOf(scenario, config);
  const durationSeconds = config.duration ?? lengthOfReplay(config, trace!);
  return {
    seed: plan.seed,
    hosts,
    aggregates: buildAggregates(config.cloud, hosts),
    images: config.images.map(imageSpec),
    workload: buildWorkloadOfRun(config, plan.seed, trace, cloudCapacity(baselineHosts), durationSeconds),
    scheduler: buildScheduler(config.scheduler, scenario.inputs),
    controlPlane: controlPlaneSpec(config.controlPlane),
    faults: faultSpec(config.faults),
    events: planEvents(config, hosts, plan.seed),
    batchesAreRequests: config.workload.batches === 'together',
    metrics: {
      sampleSeconds: config.metrics.sampleEvery,
      hostSampleSeconds: config.metrics.hostSampleEvery,
      decisionLog: config.metrics.decisionLog,
      warmupSeconds: config.metrics.warmUp,
    },
    durationSeconds,
  };
}

async function hostsOf(scenario: Scenario, { cloud }: ScenarioConfig): Promise<HostSpec[]> {
  const listed = cloud.hostFile ? await cachedHosts(inputFile(scenario.inputs, cloud.hostFile.file)) : [];
  return buildHosts(cloud, listed);
}

async function traceOf(scenario: Scenario, { workload }: ScenarioConfig): Promise<Trace | undefined> {
  const recorded = workload.trace ?? workload.resample;
  return recorded ? cachedTrace(inputFile(scenario.inputs, recorded.file), recorded.kind) : undefined;
}

/** To the end of the window, or, without one, past the last arrival to a whole hour. */
function lengthOfReplay({ workload }: ScenarioConfig, trace: Trace): number {
  const { from, to = Infinity, timeScale } = workload.trace!;
  const last = trace.arrivalSeconds.at(-1)!;
  if (to <= last) return (to - from) * timeScale;
  const seconds = Math.max(0, last - from) * timeScale;
  return (Math.floor(seconds / HOUR_SECONDS) + 1) * HOUR_SECONDS;
}

function imageSpec({ name, size, diskFormat, properties }: ScenarioConfig['images'][number]): ImageSpec {
  const sizeBytes = size * 1024 * 1024;
  return { image: { id: name, name, diskFormat, sizeBytes, properties }, sizeMib: size };
}

function controlPlaneSpec(config: ScenarioConfig['controlPlane']): ControlPlaneSpec {
  const { api, scheduler, network, spawn, delete: deletion, resize, migrate, image } = config;
  return {
    api: delaySpec(api),
    scheduler: delaySpec(scheduler),
    network: delaySpec(network),
    spawn: delaySpec(spawn),
    delete: delaySpec(deletion),
    resize: delaySpec(resize),
    migrate: delaySpec(migrate),
    image: { downloadMibPerSecond: image.downloadMibPerSecond, cacheSeconds: image.cache },
  };
}

function faultSpec({
  hostMtbfHours,
  hostRepair,
  onHostFailure,
  buildFailureProbability,
}: ScenarioConfig['faults']): FaultSpec {
  return { hostMtbfHours, hostRepair: delaySpec(hostRepair), onHostFailure, buildFailureProbability };
}

function delaySpec({ median, sigma }: ScenarioConfig['faults']['hostRepair']): Delay {
  return { medianSeconds: median, sigma };
}
