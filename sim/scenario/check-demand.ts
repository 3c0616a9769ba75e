import { nearestName } from '../../core/index.ts';
import type { HostSpec } from '../run/run-input.ts';
import { expectedInstances } from '../workload/generate-workload.ts';
import type { Trace } from '../workload/trace.ts';
import { buildGenerator } from './build-generator.ts';
import { cloudCapacity } from './build-hosts.ts';
import { listNames } from './list-names.ts';
import type { ScenarioConfig } from './scenario-schema.ts';
import { type PathProblem, show } from './schema-problems.ts';
import type { PathPart } from './yaml-source.ts';

export function checkWorkloadSource(config: ScenarioConfig): PathProblem[] {
  const sources = ['trace', 'generate', 'resample'] as const;
  const given = sources.filter((key) => config.workload[key]);
  if (given.length === 1) return [];
  const accepted = `exactly one of ${sources.join(', ')}`;
  return [{ code: 'conflict', path: ['workload'], found: given.length === 0 ? 'none' : given.join(' and '), accepted }];
}

/** What is asked for: names that the cloud has, one way to say how much, a trace that fits. */
export function checkDemand(
  config: ScenarioConfig,
  hosts: readonly HostSpec[],
  trace: Trace | undefined,
): PathProblem[] {
  return [
    ...checkZones(config, hosts),
    ...checkRate(config),
    ...checkImages(config, trace),
    ...checkLifetimes(config),
    ...checkLoad(config, hosts),
    ...checkTraceUse(config, trace),
    ...checkWeights(config),
  ];
}

function checkZones({ workload }: ScenarioConfig, hosts: readonly HostSpec[]): PathProblem[] {
  const known = [...new Set(hosts.map((host) => host.zone))].filter((zone) => zone !== '');
  const accepted = known.length === 0 ? 'no host has a zone' : listNames(known);
  return Object.keys(workload.zones?.weights ?? {})
    .filter((zone) => !known.includes(zone))
    .map((zone) => {
      const path = ['workload', 'zones', 'weights', zone];
      const nearest = nearestName(zone, known);
      return { code: 'unknown-name', path, atKey: true, found: show(zone), accepted, nearest };
    });
}

function checkRate({ workload: { generate } }: ScenarioConfig): PathProblem[] {
  if (!generate || (generate.vmsPerHour === undefined) !== (generate.load === undefined)) return [];
  const found = generate.load === undefined ? 'neither' : 'both';
  return [{ code: 'conflict', path: ['workload', 'generate'], found, accepted: 'one of vmsPerHour, load' }];
}

function checkImages(config: ScenarioConfig, trace: Trace | undefined): PathProblem[] {
  const images = config.images.map((image) => image.name);
  const foreign = (trace?.imageNames ?? []).filter((name) => !images.includes(name));
  return foreign.map((name) => {
    const facts = { found: `no image ${show(name)}, which the trace names`, accepted: listNames(images) };
    return { code: 'unknown-name', path: ['images'], ...facts, nearest: nearestName(name, images) };
  });
}

/** A load is a share of something: there must be a capacity, and flavors that use it. */
function checkLoad(config: ScenarioConfig, hosts: readonly HostSpec[]): PathProblem[] {
  const { generate, resample, disk } = config.workload;
  const source = generate?.load === undefined ? resample : generate;
  if (!source || hosts.length === 0) return [];
  const key = generate?.load === undefined ? 'resample' : 'generate';
  const own = generate ? Object.values(config.flavors) : [];
  const needsDisk =
    own.length > 0
      ? own.some((flavor) => flavor.weight > 0 && flavor.disk + flavor.ephemeral + flavor.swap > 0)
      : disk.base + disk.perVcpu + disk.perRamGib > 0;
  if (!needsDisk && source.loadOf === 'disk') {
    const path = ['workload', key, 'loadOf'];
    return [{ code: 'conflict', path, found: '"disk" with flavors that have none', accepted: 'dominant, vcpus, ram' }];
  }
  if (!needsDisk || cloudCapacity(hosts).diskGib > 0) return [];
  const accepted = 'hosts with disk, since the flavors need it';
  return [{ code: 'conflict', path: ['cloud'], found: 'no disk for instances on any host', accepted }];
}

