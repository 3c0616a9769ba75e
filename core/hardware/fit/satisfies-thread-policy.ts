import type { Flavor } from '../../model/flavor.ts';
import type { Image } from '../../model/image.ts';
import { hasThreads, type HostTopology } from '../topology/host-topology.ts';

/**
 * Whether a host has the threads that a pinned guest requires; asked before the guest is fitted.
 * Nova: `NUMATopologyFilter._satisfies_cpu_policy`.
 */
export function satisfiesThreadPolicy(host: HostTopology | null, flavor: Flavor, image: Image | null): boolean {
  const asks = (name: string, value: string): boolean =>
    flavor.extraSpecs[`hw:${name}`] === value || image?.properties[`hw_${name}`] === value;
  if (!host || host.cells.length === 0) return true;
  return !asks('cpu_policy', 'dedicated') || !asks('cpu_thread_policy', 'require') || hasThreads(host);
}
