import type { PortRow } from '../model.ts';
import type { NetworkTables } from '../tables.ts';

/** A change is told after this time, together with those that come meanwhile. */
const patienceMs = 20;
/** More patience for each binding and address in it: a large group costs its members little. */
const patienceMsPerAddress = 0.002;

/**
 * Notices which bound ports look different to their hosts after a change of any table, and tells of them a little later,
 * once for many changes.
 */
export class BindingChanges {
  readonly #tables: NetworkTables;
  readonly #ports = new Set<string>();
  readonly #groups = new Set<string>();
  readonly #listeners = new Set<(portId: string) => void>();
  #timer: NodeJS.Timeout | undefined;
  #membersOf: (groupId: string) => Iterable<string> = () => [];

  constructor(tables: NetworkTables) {
    this.#tables = tables;
    tables.ports.watch((before, after) => {
      if (before && after && looksDifferent(before, after)) this.#portChanged(after);
      for (const port of [before, after]) {
        if (port?.deviceOwner.startsWith('network:')) this.#servicePortChanged(port);
      }
    });
    tables.rules.watch((before, after) => this.#groupChanged((before ?? after)!.groupId));
    tables.subnets.watch((before, after) => this.networkChanged((before ?? after)!.networkId));
    tables.networks.watch((before, after) => {
      if (before && after) this.networkChanged(after.id);
    });
    tables.floatingIps.watch((before, after) => {
      for (const id of new Set([before?.portId, after?.portId])) {
        const port = id ? tables.ports.get(id) : undefined;
        if (port) this.#portChanged(port);
      }
    });
    tables.routers.watch((before, after) => {
      for (const port of tables.ports.find('byDevice', (before ?? after)!.id)) this.networkChanged(port.networkId);
    });
  }

  /** Where the members of a group are looked up. */
  follow(membersOf: (groupId: string) => Iterable<string>): void {
    this.#membersOf = membersOf;
  }

  /** Hears of ports, one at a time. Returns the call that ends it. */
  listen(listener: (portId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Rules that name the group as the other side mean other addresses now. */
  membersChanged(groupId: string): void {
    if (this.#listeners.size === 0) return;
    const groups = this.#tables.rules.find('byRemoteGroup', groupId).map((rule) => rule.groupId);
    for (const group of new Set(groups)) this.#groups.add(group);
    if (groups.length > 0) this.#wake();
  }

  networkChanged(networkId: string): void {
    if (this.#listeners.size === 0) return;
    for (const port of this.#tables.ports.find('byNetwork', networkId)) this.#portChanged(port);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#listeners.clear();
  }

  /** A router's interface matters to all the networks that the router joins. */
  #servicePortChanged(port: PortRow): void {
    const others = this.#tables.ports.find('byDevice', port.deviceId).map(({ networkId }) => networkId);
    for (const networkId of new Set([port.networkId, ...others])) this.networkChanged(networkId);
  }

  #groupChanged(groupId: string): void {
    if (this.#listeners.size === 0) return;
    this.#groups.add(groupId);
    this.#wake();
  }

  #portChanged({ id, hostId }: PortRow): void {
    if (hostId === '' || this.#listeners.size === 0) return;
    this.#ports.add(id);
    this.#wake();
  }

  #wake(): void {
    this.#timer ??= setTimeout(() => this.#patient(), patienceMs).unref();
  }

  /** Groups are looked up only now: their many members are no matter for each change. */
  #patient(): void {
    let addresses = 0;
    for (const groupId of this.#groups) {
      const members = [...this.#membersOf(groupId)];
      addresses += members.length ** 2;
      for (const id of members) this.#ports.add(id);
    }
    this.#groups.clear();
    this.#timer = setTimeout(() => this.#tell(), addresses * patienceMsPerAddress).unref();
  }

  #tell(): void {
    this.#timer = undefined;
    const ports = [...this.#ports];
    this.#ports.clear();
    for (const id of ports) for (const listener of this.#listeners) listener(id);
    if (this.#ports.size > 0 || this.#groups.size > 0) this.#wake();
  }
}

const shown = [
  'fixedIps',
  'securityGroups',
  'allowedAddressPairs',
  'portSecurity',
  'macAddress',
] as const satisfies readonly (keyof PortRow)[];

const looksDifferent = (before: PortRow, after: PortRow): boolean =>
  shown.some((attribute) => before[attribute] !== after[attribute]);
