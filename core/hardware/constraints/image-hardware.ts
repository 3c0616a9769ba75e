import { hardwareError } from '../hardware-error.ts';
import type { Image } from '../../model/image.ts';
import { pciNumaPolicies, type PciNumaPolicy } from '../pci/pci-request.ts';
import { cpuPolicies, cpuThreadPolicies, type CpuPolicy, type CpuThreadPolicy } from '../topology/instance-topology.ts';
import { parseCpuSpec } from './cpu-spec.ts';
import { truthOf } from './truth-of.ts';
import { parseIntegerText } from '../../python/number.ts';

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
 * @throws HardwareError `image-property` when one has a value that its kind does not allow
 */
export function imageHardware(image: Image | null): ImageHardware {
  const properties = image?.properties ?? {};
  return {
    cpuPolicy: choice(properties, 'hw_cpu_policy', cpuPolicies),
    cpuThreadPolicy: choice(properties, 'hw_cpu_thread_policy', cpuThreadPolicies),
    cpuRealtimeMask: text(properties, 'hw_cpu_realtime_mask'),
    numaNodes: whole(properties, 'hw_numa_nodes'),
    numaCpus: perNode(properties, 'hw_numa_cpus', (name) => parseCpuSpec(text(properties, name) ?? '')),
    numaMemoryMib: perNode(properties, 'hw_numa_mem', (name) => whole(properties, name) ?? 0),
    memPageSize: text(properties, 'hw_mem_page_size'),
    lockedMemory: 'hw_locked_memory' in properties ? truthOf(properties['hw_locked_memory']) : undefined,
    pciNumaPolicy: choice(properties, 'hw_pci_numa_affinity_policy', pciNumaPolicies),
    requiresHyperthreading: properties['trait:HW_CPU_HYPERTHREADING'] === 'required',
  };
}

type Properties = Readonly<Record<string, unknown>>;

function choice<T extends string>(properties: Properties, name: string, accepted: readonly T[]): T | undefined {
  if (!(name in properties)) return undefined;
  const found = accepted.find((value) => value === properties[name]);
  if (found === undefined) throw hardwareError('image-property', name, shown(properties[name]), accepted.join(', '));
  return found;
}

function text(properties: Properties, name: string): string | undefined {
  if (!(name in properties)) return undefined;
  const value = properties[name];
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw hardwareError('image-property', name, shown(value), 'text');
}

function whole(properties: Properties, name: string): number | undefined {
  if (!(name in properties)) return undefined;
  const value = properties[name];
  const number =
    typeof value === 'string' ? parseIntegerText(value) : typeof value === 'number' ? Math.trunc(value) : NaN;
  if (number === undefined || !Number.isFinite(number)) {
    throw hardwareError('image-property', name, shown(value), 'a whole number');
  }
  return number;
}

/** Values of `name.0`, `name.1`, ... up to the first that is missing; undefined when there is none. */
function perNode<T>(properties: Properties, name: string, read: (name: string) => T): readonly T[] | undefined {
  const values: T[] = [];
  while (values.length < NUMA_NODES_MAX && `${name}.${values.length}` in properties) {
    values.push(read(`${name}.${values.length}`));
  }
  return values.length > 0 ? values : undefined;
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
