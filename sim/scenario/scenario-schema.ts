import { optionCatalogue } from '../../core/index.ts';
import { z } from 'zod';
import { cloudSchema, drawnHostSelector } from './cloud-schema.ts';
import { duration, positiveDuration, sizeGib, sizeMib } from './units.ts';
import { workloadSchema } from './workload-schema.ts';

const text = z.string().min(1, { error: 'a text that is not empty' });
const scalarText = z.union([z.string(), z.number(), z.boolean()], { error: 'a text' }).transform(String);

const flavor = z.strictObject({
  vcpus: z.int().min(1).describe('vCPUs'),
  ram: sizeMib('Memory'),
  disk: sizeGib('Root disk').prefault('0 GiB'),
  ephemeral: sizeGib('Ephemeral disk').prefault('0 GiB'),
  swap: sizeMib('Swap disk').prefault('0 MiB'),
  extraSpecs: z.record(text, scalarText).prefault({}).describe('Extra specs by their Nova names'),
  weight: z.number().min(0).prefault(1).describe('How often the generator asks for it, relative to the others'),
});

const image = z.strictObject({
  name: text.describe('Name of the image'),
  size: sizeMib('What a host downloads').prefault('1 GiB'),
  diskFormat: text.prefault('qcow2').describe('Glance: `disk_format`'),
  properties: z.record(text, scalarText).prefault({}).describe('Image properties by their Glance names'),
  weight: z.number().min(0).prefault(1).describe('How often a batch uses it, relative to the others'),
});

const novaLevels = '"26" (Nova 26.2, Zed) or "2026.1"';

const scheduler = z.strictObject({
  nova: z
    .union([z.enum(['26', '2026.1']), z.literal(26), z.literal(2026.1)], { error: novaLevels })
    .transform((level) => String(level) as '26' | '2026.1')
    .prefault('2026.1')
    .describe('Release whose behaviour is followed'),
  filters: z.array(text).optional().describe("Filters in order. Default: Nova's `enabled_filters`"),
  weighers: z.array(text).optional().describe("Weighers in order. Default: all of Nova's"),
  options: z
    .strictObject(
      Object.fromEntries(
        Object.keys(optionCatalogue).map((group) => [
          group,
          z.record(text, z.unknown()).optional().describe(`Options of [${group}] in nova.conf`),
        ]),
      ),
    )
    .prefault({})
    .describe('Options under the names of nova.conf, by group'),
  maxAttempts: z.int().min(1).optional().describe('Builds tried in all. Default: `options.scheduler.max_attempts`, 3'),
  modules: z
    .array(text)
    .prefault([])
    .describe('TypeScript or JavaScript modules with filters and weighers of your own, relative to the scenario'),
  engine: z
    .enum(['reference', 'fast'])
    .prefault('fast')
    .describe(
      'Implementation of the scheduler: `reference` is the pipeline written to be read, `fast` decides the same',
    ),
  allowResizeToSameHost: z.boolean().prefault(false).describe('Nova: `allow_resize_to_same_host`'),
});

function delay(description: string, median: string, sigma: number) {
  return z
    .strictObject({
      median: duration('Median').prefault(median),
      sigma: z
        .number()
        .min(0)
        .max(5)
        .prefault(sigma)
        .describe('Standard deviation of the natural logarithm; 0: constant'),
    })
    .prefault({})
    .describe(description);
}

const controlPlane = z.strictObject({
  api: delay('From the request until the conductor asks the scheduler', '200ms', 0.3),
  scheduler: delay('One scheduling decision with its claims', '50ms', 0.3),
  network: delay('Networks and block devices on the host', '1.5s', 0.4),
  spawn: delay('Domain defined and started until ACTIVE', '5s', 0.4),
  delete: delay('Deletion until the host is free again', '2s', 0.4),
  resize: delay('From the decision until the resize is confirmed', '60s', 0.5),
  migrate: delay('One live migration', '30s', 0.7),
  image: z
    .strictObject({
      downloadMibPerSecond: z.number().gt(0).prefault(200).describe('Speed of one download, MiB/s'),
      cache: duration('Unused images leave the cache of a host after this').prefault('24h'),
    })
    .prefault({})
    .describe('Image download and cache of each host'),
});

