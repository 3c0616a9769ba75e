import { z } from 'zod';
import { defineMethod } from '../bus/index.ts';
import type { InstanceState } from '../compute/agent/instance-state.ts';
import type { OperationTimings } from '../compute/agent/conductor-port.ts';
import type { HostDescriptionJson } from '../objects/service.ts';

/** Where the API reaches the conductor. Such a message lasts as long as what it asks for. */
export const conductorTopic = 'conductor';

/** Where agents reach it: a topic of its own, since what waits for an agent must not stand in the agent's way. */
export const agentsTopic = 'conductor.agents';

const uuid = z.uuid();
const something = <T>() => z.custom<T>((value) => typeof value === 'object' && value !== null);
const fault = z.object({ code: z.string(), step: z.string(), message: z.string() });

/** An agent starts: what it had under way is over. Answers the servers that belong on the host. */
export const instancesOnHost = defineMethod({
  name: 'instances_on_host',
  version: 1,
  args: z.object({ host: z.string() }),
  result: z.array(something<InstanceState>()),
});

const text = <T extends string>() => z.custom<T>((value) => typeof value === 'string');

const change = z.object({
  uuid,
  vmState: text<InstanceState['vmState']>().optional(),
  taskState: text<NonNullable<InstanceState['taskState']>>().nullable().optional(),
  powerState: text<InstanceState['powerState']>().optional(),
  fault: fault.optional(),
});

/** Sent as a cast; `InstanceChange`. Those of one server are taken in the order in which they come. */
export const instanceChanged = defineMethod({
  name: 'instance_changed',
  version: 1,
  args: z.object({ host: z.string(), change }),
  result: z.null(),
});

/** Whether the operation is still wanted: not when it came twice, or the server is being deleted meanwhile. */
export const operationBegun = defineMethod({
  name: 'operation_begun',
  version: 1,
  args: z.object({ host: z.string(), uuid, operationId: uuid }),
  result: z.boolean(),
});

/** Sent as a cast; `error` is null when it came about. `changes` were not told before. */
export const operationEnded = defineMethod({
  name: 'operation_ended',
  version: 1,
  args: z.object({
    host: z.string(),
    uuid,
    operationId: uuid,
    error: fault.nullable(),
    changes: z.array(change),
    timings: something<OperationTimings>().nullable(),
  }),
  result: z.null(),
});

/** What a host has, as its agent sees it. Sent as a cast at the start and whenever it may have changed. */
export const hostReported = defineMethod({
  name: 'host_reported',
  version: 1,
  args: z.object({
    host: z.string(),
    /** Of the resource provider too. */
    nodeUuid: uuid,
    hostIp: z.string(),
    description: something<HostDescriptionJson>(),
    cpuAllocationRatio: z.number(),
    ramAllocationRatio: z.number(),
    diskAllocationRatio: z.number(),
    reservedVcpus: z.number(),
    reservedRamMib: z.number(),
    reservedDiskGib: z.number(),
  }),
  result: z.null(),
});

/** A service lives. Sent as a cast, every ten seconds. Nova: `report_interval`. */
export const serviceAlive = defineMethod({
  name: 'service_alive',
  version: 1,
  args: z.object({ binary: z.enum(['nova-compute', 'nova-conductor', 'nova-scheduler']), host: z.string() }),
  result: z.null(),
});
