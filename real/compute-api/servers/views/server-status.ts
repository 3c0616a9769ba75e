import type { Instance, TaskState, VmState } from '../../../objects/instance.ts';
import type { PowerState } from '../../../compute/hypervisor/guest.ts';

type StatusMap = Readonly<Partial<Record<TaskState, string>> & { readonly default: string }>;

const resizing = {
  resize_prep: 'RESIZE',
  resize_migrating: 'RESIZE',
  resize_finish: 'RESIZE',
} as const;
const rebuilding = {
  rebuilding: 'REBUILD',
  rebuild_block_device_mapping: 'REBUILD',
  rebuild_spawning: 'REBUILD',
} as const;

const statuses: Readonly<Record<VmState, StatusMap>> = {
  active: {
    default: 'ACTIVE',
    rebooting: 'REBOOT',
    reboot_pending: 'REBOOT',
    reboot_started: 'REBOOT',
    rebooting_hard: 'HARD_REBOOT',
    migrating: 'MIGRATING',
    ...rebuilding,
    ...resizing,
  },
  building: { default: 'BUILD' },
  stopped: { default: 'SHUTOFF', ...resizing, ...rebuilding },
  resized: { default: 'VERIFY_RESIZE', resize_reverting: 'REVERT_RESIZE' },
  paused: { default: 'PAUSED', migrating: 'MIGRATING' },
  suspended: { default: 'SUSPENDED' },
  rescued: { default: 'RESCUE' },
  error: { default: 'ERROR', ...rebuilding },
  deleted: { default: 'DELETED' },
  'soft-delete': { default: 'SOFT_DELETED' },
  shelved: { default: 'SHELVED' },
  shelved_offloaded: { default: 'SHELVED_OFFLOADED' },
};

/** The status that users see: `ACTIVE`, `SHUTOFF`, … Nova: `common.status_from_state`. */
export function serverStatus({ vmState, taskState, deletedAtSeconds }: Instance): string {
  if (deletedAtSeconds !== null) return 'DELETED';
  const map = statuses[vmState];
  return (taskState !== null && map[taskState]) || map.default;
}

/** The states that a status may stand for. */
export interface StatusStates {
  readonly vmStates: ReadonlySet<string>;
  readonly tasks: ReadonlySet<string> | 'any';
}

/** The states behind some statuses; `undefined` when there are none. Nova: `task_and_vm_state_from_status`. */
export function statesOf(wanted: readonly string[]): StatusStates | undefined {
  const lower = wanted.map((status) => status.toLowerCase());
  const vmStates = new Set<string>();
  const tasks = new Set<string>();
  for (const [vmState, map] of Object.entries(statuses)) {
    for (const [task, status] of Object.entries(map)) {
      if (!lower.includes(status.toLowerCase())) continue;
      vmStates.add(vmState);
      tasks.add(task);
    }
  }
  return vmStates.size === 0 ? undefined : { vmStates, tasks: tasks.has('default') ? 'any' : tasks };
}

/** Nova's numbers of power states. */
export const powerStateNumbers: Readonly<Record<PowerState, number>> = {
  nostate: 0,
  running: 1,
  paused: 3,
  shutdown: 4,
  crashed: 6,
  suspended: 7,
};
