import type { FixedIp, PortRow, SubnetRow } from '../model.ts';
import type { NetworkTables } from '../tables.ts';
import { AddressPool } from './address-pool.ts';

interface Shelf {
  pool: AddressPool;
  /** Proposals that nobody has, unless their write came to something. */
  proposed: readonly string[];
  readonly owners: Map<string, string>;
}

/**
 * Who has which address of a subnet. It follows the tables of ports and subnets by itself, so that it is right after a
 * write that was taken back, too.
 */
export class AddressBook {
  readonly #shelves = new Map<string, Shelf>();

  constructor({ subnets, ports }: Pick<NetworkTables, 'subnets' | 'ports'>) {
    for (const subnet of subnets.all()) this.#subnetChanged(undefined, subnet);
    for (const port of ports.all()) this.#take(port);
    subnets.watch((before, after) => this.#subnetChanged(before, after));
    ports.watch((before, after) => {
      if (before?.fixedIps === after?.fixedIps) return;
      this.#release(before);
      this.#take(after);
    });
  }

  /** The port that has an address. */
  owner(subnetId: string, address: string): string | undefined {
    return this.#shelf(subnetId).owners.get(address);
  }

  /** A free address of the subnet's pools, but for those given; undefined when there is none. */
  free(subnetId: string, besides: ReadonlySet<string>): string | undefined {
    const shelf = this.#shelf(subnetId);
    const { pool, owners, proposed } = shelf;
    const isFree = (address: string): boolean => !owners.has(address) && !besides.has(address);
    for (const address of proposed) if (isFree(address)) pool.giveBack(address);
    const passed: string[] = [];
    const found = pool.propose((address) => {
      if (besides.has(address)) passed.push(address);
      return !isFree(address);
    });
    for (const address of passed) pool.giveBack(address);
    shelf.proposed = found === undefined ? [] : [...proposed.filter((address) => besides.has(address)), found];
    return found;
  }

  used(subnetId: string): number {
    return this.#shelf(subnetId).owners.size;
  }

  size(subnetId: string): bigint {
    return this.#shelf(subnetId).pool.size;
  }

  #shelf(subnetId: string): Shelf {
    let shelf = this.#shelves.get(subnetId);
    if (!shelf) {
      shelf = { pool: new AddressPool([]), proposed: [], owners: new Map() };
      this.#shelves.set(subnetId, shelf);
    }
    return shelf;
  }

  #subnetChanged(before: SubnetRow | undefined, after: SubnetRow | undefined): void {
    if (!after) {
      if (before) this.#shelves.delete(before.id);
      return;
    }
    if (before && before.allocationPools === after.allocationPools) return;
    this.#shelf(after.id).pool = new AddressPool(after.allocationPools);
  }

  #take(port: PortRow | undefined): void {
    for (const { subnetId, ipAddress } of port?.fixedIps ?? nothing) {
      this.#shelf(subnetId).owners.set(ipAddress, port!.id);
    }
  }

  #release(port: PortRow | undefined): void {
    for (const { subnetId, ipAddress } of port?.fixedIps ?? nothing) {
      const shelf = this.#shelves.get(subnetId);
      if (shelf?.owners.get(ipAddress) !== port!.id) continue;
      shelf.owners.delete(ipAddress);
      shelf.pool.giveBack(ipAddress);
    }
  }
}

const nothing: readonly FixedIp[] = [];
