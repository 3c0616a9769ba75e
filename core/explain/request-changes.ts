import type { Cloud } from '../model/cloud.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { Change, DroppableField, FlavorAmount } from './change.ts';

/** Says whether the request is admitted with a change. */
export type Admits = (change: Change) => boolean;

/** The changes to the request alone that admit it, each as small as a search found. */
export function findRequestChanges(cloud: Cloud, request: RequestSpec, admits: Admits): Change[] {
  return [
    ...flavorChanges(request, admits),
    ...extraSpecChanges(request, admits),
    ...singleChanges(cloud, request).filter(admits),
    ...countChanges(request, admits),
  ];
}

const FLAVOR_FIELDS: readonly FlavorAmount[] = ['vcpus', 'ramMib', 'rootGib', 'ephemeralGib', 'swapMib'];

function flavorChanges({ flavor }: RequestSpec, admits: Admits): Change[] {
  return FLAVOR_FIELDS.flatMap((field) => {
    const from = flavor[field];
    const least = field === 'vcpus' || field === 'ramMib' ? 1 : 0;
    return lower(from, least, (to) => ({ kind: 'flavor', field, from, to }), admits);
  });
}

/** Removes one extra spec, or lowers the amount in a `resources:` one. */
function extraSpecChanges({ flavor }: RequestSpec, admits: Admits): Change[] {
  return Object.entries(flavor.extraSpecs).flatMap(([key, from]): Change[] => {
    const lowered =
      /^resources\d*:/.test(key) && /^\d+$/.test(from)
        ? lower(Number(from), 1, (to) => ({ kind: 'extra-spec', key, from, to: String(to) }), admits)
        : [];
    const removed: Change = { kind: 'extra-spec', key, from, to: null };
    return lowered.length > 0 ? lowered : [removed].filter(admits);
  });
}

function countChanges({ instanceUuids, serverGroup }: RequestSpec, admits: Admits): Change[] {
  const changes = lower(
    instanceUuids.length,
    1,
    (to) => ({ kind: 'instances', from: instanceUuids.length, to }),
    admits,
  );
  if (serverGroup?.policy !== 'anti-affinity') return changes;
  const from = serverGroup.maxServerPerHost ?? 1;
  const most = from + serverGroup.members.length + instanceUuids.length;
  return [...changes, ...raise(from, most, (to) => ({ kind: 'group-size', from, to }), admits)];
}

const DROPPABLE: readonly DroppableField[] = [
  'availabilityZone',
  'serverGroup',
  'ignoreHosts',
  'forceHosts',
  'forceNodes',
  'requestedDestination',
  'retryHosts',
];

/** Changes that are made or not made. */
function singleChanges(cloud: Cloud, request: RequestSpec): Change[] {
  const { availabilityZone: zone, image, schedulerHints = {} } = request;
  return [
    ...Object.entries(image?.properties ?? {}).map(([key, value]): Change => ({
      kind: 'image-property',
      key,
      from: show(value),
    })),
    ...Object.entries(schedulerHints).map(([name, values]): Change => ({ kind: 'hint', name, from: values.join(',') })),
    ...(zone === undefined ? [] : otherZones(cloud, zone).map((to): Change => ({ kind: 'zone', from: zone, to }))),
    ...DROPPABLE.filter((field) => isGiven(request[field])).map((field): Change => ({
      kind: 'drop',
      field,
      from: show(request[field]),
    })),
  ];
}

function otherZones({ aggregates }: Cloud, zone: string): readonly string[] {
  const zones = aggregates.flatMap(({ metadata }) => metadata['availability_zone']?.split(',') ?? []);
  return [...new Set(zones)].map((name) => name.trim()).filter((name) => name !== '' && name !== zone);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

function show(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.flat().map(String).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  if ('policy' in value) return `policy ${String(value.policy)}`;
  return Object.values(value).filter(isGiven).map(String).join(' ');
}

/** The largest number below `from` that admits, by bisection from the nearest power-of-two step that does. */
function lower(from: number, least: number, make: (to: number) => Change, admits: Admits): Change[] {
  let refused = from;
  for (let step = 1; refused > least; step *= 2) {
    let admitted = Math.max(least, from - step);
    if (!admits(make(admitted))) {
      refused = admitted;
      continue;
    }
    while (refused - admitted > 1) {
      const middle = Math.floor((refused + admitted) / 2);
      if (admits(make(middle))) admitted = middle;
      else refused = middle;
    }
    return [make(admitted)];
  }
  return [];
}

/** The smallest number above `from`, up to `most`, that admits. */
function raise(from: number, most: number, make: (to: number) => Change, admits: Admits): Change[] {
  for (let to = from + 1; to <= most; to++) if (admits(make(to))) return [make(to)];
  return [];
}
