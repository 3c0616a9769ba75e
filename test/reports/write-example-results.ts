import { ResultsWriter, type ResultRow, type RunDescription, type SweepPlan } from '../../store/index.ts';

export interface ExampleVariant {
  readonly name: string;
  /** 0 to 1: how full the cloud becomes, and with it what is refused. */
  readonly load: number;
}

export interface ExampleOptions {
  readonly name?: string;
  readonly question?: string;
  readonly text?: string;
  readonly variants?: readonly ExampleVariant[];
  readonly seeds?: readonly number[];
  readonly hosts?: number;
  readonly days?: number;
  /** Runs, by number from 0, that stay planned. */
  readonly unfinished?: readonly number[];
  /** Runs, by number from 0, that fail with this message. */
  readonly failed?: Readonly<Record<number, string>>;
  /** Without samples, host samples, histograms and refusals. */
  readonly figuresOnly?: boolean;
}

const day = 86_400;

/** Writes a results file with made-up rows of plausible shape, by the store's own writer. */
export async function writeExampleResults(file: string, options: ExampleOptions = {}): Promise<void> {
  const writer = await ResultsWriter.create(file, planOf(options));
  for (const id of await writer.remainingRuns()) {
    if (!options.unfinished?.includes(id)) await writeRun(writer, id, options);
  }
  await writer.close();
}

/** Finishes a run that was left out, as a resumed sweep does. `options` are those of the file. */
export async function finishExampleRun(file: string, id: number, options: ExampleOptions): Promise<void> {
  const writer = await ResultsWriter.resume(file, planOf(options));
  await writeRun(writer, id, options);
  await writer.close();
}

function variantsOf(options: ExampleOptions): readonly ExampleVariant[] {
  return (
    options.variants ?? [
      { name: 'cpu ratio 4', load: 0.55 },
      { name: 'cpu ratio 8', load: 0.8 },
    ]
  );
}

function planOf(options: ExampleOptions): SweepPlan {
  const seeds = options.seeds ?? [1, 2, 3];
  return {
    scenario: {
      name: options.name ?? 'How far can CPU be overcommitted?',
      question: options.question ?? 'Twice the CPU ratio: how much more fits, and what becomes scarce next?',
      fileName: 'overcommit.yaml',
      text: options.text ?? 'name: How far can CPU be overcommitted?\nduration: 7d\nseeds: 3\n',
      hash: 'ab'.repeat(32),
    },
    variants: variantsOf(options).map(({ name }, index) => ({ name, baseline: index === 0 })),
    runs: variantsOf(options).flatMap((variant) => seeds.map((seed) => ({ variant: variant.name, seed }))),
  };
}

async function writeRun(writer: ResultsWriter, id: number, options: ExampleOptions): Promise<void> {
  const run = writer.plan.runs[id]!;
  const variant = variantsOf(options).find(({ name }) => name === run.variant)!;
  const timing = { startedAt: new Date(0), wallSeconds: 1, attempts: 1 };
  await writer.beginRun(id, {
    description: describeRun(options),
    demandHash: String(run.seed).padStart(64, '0'),
    lockfile: lockfileOf(run.variant, run.seed),
  });
  const failure = options.failed?.[id];
  if (failure !== undefined) return writer.failRun(id, failure, timing);
  await writer.append(id, figureRows(variant, run.seed));
  if (!options.figuresOnly) await writer.append(id, chartRows(variant, run.seed, options));
  const hash = (run.seed + 16 * id).toString(16).padStart(64, 'c0ffee');
  const summary = { decisions: 12_000 + run.seed, events: 40_000, decisionsHash: hash, metricsHash: hash };
  await writer.completeRun(id, summary, timing);
}

function lockfileOf(variant: string, seed: number) {
  const build = '00'.repeat(32);
  return {
    astrolabe: '0.1.0',
    build,
    node: '20.20.2',
    platform: 'linux-x64',
    variant,
    seed,
    scenario: 'ab'.repeat(32),
    inputs: {},
  };
}

function describeRun(options: ExampleOptions): RunDescription {
  const count = options.hosts ?? 24;
  const zones = ['north', 'south', 'west'];
  return {
    hosts: Array.from({ length: count }, (_, index) => ({
      name: `host-${index}`,
      kind: index % 4 === 0 ? 'large' : 'standard',
      zone: zones[Math.floor((index * zones.length) / count)]!,
    })),
    flavors: [{ name: 'm1.small', vcpus: 1, ramMib: 2048, diskGib: 20 }],
    durationSeconds: (options.days ?? 7) * day,
  };
}

/** A number from -1 to 1 that depends on all of its keys, and on nothing else. */
function wobble(...keys: readonly number[]): number {
  const mixed = keys.reduce((sum, key, index) => sum + Math.sin(key * 12.9898 + index * 78.233) * 43_758.5453, 0);
  return (mixed - Math.floor(mixed)) * 2 - 1;
}

