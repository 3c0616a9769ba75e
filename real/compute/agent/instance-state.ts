import type { PowerState } from '../hypervisor/guest.ts';

/** Nova's `vm_state`, as far as a host has a part in it. */
export type VmState =
  | 'building'
  | 'active'
  | 'paused'
  | 'suspended'
  | 'stopped'
  | 'rescued'
  | 'resized'
  | 'shelved_offloaded'
  | 'error'
  | 'deleted';

/** Nova's `task_state`; null when nothing is being done. */
export type TaskState =
  | 'networking'
  | 'block_device_mapping'
  | 'spawning'
  | 'powering-on'
  | 'powering-off'
  | 'rebooting'
  | 'rebooting_hard'
  | 'pausing'
  | 'unpausing'
  | 'suspending'
  | 'resuming'
  | 'rescuing'
  | 'unrescuing'
  | 'rebuilding'
  | 'resize_migrating'
  | 'resize_confirming'
  | 'resize_reverting'
  | 'image_snapshot'
  | 'image_uploading'
  | 'shelving'
  | 'shelving_image_uploading'
  | 'shelving_offloading'
  | 'deleting';

/** A server as its host and its conductor see it. */
export interface InstanceState {
  readonly uuid: string;
  readonly vmState: VmState;
  readonly taskState: TaskState | null;
  readonly powerState: PowerState;
}
