import { pciPools, type PciPool } from './pci-pool.ts';
import type { PciNumaPolicy, PciRequest } from './pci-request.ts';

/** A pool by Nova's names; all names but these four are tags. */
export interface PciPoolJson {
  readonly vendor_id: string;
  readonly product_id: string;
  readonly numa_node?: number | null | undefined;
  readonly count: number;
  readonly [tag: string]: PciProperty;
}

/** A tag of a pool, or what a spec wants it to be. */
export type PciProperty = string | number | boolean | null | undefined;

export interface PciRequestJson {
  readonly count: number;
  readonly spec: readonly Readonly<Record<string, PciProperty>>[];
  readonly alias_name?: string | null | undefined;
  readonly numa_policy?: PciNumaPolicy | null | undefined;
}

/** A host's pools from their JSON, in the order in which requests are served. */
export function pciPoolsOf(json: readonly PciPoolJson[]): readonly PciPool[] {
  return pciPools(
    json.map(({ vendor_id, product_id, numa_node, count, ...tags }) => ({
      vendorId: vendor_id,
      productId: product_id,
      numaNode: numa_node ?? null,
      count,
      tags: texts(tags),
    })),
  );
}

export function pciPoolJson(pool: PciPool): PciPoolJson {
  return {
    ...pool.tags,
    vendor_id: pool.vendorId,
    product_id: pool.productId,
    numa_node: pool.numaNode,
    count: pool.count,
  };
}

export function pciRequestsOf(json: readonly PciRequestJson[]): readonly PciRequest[] {
  return json.map((request) => ({
    count: request.count,
    spec: request.spec.map(texts),
    aliasName: request.alias_name ?? undefined,
    numaPolicy: request.numa_policy ?? null,
  }));
}

/** Tags and specs hold text or nothing; numbers and truths become the text that Nova stores. */
function texts(values: Readonly<Record<string, PciProperty>>): Readonly<Record<string, string | null>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value)]));
}

function textOf(value: PciProperty): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}
