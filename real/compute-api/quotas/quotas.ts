import { ApiError } from '../../http/api-error.ts';
import type { ComputeTables } from '../../objects/tables.ts';
import { quotaDefaults } from './quota-resources.ts';
import type { QuotaResource, QuotaUsage } from './quota-resources.ts';
import { ownerOf, UsageCounters } from './usage-counters.ts';

type Counted = keyof QuotaUsage;

/** More of what is counted. */
export type QuotaDeltas = Readonly<Partial<Record<Counted, number>>>;

/** What projects and users may have, and whether there is room for more. Nova: `nova.quota`, without reservations. */
export class Quotas {
  readonly #tables: ComputeTables;
  readonly #usage: UsageCounters;

  constructor(tables: ComputeTables) {
    this.#tables = tables;
    this.#usage = new UsageCounters(tables);
  }

  used(projectId: string, userId?: string): QuotaUsage {
    return this.#usage.of(projectId, userId);
  }

  /** A user's limit in a project, else the project's, else the default. -1: none. */
  limit(resource: QuotaResource, projectId: string, userId?: string): number {
    const own = userId === undefined ? undefined : this.#tables.quotas.get(ownerOf(projectId, userId), resource);
    return (own ?? this.#tables.quotas.get(projectId, resource))?.limit ?? this.classLimit('default', resource);
  }

  /** Of a quota class; `default` is what counts where nothing else is said. */
  classLimit(name: string, resource: QuotaResource): number {
    return this.#tables.quotas.get(`class:${name}`, resource)?.limit ?? quotaDefaults[resource];
  }

  /** Asks inside the write that makes the things, before they are made. @throws ApiError 403 */
  check(projectId: string, userId: string, deltas: QuotaDeltas): void {
    const overs = this.#overs(projectId, userId, deltas);
    if (overs.length > 0) throw exceeded(overs, deltas);
  }

  /**
   * How many servers of a flavor may be made of those asked for: at most `max`. Asks inside the write that makes them,
   * before they are made. @throws ApiError 403 when fewer than `min` may be
   */
  admit(
    projectId: string,
    userId: string,
    flavor: { readonly vcpus: number; readonly ramMib: number },
    { min, max }: { readonly min: number; readonly max: number },
  ): number {
    const deltas = { instances: max, cores: max * flavor.vcpus, ram: max * flavor.ramMib };
    const overs = this.#overs(projectId, userId, deltas);
    if (overs.length === 0) return max;
    const each: Readonly<Record<string, number>> = { instances: 1, cores: flavor.vcpus, ram: flavor.ramMib };
    const allowed = overs.map(({ resource, limit, used }) => Math.floor((limit - used) / (each[resource] || 1)));
    const count = Math.min(...allowed);
    if (count >= min && count > 0) return count;
    throw exceeded(overs, { ...deltas, instances: min === max ? max : `${min}-${max}` });
  }

  #overs(projectId: string, userId: string, deltas: QuotaDeltas): Over[] {
    const overs: Over[] = [];
    for (const [name, delta] of Object.entries(deltas)) {
      const resource = name as Counted;
      const project = {
        resource,
        limit: this.limit(resource, projectId),
        used: this.used(projectId)[resource],
      };
      const user = this.#ownLimit(resource, projectId, userId);
      const over = [project, ...user].find(({ limit, used }) => delta > 0 && limit >= 0 && used + delta > limit);
      if (over) overs.push(over);
    }
    return overs.toSorted((a, b) => (a.resource < b.resource ? -1 : 1));
  }

  #ownLimit(resource: Counted, projectId: string, userId: string): Over[] {
    const own = this.#tables.quotas.get(ownerOf(projectId, userId), resource);
    return own ? [{ resource, limit: own.limit, used: this.used(projectId, userId)[resource] }] : [];
  }
}

interface Over {
  readonly resource: Counted;
  readonly limit: number;
  readonly used: number;
}

function exceeded(overs: readonly Over[], wanted: Readonly<Record<string, number | string>>): ApiError {
  const names = overs.map(({ resource }) => resource).join(', ');
  const list = (of: (over: Over) => unknown): string => overs.map((over) => String(of(over))).join(', ');
  const requested = list(({ resource }) => wanted[resource]);
  const used = list((over) => over.used);
  const allowed = list(({ limit }) => limit);
  return new ApiError(
    403,
    `Quota exceeded for ${names}: Requested ${requested}, but already used ${used} of ${allowed} ${names}`,
  );
}
