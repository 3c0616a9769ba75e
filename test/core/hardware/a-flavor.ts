import type { Flavor } from '../../../core/index.ts';

/** Four vCPUs and 1 GiB, with these extra specs. */
export function aFlavor(extraSpecs: Readonly<Record<string, string>> = {}, changes: Partial<Flavor> = {}): Flavor {
  const sizes = { vcpus: 4, ramMib: 1024, rootGib: 1, ephemeralGib: 0, swapMib: 0 };
  return { id: '1', name: 'm1.test', ...sizes, extraSpecs, ...changes };
}
