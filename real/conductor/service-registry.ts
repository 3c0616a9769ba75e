import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { ServiceRow } from '../objects/service.ts';
import type { ComputeTables } from '../objects/tables.ts';
import type { hostReported } from './agent-methods.ts';

/** Nova: `service_down_time`. */
export const serviceDownSeconds = 60;

/** `SERVICE_VERSION` of Nova 26; clients only compare them. */
const serviceVersion = 64;

/** Nova: `servicegroup.API.service_is_up`. */
export function isServiceUp({ forcedDown, lastSeenSeconds }: ServiceRow, nowSeconds: number): boolean {
  return !forcedDown && Math.abs(nowSeconds - lastSeenSeconds) <= serviceDownSeconds;
}

/** The services of the cloud and its hosts, as they tell of themselves. */
export class ServiceRegistry {
  readonly #tables: ComputeTables;
  readonly #now: () => number;
  /** Heard of since the last write. */
  readonly #heard = new Map<string, Pick<ServiceRow, 'binary' | 'host'>>();

  constructor(tables: ComputeTables, now: () => number) {
    this.#tables = tables;
    this.#now = now;
  }

  /** Kept with the next `flush`, with all others; that of a new one, or one that was down, at once. */
  async heardOf(binary: ServiceRow['binary'], host: string): Promise<void> {
    this.#heard.set(`${binary} ${host}`, { binary, host });
    const known = this.#tables.services.one('byHost', binary, host);
    if (known === undefined || !isServiceUp(known, this.#now())) await this.flush();
  }

  /** Writes when everybody was heard of last, in one go. */
  async flush(): Promise<void> {
    const heard = [...this.#heard.values()];
    this.#heard.clear();
    if (heard.length === 0) return;
    const { database, services } = this.#tables;
    await database.write(() => {
      for (const { binary, host } of heard) {
        const known = services.one('byHost', binary, host) ?? this.#newService(binary, host);
        services.put({ ...known, lastSeenSeconds: this.#now() });
      }
    });
  }

  /** A host tells what it has. */
  async hostReported(report: z.infer<typeof hostReported.args>): Promise<void> {
    const { database, computeNodes } = this.#tables;
    const { nodeUuid: uuid, description, ...others } = report;
    const updatedAtSeconds = this.#now();
    await database.write(() => {
      const known = computeNodes.get(uuid);
      const createdAtSeconds = known?.createdAtSeconds ?? updatedAtSeconds;
      computeNodes.put({
        uuid,
        node: description.hostname,
        description,
        ...others,
        createdAtSeconds,
        updatedAtSeconds,
      });
    });
    await this.heardOf('nova-compute', report.host);
  }

  /** Whether a host's agent was heard of lately. */
  isUp(host: string): boolean {
    const service = this.#tables.services.one('byHost', 'nova-compute', host);
    return service !== undefined && isServiceUp(service, this.#now());
  }

  #newService(binary: ServiceRow['binary'], host: string): ServiceRow {
    return {
      uuid: randomUUID(),
      binary,
      host,
      version: serviceVersion,
      disabled: false,
      disabledReason: null,
      forcedDown: false,
      createdAtSeconds: this.#now(),
      lastSeenSeconds: 0,
    };
  }
}
