import { z } from 'zod';
import type { PolicyTarget } from '../../../http/api-route.ts';
import { boolean, description, flag, integer, listOf, name, text } from '../attribute-schemas.ts';
import type { NetworkRow } from '../model.ts';
import type { NetworkContext } from '../network-context.ts';
import { fault, invalidInput, networkNotFound } from '../network-faults.ts';
import type { Json, NewRow, Resource } from '../resource.ts';
import { ownerTarget, standardFilters, standardJson } from '../standard-json.ts';
import { deletePort, isHousekeeping } from './delete-port.ts';

const ipv6MtuMin = 1280;
const mtuMin = 68;

const create = z.object({
  project_id: text.optional(),
  name,
  description,
  admin_state_up: flag(true),
  shared: flag(false),
  'router:external': flag(false),
  port_security_enabled: flag(true),
  mtu: integer(0, 65_535).default(0),
  availability_zone_hints: listOf(text, 10).default([]),
  'provider:network_type': text.optional(),
  'provider:physical_network': text.nullable().optional(),
  'provider:segmentation_id': z.null().optional(),
});

const update = z.object({
  name: text.optional(),
  description: text.optional(),
  admin_state_up: boolean.optional(),
  shared: boolean.optional(),
  'router:external': boolean.optional(),
  port_security_enabled: boolean.optional(),
  mtu: integer(0, 65_535).optional(),
});

/** Networks. Neutron's ML2 with type drivers `local` and `flat`. */
export class Networks implements Resource<NetworkRow, typeof create, typeof update> {
  readonly name = 'network';
  readonly collection = 'networks';
  readonly path = 'networks';
  readonly rows;
  readonly notFound = networkNotFound;
  readonly create = create;
  readonly update = update;
  readonly filters = [
    ...standardFilters,
    'admin_state_up',
    'status',
    'shared',
    'router:external',
    'mtu',
    'provider:network_type',
    'provider:physical_network',
    'provider:segmentation_id',
    'port_security_enabled',
  ];
  readonly indexes = { name: 'byName' };
  readonly #context: NetworkContext;

  constructor(context: NetworkContext) {
    this.#context = context;
    this.rows = context.tables.networks;
  }

  toJson(row: NetworkRow): Json {
    return {
      ...standardJson(row),
      admin_state_up: row.adminStateUp,
      status: 'ACTIVE',
      subnets: this.#context.tables.subnets.find('byNetwork', row.id).map(({ id }) => id),
      shared: row.shared,
      mtu: row.mtu,
      'router:external': row.external,
      port_security_enabled: row.portSecurity,
      'provider:network_type': row.networkType,
      'provider:physical_network': row.physicalNetwork,
      'provider:segmentation_id': null,
      availability_zone_hints: row.zoneHints,
      availability_zones: [],
    };
  }

  target(row: NetworkRow): PolicyTarget {
    return networkTarget(row);
  }

  targetOfNew(_values: z.infer<typeof create>, { projectId }: NewRow): PolicyTarget {
    return { ...ownerTarget(projectId), 'network:project_id': projectId, 'network:tenant_id': projectId };
  }

  make(values: z.infer<typeof create>, { projectId }: NewRow): NetworkRow {
    return this.rows.put({
      ...this.#context.standard({ ...values, projectId }),
      adminStateUp: values.admin_state_up,
      shared: values.shared,
      external: values['router:external'],
      mtu: this.#mtu(values.mtu),
      portSecurity: values.port_security_enabled,
      zoneHints: withoutZones(values.availability_zone_hints),
      ...this.#provider(values),
    });
  }

