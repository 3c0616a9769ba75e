import { z } from 'zod';
import type { PciPoolJson, PciRequestJson } from './pci-json.ts';
import { pciNumaPolicies } from './pci-request.ts';

const property = z.union([z.string(), z.number(), z.boolean()]).nullish();

/** Checks PCI pools that come from outside; errors name the path and what is accepted. */
export const pciPoolsSchema: z.ZodType<readonly PciPoolJson[]> = z.array(
  z
    .object({
      vendor_id: z.string(),
      product_id: z.string(),
      numa_node: z.int().nullish(),
      count: z.int().nonnegative(),
    })
    .catchall(property),
);

/** Checks PCI requests that come from outside. */
export const pciRequestsSchema: z.ZodType<readonly PciRequestJson[]> = z.array(
  z.object({
    count: z.int().nonnegative(),
    spec: z.array(z.record(z.string(), property)),
    alias_name: z.string().nullish(),
    numa_policy: z.enum(pciNumaPolicies).nullish(),
  }),
);
