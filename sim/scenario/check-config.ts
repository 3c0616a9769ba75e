import {
  filterRegistry,
  nearestName,
  OptionError,
  optionCatalogue,
  type OptionGroup,
  optionsSince27,
  resolveOptions,
  weigherRegistry,
} from '../../core/index.ts';
import type { HostSpec } from '../run/run-input.ts';
import type { Extensions } from '../run/load-extensions.ts';
import type { Trace } from '../workload/trace.ts';
import { expectedInstances } from '../workload/generate-workload.ts';
import { buildGenerator } from './build-generator.ts';
import { cloudCapacity } from './build-hosts.ts';
import { schedulerOptions } from './build-scheduler.ts';
import type { ScenarioConfig } from './scenario-schema.ts';
import { type PathProblem, show } from './schema-problems.ts';
import { selectHosts } from './select-hosts.ts';
import type { PathPart } from './yaml-source.ts';

/** What a configuration is checked against besides itself. */
export interface ConfigWorld {
  readonly hosts: readonly HostSpec[];
  readonly extensions: Extensions;
  readonly trace: Trace | undefined;
}

/** Problems that a schema cannot see: names that nothing has, keys that exclude each other, empty selections. */
export function checkConfig(config: ScenarioConfig, world: ConfigWorld): PathProblem[] {
  const problems = checkParts(config, world);
  return problems.length > 0 ? problems : checkSize(config, world.hosts);
}

function checkParts(config: ScenarioConfig, world: ConfigWorld): PathProblem[] {
  return [
    ...checkWorkloadSource(config),
    ...checkHosts(config, world.hosts),
    ...checkScheduler(config, world.extensions),
    ...checkDemand(config, world),
    ...checkLifetimes(config),
    ...checkEvents(config, world.hosts),
    ...checkDurations(config),
  ];
}

export function checkWorkloadSource(config: ScenarioConfig): PathProblem[] {
  const sources = ['trace', 'generate', 'resample'] as const;
  const given = sources.filter((key) => config.workload[key]);
  if (given.length === 1) return [];
  const accepted = `exactly one of ${sources.join(', ')}`;
  return [{ code: 'conflict', path: ['workload'], found: given.length === 0 ? 'none' : given.join(' and '), accepted }];
}

function checkHosts(config: ScenarioConfig, hosts: readonly HostSpec[]): PathProblem[] {
  const problems: PathProblem[] = [];
  if (hosts.length === 0) {
    problems.push({ code: 'no-hosts', path: ['cloud'], found: 'no hosts', accepted: '`hosts`, `hostFile` or both' });
  }
  const names = new Set<string>();
  const twice = hosts.find((host) => names.size === names.add(host.name).size);
  if (twice) {
    const accepted = 'names that differ: give each group its own `kind` or `name`';
    problems.push({ code: 'duplicate-name', path: ['cloud', 'hosts'], found: `two hosts "${twice.name}"`, accepted });
  }
  config.cloud.hosts.forEach((group, i) => {
    if (group.name !== undefined && group.count > 1 && !group.name.includes('{n}')) {
      const path = ['cloud', 'hosts', i, 'name'];
      problems.push({ code: 'wrong-value', path, found: show(group.name), accepted: 'a pattern with {n}' });
    }
  });
  const reserved = hosts.find((host) => host.reservedVcpus >= host.vcpus || host.reservedRamMib >= host.ramMib);
  if (reserved) {
    const found = `${reserved.reservedVcpus} of ${reserved.vcpus} vCPUs and ${reserved.reservedRamMib} of ${reserved.ramMib} MiB reserved on "${reserved.name}"`;
    problems.push({ code: 'wrong-value', path: ['cloud', 'reserved'], found, accepted: 'less than the host has' });
  }
  config.cloud.aggregates.forEach(({ hosts: selector }, i) =>
    problems.push(...checkSelector(hosts, selector, ['cloud', 'aggregates', i, 'hosts'])),
  );
  return problems;
}

