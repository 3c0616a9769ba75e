import type { Logger } from 'pino';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import type { GuestRequest } from '../hypervisor/guest.ts';
import type { Hypervisor } from '../hypervisor/hypervisor.ts';
import type { PlacementClient } from '../../placement/audit/placement-client.ts';
import { auditUsage } from './audit-usage.ts';
import type { UsageAudit } from './audit-usage.ts';
import { hostInventories } from './host-inventories.ts';
import { hostTraits } from './host-traits.ts';
import { PlacementReporter } from './placement-reporter.ts';
import type { ReportOutcome } from './placement-reporter.ts';
import { defaultTrackerOptions } from './tracker-options.ts';
import type { TrackerOptions } from './tracker-options.ts';

export interface ResourceTrackerParts {
  readonly hypervisor: Hypervisor;
  readonly placement: PlacementClient;
  /** Of the host, for ever. Nova: the `compute_id` file. */
  readonly providerUuid: string;
  readonly options?: Partial<TrackerOptions> | undefined;
  readonly logger: Logger;
}

export interface TrackerUpdate {
  readonly report: ReportOutcome;
  readonly audit: UsageAudit;
}

/** Tells Placement what a host has, and finds out whether what is booked there are its guests. Nova: `ResourceTracker`. */
export class ResourceTracker {
  readonly #parts: ResourceTrackerParts;
  readonly #options: TrackerOptions;

  constructor(parts: ResourceTrackerParts) {
    this.#parts = parts;
    this.#options = { ...defaultTrackerOptions, ...parts.options };
  }

  /** Nova: `update_available_resource`. @throws PlacementClientError */
  async update(): Promise<TrackerUpdate> {
    const { hypervisor, placement, providerUuid, logger } = this.#parts;
    const host = await hypervisor.describeHost();
    const reporter = new PlacementReporter(placement, { uuid: providerUuid, name: host.hostname }, logger);
    const report = await reporter.report({
      inventories: (present) => hostInventories(host, this.#options, present),
      traits: hostTraits(host, this.#options),
    });
    const audit = await auditUsage(placement, providerUuid, await guestRequests(hypervisor));
    const { orphaned, missing, different } = audit;
    if (orphaned.length + missing.length + different.length > 0) {
      logger.warn({ orphaned, missing, different }, "Placement's books and the guests of this host differ");
    }
    return { report, audit };
  }
}

/** A guest may be deleted while the others are asked. */
async function guestRequests(hypervisor: Hypervisor): Promise<GuestRequest[]> {
  const guests = await hypervisor.listGuests();
  const requests = await Promise.all(
    guests.map(({ uuid }) =>
      hypervisor.guestRequest(uuid).catch((error: unknown) => {
        if (error instanceof HypervisorError && error.code === 'guest-not-found') return undefined;
        throw error;
      }),
    ),
  );
  return requests.filter((request) => request !== undefined);
}
