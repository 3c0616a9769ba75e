import { z } from 'zod';
import type { ComputeRoute } from '../../http/compute-route.ts';
import type { ServerOperation } from '../../../conductor/conductor-methods.ts';
import type { TaskState, VmState } from '../../../objects/instance.ts';
import { changeServer } from '../change-server.ts';
import { accepted, serverAction } from './server-action.ts';
import type { ActionParts } from './server-action.ts';

interface PowerAction {
  readonly action: string;
  /** As refusals and lists of actions call it. */
  readonly name: string;
  readonly rule: string;
  readonly vm: readonly VmState[];
  readonly task: TaskState;
  readonly onHost?: boolean;
  readonly operation: ServerOperation;
}

const rules = 'os_compute_api';

const powerActions: readonly PowerAction[] = [
  {
    action: 'os-start',
    name: 'start',
    rule: `${rules}:servers:start`,
    vm: ['stopped'],
    task: 'powering-on',
    onHost: true,
    operation: { kind: 'start' },
  },
  {
    action: 'os-stop',
    name: 'stop',
    rule: `${rules}:servers:stop`,
    vm: ['active', 'error'],
    task: 'powering-off',
    onHost: true,
    operation: { kind: 'stop' },
  },
  {
    action: 'pause',
    name: 'pause',
    rule: `${rules}:os-pause-server:pause`,
    vm: ['active'],
    task: 'pausing',
    operation: { kind: 'pause' },
  },
  {
    action: 'unpause',
    name: 'unpause',
    rule: `${rules}:os-pause-server:unpause`,
    vm: ['paused'],
    task: 'unpausing',
    operation: { kind: 'unpause' },
  },
  {
    action: 'suspend',
    name: 'suspend',
    rule: `${rules}:os-suspend-server:suspend`,
    vm: ['active'],
    task: 'suspending',
    operation: { kind: 'suspend' },
  },
  {
    action: 'resume',
    name: 'resume',
    rule: `${rules}:os-suspend-server:resume`,
    vm: ['suspended'],
    task: 'resuming',
    operation: { kind: 'resume' },
  },
  {
    action: 'unrescue',
    name: 'unrescue',
    rule: `${rules}:os-unrescue`,
    vm: ['rescued'],
    task: 'unrescuing',
    operation: { kind: 'unrescue' },
  },
];

/** Actions that change what the guest's CPU does, and nothing else. */
export function powerActionRoutes(parts: ActionParts): ComputeRoute[] {
  const simple = powerActions.map(({ action, name, rule, vm, task, onHost = false, operation }) =>
    serverAction(parts, {
      name: action,
      rule,
      handle: async (request, server) => {
        const change = { name, check: { vm, onHost }, change: () => ({ taskState: task }), operation };
        await changeServer(parts.services, request, server, change);
        return accepted;
      },
    }),
  );
  return [...simple, rebootRoute(parts)];
}

const rebootType = z.enum(['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft']);

/** What a hard reboot may cut short. */
const rebootableTasks: readonly (TaskState | null)[] = [
  null,
  'rebooting',
  'reboot_pending',
  'reboot_started',
  'resuming',
  'rebooting_hard',
  'unpausing',
  'pausing',
  'suspending',
];

function rebootRoute(parts: ActionParts): ComputeRoute {
  return serverAction(parts, {
    name: 'reboot',
    rule: `${rules}:servers:reboot`,
    value: z.strictObject({ type: rebootType }),
    handle: async (request, server, { type }) => {
      const isHard = type.toLowerCase() === 'hard';
      await changeServer(parts.services, request, server, {
        name: 'reboot',
        check: isHard
          ? { vm: ['active', 'stopped', 'paused', 'suspended', 'error'], task: rebootableTasks }
          : { vm: ['active'] },
        change: () => ({ taskState: isHard ? 'rebooting_hard' : 'rebooting' }),
        operation: { kind: 'reboot', type: isHard ? 'hard' : 'soft' },
      });
      return accepted;
    },
  });
}
