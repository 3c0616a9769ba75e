import type { ApiRoute } from '../../../http/api-route.ts';
import type { NetworkRow } from '../model.ts';
import type { NetworkContext } from '../network-context.ts';
import { networkNotFound } from '../network-faults.ts';
import type { Json } from '../resource.ts';
import { readOnlyRoutes } from './read-only.ts';

/** How many addresses of each network are given away, and how many there are. */
export function ipAvailabilityRoutes(context: NetworkContext): ApiRoute[] {
  return readOnlyRoutes({
    name: 'network_ip_availability',
    collection: 'network_ip_availabilities',
    path: 'network-ip-availabilities',
    rule: 'get_network_ip_availability',
    filters: ['network_id', 'network_name', 'ip_version'],
    key: 'network_id',
    notFound: networkNotFound,
    // Pages go by an id, which here is the network's.
    all: () => [...context.tables.networks.all()].map((network) => availability(context, network)),
  });
}

function availability({ tables, addresses }: NetworkContext, network: NetworkRow): Json {
  const subnets = tables.subnets.find('byNetwork', network.id).map((subnet) => ({
    subnet_id: subnet.id,
    subnet_name: subnet.name,
    ip_version: subnet.ipVersion,
    cidr: subnet.cidr,
    used_ips: addresses.used(subnet.id),
    // Of an IPv6 subnet no more than 53 bits of it are exact.
    total_ips: Number(addresses.size(subnet.id)),
  }));
  const sum = (key: 'used_ips' | 'total_ips'): number => subnets.reduce((total, subnet) => total + subnet[key], 0);
  return {
    network_id: network.id,
    network_name: network.name,
    tenant_id: network.projectId,
    project_id: network.projectId,
    subnet_ip_availability: subnets,
    used_ips: sum('used_ips'),
    total_ips: sum('total_ips'),
  };
}
