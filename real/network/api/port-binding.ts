import type { NetworkBinding, PortBinding, SecurityGroupRule, SubnetBinding } from '../port.ts';
import type { NetworkRow, PortRow, SecurityGroupRuleRow, SubnetRow } from './model.ts';
import type { NetworkContext } from './network-context.ts';

/** A port as its host plugs it. */
export function portBinding(context: NetworkContext, port: PortRow): PortBinding {
  const network = context.tables.networks.get(port.networkId)!;
  return {
    id: port.id,
    network: networkBinding(context, network),
    macAddress: port.macAddress,
    fixedIps: port.fixedIps,
    allowedAddressPairs: port.allowedAddressPairs,
    portSecurity: port.portSecurity,
    floatingIps: context.tables.floatingIps
      .find('byPort', port.id)
      .flatMap(({ fixedIpAddress, ipAddress, routerId }) => {
        const isRouted = routerId !== null && context.tables.routers.get(routerId)?.adminStateUp === true;
        return isRouted && fixedIpAddress !== null ? [{ fixedIp: fixedIpAddress, ipAddress }] : [];
      }),
    rules: port.securityGroups.flatMap((id) =>
      context.tables.rules.find('byGroup', id).map((rule) => ruleBinding(context, rule)),
    ),
  };
}

/**
 * A network has NAT to the outside when it is external, because the host itself is its way out, or when a router that has
 * an external gateway with SNAT has an interface on it.
 */
function networkBinding(context: NetworkContext, row: NetworkRow): NetworkBinding {
  return {
    id: row.id,
    mtu: row.mtu,
    subnets: context.tables.subnets.find('byNetwork', row.id).map((subnet) => subnetBinding(context, subnet)),
    nat: row.external || context.servicePorts.hasWayOut(row.id),
    routes: context.servicePorts.joined(row.id),
  };
}

function subnetBinding(context: NetworkContext, row: SubnetRow): SubnetBinding {
  const dhcpServerIp = context.servicePorts.dhcpServer(row);
  return {
    id: row.id,
    cidr: row.cidr,
    gatewayIp: row.gatewayIp,
    ...(dhcpServerIp !== undefined && { dhcpServerIp }),
    dnsNameservers: row.dnsNameservers,
    hostRoutes: row.hostRoutes,
    enableDhcp: row.enableDhcp,
  };
}

function ruleBinding({ members }: NetworkContext, rule: SecurityGroupRuleRow): SecurityGroupRule {
  return {
    direction: rule.direction,
    etherType: rule.etherType,
    ...(rule.protocol !== null && { protocol: rule.protocol }),
    ...(rule.portRangeMin !== null && { portRangeMin: rule.portRangeMin }),
    ...(rule.portRangeMax !== null && { portRangeMax: rule.portRangeMax }),
    ...(rule.remoteIpPrefix !== null && { remoteIpPrefix: rule.remoteIpPrefix }),
    ...(rule.remoteGroupId !== null && { remoteAddresses: members.addresses(rule.remoteGroupId) }),
  };
}
