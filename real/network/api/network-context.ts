import { randomUUID } from 'node:crypto';
import { AddressBook } from './books/address-book.ts';
import { BindingChanges } from './books/binding-changes.ts';
import { GroupMembers } from './books/group-members.ts';
import { ServicePorts } from './books/service-ports.ts';
import type { NetworkTables } from './tables.ts';
import { fault } from './network-faults.ts';
import type { StandardRow } from './model.ts';

/** What an operator sets. */
export interface NetworkSettings {
  /** MTU of networks that are made without one, and the largest; default 1,500. Neutron: `global_physnet_mtu`. */
  readonly mtu?: number | undefined;
  /** Names that a `flat` network may have as its physical network; default `public`. Neutron: `flat_networks`. */
  readonly physicalNetworks?: readonly string[] | undefined;
  /** Limits of projects without their own, by resource; -1 is none. Default: Neutron's. */
  readonly quotas?: Readonly<Record<string, number>> | undefined;
}

/** Neutron's defaults, in its order. */
const defaultQuotas: Readonly<Record<string, number>> = {
  network: 100,
  subnet: 100,
  port: 500,
  router: 10,
  floatingip: 50,
  security_group: 10,
  security_group_rule: 100,
};

/** What the resources of the network service share: tables, what follows from them, and the clock. */
export class NetworkContext {
  readonly tables: NetworkTables;
  readonly addresses: AddressBook;
  readonly members: GroupMembers;
  readonly servicePorts: ServicePorts;
  readonly changes: BindingChanges;
  readonly now: () => number;
  readonly mtu: number;
  readonly physicalNetworks: readonly string[];
  readonly #quotas: Readonly<Record<string, number>>;

  constructor(tables: NetworkTables, settings: NetworkSettings, now: () => number) {
    this.tables = tables;
    this.now = now;
    this.mtu = settings.mtu ?? 1500;
    this.physicalNetworks = settings.physicalNetworks ?? ['public'];
    this.#quotas = { ...defaultQuotas, ...settings.quotas };
    this.addresses = new AddressBook(tables);
    this.servicePorts = new ServicePorts(tables);
    this.changes = new BindingChanges(tables);
    this.members = new GroupMembers(tables.ports, (groupId) => this.changes.membersChanged(groupId));
    this.changes.follow((groupId) => this.members.ports(groupId));
  }

  write<Result>(work: () => Result): Promise<Result> {
    return this.tables.database.write(work);
  }

  /** The part of a new row that all rows have. */
  standard(values: {
    readonly projectId: string;
    readonly name?: string | undefined;
    readonly description?: string | null | undefined;
  }): StandardRow {
    const seconds = this.now();
    return {
      id: randomUUID(),
      projectId: values.projectId,
      name: values.name ?? '',
      description: values.description ?? '',
      tags: [],
      createdAtSeconds: seconds,
      updatedAtSeconds: seconds,
      revision: 1,
    };
  }

  /** The row with these changes, as one more revision. */
  changed<Row extends { readonly revision: number }>(row: Row, changes: Partial<Row>): Row {
    return { ...row, ...changes, revision: row.revision + 1, updatedAtSeconds: this.now() };
  }

  get quotaResources(): readonly string[] {
    return Object.keys(this.#quotas);
  }

  defaultLimit(resource: string): number {
    return this.#quotas[resource] ?? -1;
  }

  limit(resource: string, projectId: string): number {
    return this.tables.quotas.get(projectId, resource)?.maximum ?? this.defaultLimit(resource);
  }

  used(resource: string, projectId: string): number {
    const { networks, subnets, ports, routers, floatingIps, groups, rules } = this.tables;
    const counted: Readonly<Record<string, { count(index: string, ...values: readonly unknown[]): number }>> = {
      network: networks,
      subnet: subnets,
      port: ports,
      router: routers,
      floatingip: floatingIps,
      security_group: groups,
      security_group_rule: rules,
    };
    return counted[resource]?.count('byProject', projectId) ?? 0;
  }

  /** Room for some more. @throws ApiError 409 */
  checkQuota(resource: string, projectId: string, more = 1): void {
    const limit = this.limit(resource, projectId);
    if (limit >= 0 && this.used(resource, projectId) + more > limit) {
      throw fault(409, 'OverQuota', `Quota exceeded for resources: ['${resource}'].`);
    }
  }
}
