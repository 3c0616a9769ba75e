import type { InstanceVif, RequestedNic } from '../../objects/instance.ts';
import { ApiError } from '../../http/api-error.ts';
import type { PortBinding } from '../port.ts';
import { fixedIpsFor } from './books/choose-addresses.ts';
import type { AllocateOptions, InstanceNetworks, InstanceSecurityGroup } from './instance-networks.ts';
import type { NetworkRow, PortRow, SecurityGroupRow } from './model.ts';
import type { NetworkContext } from './network-context.ts';
import { portBinding } from './port-binding.ts';
import { deletePort } from './resources/delete-port.ts';
import type { Ports } from './resources/ports.ts';
import { defaultGroup } from './resources/security-groups.ts';

/**
 * The networks of servers, over the same tables as Neutron's API. Each call is one durable write. Refusals have Nova's
 * status and words, because a server's user reads them.
 */
export class ServerNetworks implements InstanceNetworks {
  readonly #context: NetworkContext;
  readonly #ports: Ports;
  /** Until a group or rule changes. */
  readonly #groups = new Map<string, InstanceSecurityGroup>();

  constructor(context: NetworkContext, ports: Ports) {
    this.#context = context;
    this.#ports = ports;
    const forget = (): void => this.#groups.clear();
    context.tables.groups.watch(forget);
    context.tables.rules.watch(forget);
  }

