import { contains, parseAddress, parsePrefix, linkLocalOf, addressOf } from '../../ip-address.ts';
import type { FixedIp, SubnetRow } from '../model.ts';
import type { NetworkContext } from '../network-context.ts';
import { addressInUse, fault, invalidInput, subnetNotFound } from '../network-faults.ts';
import { isHostOf } from './subnet-hosts.ts';

/** An address that is asked for: of a subnet, or exactly this one. */
export interface AskedIp {
  readonly subnetId?: string | undefined;
  readonly ipAddress?: string | undefined;
}

interface Place {
  readonly networkId: string;
  readonly macAddress: string;
  /** Addresses of this port count as free. */
  readonly portId?: string | undefined;
  /** The gateway's own address may be asked for: for a router. */
  readonly mayBeGateway?: boolean | undefined;
}

/**
 * Addresses for a port: those asked for, or one of each IP version; and those that its guest gives itself from its MAC
 * address (SLAAC), which `asked` leaves away. Inside a write: nobody else may come between this and the port's row.
 *
 * @throws ApiError as Neutron does
 */
export function fixedIpsFor(
  context: NetworkContext,
  place: Place,
  asked: readonly AskedIp[] | undefined,
  automatic: 'automatic' | 'asked' = 'automatic',
): readonly FixedIp[] {
  const subnets = context.tables.subnets.find('byNetwork', place.networkId);
  const taken = new Set<string>();
  const chosen: FixedIp[] = [];
  const add = (fixedIp: FixedIp): void => {
    taken.add(fixedIp.ipAddress);
    chosen.push(fixedIp);
  };
  for (const ip of asked ?? []) if (ip.ipAddress !== undefined) add(exactly(context, place, subnets, ip, taken));
  for (const ip of asked ?? []) if (ip.ipAddress === undefined) add(anyOf(context, place, ip, taken));
  if (asked === undefined) {
    for (const version of [4, 6] as const) {
      const found = firstFree(
        context,
        place,
        subnets.filter((one) => one.ipVersion === version && !isSlaac(one)),
        taken,
      );
      if (found) add(found);
    }
  }
  if (automatic === 'automatic') {
    for (const subnet of subnets.filter(isSlaac)) {
      if (chosen.some(({ subnetId }) => subnetId === subnet.id)) continue;
      const ipAddress = slaacAddress(subnet, place.macAddress);
      const owner = context.addresses.owner(subnet.id, ipAddress);
      if (owner !== undefined && owner !== place.portId) throw addressInUse(ipAddress, subnet.id);
      add({ subnetId: subnet.id, ipAddress });
    }
  }
  return chosen;
}

const isSlaac = ({ ipv6AddressMode: mode }: SubnetRow): boolean => mode === 'slaac' || mode === 'dhcpv6-stateless';

function slaacAddress({ cidr }: SubnetRow, macAddress: string): string {
  const interfaceId = linkLocalOf(macAddress).value & 0xffff_ffff_ffff_ffffn;
  return addressOf(6, parsePrefix(cidr)!.base.value | interfaceId).text;
}

function exactly(
  context: NetworkContext,
  place: Place,
  subnets: readonly SubnetRow[],
  { subnetId, ipAddress }: AskedIp,
  taken: ReadonlySet<string>,
): FixedIp {
  const address = parseAddress(ipAddress!)!;
  const subnet =
    subnetId === undefined
      ? subnets.find(({ cidr }) => contains(parsePrefix(cidr)!, address))
      : ofNetwork(context, place, subnetId);
  if (!subnet || (subnetId === undefined && !isHostOf(parsePrefix(subnet.cidr)!, address))) {
    const message = `IP address ${address.text} is not a valid IP for any of the subnets on the specified network.`;
    throw fault(400, 'InvalidIpForNetwork', message);
  }
  if (!isHostOf(parsePrefix(subnet.cidr)!, address)) {
    throw fault(400, 'InvalidIpForSubnet', `IP address ${address.text} is not a valid IP for the specified subnet.`);
  }
  if (isSlaac(subnet) && address.text !== slaacAddress(subnet, place.macAddress)) {
    const message = `IPv6 address ${address.text} can not be directly assigned to a port on subnet ${subnet.id} since the subnet is configured for automatic addresses`;
    throw invalidInput(message);
  }
  const owner = context.addresses.owner(subnet.id, address.text);
  // The host answers at the gateway's address, so no guest can have it.
  const isGateway = subnet.gatewayIp === address.text && place.mayBeGateway !== true;
  if (isGateway || taken.has(address.text) || (owner !== undefined && owner !== place.portId)) {
    throw addressInUse(address.text, subnet.id);
  }
  return { subnetId: subnet.id, ipAddress: address.text };
}

function anyOf(context: NetworkContext, place: Place, { subnetId }: AskedIp, taken: ReadonlySet<string>): FixedIp {
  if (subnetId === undefined) throw invalidInput('IP allocation requires subnet_id or ip_address');
  const subnet = ofNetwork(context, place, subnetId);
  if (isSlaac(subnet)) return { subnetId, ipAddress: slaacAddress(subnet, place.macAddress) };
  const found = firstFree(context, place, [subnet], taken);
  if (found) return found;
  return exhausted(place);
}

function firstFree(
  context: NetworkContext,
  place: Place,
  subnets: readonly SubnetRow[],
  taken: ReadonlySet<string>,
): FixedIp | undefined {
  for (const { id } of subnets) {
    const ipAddress = context.addresses.free(id, taken);
    if (ipAddress !== undefined) return { subnetId: id, ipAddress };
  }
  return subnets.length === 0 ? undefined : exhausted(place);
}

function exhausted({ networkId }: Place): never {
  throw fault(409, 'IpAddressGenerationFailure', `No more IP addresses available on network ${networkId}.`);
}

/** A subnet of another network is as good as none: it may be somebody else's. */
function ofNetwork({ tables }: NetworkContext, { networkId }: Place, subnetId: string): SubnetRow {
  const subnet = tables.subnets.get(subnetId);
  if (subnet?.networkId !== networkId) throw subnetNotFound(subnetId);
  return subnet;
}
