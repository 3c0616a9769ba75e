import type { Image } from '../../model/image.ts';
import { imageProperties } from '../../model/image-properties.ts';
import type { PciNumaPolicy } from '../pci/pci-request.ts';
import type { CpuPolicy, CpuThreadPolicy } from '../topology/instance-topology.ts';
import { parseCpuSpec } from './cpu-spec.ts';

/** The image properties that shape a guest's hardware, read and checked. Nova: `ImageMetaProps`. */
export interface ImageHardware {
  readonly cpuPolicy: CpuPolicy | undefined;
  readonly cpuThreadPolicy: CpuThreadPolicy | undefined;
  readonly cpuRealtimeMask: string | undefined;
  readonly numaNodes: number | undefined;
  /** One set of vCPUs a NUMA node. */
  readonly numaCpus: readonly ReadonlySet<number>[] | undefined;
  /** MiB, one number a NUMA node. */
  readonly numaMemoryMib: readonly number[] | undefined;
  readonly memPageSize: string | undefined;
  readonly lockedMemory: boolean | undefined;
  readonly pciNumaPolicy: PciNumaPolicy | undefined;
  readonly requiresHyperthreading: boolean;
}

/** Nova stops reading `numa_cpus.N` and `numa_mem.N` here. Nova: `ImageMetaProps.NUMA_NODES_MAX`. */
export const NUMA_NODES_MAX = 128;

/**
 * Reads the hardware properties of an image.
 *
 * @throws RequestError (ValueError) for any property with a value that its type does not allow
 * @throws HardwareError `cpu-spec`
 */
export function imageHardware(image: Image | null): ImageHardware {
  const given = image ?? NO_IMAGE;
  const properties = imageProperties(given);
  // The types are those that `imageProperties` has checked.
  const read = <T>(name: string): T | undefined => properties.get(name) as T | undefined;
  return {
    cpuPolicy: read<CpuPolicy>('hw_cpu_policy'),
    cpuThreadPolicy: read<CpuThreadPolicy>('hw_cpu_thread_policy'),
    cpuRealtimeMask: read<string>('hw_cpu_realtime_mask'),
    numaNodes: read<number>('hw_numa_nodes'),
    numaCpus: numaCpus(given),
    numaMemoryMib: read<readonly number[]>('hw_numa_mem'),
    memPageSize: read<string>('hw_mem_page_size'),
    lockedMemory: read<boolean>('hw_locked_memory'),
    pciNumaPolicy: read<PciNumaPolicy>('hw_pci_numa_affinity_policy'),
    requiresHyperthreading: read<readonly string[]>('traits_required')?.includes('HW_CPU_HYPERTHREADING') ?? false,
  };
}

const NO_IMAGE: Image = { properties: {} };

/** `hw_numa_cpus.N` up to the first N that is missing; undefined when there is none. */
function numaCpus({ properties }: Image): readonly ReadonlySet<number>[] | undefined {
  const cpus: ReadonlySet<number>[] = [];
  while (cpus.length < NUMA_NODES_MAX && Object.hasOwn(properties, `hw_numa_cpus.${cpus.length}`)) {
    cpus.push(parseCpuSpec(String(properties[`hw_numa_cpus.${cpus.length}`])));
  }
  return cpus.length > 0 ? cpus : undefined;
}
