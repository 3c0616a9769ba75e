import type { Flavor } from '../../model/flavor.ts';
import { hardwareError } from '../hardware-error.ts';
import type { ImageHardware } from './image-hardware.ts';

const WHOLE_ABOVE_0 = /^[1-9]\d*$/;

/**
 * How many NUMA nodes the guest gets, or null when nobody says.
 * Nova: `_get_numa_node_count_constraint`.
 *
 * @throws HardwareError `numa-image-forbidden`, `numa-nodes`
 */
export function numaNodesOf(flavor: Flavor, image: ImageHardware): number | null {
  const ofFlavor = flavor.extraSpecs['hw:numa_nodes'];
  if (ofFlavor && image.numaNodes) throw hardwareError('numa-image-forbidden', 'hw_numa_nodes');
  const nodes = ofFlavor || image.numaNodes;
  if (nodes === undefined) return null;
  if (!WHOLE_ABOVE_0.test(String(nodes))) throw hardwareError('numa-nodes', String(nodes));
  return Number(nodes);
}
