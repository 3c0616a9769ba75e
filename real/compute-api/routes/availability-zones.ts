import { isServiceUp } from '../../conductor/service-registry.ts';
import type { ServiceRow } from '../../objects/service.ts';
import type { ComputeParts } from '../compute-parts.ts';
import { internalZone } from '../hosts/host-zones.ts';
import { computeRoute } from '../http/compute-route.ts';
import type { ComputeRoute } from '../http/compute-route.ts';
import { microTime } from '../http/times.ts';

/** Where servers can be asked to go. A zone is available while a service in it is enabled. */
export function availabilityZoneRoutes({ tables, zones, now }: ComputeParts): ComputeRoute[] {
  const path = '/os-availability-zone';
  const zoneOf = ({ binary, host }: ServiceRow): string => (binary === 'nova-compute' ? zones.of(host) : internalZone);
  const split = (): { available: string[]; unavailable: string[] } => {
    const services = [...tables.services.all()];
    const available = new Set(services.filter(({ disabled }) => !disabled).map(zoneOf));
    const unavailable = new Set(services.map(zoneOf).filter((zone) => !available.has(zone)));
    return { available: [...available].toSorted(), unavailable: [...unavailable].toSorted() };
  };
  const zoneJson = (zoneName: string, isAvailable: boolean, hosts: unknown = null): unknown => ({
    zoneName,
    zoneState: { available: isAvailable },
    hosts,
  });
  const hostsIn = (zone: string): Record<string, Record<string, unknown>> => {
    const hosts: Record<string, Record<string, unknown>> = {};
    for (const service of tables.services.all()) {
      if (service.disabled || zoneOf(service) !== zone) continue;
      hosts[service.host] ??= {};
      (hosts[service.host] as Record<string, unknown>)[service.binary] = {
        available: isServiceUp(service, now()),
        active: true,
        updated_at: microTime(service.lastSeenSeconds),
      };
    }
    return hosts;
  };
  return [
    computeRoute({
      method: 'GET',
      path,
      access: { rule: 'os_compute_api:os-availability-zone:list' },
      handler: () => {
        const { available, unavailable } = split();
        const shown = (names: readonly string[], isAvailable: boolean): unknown[] =>
          names.filter((name) => name !== internalZone).map((name) => zoneJson(name, isAvailable));
        const availabilityZoneInfo = [...shown(available, true), ...shown(unavailable, false)];
        return { status: 200, body: { availabilityZoneInfo } };
      },
    }),
    computeRoute({
      method: 'GET',
      path: `${path}/detail`,
      access: { rule: 'os_compute_api:os-availability-zone:detail' },
      handler: () => {
        const { available, unavailable } = split();
        const availabilityZoneInfo = [
          ...available.map((name) => zoneJson(name, true, hostsIn(name))),
          ...unavailable.map((name) => zoneJson(name, false)),
        ];
        return { status: 200, body: { availabilityZoneInfo } };
      },
    }),
  ];
}
