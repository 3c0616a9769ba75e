import { ApiError } from '../../http/api-error.ts';
import type { AggregateRow } from '../../objects/catalogue.ts';
import type { ComputeTables } from '../../objects/tables.ts';
import type { ComputeParts } from '../compute-parts.ts';
import type { HostProviders } from './host-providers.ts';

type Change = 'add host to' | 'update' | 'update metadata of';

/** Changes aggregates so that a host is in one availability zone at most, and Placement hears of it. */
export class AggregateBook {
  readonly #tables: ComputeTables;
  readonly #providers: HostProviders;
  readonly #now: () => number;

  constructor({ tables, providers, now }: Pick<ComputeParts, 'tables' | 'providers' | 'now'>) {
    this.#tables = tables;
    this.#providers = providers;
    this.#now = now;
  }

  /** @throws ApiError 400 for what is not a number, 404 */
  find(id: string | undefined): AggregateRow {
    if (id === undefined || !/^\d{1,10}$/.test(id))
      throw new ApiError(400, 'Invalid input received: id must be an integer');
    const aggregate = this.#tables.aggregates.get(Number(id));
    if (!aggregate) throw new ApiError(404, `Aggregate ${id} could not be found.`);
    return aggregate;
  }

  /** @throws ApiError 409 */
  refuseTaken(name: string): void {
    if (this.#tables.aggregates.one('byName', name)) throw new ApiError(409, `Aggregate ${name} already exists.`);
  }

  /** Inside a write: metadata over what is there; null takes away. @throws ApiError 400 */
  putMetadata(aggregate: AggregateRow, changes: Readonly<Record<string, string | null>>, change: Change): AggregateRow {
    if (Object.hasOwn(changes, 'availability_zone')) {
      this.#checkZone(aggregate, aggregate.hosts, changes['availability_zone'] ?? null, change);
    }
    const entries = Object.entries({ ...aggregate.metadata, ...changes }).filter(([, value]) => value !== null);
    const metadata = Object.fromEntries(entries) as Record<string, string>;
    return this.#tables.aggregates.put({ ...aggregate, metadata, updatedAtSeconds: this.#now() });
  }

  /** @throws ApiError 404, 409 */
  async addHost(id: string | undefined, host: string): Promise<AggregateRow> {
    const changed = await this.#tables.database.write(() => {
      this.#checkHost(host);
      const aggregate = this.find(id);
      if (aggregate.hosts.includes(host)) {
        throw new ApiError(409, `Aggregate ${aggregate.id} already has host ${host}.`);
      }
      const zone = aggregate.metadata['availability_zone'];
      if (zone !== undefined) this.#checkZone(aggregate, [host], zone, 'add host to');
      const hosts = [...aggregate.hosts, host];
      return this.#tables.aggregates.put({ ...aggregate, hosts });
    });
    await this.#providers.setAggregate(host, changed.uuid, true);
    return changed;
  }

  /** @throws ApiError 404 */
  async removeHost(id: string | undefined, host: string): Promise<AggregateRow> {
    const { uuid, hosts } = this.find(id);
    if (!hosts.includes(host)) throw new ApiError(404, `Cannot remove host ${host} in aggregate ${id}`);
    // First there: a failure leaves an aggregate here that the operator can try again.
    await this.#providers.setAggregate(host, uuid, false);
    return this.#tables.database.write(() => {
      const aggregate = this.find(id);
      const others = aggregate.hosts.filter((each) => each !== host);
      return this.#tables.aggregates.put({ ...aggregate, hosts: others });
    });
  }

  #checkHost(host: string): void {
    if (this.#tables.computeNodes.one('byHost', host)) return;
    if (this.#tables.services.one('byHost', 'nova-compute', host)) return;
    throw new ApiError(404, `Compute host ${host} could not be found.`);
  }

  #checkZone(aggregate: AggregateRow, hosts: readonly string[], zone: string | null, change: Change): void {
    const refuse = (reason: string): never => {
      throw new ApiError(
        change === 'add host to' ? 409 : 400,
        `Cannot ${change} aggregate ${aggregate.id}. Reason: ${reason}.`,
      );
    };
    if (!zone) return refuse(`Aggregate ${aggregate.name} does not support empty named availability zone`);
    const others = [...this.#tables.aggregates.all()].filter(
      (other) => other.id !== aggregate.id && other.hosts.some((host) => hosts.includes(host)),
    );
    const zones = others.map(({ metadata }) => metadata['availability_zone']);
    const conflicting = zones.filter((other) => other !== undefined && other !== zone);
    if (conflicting.length > 0) {
      const list = conflicting.map((each) => `'${each}'`).join(', ');
      return refuse(`One or more hosts already in availability zone(s) [${list}]`);
    }
    if (change === 'add host to' || aggregate.metadata['availability_zone'] === zone) return;
    if (hosts.some((host) => this.#hasServers(host))) refuse('One or more hosts contain instances in this zone');
  }

  #hasServers(host: string): boolean {
    return this.#tables.instances.find('byHost', host).some(({ deletedAtSeconds }) => deletedAtSeconds === null);
  }
}
