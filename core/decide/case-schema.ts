import { z } from 'zod';
import { pciPoolsSchema, pciRequestsSchema } from '../hardware/pci/pci-schema.ts';
import { hostTopologySchema, instanceTopologySchema } from '../hardware/topology/topology-schema.ts';

const text = z.string();
const whole = z.number().int();
const amount = z.number();
const texts = z.array(text);
/** Free values, which Nova turns into text. */
const anything = z.unknown();
const freeTexts = z.record(text, anything);
const networkMetadata = z.object({ physnets: texts.optional(), tunneled: z.boolean().optional() });

const service = z.object({
  disabled: z.boolean().nullish(),
  disabled_reason: text.nullish(),
  forced_down: z.boolean().nullish(),
  created_at: text.nullish(),
  last_seen_up: text.nullish(),
});

const host = z.object({
  uuid: text,
  host: text,
  hypervisor_hostname: text,
  cell_uuid: text.optional(),
  vcpus: amount,
  vcpus_used: amount.optional(),
  memory_mb: amount,
  memory_mb_used: amount.optional(),
  local_gb: amount,
  local_gb_used: amount.optional(),
  free_ram_mb: amount.optional(),
  free_disk_gb: amount.optional(),
  disk_available_least: amount.nullish(),
  cpu_allocation_ratio: amount.optional(),
  ram_allocation_ratio: amount.optional(),
  disk_allocation_ratio: amount.optional(),
  hypervisor_type: text.optional(),
  hypervisor_version: whole.optional(),
  cpu_info: anything.optional(),
  supported_hv_specs: z.array(z.array(text).length(3)).optional(),
  stats: freeTexts.optional(),
  metrics: z.array(z.looseObject({ name: text, value: amount })).optional(),
  host_ip: text.optional(),
  numa_topology: hostTopologySchema.nullish(),
  pci_device_pools: pciPoolsSchema.nullish(),
  instances: texts.optional(),
  service: service.nullish(),
});

const flavor = z.object({
  name: text.optional(),
  flavorid: z.union([text, whole]).optional(),
  vcpus: whole.optional(),
  memory_mb: whole.optional(),
  root_gb: whole.optional(),
  ephemeral_gb: whole.optional(),
  swap: whole.optional(),
  extra_specs: freeTexts.optional(),
});

const image = z.looseObject({
  id: text.nullish(),
  name: text.nullish(),
  disk_format: text.nullish(),
  size: amount.nullish(),
  properties: freeTexts.optional(),
});

const request = z
  .object({
    instance_uuid: text.optional(),
    instance_uuids: texts.optional(),
    project_id: text.optional(),
    user_id: text.optional(),
    availability_zone: text.nullish(),
    flavor: flavor.optional(),
    image: image.nullish(),
    numa_topology: z.union([z.literal('from_flavor'), instanceTopologySchema]).nullish(),
    pci_requests: pciRequestsSchema.nullish(),
    ignore_hosts: texts.nullish(),
    force_hosts: texts.nullish(),
    force_nodes: texts.nullish(),
    requested_destination: z
      .object({
        host: text.optional(),
        node: text.nullish(),
        cell_uuid: text.nullish(),
        allow_cross_cell_move: z.boolean().nullish(),
      })
      .nullish(),
    instance_group: z
      .object({
        uuid: text.optional(),
        name: text.optional(),
        policy: text,
        rules: z.object({ max_server_per_host: z.union([whole, text]).optional() }).nullish(),
        members: texts.optional(),
        hosts: texts.optional(),
      })
      .nullish(),
    scheduler_hints: freeTexts.nullish(),
    network_metadata: networkMetadata.nullish(),
  })
  .refine((each) => each.instance_uuid !== undefined || (each.instance_uuids?.length ?? 0) > 0, {
    message: 'either instance_uuid or instance_uuids must name an instance',
  });

const config = z.record(text, z.record(text, anything)).nullish();

/** The state of a cloud and a request: the case format of the conformance oracle. */
export const scheduleCaseSchema = z.object({
  id: anything.optional(),
  mode: z.literal('schedule').optional(),
  now: text.optional(),
  config,
  aggregates: z
    .array(
      z.object({
        id: whole,
        hosts: texts,
        metadata: freeTexts.optional(),
        name: text.optional(),
        uuid: text.optional(),
      }),
    )
    .optional(),
  hosts: z.array(host),
  request,
  return_alternates: z.boolean().optional(),
  dump_hosts: z.boolean().optional(),
  /** Compatibility level; default `26`, the release of the oracle. */
  nova: z.enum(['26', '2026.1']).optional(),
});

export type ScheduleCase = z.infer<typeof scheduleCaseSchema>;
export type CaseHost = ScheduleCase['hosts'][number];
export type CaseRequest = ScheduleCase['request'];
