import { z } from 'zod';
import { pythonText } from '../python/text.ts';
import { PythonFloat } from '../python/value.ts';
import type { PciPoolJson, PciRequestJson } from './pci/pci-json.ts';
import { pciPoolsSchema, pciRequestsSchema } from './pci/pci-schema.ts';
import type { HostTopologyJson, InstanceTopologyJson, NumaLimitsJson } from './topology/topology-json.ts';
import { hostTopologySchema, instanceTopologySchema, numaLimitsSchema } from './topology/topology-schema.ts';

type Options = Readonly<Record<string, unknown>>;

/**
 * One guest and one host, by Nova's field names. Either `instance_topology` says what is asked, or
 * `flavor` and `image` do. Memory is MiB; absent fields of a flavor are 1 vCPU and 512 MiB.
 */
export interface NumaFitCase {
  readonly id?: unknown;
  readonly mode: 'numa_fit';
  /** Options by nova.conf group; `[compute]` alone has one that counts here. */
  readonly config?: Readonly<Record<string, Options>> | null | undefined;
  readonly host_topology?: HostTopologyJson | null | undefined;
  readonly instance_topology?: InstanceTopologyJson | null | undefined;
  readonly flavor?: NumaFitFlavor | undefined;
  readonly image?: { readonly properties?: Options | undefined } | null | undefined;
  readonly limits?: NumaLimitsJson | null | undefined;
  readonly pci_device_pools?: readonly PciPoolJson[] | null | undefined;
  readonly pci_requests?: readonly PciRequestJson[] | null | undefined;
}

export interface NumaFitFlavor {
  readonly vcpus?: number | undefined;
  readonly memory_mb?: number | undefined;
  readonly extra_specs?: Readonly<Record<string, string>> | undefined;
}

/** Nova keeps extra specs as text; numbers become what Python writes. */
const specText = z
  .union([z.string(), z.number(), z.instanceof(PythonFloat)])
  .transform((value) =>
    pythonText(typeof value === 'number' && !Number.isInteger(value) ? new PythonFloat(value) : value),
  );

/** Reads a case from JSON; errors name the path, what was found and what is accepted. */
export const numaFitCaseSchema: z.ZodType<NumaFitCase> = z.object({
  id: z.unknown().optional(),
  mode: z.literal('numa_fit'),
  config: z.record(z.string(), z.record(z.string(), z.unknown())).nullish(),
  host_topology: hostTopologySchema.nullish(),
  instance_topology: instanceTopologySchema.nullish(),
  flavor: z
    .object({
      vcpus: z.int().nonnegative().optional(),
      memory_mb: z.int().nonnegative().optional(),
      extra_specs: z.record(z.string(), specText).optional(),
    })
    .optional(),
  image: z.object({ properties: z.record(z.string(), z.unknown()).optional() }).nullish(),
  limits: numaLimitsSchema.nullish(),
  pci_device_pools: pciPoolsSchema.nullish(),
  pci_requests: pciRequestsSchema.nullish(),
});
