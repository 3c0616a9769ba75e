/**
 * Every metric that a run can write: what it means, its unit, where the figure comes from and which
 * way is good. Reports label axes from it, `compare` takes its direction from it, and
 * docs/reference/metrics.md is generated from it.
 */
export interface MetricDefinition {
  /** Stable, kebab-case; the value of `metric` in every row. */
  readonly key: string;
  /** A few words for an axis or a table. */
  readonly title: string;
  /** `fraction` is of 1; `count` counts events. */
  readonly unit: MetricUnit;
  readonly shape: MetricShape;
  /** Which way a capacity planner wants it, all else equal. */
  readonly better: 'higher' | 'lower' | 'neither';
  /** Takes part in the verdict of a comparison. Others inform. */
  readonly decides: boolean;
  readonly definition: string;
  readonly source: string;
}

export type MetricUnit =
  | 'fraction'
  | 'instances'
  | 'requests'
  | 'hosts'
  | 'count'
  | 'vCPU'
  | 'GiB'
  | 'seconds'
  | 'instance-hours'
  | 'vCPU-hours'
  | 'GiB-hours';

/** `series`: points in time. `host`: one value a host and time. `run`: one figure a run. `histogram`: a distribution. */
export type MetricShape = 'series' | 'host' | 'run' | 'histogram';

const resources = [
  { id: 'vcpu', name: 'vCPU', unit: 'vCPU', hours: 'vCPU-hours', resourceClass: 'VCPU', installed: 'hardware threads' },
  { id: 'ram', name: 'RAM', unit: 'GiB', hours: 'GiB-hours', resourceClass: 'MEMORY_MB', installed: 'RAM' },
  { id: 'disk', name: 'disk', unit: 'GiB', hours: 'GiB-hours', resourceClass: 'DISK_GB', installed: 'disk' },
] as const;

export const metricCatalogue: readonly MetricDefinition[] = [
  ...seriesMetrics(),
  ...hostMetrics(),
  ...histogramMetrics(),
  ...demandMetrics(),
  ...useMetrics(),
  ...bootMetrics(),
  ...lifeMetrics(),
];

const byKey: ReadonlyMap<string, MetricDefinition> = new Map(metricCatalogue.map((metric) => [metric.key, metric]));

/** The definition of a metric, or `undefined` for a key that the catalogue does not know. */
export function findMetric(key: string): MetricDefinition | undefined {
  return byKey.get(key);
}

