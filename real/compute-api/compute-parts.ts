import type { ComputeTables } from '../objects/tables.ts';
import type { HostProviders } from './hosts/host-providers.ts';
import type { HostZones } from './hosts/host-zones.ts';
import type { Quotas } from './quotas/quotas.ts';

/** What the routes of the compute API work with. */
export interface ComputeParts {
  readonly tables: ComputeTables;
  readonly quotas: Quotas;
  readonly zones: HostZones;
  readonly providers: HostProviders;
  /** @throws ApiError 400 for an id that identity has no project for */
  readonly isProject: (projectId: string) => void | Promise<void>;
  /** Seconds since 1970. */
  readonly now: () => number;
}