const faults = z.strictObject({
  hostMtbfHours: z.number().min(0).prefault(0).describe('Mean time between failures of one host, hours; 0: none'),
  hostRepair: delay('From the failure of a host until it is back', '4h', 0.5),
  onHostFailure: z
    .enum(['lose', 'evacuate'])
    .prefault('evacuate')
    .describe('Instances of a failed host end, or are rebuilt on other hosts'),
  buildFailureProbability: z
    .number()
    .min(0)
    .max(1)
    .prefault(0)
    .describe('Probability that one build fails on its host'),
});

const event = z.strictObject({
  at: duration('When, from the start of the run'),
  type: z
    .enum(['fail', 'repair', 'disable', 'enable', 'maintenance'])
    .describe('`maintenance` disables the host and moves its instances away by live migration'),
  hosts: drawnHostSelector.describe('Which hosts'),
  for: positiveDuration('After this the hosts are repaired, enabled or back from maintenance').optional(),
  atATime: z
    .int()
    .min(1)
    .optional()
    .describe('With `for`: hosts taken together; the next wave starts when one is done'),
});

const metrics = z.strictObject({
  sampleEvery: positiveDuration('Interval of the time series').prefault('15m'),
  hostSampleEvery: positiveDuration('Interval of the samples per host, for heat maps').prefault('6h'),
  warmUp: duration('Left out of the figures of the run: the cloud is filling').prefault('0s'),
  decisionLog: z.boolean().prefault(false).describe('Keep every decision in the results'),
});

const configShape = {
  cloud: cloudSchema.describe('Hosts and aggregates'),
  flavors: z.record(text, flavor).prefault({}).describe('Flavors by name'),
  images: z
    .array(image)
    .min(1)
    .prefault([{ name: 'image' }])
    .describe('Images'),
  workload: workloadSchema.describe('What is asked of the cloud; one of `trace`, `generate`, `resample`'),
  scheduler: scheduler.prefault({}).describe('How hosts are chosen'),
  controlPlane: controlPlane.prefault({}).describe('How long everything around the choice takes'),
  faults: faults.prefault({}).describe('What breaks at random'),
  events: z.array(event).prefault([]).describe('What is planned'),
  metrics: metrics.prefault({}).describe('What is measured'),
  duration: positiveDuration(
    'Length of the run. Default with `trace`: to `trace.to`, or past the last arrival to a whole hour',
  ).optional(),
};

/** What one variant runs: a scenario without its variants. Amounts in MiB or GiB as `units.ts` says, times in seconds. */
export const configSchema = z.strictObject(configShape);

const seeds = z
  .union([z.int().min(1).max(10_000), z.array(z.int().min(0)).min(1)], {
    error: 'a number of seeds from 1 to 10000, or a list of whole numbers from 0',
  })
  .transform((value) => (typeof value === 'number' ? Array.from({ length: value }, (_, i) => i + 1) : value));

const variant = z.strictObject({
  name: text.describe('Name in results and reports'),
  description: z.string().optional().describe('One sentence'),
  set: z
    .record(text, z.unknown())
    .prefault({})
    .describe(
      'What differs: keys of the scenario, merged into it. `a.b.c` reaches inside; lists are replaced; null takes a key away',
    ),
});

/** A scenario file. */
export const scenarioSchema = z.strictObject({
  name: text.describe('Name in results and reports'),
  question: z.string().optional().describe('What the runs shall answer'),
  description: z.string().optional().describe('What a reader should know'),
  ...configShape,
  seeds: seeds
    .prefault(1)
    .describe('A number of seeds (1, 2, ...) or the seeds themselves; each runs every variant on the same demand'),
  variants: z.array(variant).min(1).optional().describe('Configurations that are compared'),
  vary: z
    .record(text, z.array(z.unknown()).min(1))
    .optional()
    .describe('In place of `variants`: values by path, `cloud.ratios.cpu: [2, 4, 8]`; every combination is a variant'),
  baseline: text.optional().describe('Variant that the others are compared with. Default: the first'),
});

export type ScenarioConfig = z.output<typeof configSchema>;