  change(row: NetworkRow, values: z.infer<typeof update>): NetworkRow {
    const shared = values.shared ?? row.shared;
    const external = values['router:external'] ?? row.external;
    const mtu = values.mtu === undefined ? row.mtu : this.#mtu(values.mtu);
    if (row.shared && !shared) this.#refuseStrangersPorts(row);
    if (row.external && !external) this.#refuseGateways(row);
    if (mtu < ipv6MtuMin && this.#subnets(row).some(({ ipVersion }) => ipVersion === 6)) {
      throw fault(
        409,
        'NetworkMTUSubnetConflict',
        `Requested MTU ${mtu} is too small for IPv6 subnets, minimum is 1280.`,
      );
    }
    return this.rows.put(
      this.#context.changed(row, {
        name: values.name ?? row.name,
        description: values.description ?? row.description,
        adminStateUp: values.admin_state_up ?? row.adminStateUp,
        portSecurity: values.port_security_enabled ?? row.portSecurity,
        shared,
        external,
        mtu,
      }),
    );
  }

  remove(row: NetworkRow): void {
    const { ports, subnets } = this.#context.tables;
    const own = ports.find('byNetwork', row.id);
    const used = own.filter((port) => !isHousekeeping(port));
    if (used.length > 0) {
      const ids = used.slice(0, 20).map(({ id }) => id);
      const message = `There are one or more ports still in use on the network, id for these ports is: ${ids.join(',')}`;
      throw fault(409, 'NetworkInUse', `Unable to complete operation on network ${row.id}. ${message}.`);
    }
    for (const port of own) deletePort(this.#context, port);
    for (const subnet of this.#subnets(row)) subnets.remove(subnet.id);
    this.rows.remove(row.id);
  }

  #subnets(row: NetworkRow): ReturnType<NetworkContext['tables']['subnets']['find']> {
    return this.#context.tables.subnets.find('byNetwork', row.id);
  }

  #mtu(wanted: number): number {
    const { mtu } = this.#context;
    if (wanted === 0) return mtu;
    if (wanted > mtu) throw invalidInput(`Requested MTU is too big, maximum is ${mtu}`);
    if (wanted < mtuMin) throw invalidInput(`Requested MTU is too small, minimum is ${mtuMin}`);
    return wanted;
  }

  #provider(values: z.infer<typeof create>): Pick<NetworkRow, 'networkType' | 'physicalNetwork'> {
    const type = values['provider:network_type'] ?? 'local';
    const physicalNetwork = values['provider:physical_network'] ?? null;
    if (type === 'local') {
      if (physicalNetwork !== null) throw invalidInput('provider:physical_network specified for local network');
      return { networkType: 'local', physicalNetwork };
    }
    if (type !== 'flat') throw invalidInput(`provider:network_type ${type} not supported`);
    if (physicalNetwork === null) throw invalidInput('physical_network required for flat provider network');
    if (!this.#context.physicalNetworks.includes(physicalNetwork)) {
      throw invalidInput(`physical_network '${physicalNetwork}' unknown for flat provider network`);
    }
    if (this.rows.one('byPhysical', physicalNetwork)) {
      const message = `Unable to create the flat network. Physical network ${physicalNetwork} is in use.`;
      throw fault(409, 'FlatNetworkInUse', message);
    }
    return { networkType: 'flat', physicalNetwork };
  }

  #refuseStrangersPorts(row: NetworkRow): void {
    const ports = this.#context.tables.ports.find('byNetwork', row.id);
    const isOthers = ports.some((port) => port.projectId !== row.projectId && !isHousekeeping(port));
    if (!isOthers) return;
    const message = `Unable to reconfigure sharing settings for network ${row.name}. Multiple tenants are using it.`;
    throw fault(409, 'InvalidSharedSetting', message);
  }

  #refuseGateways(row: NetworkRow): void {
    const { routers, floatingIps } = this.#context.tables;
    if (routers.count('byGateway', row.id) + floatingIps.count('byNetwork', row.id) === 0) return;
    const message = `External network ${row.id} cannot be updated to be made non-external, since it has existing gateway ports.`;
    throw fault(409, 'ExternalNetworkInUse', message);
  }
}

/** What rules compare of a network, and of what is on it. */
export function networkTarget(row: NetworkRow): PolicyTarget {
  return {
    ...ownerTarget(row.projectId),
    'network:project_id': row.projectId,
    'network:tenant_id': row.projectId,
    shared: row.shared ? 'True' : 'False',
    'router:external': row.external ? 'True' : 'False',
  };
}

function withoutZones(hints: readonly string[]): readonly string[] {
  const stranger = hints.find((zone) => zone !== networkZone);
  if (stranger === undefined) return hints;
  throw fault(404, 'AvailabilityZoneNotFound', `AvailabilityZone ${stranger} could not be found.`);
}

/** The one zone of agents. Neutron's default. */
export const networkZone = 'nova';

/** A network that the caller may put something on. @throws ApiError 404 */
export function visibleNetwork({ tables }: NetworkContext, id: string, { caller }: Pick<NewRow, 'caller'>): NetworkRow {
  const row = tables.networks.get(id);
  if (row && caller.allows('get_network', networkTarget(row))) return row;
  throw networkNotFound(id);
}

/**
 * A network that the caller's project may put ports and subnets on: an external one is seen by all, but only its own
 * project and those it is shared with may.
 *
 * @throws ApiError 403, 404
 */
export function openNetwork(context: NetworkContext, id: string, place: NewRow, resource: string): NetworkRow {
  const network = visibleNetwork(context, id, place);
  const { projectId, caller } = place;
  if (network.projectId === projectId || network.shared || caller.allows('context_is_admin')) return network;
  throw fault(403, 'HTTPForbidden', `Tenant ${projectId} not allowed to create ${resource} on this network`);
}
