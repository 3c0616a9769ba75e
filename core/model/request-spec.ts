import type { Flavor } from './flavor.ts';
import type { Image } from './image.ts';
import type { ServerGroup } from './server-group.ts';

/** Where the caller insists the instances go. Nova: `RequestSpec.requested_destination`. */
export interface RequestedDestination {
  readonly host?: string | undefined;
  readonly node?: string | undefined;
  readonly cellUuid?: string | undefined;
  readonly allowCrossCellMove?: boolean | undefined;
}

/** One request for one or several equal instances. Nova: `RequestSpec`. */
export interface RequestSpec {
  /** One uuid per instance; several make it a multi-create. */
  readonly instanceUuids: readonly string[];
  readonly projectId: string;
  readonly userId: string;
  readonly flavor: Flavor;
  readonly image: Image | null;
  /** Booted from a volume: the root disk is not on the host. */
  readonly bootFromVolume?: boolean | undefined;
  readonly availabilityZone?: string | undefined;
  readonly serverGroup?: ServerGroup | undefined;
  /** Values are lists of strings, as Nova's API hands them on. */
  readonly schedulerHints?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly ignoreHosts?: readonly string[] | undefined;
  readonly forceHosts?: readonly string[] | undefined;
  readonly forceNodes?: readonly string[] | undefined;
  readonly requestedDestination?: RequestedDestination | undefined;
  /** Hosts a build already failed on, as `[host, node]` (RetryFilter). */
  readonly retryHosts?: readonly (readonly [string, string])[] | undefined;
}
