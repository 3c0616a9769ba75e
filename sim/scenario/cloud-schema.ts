import { z } from 'zod';
import { sizeGib, sizeMib } from './units.ts';

/** Far beyond what one simulator can hold; a typing error is more likely than such a cloud. */
const HOSTS_MAX = 1_000_000;

const text = z.string().min(1, { error: 'a text that is not empty' });
const oneOrMany = z
  .union([text, z.array(text).min(1)], { error: 'a text or a list of texts' })
  .transform((value): readonly string[] => (typeof value === 'string' ? [value] : value));

/** Resource classes and traits have one spelling in Placement. */
const customName = z.string().regex(/^[A-Z0-9_]+$/, { error: 'a name of capital letters, digits and _' });

const selectorShape = {
  name: oneOrMany.optional().describe('Names of hosts; `*` stands for any letters'),
  kind: oneOrMany.optional().describe('Kinds of hosts'),
  zone: oneOrMany.optional().describe('Availability zones'),
  rack: oneOrMany.optional().describe('Racks'),
  all: z.literal(true, { error: 'true' }).optional().describe('Every host'),
};

/** Hosts that meet every key given. */
export const hostSelector = z.strictObject(selectorShape);

/** Hosts that meet every key given, or some of them, drawn. */
export const drawnHostSelector = z.strictObject({
  ...selectorShape,
  count: z.int().min(1).optional().describe('That many of the hosts selected, drawn by the seed of the run'),
});

const ratio = z.number().gt(0, { error: 'a number above 0' });

const ratiosShape = { cpu: ratio.optional(), ram: ratio.optional(), disk: ratio.optional() };
const ratios = z.strictObject({
  cpu: ratiosShape.cpu.describe('Nova: `cpu_allocation_ratio`'),
  ram: ratiosShape.ram.describe('Nova: `ram_allocation_ratio`'),
  disk: ratiosShape.disk.describe('Nova: `disk_allocation_ratio`'),
});

const reserved = z.strictObject({
  vcpus: z.int().min(0).optional().describe('Nova: `reserved_host_cpus`'),
  ram: sizeMib('Nova: `reserved_host_memory_mb`').optional(),
  disk: sizeGib('Nova: `reserved_host_disk_mb`').optional(),
});

const placed = {
  zones: z
    .array(text)
    .min(1)
    .optional()
    .describe('Availability zones; racks, or hosts without racks, are dealt to them in turn'),
  hostsPerRack: z.int().min(1).optional().describe('Hosts that share a rack, `KIND-rack-1` and so on'),
  reserved: reserved.optional().describe('Kept from instances; in place of `cloud.reserved`'),
  ratios: ratios.optional().describe('Overcommit; in place of `cloud.ratios`'),
  hypervisor: z
    .strictObject({
      type: text.prefault('QEMU').describe('Nova: `hypervisor_type`'),
      version: z
        .string({ error: 'a version such as "8.2.2"' })
        .regex(/^\d+(\.\d+){0,2}$/, { error: 'a version such as "8.2.2"' })
        .prefault('8.2.2')
        .describe('Nova: `hypervisor_version`'),
      architecture: text.prefault('x86_64').describe('Nova: `supported_instances`'),
    })
    .prefault({})
    .describe('What runs the instances'),
};

const hostGroup = z.strictObject({
  count: z.int().min(1).max(HOSTS_MAX).describe('Number of equal hosts'),
  kind: text.prefault('host').describe('Label of the hardware, in reports and selectors'),
  name: text.optional().describe('Pattern of the names; `{n}` is the number of the host. Default `KIND-{n}`'),
  vcpus: z.int().min(1, { error: 'a whole number from 1: a host has CPUs' }).describe('Hardware threads'),
  ram: sizeMib('Memory').refine((mib) => mib > 0, { error: 'an amount above 0' }),
  disk: sizeGib('Local disk for instances'),
  traits: z.array(customName).prefault([]).describe('Traits of the resource provider'),
  inventories: z
    .record(customName, z.int().min(0))
    .prefault({})
    .describe('Further inventories, by resource class: `VGPU: 8`'),
  metrics: z.record(text, z.number()).prefault({}).describe('Values for MetricsWeigher, by name'),
  ...placed,
});

const hostFile = z.strictObject({
  file: text.describe('`openb_node_list` or plain CSV, also compressed with gzip; see workloads.md'),
  count: z
    .int()
    .min(1)
    .max(HOSTS_MAX)
    .optional()
    .describe('Take that many; a shorter list is gone through again. Default: the list'),
  disk: sizeGib('Local disk of hosts whose list records none').prefault('10 TiB'),
  ...placed,
});

const aggregate = z.strictObject({
  name: text.describe('Name of the aggregate'),
  hosts: hostSelector.describe('Which hosts belong to it'),
  metadata: z
    .record(text, z.union([z.string(), z.number(), z.boolean()], { error: 'a text' }).transform(String))
    .prefault({})
    .describe('Metadata, as in Nova; numbers and booleans become text'),
});

export const cloudSchema = z.strictObject({
  hosts: z.array(hostGroup).prefault([]).describe('Groups of equal hosts'),
  hostFile: hostFile.optional().describe('Hosts from a list'),
  ratios: z
    .strictObject({
      cpu: ratio.prefault(4).describe('Nova: `cpu_allocation_ratio`'),
      ram: ratio.prefault(1).describe('Nova: `ram_allocation_ratio`'),
      disk: ratio.prefault(1).describe('Nova: `disk_allocation_ratio`'),
    })
    .prefault({})
    .describe('Overcommit of every host that does not say otherwise'),
  reserved: z
    .strictObject({
      vcpus: z.int().min(0).prefault(0).describe('Nova: `reserved_host_cpus`'),
      ram: sizeMib('Nova: `reserved_host_memory_mb`').prefault('512 MiB'),
      disk: sizeGib('Nova: `reserved_host_disk_mb`').prefault('0 GiB'),
    })
    .prefault({})
    .describe('Kept from instances on every host that does not say otherwise'),
  aggregates: z.array(aggregate).prefault([]).describe('Host aggregates'),
});

export type CloudConfig = z.output<typeof cloudSchema>;
export type HostSelector = z.output<typeof drawnHostSelector>;
export type PlacedConfig = Pick<
  z.output<typeof hostGroup>,
  'zones' | 'hostsPerRack' | 'reserved' | 'ratios' | 'hypervisor'
>;
