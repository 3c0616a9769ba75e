import { z } from 'zod';
import type { HostTopologyJson, InstanceTopologyJson, NetworkMetadataJson, NumaLimitsJson } from './topology-json.ts';

const cpuList = z.array(z.int().nonnegative());
const ratio = z.number().nonnegative();

export const networkMetadataSchema: z.ZodType<NetworkMetadataJson> = z.object({
  physnets: z.array(z.string()).optional(),
  tunneled: z.boolean().optional(),
});

/** Checks a host topology that comes from outside; errors name the path and what is accepted. */
export const hostTopologySchema: z.ZodType<HostTopologyJson> = z.object({
  cells: z.array(
    z.object({
      id: z.int(),
      cpuset: cpuList.optional(),
      pcpuset: cpuList.optional(),
      memory: z.int(),
      cpu_usage: z.int().optional(),
      memory_usage: z.int().optional(),
      pinned_cpus: cpuList.optional(),
      siblings: z.array(cpuList).optional(),
      mempages: z
        .array(
          z.object({
            size_kb: z.int().positive(),
            total: z.int(),
            used: z.int().optional(),
            reserved: z.int().optional(),
          }),
        )
        .optional(),
      socket: z.int().nullish(),
      network_metadata: networkMetadataSchema.nullish(),
    }),
  ),
});

/** Checks a guest topology that comes from outside. */
export const instanceTopologySchema: z.ZodType<InstanceTopologyJson> = z.object({
  cells: z.array(
    z.object({
      id: z.int(),
      cpuset: cpuList.optional(),
      pcpuset: cpuList.optional(),
      memory: z.int(),
      pagesize: z.int().nullish(),
      cpu_policy: z.enum(['shared', 'dedicated', 'mixed']).nullish(),
      cpu_thread_policy: z.enum(['prefer', 'isolate', 'require']).nullish(),
      cpu_pinning: z.record(z.string().regex(/^\d+$/), z.int().nonnegative()).nullish(),
      cpuset_reserved: cpuList.nullish(),
    }),
  ),
  emulator_threads_policy: z.enum(['share', 'isolate']).nullish(),
});

export const numaLimitsSchema: z.ZodType<NumaLimitsJson> = z.object({
  cpu_allocation_ratio: ratio,
  ram_allocation_ratio: ratio,
  network_metadata: networkMetadataSchema.nullish(),
});