  allocate(options: AllocateOptions): Promise<readonly InstanceVif[]> {
    return this.#context.write(() => {
      const { instanceUuid, projectId } = options;
      const own = this.#portsOf(instanceUuid);
      // Asked again after a crash, or for another host. What there is came all at once, so nothing is missing; and NICs
      // that came or went since then are not what was asked for at first.
      for (const port of own) this.#bind(port, { ...options, nicPosition: port.nicPosition, nicTag: port.nicTag });
      if (own.length > 0) return this.vifs(instanceUuid);
      const groups = this.#groupIds(projectId, options.securityGroups);
      this.#wanted(projectId, options.nics).forEach((nic, nicPosition) => {
        this.#add(nic, { ...options, groups, nicPosition });
      });
      return this.vifs(instanceUuid);
    });
  }

  bindings(instanceUuid: string): readonly PortBinding[] {
    return this.#portsOf(instanceUuid).map((port) => portBinding(this.#context, port));
  }

  vifs(instanceUuid: string): readonly InstanceVif[] {
    return this.#portsOf(instanceUuid).map((port) => this.#vif(port));
  }

  async deallocate(instanceUuid: string): Promise<void> {
    await this.#context.write(() => {
      for (const port of this.#portsOf(instanceUuid)) this.#release(port);
    });
  }

  attach(instanceUuid: string, host: string, nic: RequestedNic, projectId?: string): Promise<InstanceVif> {
    return this.#context.write(() => {
      const own = this.#portsOf(instanceUuid);
      const known = own.find(({ id }) => id === nic.portId);
      if (known) return this.#vif(this.#bind(known, { ...known, host, instanceUuid, availabilityZone: zoneOf(known) }));
      const owner = projectId ?? own[0]?.projectId ?? this.#ownerOf(nic);
      const [wanted] = this.#wanted(owner, nic.portId === null && nic.networkId === null ? 'auto' : [nic]);
      if (!wanted) throw new ApiError(400, 'No network was named, and the project has none.');
      const nicPosition = Math.max(-1, ...own.map((port) => port.nicPosition ?? -1)) + 1;
      const groups = this.#groupIds(owner, []);
      const place = { instanceUuid, host, projectId: owner, availabilityZone: zoneOf(own[0]), groups, nicPosition };
      return this.#vif(this.#add({ ...wanted, tag: nic.tag }, place));
    });
  }

  async detach(instanceUuid: string, portId: string): Promise<void> {
    await this.#context.write(() => {
      const port = this.#portsOf(instanceUuid).find(({ id }) => id === portId);
      if (port) this.#release(port);
    });
  }

  async setPlugged(instanceUuid: string, isPlugged: boolean): Promise<void> {
    const status = isPlugged ? 'ACTIVE' : 'DOWN';
    await this.#context.write(() => {
      for (const port of this.#portsOf(instanceUuid)) {
        if (port.status !== status) this.#change(port, { status: port.adminStateUp ? status : 'DOWN' });
      }
    });
  }

  onBindingChanged(listener: (instanceUuid: string, host: string, binding: PortBinding) => void): () => void {
    return this.#context.changes.listen((portId) => {
      const port = this.#context.tables.ports.get(portId);
      if (port && port.hostId !== '' && port.nicPosition !== null) {
        listener(port.deviceId, port.hostId, portBinding(this.#context, port));
      }
    });
  }

  check(projectId: string, nics: AllocateOptions['nics'], securityGroups: readonly string[]): void {
    this.#groupIds(projectId, securityGroups, { isOnlyAQuestion: true });
    const wanted = this.#wanted(projectId, nics);
    for (const nic of wanted) {
      if (nic.portId !== null) this.#userPort(projectId, nic.portId);
      else this.#checkAddress(this.#network(projectId, nic.networkId!), nic);
    }
    const made = wanted.filter(({ portId }) => portId === null).length;
    const limit = this.#context.limit('port', projectId);
    if (limit >= 0 && this.#context.used('port', projectId) + made > limit) {
      throw new ApiError(403, 'Maximum number of ports exceeded');
    }
  }

  securityGroups(instanceUuid: string): readonly InstanceSecurityGroup[] {
    return this.#portsOf(instanceUuid).flatMap((port) => port.securityGroups.map((id) => this.#shownGroup(id)));
  }

  groupsOf(projectId: string): readonly InstanceSecurityGroup[] {
    return this.#context.tables.groups.find('byProject', projectId).map(({ id }) => this.#shownGroup(id));
  }

  async addSecurityGroup(instanceUuid: string, projectId: string, nameOrId: string): Promise<void> {
    await this.#context.write(() => {
      const group = this.#group(projectId, nameOrId, 404);
      for (const port of this.#portsOf(instanceUuid)) {
        if (port.portSecurity && !port.securityGroups.includes(group.id)) {
          this.#change(port, { securityGroups: [...port.securityGroups, group.id] });
        }
      }
    });
  }

  async removeSecurityGroup(instanceUuid: string, projectId: string, nameOrId: string): Promise<void> {
    await this.#context.write(() => {
      const group = this.#group(projectId, nameOrId, 404);
      const ports = this.#portsOf(instanceUuid).filter(({ securityGroups }) => securityGroups.includes(group.id));
      if (ports.length === 0) {
        const message = `Security group ${nameOrId} not associated with the instance ${instanceUuid}`;
        throw new ApiError(404, message);
      }
      for (const port of ports) {
        this.#change(port, { securityGroups: port.securityGroups.filter((id) => id !== group.id) });
      }
    });
  }

  // --- ports -------------------------------------------------------------------------------------------------------

  #portsOf(instanceUuid: string): readonly PortRow[] {
    const ports = this.#context.tables.ports.find('byDevice', instanceUuid);
    const own = ports.filter(({ nicPosition }) => nicPosition !== null);
    return own.length < 2 ? own : own.toSorted((a, b) => a.nicPosition! - b.nicPosition!);
  }

  #change(port: PortRow, changes: Partial<PortRow>): PortRow {
    return this.#context.tables.ports.put(this.#context.changed(port, changes));
  }

  #add(nic: RequestedNic, place: PlaceOfNic & { readonly groups: readonly string[] }): PortRow {
    if (nic.portId !== null) {
      return this.#bind(this.#userPort(place.projectId, nic.portId), { ...place, nicTag: nic.tag });
    }
    const network = this.#network(place.projectId, nic.networkId!);
    this.#checkAddress(network, nic);
    this.#context.checkQuota('port', place.projectId);
    const groups = place.groups.length > 0 ? place.groups : undefined;
    return this.#ports.add(network, place.projectId, {
      device_id: place.instanceUuid,
      device_owner: `compute:${place.availabilityZone}`,
      'binding:host_id': place.host,
      ...(nic.fixedIp !== null && { fixed_ips: [{ ip_address: nic.fixedIp }] }),
      groups: () => groups ?? [defaultGroup(this.#context, place.projectId).id],
      more: { nicPosition: place.nicPosition, nicTag: nic.tag, madeForServer: true },
    });
  }

  #bind(port: PortRow, place: Omit<PlaceOfNic, 'projectId'> & { readonly nicTag: string | null }): PortRow {
    const bound = {
      deviceId: place.instanceUuid,
      deviceOwner: `compute:${place.availabilityZone}`,
      hostId: place.host,
      nicPosition: place.nicPosition,
      nicTag: place.nicTag,
    };
    const isSame = (Object.keys(bound) as (keyof typeof bound)[]).every((key) => port[key] === bound[key]);
    return isSame ? port : this.#change(port, { ...bound, status: 'DOWN' });
  }

  #release(port: PortRow): void {
    if (port.madeForServer) return deletePort(this.#context, port);
    const free = { deviceId: '', deviceOwner: '', hostId: '', nicPosition: null, nicTag: null };
    this.#change(port, { ...free, status: 'DOWN' });
  }

  #vif(port: PortRow): InstanceVif {
    const { networks, floatingIps } = this.#context.tables;
    return {
      portId: port.id,
      networkId: port.networkId,
      networkLabel: networks.get(port.networkId)?.name ?? '',
      macAddress: port.macAddress,
      fixedIps: port.fixedIps,
      floatingIps: floatingIps
        .find('byPort', port.id)
        .map(({ fixedIpAddress, ipAddress }) => ({ fixedIp: fixedIpAddress!, ipAddress })),
      tag: port.nicTag,
      preserveOnDelete: !port.madeForServer,
    };
  }

  // --- what was asked for ------------------------------------------------------------------------------------------

  #wanted(projectId: string, nics: AllocateOptions['nics']): readonly RequestedNic[] {
    if (nics === 'none') return [];
    if (nics !== 'auto') return nics;
    const { networks } = this.#context.tables;
    const own = networks.find('byProject', projectId).filter(({ external, shared }) => !external && !shared);
    const all = [...own, ...networks.find('byShared', true)];
    if (all.length > 1) {
      const message =
        'More than one possible network found. Specify network ID(s) to select which one(s) to connect to.';
      throw new ApiError(409, message);
    }
    return all.map(({ id }) => ({ networkId: id, portId: null, fixedIp: null, tag: null }));
  }

  #network(projectId: string, id: string): NetworkRow {
    const network = this.#context.tables.networks.get(id);
    const isSeen = network && (network.projectId === projectId || network.shared || network.external);
    if (!isSeen) throw new ApiError(400, `Network ${id} could not be found.`);
    if (network.external && !network.shared && network.projectId !== projectId) {
      throw new ApiError(403, `It is not allowed to create an interface on external network ${id}`);
    }
    if (this.#context.tables.subnets.count('byNetwork', id) === 0) {
      throw new ApiError(400, `Network ${id} requires a subnet in order to boot instances on.`);
    }
    return network;
  }

  #checkAddress(network: NetworkRow, { fixedIp }: RequestedNic): void {
    if (fixedIp === null) return;
    // A question only: nothing is written with what it answers.
    const place = { networkId: network.id, macAddress: 'fa:16:3e:00:00:00' };
    try {
      fixedIpsFor(this.#context, place, [{ ipAddress: fixedIp }], 'asked');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      throw new ApiError(400, error.message, { cause: error });
    }
  }

  #userPort(projectId: string, id: string): PortRow {
    const port = this.#context.tables.ports.get(id);
    if (!port || port.projectId !== projectId) throw new ApiError(400, `Port id ${id} could not be found.`);
    if (port.deviceId !== '') throw new ApiError(409, `Port ${id} is still in use.`);
    if (port.fixedIps.length === 0) {
      throw new ApiError(400, `Port ${id} requires a FixedIP in order to be used.`);
    }
    return port;
  }

  #ownerOf({ portId, networkId }: RequestedNic): string {
    const { ports, networks } = this.#context.tables;
    const row = portId !== null ? ports.get(portId) : networks.get(networkId ?? '');
    if (row) return row.projectId;
    throw new ApiError(
      404,
      portId !== null ? `Port id ${portId} could not be found.` : `Network ${networkId} could not be found.`,
    );
  }

  // --- security groups ---------------------------------------------------------------------------------------------

  #groupIds(
    projectId: string,
    names: readonly string[],
    { isOnlyAQuestion = false }: { readonly isOnlyAQuestion?: boolean } = {},
  ): readonly string[] {
    const others = names.filter((name) => name !== 'default');
    const found = others.map((name) => this.#group(projectId, name, 400).id);
    if (isOnlyAQuestion || others.length === names.length) return found;
    return [...new Set([...found, defaultGroup(this.#context, projectId).id])];
  }

  #group(projectId: string, nameOrId: string, statusWhenMissing: number): SecurityGroupRow {
    const { groups } = this.#context.tables;
    const byId = groups.get(nameOrId);
    if (byId?.projectId === projectId) return byId;
    const [found, ...more] = groups.find('byName', projectId, nameOrId);
    if (!found) throw new ApiError(statusWhenMissing, `Security group ${nameOrId} not found.`);
    if (more.length === 0) return found;
    const message = `Multiple security groups found matching '${nameOrId}'. Use an ID to be more specific.`;
    throw new ApiError(409, message);
  }

  #shownGroup(id: string): InstanceSecurityGroup {
    let shown = this.#groups.get(id);
    if (!shown) {
      shown = this.#describe(this.#context.tables.groups.get(id)!);
      this.#groups.set(id, shown);
    }
    return shown;
  }

  #describe({ id, name, description, projectId }: SecurityGroupRow): InstanceSecurityGroup {
    const { groups, rules } = this.#context.tables;
    return {
      id,
      name,
      description: description ?? '',
      projectId,
      rules: rules.find('byGroup', id).map((rule) => {
        const remote = rule.remoteGroupId === null ? undefined : groups.get(rule.remoteGroupId);
        return { ...rule, remoteGroup: remote ? { name: remote.name, projectId: remote.projectId } : null };
      }),
    };
  }
}

interface PlaceOfNic {
  readonly instanceUuid: string;
  readonly projectId: string;
  readonly host: string;
  readonly availabilityZone: string;
  readonly nicPosition: number | null;
}

const zoneOf = (port: PortRow | undefined): string => /^compute:(.*)$/.exec(port?.deviceOwner ?? '')?.[1] ?? 'nova';