function figureRows({ load }: ExampleVariant, seed: number): ResultRow[] {
  const arrived = 9000 + Math.round(200 * wobble(seed, 1));
  const share = Math.max(0, 0.16 - 0.18 * load) * (1 + 0.1 * wobble(seed, load));
  const refused = Math.round(arrived * share);
  const figures: Readonly<Record<string, number>> = {
    'instances-arrived': arrived,
    'instances-accepted': arrived - refused,
    'instances-refused': refused,
    'instances-refused-fraction': refused / arrived,
    'packing-density-ram': load + 0.02 * wobble(seed, 3),
    'instance-hours': (arrived - refused) * 21.5,
    'boot-seconds-p50': 14 + wobble(seed, 4),
    'boot-seconds-p95': 38 + 9 * load + 1.5 * wobble(seed, load, 5),
    'boot-seconds-p99': 70 + 20 * load + 3 * wobble(seed, load, 6),
    'instances-lost': 0,
    'vcpu-allocation-mean': load * 0.9 + 0.01 * wobble(seed, 7),
    'hosts-empty-mean': Math.max(0, 4 - 4 * load + 0.4 * wobble(seed, load, 8)),
  };
  return Object.entries(figures).map(([metric, value]) => ({ kind: 'metric', metric, value }));
}

function chartRows(variant: ExampleVariant, seed: number, options: ExampleOptions): ResultRow[] {
  return [...seriesRows(variant, seed, options), ...hostRows(variant, seed, options), ...endRows(variant, seed)];
}

function seriesRows({ load }: ExampleVariant, seed: number, options: ExampleOptions): ResultRow[] {
  const hosts = options.hosts ?? 24;
  const rows: ResultRow[] = [];
  for (let atSeconds = 0; atSeconds <= (options.days ?? 7) * day; atSeconds += 3600) {
    const daily = 0.06 * Math.sin((atSeconds / day) * 2 * Math.PI);
    const full = load * (1 - Math.exp(-atSeconds / day)) + daily * load + 0.015 * wobble(seed, atSeconds);
    const values: Readonly<Record<string, number>> = {
      'vcpu-allocation': Math.max(0, full),
      'vcpu-utilisation': Math.max(0, full * (load > 0.7 ? 8 : 4)),
      'vcpu-stranded': Math.max(0, 0.03 * full),
      'ram-allocation': Math.max(0, Math.min(1, full * 1.15)),
      'disk-allocation': Math.max(0, full * 0.4),
      'instances-running': Math.round(hosts * 20 * Math.max(0, full)),
      'instances-refused-total': Math.round(((1 - load) * atSeconds) / 500),
      'hosts-used': Math.min(hosts, Math.round(hosts * (full + 0.3))),
      'hosts-empty': Math.max(0, hosts - Math.round(hosts * (full + 0.3))),
      'hosts-down': 0,
    };
    for (const [metric, value] of Object.entries(values)) rows.push({ kind: 'sample', atSeconds, metric, value });
  }
  return rows;
}

function hostRows({ load }: ExampleVariant, seed: number, options: ExampleOptions): ResultRow[] {
  const rows: ResultRow[] = [];
  for (let atSeconds = 0; atSeconds <= (options.days ?? 7) * day; atSeconds += 6 * 3600) {
    const values = Float32Array.from({ length: options.hosts ?? 24 }, (_, host) => {
      const full = load * (1 - Math.exp(-atSeconds / day)) * (1.2 - 0.4 * (host % 4 === 0 ? 1 : 0));
      return Math.min(1, Math.max(0, full + 0.15 * wobble(host, seed) + 0.05 * wobble(host, atSeconds)));
    });
    rows.push({ kind: 'host-sample', atSeconds, metric: 'host-vcpu-allocation', values });
    rows.push({
      kind: 'host-sample',
      atSeconds,
      metric: 'host-ram-allocation',
      values: values.map((value) => value * 0.8),
    });
  }
  return rows;
}

function endRows({ load }: ExampleVariant, seed: number): ResultRow[] {
  const count = (share: number): number =>
    Math.max(0, Math.round(1400 * share * (1.05 - load) + 10 * wobble(seed, share)));
  const refusals = [
    { stage: 'placement', by: 'placement', code: 'no-room-vcpu', instances: count(0.6) },
    { stage: 'placement', by: 'placement', code: 'no-room-ram', instances: count(0.25) },
    { stage: 'filter', by: 'ServerGroupAntiAffinityFilter', code: 'group-has-host', instances: count(0.12) },
    { stage: 'build', by: 'build', code: 'attempts-used-up', instances: count(0.02) },
  ];
  const edges = Float64Array.from([0, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, Infinity]);
  const peak = 3 + load;
  const counts = Float64Array.from({ length: edges.length - 1 }, (_, bin) =>
    Math.round(3000 * Math.exp(-((bin - peak) ** 2) / 4)),
  );
  return [
    ...refusals.map((refusal): ResultRow => ({
      kind: 'refusal',
      ...refusal,
      requests: Math.ceil(refusal.instances / 2),
    })),
    { kind: 'histogram', metric: 'boot-seconds', edges, counts },
  ];
}
