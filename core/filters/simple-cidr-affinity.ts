import type { HostState } from '../model/host-state.ts';
import { hintValues } from '../model/request-hints.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import { contains, type IpNetwork, parseIpAddress, parseIpNetwork } from '../python/ip-network.ts';
import { RequestError } from '../scheduler/request-error.ts';
import { defineFilter } from './define-filter.ts';

/** Passes hosts whose address is in the network that hints describe. Nova: same name. */
export const simpleCidrAffinityFilter = defineFilter({
  name: 'SimpleCIDRAffinityFilter',
  summary: 'Passes hosts whose address lies in the network of the hints `build_near_host_ip` and `cidr` (`/24`).',
  nova: { source: 'nova/scheduler/filters/affinity_filter.py' },
  codes: ['outside-network'],
  reads: ['hostIp'],
  oncePerRequest: true,
  bind(request) {
    const near = oneText(request, 'build_near_host_ip');
    if (near === undefined || near === '') return undefined;
    const text = near + (oneText(request, 'cidr') ?? '/24');
    const network = parseIpNetwork(text);
    return {
      passes: (host) => isIn(network, host),
      explain: (host) => ({
        code: 'outside-network',
        needed: `an address in ${text}`,
        had: host.hostIp ?? 'no address',
      }),
    };
  },
});

function isIn(network: IpNetwork, host: HostState): boolean {
  const address = host.hostIp === undefined ? undefined : parseIpAddress(host.hostIp);
  if (address === undefined) {
    throw new RequestError('AddrFormatError', `failed to detect a valid IP address from ${host.hostIp ?? 'None'}`);
  }
  return contains(network, address);
}

/** Nova joins the two hints as text, which fails for a hint of several values. */
function oneText(request: RequestSpec, name: string): string | undefined {
  const values = hintValues(request, name);
  if (values === undefined || values.length === 1) return values?.[0];
  if (values.length === 0 && name === 'build_near_host_ip') return undefined;
  throw new RequestError('TypeError', `the hint "${name}" must have one value, found ${values.length}`);
}
