import type { ComputeTables } from '../../objects/tables.ts';

/** Where hosts are that no aggregate puts anywhere. Nova: `default_availability_zone`. */
export const defaultZone = 'nova';

/** Where services are that run no servers. Nova: `internal_service_availability_zone`. */
export const internalZone = 'internal';

/** Availability zones of hosts, kept until an aggregate changes. */
export class HostZones {
  readonly #tables: ComputeTables;
  #zones: Map<string, string> | undefined;

  constructor(tables: ComputeTables) {
    this.#tables = tables;
    tables.aggregates.watch(() => {
      this.#zones = undefined;
    });
  }

  of(host: string): string {
    this.#zones ??= this.#read();
    return this.#zones.get(host) ?? defaultZone;
  }

  #read(): Map<string, string> {
    const zones = new Map<string, string>();
    for (const { hosts, metadata } of this.#tables.aggregates.all()) {
      const zone = metadata['availability_zone'];
      if (zone !== undefined) for (const host of hosts) zones.set(host, zone);
    }
    return zones;
  }
}