function seriesMetrics(): MetricDefinition[] {
  const point = { shape: 'series', better: 'neither', decides: false } as const;
  return [
    ...resources.flatMap((resource): MetricDefinition[] => [
      {
        ...point,
        key: `${resource.id}-allocation`,
        title: `${resource.name} allocated`,
        unit: 'fraction',
        definition: `${resource.name} allocated, over the capacity of all hosts. Capacity is (total - reserved) x allocation ratio, as Placement counts it; hosts that are down or disabled are included.`,
        source: `Allocations of ${resource.resourceClass}, changed at each claim and release.`,
      },
      {
        ...point,
        key: `${resource.id}-utilisation`,
        title: `${resource.name} allocated over installed`,
        unit: 'fraction',
        definition: `${resource.name} allocated, over the ${resource.installed} installed in all hosts, before reservations and ratios. Above 1 the cloud is overcommitted.`,
        source: `Allocations of ${resource.resourceClass} and the totals of the hosts.`,
      },
      {
        ...point,
        key: `${resource.id}-stranded`,
        title: `${resource.name} stranded`,
        unit: 'fraction',
        better: 'lower',
        definition: `${resource.name} that is free on hosts which accept instances but that the present mix cannot use, over the capacity of all hosts. The mix is the flavors of the running instances, weighted by their number. On each host, the flavors that still fit there are filled in the proportion of the mix, as a fluid, until one resource is gone; what is then left is stranded. Where no flavor of the mix fits, all that is free is stranded. 0 while nothing runs.`,
        source: 'Computed at each sample from the free capacity of every host.',
      },
    ]),
    {
      ...point,
      key: 'instances-running',
      title: 'Instances running',
      unit: 'instances',
      definition: 'Instances that are ACTIVE on a host that is up, those being resized or live-migrated included.',
      source: 'State of the instances.',
    },
    {
      ...point,
      key: 'instances-building',
      title: 'Instances building',
      unit: 'instances',
      definition: 'Instances accepted by the API and neither ACTIVE nor refused yet.',
      source: 'State of the instances.',
    },
    {
      ...point,
      key: 'instances-arrived-total',
      title: 'Instances asked for so far',
      unit: 'instances',
      definition: 'Instances asked for since the start of the run, warm-up included.',
      source: 'Arrivals of the workload.',
    },
    {
      ...point,
      key: 'instances-refused-total',
      title: 'Instances refused so far',
      unit: 'instances',
      better: 'lower',
      definition: 'Instances refused since the start of the run, warm-up included, at the time they were refused.',
      source: 'Decisions without a host, and builds that failed on every host they were tried on.',
    },
    {
      ...point,
      key: 'hosts-used',
      title: 'Hosts used',
      unit: 'hosts',
      better: 'lower',
      definition: 'Hosts with at least one allocation.',
      source: 'Allocations per host.',
    },
    {
      ...point,
      key: 'hosts-empty',
      title: 'Empty hosts',
      unit: 'hosts',
      better: 'higher',
      definition: 'Hosts without any allocation, whether up or down.',
      source: 'Allocations per host.',
    },
    {
      ...point,
      key: 'hosts-down',
      title: 'Hosts down',
      unit: 'hosts',
      better: 'lower',
      definition: 'Hosts that have failed and are not repaired yet.',
      source: 'Failures and repairs.',
    },
  ];
}

function hostMetrics(): MetricDefinition[] {
  return resources.slice(0, 2).map((resource) => ({
    key: `host-${resource.id}-allocation`,
    title: `${resource.name} allocated per host`,
    unit: 'fraction',
    shape: 'host',
    better: 'neither',
    decides: false,
    definition: `${resource.name} allocated on one host, over its capacity ((total - reserved) x allocation ratio).`,
    source: `Allocations of ${resource.resourceClass} per host, at each host sample.`,
  }));
}

function histogramMetrics(): MetricDefinition[] {
  return [
    {
      key: 'boot-seconds',
      title: 'Boot time',
      unit: 'seconds',
      shape: 'histogram',
      better: 'lower',
      decides: false,
      definition:
        'Time from the acceptance of the request by the API until the instance is ACTIVE for the first time, failed attempts included; of the instances that arrived after the warm-up and became ACTIVE.',
      source: 'Control-plane delays of the scenario, and downloads shared in the image cache of each host.',
    },
  ];
}

function demandMetrics(): MetricDefinition[] {
  const counted = { shape: 'run', source: 'Arrivals, and the one end that each of them has.' } as const;
  return [
    {
      ...counted,
      key: 'requests-arrived',
      title: 'Requests',
      unit: 'requests',
      better: 'neither',
      decides: false,
      definition: 'Requests that arrived from the end of the warm-up to the end of the run.',
    },
    {
      ...counted,
      key: 'requests-accepted',
      title: 'Requests accepted',
      unit: 'requests',
      better: 'higher',
      decides: false,
      definition: 'Of these, requests whose instances all became ACTIVE.',
    },
    {
      ...counted,
      key: 'requests-refused',
      title: 'Requests refused',
      unit: 'requests',
      better: 'lower',
      decides: false,
      definition: 'Of these, requests with at least one instance refused. Accepted + refused = arrived.',
    },
    {
      ...counted,
      key: 'instances-arrived',
      title: 'Instances asked for',
      unit: 'instances',
      better: 'neither',
      decides: false,
      definition: 'Instances in the requests that arrived from the end of the warm-up to the end of the run.',
    },
    {
      ...counted,
      key: 'instances-accepted',
      title: 'Instances accepted',
      unit: 'instances',
      better: 'higher',
      decides: false,
      definition:
        'Of these, instances that became ACTIVE. A build in flight when the run ends is followed to its end, so that none is left open.',
    },
    {
      ...counted,
      key: 'instances-refused',
      title: 'Instances refused',
      unit: 'instances',
      better: 'lower',
      decides: false,
      definition:
        'Of these, instances that no stage found a host for, or whose builds failed on every host tried. Accepted + refused = arrived.',
    },
    {
      ...counted,
      key: 'instances-refused-fraction',
      title: 'Share of instances refused',
      unit: 'fraction',
      better: 'lower',
      decides: true,
      definition: 'Instances refused over instances that arrived; 0 when none arrived.',
    },
    {
      ...counted,
      key: 'vcpus-refused-fraction',
      title: 'Share of vCPUs refused',
      unit: 'fraction',
      better: 'lower',
      decides: false,
      definition:
        'vCPUs of the refused instances over vCPUs of the instances that arrived: large flavors are refused first, and count here by their size.',
    },
  ];
}

