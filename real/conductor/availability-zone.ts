import type { ComputeTables } from '../objects/tables.ts';

/** Nova: `default_availability_zone`. */
const defaultZone = 'nova';

/** The zone of a host: that of its aggregate. A host is in one zone at most. */
export function availabilityZoneOf(host: string, tables: ComputeTables): string {
  for (const { hosts, metadata } of tables.aggregates.all()) {
    const zone = metadata['availability_zone'];
    if (zone !== undefined && hosts.includes(host)) return zone;
  }
  return defaultZone;
}