function checkSelector(
  hosts: readonly HostSpec[],
  selector: Parameters<typeof selectHosts>[1],
  path: readonly PathPart[],
): PathProblem[] {
  if (Object.values(selector).every((value) => value === undefined)) {
    const accepted = 'at least one of name, kind, zone, rack, all';
    return [{ code: 'no-hosts', path, found: 'no key that selects hosts', accepted }];
  }
  if (selectHosts(hosts, selector).length > 0) return [];
  for (const key of ['zone', 'rack', 'kind', 'name'] as const) {
    const known = [...new Set(hosts.map((host) => host[key]))].filter((name) => name !== '');
    const foreign = selector[key]?.find((name) => !name.includes('*') && !known.includes(name));
    if (foreign === undefined) continue;
    const accepted = known.length === 0 ? `no host has a ${key}` : firstOf(known);
    const nearest = nearestName(foreign, known);
    return [{ code: 'no-hosts', path: [...path, key], found: show(foreign), accepted, nearest }];
  }
  return [{ code: 'no-hosts', path, found: show(selector), accepted: 'a selection that some host meets' }];
}

function checkScheduler(config: ScenarioConfig, own: Extensions): PathProblem[] {
  const { scheduler } = config;
  const filters = [...filterRegistry.values(), ...own.filters].flatMap((each) => [each.name, ...(each.aliases ?? [])]);
  const weighers = [...weigherRegistry.values(), ...own.weighers].map((each) => each.name);
  const problems = [
    ...checkNames(scheduler.filters ?? [], filters, ['scheduler', 'filters']),
    ...checkNames(scheduler.weighers ?? [], [...weighers, 'all_weighers'], ['scheduler', 'weighers']),
    ...checkOptionNames(config),
  ];
  if (problems.length > 0) return problems;
  try {
    resolveOptions(schedulerOptions(scheduler));
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    const path = ['scheduler', 'options', error.group, error.option];
    const type = optionCatalogue[error.group as OptionGroup][error.option];
    const value = (scheduler.options as Record<string, Record<string, unknown>>)[error.group]?.[error.option];
    problems.push({ code: 'wrong-value', path, found: show(value), accepted: type?.accepts ?? error.message });
  }
  return problems;
}

function checkNames(names: readonly string[], known: readonly string[], path: readonly PathPart[]): PathProblem[] {
  return names.flatMap((name, i): PathProblem[] => {
    const lastPart = name.slice(name.lastIndexOf('.') + 1);
    if (known.includes(lastPart)) return [];
    const accepted = firstOf([...known].sort());
    return [
      { code: 'unknown-name', path: [...path, i], found: show(name), accepted, nearest: nearestName(lastPart, known) },
    ];
  });
}

function checkOptionNames({ scheduler }: ScenarioConfig): PathProblem[] {
  return Object.entries(scheduler.options).flatMap(([group, options]) => {
    const all = Object.keys(optionCatalogue[group as OptionGroup]);
    const known = scheduler.nova === '26' ? all.filter((name) => !optionsSince27.includes(name)) : all;
    return Object.keys(options ?? {})
      .filter((name) => !known.includes(name))
      .map((name): PathProblem => {
        const path = ['scheduler', 'options', group, name];
        const nearest = nearestName(name, known);
        const list = nearest === undefined ? `: ${known.join(', ')}` : '';
        const accepted = `an option of [${group}] in Nova ${scheduler.nova}${list}`;
        return { code: 'unknown-name', path, atKey: true, found: show(name), accepted, nearest };
      });
  });
}