function checkTraceUse({ workload }: ScenarioConfig, trace: Trace | undefined): PathProblem[] {
  const last = trace?.arrivalSeconds.at(-1) ?? 0;
  if (workload.trace && trace && workload.trace.from > last) {
    const accepted = `a time up to the last arrival of the trace, ${last} s`;
    const path = ['workload', 'trace', 'from'];
    return [{ code: 'wrong-value', path, found: `${workload.trace.from} s`, accepted }];
  }
  if (workload.resample && trace?.lifetimeHighSeconds.every((seconds) => seconds === 0)) {
    const accepted = 'a trace with lifetimes above 0';
    return [{ code: 'wrong-value', path: ['workload', 'resample', 'file'], found: 'lifetimes of 0 only', accepted }];
  }
  return [];
}

function checkWeights({ workload: { generate, zones }, flavors, images }: ScenarioConfig): PathProblem[] {
  const weights: [PathPart[], number[]][] = [
    [['flavors'], Object.values(flavors).map((flavor) => flavor.weight)],
    [['images'], images.map((image) => image.weight)],
    [['workload', 'zones', 'weights'], Object.values(zones?.weights ?? {})],
    [['workload', 'generate', 'daily'], generate?.daily ?? []],
    [['workload', 'generate', 'weekly'], generate?.weekly ?? []],
    [['workload', 'generate', 'batchSizes'], Object.values(generate?.batchSizes ?? {})],
  ];
  const problems = weights
    .filter(([, values]) => values.length > 0 && values.every((value) => value === 0))
    .map(([path]): PathProblem => ({
      code: 'wrong-value',
      path,
      found: 'weights that are all 0',
      accepted: 'one above 0',
    }));
  for (const size of Object.keys(generate?.batchSizes ?? {})) {
    const [least = 0, most = least] = size.split('-').map(Number);
    if (least >= 1 && most >= least) continue;
    const path = ['workload', 'generate', 'batchSizes', size];
    problems.push({
      code: 'wrong-value',
      path,
      atKey: true,
      found: show(size),
      accepted: 'a number from 1, or a range upwards',
    });
  }
  return problems;
}

function checkLifetimes({ workload: { generate } }: ScenarioConfig): PathProblem[] {
  const lifetimes = generate?.lifetimes;
  if (!lifetimes) return [];
  const path = ['workload', 'generate', 'lifetimes'];
  if ((lifetimes.quantiles === undefined) === (lifetimes.mixture === undefined)) {
    const found = lifetimes.mixture ? 'both' : 'neither';
    return [{ code: 'conflict', path, found, accepted: 'one of quantiles, mixture' }];
  }
  const quantiles = lifetimes.quantiles ?? [];
  const ends = quantiles.length === 0 || (quantiles[0]![0] === 0 && quantiles.at(-1)![0] === 1);
  const ascending = quantiles.every(([p, s], i) => i === 0 || (p > quantiles[i - 1]![0] && s >= quantiles[i - 1]![1]));
  if (ends && ascending) return [];
  const accepted = 'probabilities that rise from 0 to 1, with lifetimes that never fall';
  const found = quantiles.map(([p, s]) => `${p}: ${s} s`).join(', ');
  return [{ code: 'wrong-value', path: [...path, 'quantiles'], found, accepted }];
}

/** What a run can hold in memory; more is a typing error. */
const INSTANCES_MAX = 20_000_000;

/** To be asked when nothing else is wrong. */
export function checkDemandSize(config: ScenarioConfig, hosts: readonly HostSpec[]): PathProblem[] {
  const { generate } = config.workload;
  if (!generate) return [];
  const spec = buildGenerator(config, generate, cloudCapacity(hosts), config.duration!);
  const instances = expectedInstances(spec);
  if (instances <= INSTANCES_MAX) return [];
  const found = `demand of about ${instances.toPrecision(2)} instances`;
  return [{ code: 'wrong-value', path: ['workload', 'generate'], found, accepted: `up to ${INSTANCES_MAX}` }];
}
