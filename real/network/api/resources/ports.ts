import { z } from 'zod';
import type { PolicyTarget } from '../../../http/api-route.ts';
import { parsePrefix } from '../../ip-address.ts';
import {
  address,
  boolean,
  description,
  flag,
  listOf,
  macAddress,
  name,
  oneOf,
  shown,
  text,
  uuid,
} from '../attribute-schemas.ts';
import { fixedIpsFor } from '../books/choose-addresses.ts';
import type { AskedIp } from '../books/choose-addresses.ts';
import { newMac } from '../books/new-mac.ts';
import type { AddressPair, NetworkRow, PortRow } from '../model.ts';
import type { NetworkContext } from '../network-context.ts';
import { badResource, fault, groupNotFound, portNotFound } from '../network-faults.ts';
import type { Json, NewRow, Resource } from '../resource.ts';
import { ownerTarget, standardFilters, standardJson } from '../standard-json.ts';
import { deletePort } from './delete-port.ts';
import { networkTarget, openNetwork, visibleNetwork } from './networks.ts';
import { defaultGroup } from './security-groups.ts';

const fixedIpsMax = 5;
const pairsMax = 10;
const groupsMax = 100;

const fixedIp = z.object({ subnet_id: uuid.optional(), ip_address: address.optional() });
const fixedIps = z
  .array(fixedIp, { error: ({ input }) => `'${shown(input)}' is not a list` })
  .max(fixedIpsMax, { error: () => 'Exceeded maximum amount of fixed ips per port' });
/** An address or a block of them. */
const pairAddress = z.unknown().transform((value, context): string => {
  const read = typeof value === 'string' ? parsePrefix(value) : undefined;
  if (read) return (value as string).includes('/') ? read.text : read.base.text;
  context.addIssue({ code: 'custom', message: `'${shown(value)}' is not a valid IP address or subnet` });
  return z.NEVER;
});
const pairs = listOf(z.strictObject({ ip_address: pairAddress, mac_address: macAddress.optional() }), pairsMax);
const groups = listOf(uuid, groupsMax);
const profile = z
  .record(z.string(), z.json())
  .nullable()
  .transform((value) => value ?? {});
const vnicType = oneOf(['normal']);

const create = z.object({
  project_id: text.optional(),
  name,
  description,
  network_id: uuid,
  admin_state_up: flag(true),
  mac_address: macAddress.optional(),
  fixed_ips: fixedIps.optional(),
  device_id: text.default(''),
  device_owner: text.default(''),
  allowed_address_pairs: pairs.optional(),
  port_security_enabled: boolean.optional(),
  security_groups: groups.optional(),
  'binding:host_id': text.nullable().optional(),
  'binding:profile': profile.optional(),
  'binding:vnic_type': vnicType.default('normal'),
});

const update = z.object({
  name: text.optional(),
  description: text.optional(),
  admin_state_up: boolean.optional(),
  mac_address: macAddress.optional(),
  fixed_ips: fixedIps.optional(),
  device_id: text.optional(),
  device_owner: text.optional(),
  allowed_address_pairs: pairs.optional(),
  port_security_enabled: boolean.optional(),
  security_groups: groups.optional(),
  'binding:host_id': text.nullable().optional(),
  'binding:profile': profile.optional(),
  'binding:vnic_type': vnicType.optional(),
});

type CreateValues = z.infer<typeof create>;
type UpdateValues = z.infer<typeof update>;

/** Ports: a NIC's place in a network, with its addresses and what may pass. */
export class Ports implements Resource<PortRow, typeof create, typeof update> {
  readonly name = 'port';
  readonly collection = 'ports';
  readonly path = 'ports';
  readonly rows;
  readonly notFound = portNotFound;
  readonly create = create;
  readonly update = update;
  readonly filters = [
    ...standardFilters,
    'network_id',
    'mac_address',
    'admin_state_up',
    'status',
    'device_id',
    'device_owner',
    'security_groups',
    'binding:host_id',
    'port_security_enabled',
  ];
  /** `ip_address=10.0.0.5`, `subnet_id=…`, `ip_address_substr=10.0`. */
  readonly specialFilters = {
    fixed_ips: (json: Json, value: string): boolean => {
      const [key = '', ...rest] = value.split('=');
      const wanted = rest.join('=');
      const fixed = json['fixed_ips'] as readonly Readonly<Record<string, string>>[];
      if (key === 'ip_address_substr') return fixed.some((one) => one['ip_address']!.includes(wanted));
      return (key === 'ip_address' || key === 'subnet_id') && fixed.some((one) => one[key] === wanted);
    },
  };
  readonly indexes = {
    device_id: 'byDevice',
    network_id: 'byNetwork',
    name: 'byName',
    project_id: 'byProject',
    tenant_id: 'byProject',
  };
  readonly #context: NetworkContext;

