import { isServiceUp } from '../../../conductor/service-registry.ts';
import type { Instance } from '../../../objects/instance.ts';
import type { ComputeParts } from '../../compute-parts.ts';

export type HostStatus = 'UP' | 'DOWN' | 'MAINTENANCE' | 'UNKNOWN' | '';

/** Where servers are, and how their hosts do: for one request, which looks at each host once. */
export class ServerPlaces {
  readonly #parts: Pick<ComputeParts, 'tables' | 'zones' | 'now'>;
  readonly #statuses = new Map<string, HostStatus>();

  constructor(parts: Pick<ComputeParts, 'tables' | 'zones' | 'now'>) {
    this.#parts = parts;
  }

  /** The zone that its host is in; what was asked for while it has none. */
  zoneOf({ host, requestedZone }: Instance): string {
    return host === null ? (requestedZone ?? '') : this.zoneOfHost(host);
  }

  zoneOfHost(host: string): string {
    return this.#parts.zones.of(host);
  }

  statusOf({ host, deletedAtSeconds }: Instance): HostStatus {
    if (host === null || deletedAtSeconds !== null) return '';
    let status = this.#statuses.get(host);
    if (status === undefined) {
      status = this.#lookAt(host);
      this.#statuses.set(host, status);
    }
    return status;
  }

  #lookAt(host: string): HostStatus {
    const { tables, now } = this.#parts;
    const service = tables.services.one('byHost', 'nova-compute', host);
    if (!service) return '';
    if (service.forcedDown) return 'DOWN';
    if (service.disabled) return 'MAINTENANCE';
    return isServiceUp(service, now()) ? 'UP' : 'UNKNOWN';
  }
}
