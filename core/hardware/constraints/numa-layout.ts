import type { Flavor } from '../../model/flavor.ts';
import { hardwareError } from '../hardware-error.ts';
import { parseCpuSpec } from './cpu-spec.ts';
import { NUMA_NODES_MAX, type ImageHardware } from './image-hardware.ts';
import { parseIntegerText } from '../../python/number.ts';

/** What one NUMA node of the guest holds. */
export interface NumaNode {
  readonly cpus: ReadonlySet<number>;
  readonly memoryMib: number;
}

/**
 * Divides vCPUs and memory over the guest's NUMA nodes: as `numa_cpus.N` and `numa_mem.N` say, or
 * evenly when neither is given.
 *
 * @throws HardwareError `numa-incomplete`, `numa-asymmetric`, `numa-image-forbidden`,
 *   `numa-cpu-out-of-range`, `numa-cpu-twice`, `numa-cpus-unassigned`, `numa-memory`, `cpu-spec`
 */
export function numaLayout(nodes: number, flavor: Flavor, image: ImageHardware): readonly NumaNode[] {
  const cpus = flavorOrImage(flavorNodes(flavor, 'hw:numa_cpus', parseCpuSpec), image.numaCpus, 'hw_numa_cpus');
  const memory = flavorOrImage(flavorNodes(flavor, 'hw:numa_mem', memoryOf), image.numaMemoryMib, 'hw_numa_mem');
  if (cpus === undefined && memory === undefined) return evenLayout(nodes, flavor);
  if (cpus?.length !== nodes || memory?.length !== nodes) throw hardwareError('numa-incomplete', nodes);
  const layout = cpus.map((set, node) => ({ cpus: set, memoryMib: memory[node] ?? 0 }));
  checkLayout(layout, flavor);
  return layout;
}

function evenLayout(nodes: number, flavor: Flavor): readonly NumaNode[] {
  if (flavor.vcpus % nodes !== 0 || flavor.ramMib % nodes !== 0) {
    throw hardwareError('numa-asymmetric', flavor.vcpus, flavor.ramMib, nodes);
  }
  const share = flavor.vcpus / nodes;
  return Array.from({ length: nodes }, (_, node) => ({
    cpus: new Set(Array.from({ length: share }, (_cpu, cpu) => node * share + cpu)),
    memoryMib: flavor.ramMib / nodes,
  }));
}

/** Each vCPU must be in exactly one node, and the memory must add up to the flavor's. */
function checkLayout(layout: readonly NumaNode[], flavor: Flavor): void {
  const assigned = new Set<number>();
  let memoryMib = 0;
  for (const node of layout) {
    for (const cpu of node.cpus) {
      if (cpu >= flavor.vcpus) throw hardwareError('numa-cpu-out-of-range', cpu, flavor.vcpus);
      if (assigned.has(cpu)) throw hardwareError('numa-cpu-twice', cpu);
      assigned.add(cpu);
    }
    memoryMib += node.memoryMib;
  }
  const missing = Array.from({ length: flavor.vcpus }, (_, cpu) => cpu).filter((cpu) => !assigned.has(cpu));
  if (missing.length > 0) throw hardwareError('numa-cpus-unassigned', missing.join(', '));
  if (memoryMib !== flavor.ramMib) throw hardwareError('numa-memory', memoryMib, flavor.ramMib);
}

function flavorOrImage<T>(flavor: T | undefined, image: T | undefined, imageName: string): T | undefined {
  if (flavor !== undefined && image !== undefined) throw hardwareError('numa-image-forbidden', imageName);
  return flavor ?? image;
}

/** Values of `key.0`, `key.1`, ... up to the first that is missing; undefined when there is none. */
function flavorNodes<T>(
  flavor: Flavor,
  key: string,
  read: (text: string, name: string) => T,
): readonly T[] | undefined {
  const values: T[] = [];
  while (values.length < NUMA_NODES_MAX) {
    const name = `${key}.${values.length}`;
    const text = flavor.extraSpecs[name];
    if (text === undefined) break;
    values.push(read(text, name));
  }
  return values.length > 0 ? values : undefined;
}

function memoryOf(text: string, name: string): number {
  const memoryMib = parseIntegerText(text);
  if (memoryMib === undefined) throw hardwareError('not-a-number', `extra spec ${name}`, text);
  return memoryMib;
}