function useMetrics(): MetricDefinition[] {
  const run = { shape: 'run', decides: false } as const;
  const integral =
    'Time-weighted from the end of the warm-up to the end of the run; the integral is exact, not sampled.';
  return [
    ...resources.flatMap((resource): MetricDefinition[] => [
      {
        ...run,
        key: `${resource.id}-allocation-mean`,
        title: `${resource.name} allocated, mean`,
        unit: 'fraction',
        better: 'neither',
        definition: `Mean of ${resource.id}-allocation over time.`,
        source: integral,
      },
      {
        ...run,
        key: `${resource.id}-utilisation-mean`,
        title: `${resource.name} allocated over installed, mean`,
        unit: 'fraction',
        better: 'neither',
        definition: `Mean of ${resource.id}-utilisation over time.`,
        source: integral,
      },
      {
        ...run,
        key: `${resource.id}-peak`,
        title: `${resource.name} allocated, peak`,
        unit: resource.unit,
        better: 'neither',
        definition: `Most ${resource.name} allocated at any time after the warm-up.`,
        source: `Allocations of ${resource.resourceClass}, after each change.`,
      },
      {
        ...run,
        key: `${resource.id}-hours`,
        title: `${resource.name} delivered`,
        unit: resource.hours,
        better: 'higher',
        definition: `${resource.name} of the flavor of each instance, times the hours that it was running.`,
        source: integral,
      },
      {
        ...run,
        key: `${resource.id}-stranded-mean`,
        title: `${resource.name} stranded, mean`,
        unit: 'fraction',
        better: 'lower',
        definition: `Mean of ${resource.id}-stranded over the samples taken after the warm-up.`,
        source: 'Samples of equal spacing, so their plain mean.',
      },
    ]),
    {
      shape: 'run',
      key: 'packing-density-vcpu',
      title: 'vCPUs per hardware thread, used hosts',
      unit: 'vCPU',
      // More is more sold for the same hardware and more contention on it: no metric here sees that price.
      better: 'neither',
      decides: false,
      definition: `vCPU allocated over the hardware threads installed in the hosts that hold at least one allocation: integral over integral. Ratios and reservations do not enter, so that clouds with different ratios compare.`,
      source: integral,
    },
    {
      shape: 'run',
      key: 'packing-density-ram',
      title: 'Packing density, RAM',
      unit: 'fraction',
      better: 'higher',
      decides: true,
      definition: `RAM allocated over the RAM installed in the hosts that hold at least one allocation: integral over integral.`,
      source: integral,
    },
    {
      ...run,
      key: 'instance-hours',
      title: 'Instance-hours delivered',
      unit: 'instance-hours',
      better: 'higher',
      decides: true,
      definition: 'Hours that instances were running, added over all instances.',
      source: integral,
    },
    {
      ...run,
      key: 'instances-running-mean',
      title: 'Instances running, mean',
      unit: 'instances',
      better: 'neither',
      definition: 'Mean of instances-running over time.',
      source: integral,
    },
    {
      ...run,
      key: 'instances-running-peak',
      title: 'Instances running, peak',
      unit: 'instances',
      better: 'neither',
      definition: 'Most instances running at any time after the warm-up.',
      source: 'State of the instances, after each change.',
    },
    {
      ...run,
      key: 'hosts-used-mean',
      title: 'Hosts used, mean',
      unit: 'hosts',
      better: 'lower',
      definition: 'Mean of hosts-used over time.',
      source: integral,
    },
    {
      ...run,
      key: 'hosts-used-peak',
      title: 'Hosts used, peak',
      unit: 'hosts',
      better: 'lower',
      definition: 'Most hosts used at any time after the warm-up.',
      source: 'Allocations per host, after each change.',
    },
    {
      ...run,
      key: 'hosts-empty-mean',
      title: 'Empty hosts, mean',
      unit: 'hosts',
      better: 'higher',
      definition: 'Mean of hosts-empty over time.',
      source: integral,
    },
  ];
}

