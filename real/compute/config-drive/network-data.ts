import net from 'node:net';
import type { PortBinding, SubnetBinding } from '../../network/port.ts';

/** How a guest's NICs are connected, as cloud-init reads it (`network_data.json`). Nova: `netutils.get_network_metadata`. */
export function networkData(ports: readonly PortBinding[]): object {
  const networks = ports.flatMap((port) =>
    port.fixedIps.flatMap(({ subnetId, ipAddress }) => {
      const subnet = port.network.subnets.find(({ id }) => id === subnetId);
      return subnet ? [network(port, subnet, ipAddress)] : [];
    }),
  );
  return {
    links: ports.map(link),
    networks: networks.map((entry, index) => ({ id: `network${index}`, ...entry })),
    services: nameServers(ports.flatMap((port) => port.network.subnets)),
  };
}

function linkId(port: PortBinding): string {
  return `tap${port.id.slice(0, 11)}`;
}

function link(port: PortBinding): object {
  return {
    id: linkId(port),
    vif_id: port.id,
    type: 'bridge',
    mtu: port.network.mtu,
    ethernet_mac_address: port.macAddress,
  };
}

function network(port: PortBinding, subnet: SubnetBinding, ipAddress: string): object {
  const family = net.isIPv6(ipAddress) ? 6 : 4;
  const place = { link: linkId(port), network_id: port.network.id };
  if (subnet.enableDhcp) return { type: `ipv${family}_dhcp`, ...place };
  const any = family === 4 ? '0.0.0.0' : '::';
  const byDefault = subnet.gatewayIp === null ? [] : [{ network: any, netmask: any, gateway: subnet.gatewayIp }];
  return {
    type: `ipv${family}`,
    ...place,
    ip_address: ipAddress,
    netmask: netmask(subnet.cidr),
    routes: [
      ...byDefault,
      ...subnet.hostRoutes.map(({ destination, nexthop }) => ({
        network: destination.split('/')[0],
        netmask: netmask(destination),
        gateway: nexthop,
      })),
    ],
    services: nameServers([subnet]),
  };
}

function nameServers(subnets: readonly SubnetBinding[]): readonly object[] {
  const addresses = new Set(subnets.flatMap((subnet) => subnet.dnsNameservers));
  return [...addresses].map((address) => ({ type: 'dns', address }));
}

/** `10.0.0.0/20` → `255.255.240.0`; of IPv6 likewise, in full groups. */
function netmask(cidr: string): string {
  const [address = '', length = ''] = cidr.split('/');
  const isV6 = net.isIPv6(address);
  const groupBits = isV6 ? 16 : 8;
  const groups = Array.from({ length: isV6 ? 8 : 4 }, (_, index) => {
    const ones = Math.min(groupBits, Math.max(0, Number(length) - index * groupBits));
    return (2 ** groupBits - 2 ** (groupBits - ones)).toString(isV6 ? 16 : 10);
  });
  return groups.join(isV6 ? ':' : '.');
}
