import type { PortRow } from '../model.ts';
import type { NetworkTables } from '../tables.ts';

/** The ports that each security group applies to, with their addresses. It follows the table of ports by itself. */
export class GroupMembers {
  readonly #ports = new Map<string, Set<string>>();
  /** Built when asked for, gone with the next change. */
  readonly #addresses = new Map<string, readonly string[]>();
  readonly #table: NetworkTables['ports'];
  readonly #onChange: (groupId: string) => void;

  /** @param onChange hears of groups whose members' addresses are others now */
  constructor(ports: NetworkTables['ports'], onChange: (groupId: string) => void) {
    this.#table = ports;
    this.#onChange = onChange;
    for (const port of ports.all()) this.#moved(undefined, port);
    ports.watch((before, after) => this.#moved(before, after));
  }

  ports(groupId: string): Iterable<string> {
    return this.#ports.get(groupId) ?? [];
  }

  count(groupId: string): number {
    return this.#ports.get(groupId)?.size ?? 0;
  }

  /** What other groups' rules mean by this group: addresses of its ports, and those that they may send from besides. */
  addresses(groupId: string): readonly string[] {
    let addresses = this.#addresses.get(groupId);
    if (!addresses) {
      const ports = [...this.ports(groupId)].map((id) => this.#table.get(id)!);
      addresses = [...new Set(ports.flatMap(addressesOf))];
      this.#addresses.set(groupId, addresses);
    }
    return addresses;
  }

  #moved(before: PortRow | undefined, after: PortRow | undefined): void {
    const isSame =
      before?.securityGroups === after?.securityGroups &&
      before?.fixedIps === after?.fixedIps &&
      before?.allowedAddressPairs === after?.allowedAddressPairs;
    if (isSame) return;
    for (const groupId of before?.securityGroups ?? []) {
      const members = this.#ports.get(groupId);
      members?.delete(before!.id);
      if (members?.size === 0) this.#ports.delete(groupId);
    }
    for (const groupId of after?.securityGroups ?? []) {
      const members = this.#ports.get(groupId);
      if (members) members.add(after!.id);
      else this.#ports.set(groupId, new Set([after!.id]));
    }
    for (const groupId of new Set([...(before?.securityGroups ?? []), ...(after?.securityGroups ?? [])])) {
      this.#addresses.delete(groupId);
      this.#onChange(groupId);
    }
  }
}

const addressesOf = ({ fixedIps, allowedAddressPairs }: PortRow): string[] =>
  [...fixedIps, ...allowedAddressPairs].map(({ ipAddress }) => ipAddress);
