import { z } from 'zod';
import { generatorProfiles } from '../workload/generator-profiles.ts';
import { loadResources } from '../workload/load-target.ts';
import { groupPolicies } from '../workload/plain-csv.ts';
import { traceKinds } from '../workload/read-trace.ts';
import { duration, positiveDuration, sizeGib } from './units.ts';

export const weekDays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const text = z.string().min(1, { error: 'a text that is not empty' });
const share = z.number().min(0).max(1);
const weight = z.number().min(0);

const traceFile = {
  file: text.describe(
    'Trace, plain or gzip; looked for beside the scenario, then in the directories of ASTROLABE_TRACES',
  ),
  kind: z
    .enum(['auto', ...traceKinds.map((kind) => kind.name)])
    .prefault('auto')
    .describe('Format of the file; `auto` goes by its header'),
};

const shape = {
  daily: z
    .array(weight)
    .length(24)
    .optional()
    .describe('Relative rate of arrivals in each hour of the day, 24 numbers'),
  weekly: z
    .array(weight)
    .length(7)
    .optional()
    .describe('Relative rate on each day of the week, Monday first, 7 numbers'),
  startDay: z.enum(weekDays).prefault('monday').describe('Day of the week at the start of the run'),
  startHour: z.int().min(0).max(23).prefault(0).describe('Hour of the day at the start of the run'),
};

const load = z.number().gt(0).max(10);
const loadOf = z
  .enum(loadResources)
  .prefault('dominant')
  .describe('Resource that `load` speaks of; `dominant` is the one that reaches it first');
const fill = duration('The population of the start arrives evenly over this time').prefault('1h');

const trace = z.strictObject({
  ...traceFile,
  from: duration('Start of the part that is replayed; it becomes second 0').prefault('0s'),
  to: positiveDuration('End of the part that is replayed. Default: the end of the trace').optional(),
  timeScale: z
    .number()
    .gt(0)
    .prefault(1)
    .describe('Factor on arrival times: 0.5 brings the same instances in half the time'),
  lifetimeScale: z.number().gt(0).prefault(1).describe('Factor on lifetimes'),
  share: z.number().gt(0).max(1).prefault(1).describe('Probability that a batch of the trace takes part'),
  carryOver: z
    .boolean()
    .prefault(false)
    .describe('Instances that already ran at `from` arrive at second 0 with the rest of their life'),
  censored: z
    .enum(['keep', 'age'])
    .prefault('keep')
    .describe(
      'Instances still running when the recording ended: `keep` never deletes them, `age` deletes them at the age they had',
    ),
});

const quantile = z.tuple([share, positiveDuration('Lifetime')], { error: 'a pair such as [0.5, "43m"]' });

const lifetimes = z.strictObject({
  quantiles: z
    .array(quantile)
    .min(2)
    .optional()
    .describe('Pairs [probability, lifetime] from 0 to 1, ascending; between them the logarithm is linear'),
  mixture: z
    .array(
      z.strictObject({
        weight: z.number().gt(0).describe('Relative number of instances'),
        median: positiveDuration('Median of the log-normal distribution'),
        sigma: z.number().min(0).max(5).describe('Standard deviation of the natural logarithm'),
      }),
    )
    .min(1)
    .optional()
    .describe('Log-normal distributions'),
});

const generate = z.strictObject({
  profile: z
    .enum(generatorProfiles.map((profile) => profile.name))
    .prefault('azure-2017')
    .describe('Measured cloud whose values hold wherever a key below, or `flavors`, is left out'),
  vmsPerHour: z.number().gt(0).max(10_000_000).optional().describe('Instances that arrive per hour on average'),
  load: load
    .optional()
    .describe('In place of `vmsPerHour`: share of the capacity of the baseline cloud that the steady state holds'),
  loadOf,
  ...shape,
  batchSizes: z
    .record(z.string().regex(/^\d+(-\d+)?$/, { error: 'a number or a range, such as "1" or "5-8"' }), weight)
    .optional()
    .describe('Weight of each number of instances asked for together: `{1: 0.6, 2-4: 0.4}`'),
  lifetimes: lifetimes.optional().describe('Distribution of lifetimes: `quantiles` or `mixture`'),
  neverDeleted: share.prefault(0).describe('Probability that an arriving instance is never deleted'),
  projects: z.int().min(1).max(100_000).prefault(100).describe('Projects; the k-th sends batches in proportion to 1/k'),
  standing: z
    .boolean()
    .prefault(true)
    .describe('Start with the population of the steady state instead of an empty cloud'),
  fill,
});

const resample = z.strictObject({
  ...traceFile,
  load: load.describe('Share of the capacity of the baseline cloud that the steady state holds'),
  loadOf,
  ...shape,
  fill,
});

export const workloadSchema = z.strictObject({
  trace: trace.nullish().describe('Replay a recorded workload'),
  generate: generate.nullish().describe('Make a workload from distributions'),
  resample: resample.nullish().describe('Fill a cloud of any size with the shape of a recorded workload'),
  batches: z
    .enum(['together', 'apart'])
    .prefault('together')
    .describe('Instances of a batch are one multi-create request, or one request each'),
  disk: z
    .strictObject({
      base: sizeGib('Root disk of every such flavor').prefault('20 GiB'),
      perVcpu: sizeGib('More of it per vCPU').prefault('0 GiB'),
      perRamGib: sizeGib('More of it per GiB of RAM').prefault('0 GiB'),
    })
    .prefault({})
    .describe('Disk of flavors whose source records none'),
  zones: z
    .strictObject({
      share: share.prefault(1).describe('Probability that a batch asks for a zone'),
      weights: z.record(text, weight).describe('Weight of each zone: `{az1: 2, az2: 1}`'),
    })
    .optional()
    .describe('Availability zones asked for'),
  groups: z
    .array(
      z.strictObject({
        policy: z.enum(groupPolicies).describe('Policy of the server group'),
        share: share.describe('Probability that a batch of two or more is such a group'),
        maxServerPerHost: z.int().min(1).optional().describe('Members of one host, for anti-affinity'),
      }),
    )
    .prefault([])
    .describe('Server groups made of batches; the first that a batch draws wins'),
  resizes: z
    .strictObject({
      share: share.describe('Probability that an instance is resized once, at a time uniform in its life'),
      to: z
        .enum(['larger', 'smaller', 'any'])
        .prefault('larger')
        .describe('Next flavor with no less of anything, with no more vCPUs and RAM, or any other'),
    })
    .optional()
    .describe('Resizes'),
});

export type GenerateConfig = z.output<typeof generate>;