function checkDemand(config: ScenarioConfig, { hosts, trace }: ConfigWorld): PathProblem[] {
  const { generate, zones } = config.workload;
  const problems: PathProblem[] = [];
  const known = [...new Set(hosts.map((host) => host.zone))].filter((zone) => zone !== '');
  for (const zone of Object.keys(zones?.weights ?? {})) {
    if (known.includes(zone)) continue;
    const accepted = known.length === 0 ? 'no host has a zone' : firstOf(known);
    const path = ['workload', 'zones', 'weights', zone];
    problems.push({
      code: 'unknown-name',
      path,
      atKey: true,
      found: show(zone),
      accepted,
      nearest: nearestName(zone, known),
    });
  }
  if (generate && (generate.vmsPerHour === undefined) === (generate.load === undefined)) {
    const found = generate.load === undefined ? 'neither' : 'both';
    problems.push({ code: 'conflict', path: ['workload', 'generate'], found, accepted: 'one of vmsPerHour, load' });
  }
  const images = config.images.map((image) => image.name);
  for (const name of trace?.imageNames ?? []) {
    if (images.includes(name)) continue;
    const facts = { found: `no image ${show(name)}, which the trace names`, accepted: firstOf(images) };
    problems.push({ code: 'unknown-name', path: ['images'], ...facts, nearest: nearestName(name, images) });
  }
  return [...problems, ...checkLoad(config, hosts), ...checkTraceUse(config, trace), ...checkWeights(config)];
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

function checkEvents(config: ScenarioConfig, hosts: readonly HostSpec[]): PathProblem[] {
  return config.events.flatMap((event, i) => {
    const problems = checkSelector(hosts, { ...event.hosts, count: undefined } as typeof event.hosts, [
      'events',
      i,
      'hosts',
    ]);
    if (event.atATime !== undefined && event.for === undefined) {
      problems.push({
        code: 'conflict',
        path: ['events', i, 'atATime'],
        found: 'no `for`',
        accepted: '`atATime` with `for`',
      });
    }
    if (event.for !== undefined && (event.type === 'repair' || event.type === 'enable')) {
      const accepted = 'fail, disable or maintenance';
      problems.push({ code: 'conflict', path: ['events', i, 'for'], found: `\`for\` with ${event.type}`, accepted });
    }
    if (config.duration !== undefined && event.at >= config.duration) {
      const accepted = `a time before the end of the run, ${config.duration} s`;
      problems.push({ code: 'wrong-value', path: ['events', i, 'at'], found: `${event.at} s`, accepted });
    }
    return problems;
  });
}

function checkDurations(config: ScenarioConfig): PathProblem[] {
  const { trace } = config.workload;
  if (config.duration === undefined && !trace) {
    return [
      { code: 'missing-key', path: ['duration'], found: 'nothing', accepted: 'the length of the run, such as "7d"' },
    ];
  }
  const problems: PathProblem[] = [];
  if (trace?.to !== undefined && trace.to <= trace.from) {
    const accepted = `a time after \`from\`, ${trace.from} s`;
    problems.push({ code: 'wrong-value', path: ['workload', 'trace', 'to'], found: `${trace.to} s`, accepted });
  }
  if (config.duration !== undefined && config.metrics.warmUp >= config.duration) {
    const accepted = `less than the run, ${config.duration} s`;
    problems.push({ code: 'wrong-value', path: ['metrics', 'warmUp'], found: `${config.metrics.warmUp} s`, accepted });
  }
  return problems;
}

/** What a run can hold in memory; more is a typing error. */
const INSTANCES_MAX = 20_000_000;

function checkSize(config: ScenarioConfig, hosts: readonly HostSpec[]): PathProblem[] {
  const { generate } = config.workload;
  if (!generate) return [];
  const spec = buildGenerator(config, generate, cloudCapacity(hosts), config.duration!);
  const instances = expectedInstances(spec);
  if (instances <= INSTANCES_MAX) return [];
  const found = `demand of about ${instances.toPrecision(2)} instances`;
  return [{ code: 'wrong-value', path: ['workload', 'generate'], found, accepted: `up to ${INSTANCES_MAX}` }];
}

const SHOWN_NAMES = 12;

function firstOf(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN_NAMES).join(', ');
  return names.length > SHOWN_NAMES ? `${shown} and ${names.length - SHOWN_NAMES} more` : shown;
}
