import type { Logger } from 'pino';
import type { Connection } from '../../libvirt/connection.ts';
import type { CallOptions } from '../../libvirt/wire/pending-call.ts';
import type { NetworkDriver } from '../../network/network-driver.ts';
import type { DiskStore } from '../disks/disk-store.ts';
import type { HostSettings } from '../guest-config/host-settings.ts';
import type { GuestRequest } from '../hypervisor/guest.ts';
import type { GuestJournal } from './guest-journal.ts';
import type { GuestWatch } from './guest-watch.ts';

/** What the verbs work with. */
export interface GuestHost {
  readonly connection: Connection;
  readonly disks: DiskStore;
  readonly network: NetworkDriver;
  readonly journal: GuestJournal;
  readonly watch: GuestWatch;
  readonly logger: Logger;
  readonly shutdownTimeoutSeconds: number;
  /**
   * For calls that start, save or end a guest: they may take long, but only once they have begun. A libvirt that is away
   * is found out before, within the time of a quick call.
   */
  slowCall(signal?: AbortSignal): Promise<CallOptions>;
  /** What is configured and what this host can do, as far as the request depends on it. */
  settingsFor(request: GuestRequest): Promise<HostSettings>;
}

/** One verb at work on one guest. */
export interface GuestJob {
  readonly signal: AbortSignal;
  /** Says that a step begins. @throws HypervisorError `cancelled` when the caller has given the verb up */
  step(name: string): void;
}
