import type { Logger } from 'pino';
import type { Bus } from '../bus/index.ts';
import type { SourceImage } from '../compute/images/image-source.ts';
import type { InstanceNetworks } from '../network/api/instance-networks.ts';
import type { ComputeTables } from '../objects/tables.ts';
import type { Claims } from '../scheduler/claims.ts';
import type { HostCalls } from './host-calls.ts';
import type { HostChanges } from './host-changes.ts';
import type { ServerLog } from './server-log.ts';
import type { ServerQueue } from './server-queue.ts';
import type { ServerRows } from './server-rows.ts';
import type { ServiceRegistry } from './service-registry.ts';

/** What the conductor needs of the image service, in the same process. */
export interface ConductorImages {
  /** @throws HypervisorError `image-missing` */
  describe(id: string): Promise<SourceImage>;
  /** Takes away an image that did not come about, or is not needed any more; one that is not there is no error. */
  discard(id: string): Promise<void>;
}

/** What the work on servers is done with. */
export interface ConductorParts {
  readonly tables: ComputeTables;
  readonly bus: Bus;
  readonly images: ConductorImages;
  readonly networks: InstanceNetworks;
  readonly claims: Claims;
  readonly hosts: HostCalls;
  readonly changes: HostChanges;
  readonly rows: ServerRows;
  readonly log: ServerLog;
  readonly queue: ServerQueue;
  readonly services: ServiceRegistry;
  /** Servers that somebody deletes: whatever else is done to them shall end. */
  readonly cancelled: Set<string>;
  /** Seconds. */
  readonly now: () => number;
  readonly logger: Logger;
}