function bootMetrics(): MetricDefinition[] {
  return [
    { id: 'mean', title: 'mean', what: 'Arithmetic mean', decides: false },
    { id: 'p50', title: 'median', what: 'Median', decides: false },
    { id: 'p95', title: '95th percentile', what: '95th percentile', decides: true },
    { id: 'p99', title: '99th percentile', what: '99th percentile', decides: false },
  ].map((figure) => ({
    key: `boot-seconds-${figure.id}`,
    title: `Boot time, ${figure.title}`,
    unit: 'seconds',
    shape: 'run',
    better: 'lower',
    decides: figure.decides,
    definition: `${figure.what} of boot-seconds${figure.id === 'mean' ? '' : ' by nearest rank'}; absent when no instance booted.`,
    source: 'Every boot time of the run, not the histogram.',
  }));
}

function lifeMetrics(): MetricDefinition[] {
  const events = { shape: 'run', unit: 'count', source: 'Events after the warm-up.' } as const;
  const lower = { ...events, better: 'lower', decides: false } as const;
  const neither = { ...events, better: 'neither', decides: false } as const;
  return [
    { ...neither, key: 'deletions', title: 'Deletions', definition: 'Instances deleted by their owner.' },
    { ...lower, key: 'build-failures', title: 'Build failures', definition: 'Builds that failed on a host.' },
    {
      ...lower,
      key: 'retries',
      title: 'Retries',
      definition: 'Builds started on an alternate host after a failed one.',
    },
    { ...neither, key: 'host-failures', title: 'Host failures', definition: 'Times that a host failed.' },
    {
      ...lower,
      key: 'instances-lost',
      title: 'Instances lost',
      unit: 'instances',
      decides: true,
      definition: 'Instances that ended because their host failed.',
    },
    {
      ...neither,
      key: 'instances-evacuated',
      title: 'Instances evacuated',
      unit: 'instances',
      definition: 'Rebuilds on another host, completed, of instances whose host had failed.',
    },
    {
      ...lower,
      key: 'evacuations-refused',
      title: 'Evacuations refused',
      definition:
        'Evacuations that found no host or whose rebuild failed; the instance stays stopped on its host until the host is repaired.',
    },
    {
      ...neither,
      key: 'migrations',
      title: 'Live migrations',
      definition: 'Live migrations completed, away from hosts in maintenance.',
    },
    {
      ...lower,
      key: 'migrations-refused',
      title: 'Live migrations refused',
      definition: 'Live migrations that found no host or broke off; the instance stayed where it was.',
    },
    { ...neither, key: 'resizes', title: 'Resizes', definition: 'Resizes completed.' },
    {
      ...lower,
      key: 'resizes-refused',
      title: 'Resizes refused',
      definition:
        'Resizes that found no host, came while the instance was busy, or broke off; the instance stayed as it was.',
    },
  ];
}