  constructor(context: NetworkContext) {
    this.#context = context;
    this.rows = context.tables.ports;
  }

  toJson(row: PortRow): Json {
    return {
      ...standardJson(row),
      network_id: row.networkId,
      mac_address: row.macAddress,
      admin_state_up: row.adminStateUp,
      status: row.status,
      device_id: row.deviceId,
      device_owner: row.deviceOwner,
      fixed_ips: row.fixedIps.map(({ subnetId, ipAddress }) => ({ subnet_id: subnetId, ip_address: ipAddress })),
      allowed_address_pairs: row.allowedAddressPairs.map((pair) => ({
        mac_address: pair.macAddress,
        ip_address: pair.ipAddress,
      })),
      port_security_enabled: row.portSecurity,
      security_groups: row.securityGroups,
      'binding:vnic_type': row.vnicType,
      'binding:profile': row.bindingProfile,
      'binding:host_id': row.hostId,
      'binding:vif_type': row.hostId === '' ? 'unbound' : 'bridge',
      'binding:vif_details': row.hostId === '' ? {} : { connectivity: 'l2', port_filter: true },
    };
  }

  target(row: PortRow): PolicyTarget {
    return this.#target(row.projectId, this.#context.tables.networks.get(row.networkId), row.deviceOwner);
  }

  targetOfNew(values: CreateValues, place: NewRow): PolicyTarget {
    const network = openNetwork(this.#context, values.network_id, place, this.name);
    return this.#target(place.projectId, network, values.device_owner);
  }

  make(values: CreateValues, place: NewRow): PortRow {
    const network = visibleNetwork(this.#context, values.network_id, place);
    return this.add(network, place.projectId, {
      ...values,
      groups: () => this.#groupsOf(values, place.projectId),
    });
  }

  /** A port whose maker has been asked already. Inside a write. */
  add(
    network: NetworkRow,
    projectId: string,
    values: Partial<CreateValues> & {
      readonly groups: () => readonly string[];
      readonly more?: Partial<PortRow>;
      readonly mayBeGateway?: boolean;
      /** Without the addresses that guests give themselves. */
      readonly onlyAsked?: boolean;
    },
  ): PortRow {
    const mac = values.mac_address ?? newMac(this.#context, network.id);
    if (values.mac_address !== undefined) this.#refuseMac(network.id, mac);
    const portSecurity = this.#isSecure(values, network);
    const asked = values.fixed_ips?.map(askedIp);
    return this.rows.put({
      ...this.#context.standard({ ...values, projectId }),
      networkId: network.id,
      macAddress: mac,
      adminStateUp: values.admin_state_up ?? true,
      status: 'DOWN',
      deviceId: values.device_id ?? '',
      deviceOwner: values.device_owner ?? '',
      fixedIps: fixedIpsFor(
        this.#context,
        { networkId: network.id, macAddress: mac, mayBeGateway: values.mayBeGateway },
        asked,
        values.onlyAsked === true ? 'asked' : 'automatic',
      ),
      allowedAddressPairs: this.#pairs(values.allowed_address_pairs ?? [], mac, portSecurity),
      portSecurity,
      securityGroups: portSecurity ? values.groups() : [],
      hostId: values['binding:host_id'] ?? '',
      vnicType: values['binding:vnic_type'] ?? 'normal',
      bindingProfile: values['binding:profile'] ?? {},
      nicPosition: null,
      nicTag: null,
      madeForServer: false,
      ...values.more,
    });
  }

  change(row: PortRow, values: UpdateValues): PortRow {
    const network = this.#context.tables.networks.get(row.networkId)!;
    const mac = values.mac_address ?? row.macAddress;
    if (mac !== row.macAddress) this.#refuseMac(network.id, mac, row.id);
    const portSecurity = values.port_security_enabled ?? row.portSecurity;
    const securityGroups = values.security_groups
      ? this.#known(values.security_groups, row.projectId)
      : row.securityGroups;
    const pairsBefore = row.allowedAddressPairs;
    const allowedAddressPairs = values.allowed_address_pairs
      ? this.#pairs(values.allowed_address_pairs, mac, portSecurity)
      : pairsBefore;
    if (!portSecurity && allowedAddressPairs.length > 0) throw pairsNeedSecurity();
    if (!portSecurity && securityGroups.length > 0) throw securityNeeded();
    const place = { networkId: row.networkId, macAddress: mac, portId: row.id };
    const fixed = values.fixed_ips ? this.#fixedIps(row, place, values.fixed_ips) : row.fixedIps;
    if (values.fixed_ips) this.#refuseFloating(row, fixed);
    return this.rows.put(
      this.#context.changed(row, {
        name: values.name ?? row.name,
        description: values.description ?? row.description,
        adminStateUp: values.admin_state_up ?? row.adminStateUp,
        macAddress: mac,
        fixedIps: fixed,
        deviceId: values.device_id ?? row.deviceId,
        // A port that is taken from its server by hand is none of its NICs any more.
        ...((values.device_id ?? row.deviceId) !== row.deviceId && {
          nicPosition: null,
          nicTag: null,
          madeForServer: false,
        }),
        deviceOwner: values.device_owner ?? row.deviceOwner,
        allowedAddressPairs,
        portSecurity,
        securityGroups,
        hostId: values['binding:host_id'] === undefined ? row.hostId : (values['binding:host_id'] ?? ''),
        bindingProfile: values['binding:profile'] ?? row.bindingProfile,
        vnicType: values['binding:vnic_type'] ?? row.vnicType,
      }),
    );
  }

  remove(row: PortRow): void {
    if (['network:router_interface', 'network:router_gateway', 'network:floatingip'].includes(row.deviceOwner)) {
      const message = `Port ${row.id} cannot be deleted directly via the port API: has device owner ${row.deviceOwner}.`;
      throw fault(409, 'ServicePortInUse', message);
    }
    deletePort(this.#context, row);
  }

  #target(projectId: string, network: NetworkRow | undefined, deviceOwner: string): PolicyTarget {
    return {
      ...(network && networkTarget(network)),
      ...ownerTarget(projectId),
      is_network_device: deviceOwner.startsWith('network:') ? 'True' : 'False',
    };
  }

  /** Addresses that stay keep their place; others of this port count as free. */
  #fixedIps(
    row: PortRow,
    place: Parameters<typeof fixedIpsFor>[1],
    asked: readonly z.infer<typeof fixedIp>[],
  ): PortRow['fixedIps'] {
    const kept = new Set<string>();
    const exact = asked.map((one): AskedIp => {
      const wanted = askedIp(one);
      if (wanted.ipAddress !== undefined) return wanted;
      const own = row.fixedIps.find((old) => old.subnetId === wanted.subnetId && !kept.has(old.ipAddress));
      if (!own) return wanted;
      kept.add(own.ipAddress);
      return own;
    });
    return fixedIpsFor(this.#context, place, exact);
  }

  #refuseFloating(row: PortRow, fixed: PortRow['fixedIps']): void {
    for (const floating of this.#context.tables.floatingIps.find('byPort', row.id)) {
      if (fixed.some(({ ipAddress }) => ipAddress === floating.fixedIpAddress)) continue;
      const message = `Floating IP ${floating.ipAddress} uses ${floating.fixedIpAddress} of the port`;
      throw badResource('port', message);
    }
  }

