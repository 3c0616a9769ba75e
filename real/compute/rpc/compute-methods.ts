import { z } from 'zod';
import { defineMethod } from '../../bus/index.ts';
import type { PortBinding } from '../../network/port.ts';
import type { PowerState } from '../hypervisor/guest.ts';
import type { ConsoleEndpoint } from '../hypervisor/hypervisor.ts';
import type { InstanceState } from '../agent/instance-state.ts';
import { guestRequestSchema } from './guest-request-schema.ts';

/** The topic of the agent of one host. */
export function computeTopic(host: string): string {
  return `compute.${host}`;
}

const uuid = z.uuid();
const imageId = z.string();
const binding = z.custom<PortBinding>((value) => typeof value === 'object' && value !== null);

/** What an agent does to one guest. */
export const hostOperation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('build'), request: guestRequestSchema }),
  z.object({ kind: z.literal('unshelve'), request: guestRequestSchema }),
  z.object({ kind: z.literal('rebuild'), request: guestRequestSchema }),
  z.object({ kind: z.literal('resize'), request: guestRequestSchema }),
  z.object({ kind: z.literal('delete') }),
  z.object({ kind: z.literal('start') }),
  z.object({ kind: z.literal('stop') }),
  z.object({ kind: z.literal('reboot'), type: z.enum(['soft', 'hard']) }),
  z.object({ kind: z.literal('pause') }),
  z.object({ kind: z.literal('unpause') }),
  z.object({ kind: z.literal('suspend') }),
  z.object({ kind: z.literal('resume') }),
  z.object({
    kind: z.literal('rescue'),
    /** null: the guest's own. */
    image: z.custom<NonNullable<z.infer<typeof guestRequestSchema>['image']>>().nullable(),
  }),
  z.object({ kind: z.literal('unrescue') }),
  z.object({ kind: z.literal('confirm-resize') }),
  z.object({ kind: z.literal('revert-resize') }),
  z.object({ kind: z.literal('snapshot'), imageId }),
  z.object({ kind: z.literal('shelve'), imageId }),
  z.object({ kind: z.literal('attach-interface'), binding }),
  z.object({ kind: z.literal('detach-interface'), portId: uuid }),
]);
export type HostOperation = z.infer<typeof hostOperation>;

/**
 * Sent as a cast; the host tells the conductor how it ended (`operationEnded`). One that was long on its way, or was sent
 * before the agent started, may have been done or given up since: the host asks first (`operationBegun`).
 */
export const performOnHost = defineMethod({
  name: 'perform',
  version: 1,
  args: z.object({ uuid, operationId: uuid, operation: hostOperation, sentAtMs: z.number() }),
  result: z.null(),
});

const instanceState = z.custom<InstanceState>((value) => typeof value === 'object' && value !== null);

/** Waits until nothing is done to the guest, and answers what it is then; null for one that is not on the host. */
export const settledState = defineMethod({
  name: 'settled_state',
  version: 1,
  args: z.object({ uuid }),
  result: instanceState.nullable(),
});

/** The answer is base64. */
export const consoleLog = defineMethod({
  name: 'console_log',
  version: 1,
  args: z.object({ uuid, maxBytes: z.int().min(0).nullable() }),
  result: z.base64(),
});

/** The answer is a PNG as base64. */
export const screenshot = defineMethod({
  name: 'screenshot',
  version: 1,
  args: z.object({ uuid }),
  result: z.base64(),
});

const consoleEndpointResult: z.ZodType<ConsoleEndpoint> = z.object({
  kind: z.enum(['vnc', 'serial']),
  socketPath: z.string(),
});

export const consoleEndpoint = defineMethod({
  name: 'console_endpoint',
  version: 1,
  args: z.object({ uuid, kind: z.enum(['vnc', 'serial']) }),
  result: consoleEndpointResult,
});

export const guestInfo = defineMethod({
  name: 'guest_info',
  version: 1,
  args: z.object({ uuid }),
  result: z.object({
    uuid,
    powerState: z.custom<PowerState>((value) => typeof value === 'string'),
    vcpus: z.number(),
    ramMib: z.number(),
  }),
});

/** A port of a guest here has other rules or addresses. Sent as a cast. */
export const updateBinding = defineMethod({
  name: 'update_binding',
  version: 1,
  args: z.object({ uuid, binding }),
  result: z.null(),
});
