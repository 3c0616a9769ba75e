import { z } from 'zod';
import type { BusMethod } from '../bus/bus.ts';
import type { InstanceVif, RequestedNic } from '../objects/instance.ts';

const uuid = z.uuid();

/** What may be asked of a server that exists. The API has checked states and quotas, and has set the task. */
export const serverOperation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('delete') }),
  z.object({ kind: z.literal('start') }),
  z.object({ kind: z.literal('stop') }),
  z.object({ kind: z.literal('reboot'), type: z.enum(['soft', 'hard']) }),
  z.object({ kind: z.literal('pause') }),
  z.object({ kind: z.literal('unpause') }),
  z.object({ kind: z.literal('suspend') }),
  z.object({ kind: z.literal('resume') }),
  z.object({ kind: z.literal('rescue'), imageId: z.string().nullable(), adminPassword: z.string() }),
  z.object({ kind: z.literal('unrescue') }),
  z.object({
    kind: z.literal('rebuild'),
    imageId: z.string(),
    adminPassword: z.string(),
    files: z.array(z.object({ path: z.string(), contents: z.base64() })),
  }),
  /** To the flavor in `Instance.newFlavor`. */
  z.object({ kind: z.literal('resize') }),
  z.object({ kind: z.literal('confirm-resize') }),
  z.object({ kind: z.literal('revert-resize') }),
  /** The image exists already, queued. */
  z.object({ kind: z.literal('snapshot'), imageId: z.string() }),
  z.object({ kind: z.literal('shelve'), imageId: z.string() }),
  /** A shelved server has left its host already: for those who ask twice. */
  z.object({ kind: z.literal('shelve-offload') }),
  z.object({ kind: z.literal('unshelve') }),
  z.object({ kind: z.literal('detach-interface'), portId: uuid }),
]);
export type ServerOperation = z.infer<typeof serverOperation>;

const buildArgs = z.object({
  /** Servers of one request: all the same but for their names and numbers. Their rows exist, `building` and `scheduling`. */
  uuids: z.array(uuid).min(1),
  /** Kept nowhere. */
  adminPassword: z.string(),
  files: z.array(z.object({ path: z.string(), contents: z.base64() })),
});
export type BuildArgs = z.infer<typeof buildArgs>;

/** Nova: `schedule_and_build_instances`. Sent as a cast. */
export const buildServers: BusMethod<BuildArgs, null> = {
  name: 'build_servers',
  version: 1,
  args: buildArgs,
  result: z.null(),
};

const operateArgs = z.object({ uuid, operation: serverOperation });

/** Sent as a cast. */
export const operateServer: BusMethod<z.infer<typeof operateArgs>, null> = {
  name: 'operate_server',
  version: 1,
  args: operateArgs,
  result: z.null(),
};

const attachArgs = z.object({
  uuid,
  nic: z.object({
    networkId: z.string().nullable(),
    portId: z.string().nullable(),
    fixedIp: z.string().nullable(),
    tag: z.string().nullable(),
  }) satisfies z.ZodType<RequestedNic>,
});

/** One NIC more, for a guest that may run. */
export const attachInterface: BusMethod<z.infer<typeof attachArgs>, InstanceVif> = {
  name: 'attach_interface',
  version: 1,
  args: attachArgs,
  result: z.custom<InstanceVif>((value) => typeof value === 'object' && value !== null),
};
