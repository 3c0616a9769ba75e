import type { Instance } from '../../objects/instance.ts';
import type { ComputeTables } from '../../objects/tables.ts';
import type { QuotaUsage } from './quota-resources.ts';

const nothing: QuotaUsage = { instances: 0, cores: 0, ram: 0, server_groups: 0 };

/**
 * What each project, and each user in a project, uses: kept up with every change of the rows, so that asking costs the
 * same however many there are.
 */
export class UsageCounters {
  readonly #usage = new Map<string, QuotaUsage>();

  constructor({ instances, serverGroups }: ComputeTables) {
    for (const instance of instances.all()) this.#count(instance, 1);
    instances.watch((before, after) => {
      if (before) this.#count(before, -1);
      if (after) this.#count(after, 1);
    });
    for (const group of serverGroups.all()) this.#add(group, { ...nothing, server_groups: 1 }, 1);
    serverGroups.watch((before, after) => {
      if (before) this.#add(before, { ...nothing, server_groups: 1 }, -1);
      if (after) this.#add(after, { ...nothing, server_groups: 1 }, 1);
    });
  }

  of(projectId: string, userId?: string): QuotaUsage {
    return this.#usage.get(ownerOf(projectId, userId)) ?? nothing;
  }

  /** Servers count from the request to the end of their deletion. While a resize is open the larger flavor counts. */
  #count(instance: Instance, sign: 1 | -1): void {
    if (instance.deletedAtSeconds !== null || instance.vmState === 'soft-delete') return;
    const flavors = [instance.flavor, instance.oldFlavor, instance.newFlavor].filter((flavor) => flavor !== null);
    const cores = Math.max(...flavors.map(({ vcpus }) => vcpus));
    const ram = Math.max(...flavors.map(({ ramMib }) => ramMib));
    this.#add(instance, { instances: 1, cores, ram, server_groups: 0 }, sign);
  }

  #add({ projectId, userId }: { projectId: string; userId: string }, amount: QuotaUsage, sign: 1 | -1): void {
    for (const owner of [ownerOf(projectId), ownerOf(projectId, userId)]) {
      const before = this.#usage.get(owner) ?? nothing;
      this.#usage.set(owner, {
        instances: before.instances + sign * amount.instances,
        cores: before.cores + sign * amount.cores,
        ram: before.ram + sign * amount.ram,
        server_groups: before.server_groups + sign * amount.server_groups,
      });
    }
  }
}

/** The name of a limit's owner: a project, or a user in a project. */
export function ownerOf(projectId: string, userId?: string): string {
  return userId === undefined ? projectId : `${projectId}/${userId}`;
}
