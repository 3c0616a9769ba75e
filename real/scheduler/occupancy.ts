import { instanceTopology } from '../../core/index.ts';
import type { Flavor, Image, InstanceTopology } from '../../core/index.ts';
import type { Instance, TaskState } from '../objects/instance.ts';

/** What a server takes of a host. */
export interface Occupancy {
  /** Service host name. */
  readonly host: string;
  readonly flavor: Flavor;
  readonly image: Image | null;
  /** A build, resize or snapshot is under way. Nova: `num_io_ops`. */
  readonly isBusy: boolean;
  readonly topology: InstanceTopology | null;
}

/** Tasks that Nova counts as load on the host. */
const busyTasks: ReadonlySet<TaskState | null> = new Set<TaskState | null>([
  'resize_migrating',
  'resize_prep',
  'rebuilding',
  'image_snapshot',
  'image_snapshot_pending',
  'image_uploading',
  'rescuing',
  'unshelving',
  'shelving',
  'shelving_image_uploading',
]);

/** `undefined` for a server that is on no host. */
export function occupancyOf(instance: Instance | undefined): Occupancy | undefined {
  if (!instance || instance.host === null || isGone(instance)) return undefined;
  const { host, flavor, numaTopology } = instance;
  return {
    host,
    flavor,
    image: imageOf(instance),
    isBusy: instance.vmState === 'building' || busyTasks.has(instance.taskState),
    topology: numaTopology === null ? null : instanceTopology(numaTopology),
  };
}

/** While a resize is open, from the decision on: the flavor that the server does not have now, but may have again. */
export function secondOccupancyOf(instance: Instance | undefined): Occupancy | undefined {
  if (!instance || instance.migrationUuid === null || instance.oldFlavor === null) return undefined;
  const other = instance.newFlavor ?? instance.oldFlavor;
  const first = occupancyOf(instance);
  return first ? { ...first, flavor: other, isBusy: false, topology: null } : undefined;
}

/** The image as the row keeps it. */
export function imageOf({ imageId, imageProperties }: Instance): Image | null {
  if (imageId === null) return null;
  return { id: imageId, properties: imageProperties };
}

function isGone({ vmState, deletedAtSeconds }: Instance): boolean {
  return vmState === 'deleted' || vmState === 'shelved_offloaded' || deletedAtSeconds !== null;
}