  #isSecure(values: Partial<CreateValues>, network: NetworkRow): boolean {
    if ((values.device_owner ?? '').startsWith('network:')) return false;
    const wanted = values.port_security_enabled ?? network.portSecurity;
    if (wanted) return true;
    if ((values.security_groups ?? []).length > 0) throw securityNeeded();
    return false;
  }

  #groupsOf(values: CreateValues, projectId: string): readonly string[] {
    if (values.security_groups) return this.#known(values.security_groups, projectId);
    return [defaultGroup(this.#context, projectId).id];
  }

  #known(ids: readonly string[], projectId: string): readonly string[] {
    for (const id of ids) {
      if (this.#context.tables.groups.get(id)?.projectId !== projectId) throw groupNotFound(id);
    }
    return [...new Set(ids)];
  }

  #pairs(given: z.infer<typeof pairs>, mac: string, portSecurity: boolean): readonly AddressPair[] {
    if (given.length > 0 && !portSecurity) throw pairsNeedSecurity();
    const read = given.map((pair) => ({ ipAddress: pair.ip_address, macAddress: pair.mac_address ?? mac }));
    const twice = read.find((pair, at) =>
      read.slice(0, at).some((other) => other.ipAddress === pair.ipAddress && other.macAddress === pair.macAddress),
    );
    if (!twice) return read;
    const found = `${twice.macAddress} ${twice.ipAddress}`;
    throw fault(400, 'DuplicateAddressPairInRequest', `Request contains duplicate address pair: mac_address ${found}.`);
  }

  #refuseMac(networkId: string, mac: string, besides?: string): void {
    const other = this.rows.one('byMac', networkId, mac);
    if (!other || other.id === besides) return;
    const message = `Unable to complete operation for network ${networkId}. The mac address ${mac} is in use.`;
    throw fault(409, 'MacAddressInUse', message);
  }
}

const askedIp = (ip: z.infer<typeof fixedIp>): AskedIp => ({ subnetId: ip.subnet_id, ipAddress: ip.ip_address });

const securityNeeded = (): Error =>
  fault(
    409,
    'PortSecurityAndIPRequiredForSecurityGroups',
    'Port security must be enabled and port must have an IP address in order to use security groups.',
  );

const pairsNeedSecurity = (): Error =>
  fault(
    409,
    'AddressPairAndPortSecurityRequired',
    'Port Security must be enabled in order to have allowed address pairs on a port.',
  );
