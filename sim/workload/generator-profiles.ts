import type { BatchSize } from './generate-workload.ts';
import type { Quantile } from './lifetime-distribution.ts';
import type { TraceFlavor } from './trace.ts';

/** Values for a generator, taken from published measurements of a real cloud. */
export interface GeneratorProfile {
  readonly name: string;
  /** Where the values come from; printed in the documents. */
  readonly source: string;
  readonly flavors: readonly (TraceFlavor & { readonly weight: number })[];
  readonly lifetimes: readonly Quantile[];
  readonly batchSizes: readonly BatchSize[];
  readonly daily: readonly number[];
  readonly weekly: readonly number[];
}

/**
 * Flavors and lifetimes are those of the published trace: shares of its 116,313 VMs, and quantiles
 * of their lifetimes (1 s to 2,540,293 s). VMs that outlived the 31 days are not in it. It does not
 * record tenants, so each VM is a batch; its hours are not those of a whole region's day, so the
 * daily shape is borrowed from Azure's.
 */
const huawei: GeneratorProfile = {
  name: 'huawei-east-1',
  source: 'Huawei Cloud East-1 trace (116,313 VMs, 31 days); daily shape from Azure Public Dataset V1',
  flavors: [
    flavor(1, 2048, 0.4637),
    flavor(1, 1024, 0.2188),
    flavor(2, 4096, 0.1283),
    flavor(4, 8192, 0.0805),
    flavor(1, 4096, 0.0287),
    flavor(2, 8192, 0.0195),
    flavor(8, 16384, 0.0174),
    flavor(4, 16384, 0.0169),
    flavor(8, 32768, 0.0088),
    flavor(16, 32768, 0.0086),
    flavor(12, 24576, 0.0055),
    flavor(64, 131072, 0.0022),
    flavor(32, 65536, 0.0011),
  ],
  lifetimes: [
    [0, 1],
    [0.01, 26],
    [0.1, 57],
    [0.25, 194],
    [0.5, 2592],
    [0.75, 6651],
    [0.9, 20501],
    [0.95, 42203],
    [0.99, 489_992],
    [0.999, 1_225_391],
    [1, 2_540_293],
  ],
  batchSizes: [{ least: 1, most: 1, weight: 1 }],
  daily: azureHours(),
  weekly: quietWeekend(),
};

/**
 * Counted over both published parts of the dataset (669,435 VMs in 136,055 batches, 9 days): flavor
 * shares, batch sizes, batches per hour of the day. Lifetimes are Kaplan-Meier quantiles, because
 * 5.6 % of the VMs were still running at the end: 2.9 % outlive 5.5 days; the tail beyond that is
 * closed at 31 days, by our choice.
 */
const azure: GeneratorProfile = {
  name: 'azure-2017',
  source: 'Azure Public Dataset V1 (Cortez et al., Resource Central, SOSP 2017)',
  flavors: [
    flavor(1, 1792, 0.5676),
    flavor(2, 3584, 0.1954),
    flavor(4, 7168, 0.1009),
    flavor(8, 14336, 0.0946),
    flavor(8, 57344, 0.0246),
    flavor(1, 768, 0.016),
    flavor(2, 14336, 0.0004),
    flavor(4, 28672, 0.0002),
    flavor(16, 114688, 0.0001),
  ],
  lifetimes: [
    [0, 60],
    [0.1, 300],
    [0.25, 900],
    [0.5, 1500],
    [0.75, 9150],
    [0.9, 52_350],
    [0.95, 129_750],
    [0.97, 475_350],
    [1, 2_678_400],
  ],
  batchSizes: [
    { least: 1, most: 1, weight: 0.572 },
    { least: 2, most: 2, weight: 0.1799 },
    { least: 3, most: 3, weight: 0.0636 },
    { least: 4, most: 4, weight: 0.0401 },
    { least: 5, most: 6, weight: 0.0382 },
    { least: 7, most: 8, weight: 0.0202 },
    { least: 9, most: 12, weight: 0.0269 },
    { least: 13, most: 16, weight: 0.0155 },
    { least: 17, most: 24, weight: 0.0134 },
    { least: 25, most: 32, weight: 0.0077 },
    { least: 33, most: 64, weight: 0.012 },
    { least: 65, most: 128, weight: 0.0048 },
    { least: 129, most: 256, weight: 0.0035 },
  ],
  daily: azureHours(),
  weekly: quietWeekend(),
};

export const generatorProfiles: readonly GeneratorProfile[] = [huawei, azure];

function flavor(vcpus: number, ramMib: number, weight: number): GeneratorProfile['flavors'][number] {
  const ram = ramMib % 1024 === 0 ? `${ramMib / 1024}g` : `${ramMib}m`;
  return { name: `${vcpus}c-${ram}`, vcpus, ramMib, extraSpecs: {}, weight };
}

/** Batches per hour of the day over their mean, Azure Public Dataset V1, on the clock of the dataset. */
function azureHours(): number[] {
  return [
    0.65, 0.64, 0.59, 0.58, 0.63, 0.79, 0.87, 0.95, 1.0, 1.12, 1.16, 1.16, 1.23, 1.37, 1.46, 1.41, 1.34, 1.34, 1.23,
    1.04, 0.99, 0.94, 0.8, 0.73,
  ];
}

/** Cortez et al. describe weekends with fewer arrivals; how many fewer is our choice. */
function quietWeekend(): number[] {
  return [1, 1, 1, 1, 1, 0.8, 0.8];
}
