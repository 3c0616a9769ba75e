import type { Logger } from 'pino';
import type { z } from 'zod';
import { answering } from '../../bus/index.ts';
import type { Bus, BusHandler, MessageContext } from '../../bus/index.ts';
import { agentsTopic, operationBegun, operationEnded } from '../../conductor/agent-methods.ts';
import type { PortBinding } from '../../network/port.ts';
import type { ComputeAgent } from '../agent/compute-agent.ts';
import { faultOf } from '../agent/fault-of.ts';
import { guestRequestFrom } from '../hypervisor/guest-request-json.ts';
import type { Hypervisor } from '../hypervisor/hypervisor.ts';
import {
  computeTopic,
  consoleEndpoint,
  consoleLog,
  guestInfo,
  performOnHost,
  screenshot,
  settledState,
  updateBinding,
} from './compute-methods.ts';
import type { HostOperation } from './compute-methods.ts';
import type { RemoteConductor } from './remote-conductor.ts';

export interface ComputeServerParts {
  readonly bus: Bus;
  /** Service host name. */
  readonly host: string;
  readonly agent: ComputeAgent;
  /** The agent's own. */
  readonly conductor: RemoteConductor;
  readonly hypervisor: Hypervisor;
  /** Brings a port's rules and addresses to what they are now; nothing where the host has no network of its own. */
  readonly updatePort?: ((binding: PortBinding) => Promise<void>) | undefined;
  readonly logger: Logger;
}

/**
 * Answers the topic of one host with its agent. An operation is begun only when the conductor still wants it, so that
 * one that comes twice is done once; how it ended is told to the conductor. Nova: the RPC side of `ComputeManager`.
 */
export class ComputeServer {
  readonly #parts: ComputeServerParts;
  readonly #startedAtMs = Date.now();

  constructor(parts: ComputeServerParts) {
    this.#parts = parts;
  }

  /** After the agent has started. The answer ends it, after what is under way. */
  serve(): Promise<() => Promise<void>> {
    const { bus, host } = this.#parts;
    return bus.serve(computeTopic(host), this.#handlers());
  }

  #handlers(): readonly BusHandler<never>[] {
    const { agent, hypervisor, updatePort } = this.#parts;
    return [
      answering(performOnHost, async (args, context) => {
        await this.#perform(args, context);
        return null;
      }),
      answering(settledState, ({ uuid }) => agent.settled(uuid)),
      answering(consoleLog, async ({ uuid, maxBytes }) =>
        (await hypervisor.consoleLog(uuid, maxBytes ?? undefined)).toString('base64'),
      ),
      answering(screenshot, async ({ uuid }) => (await hypervisor.screenshot(uuid)).toString('base64')),
      answering(consoleEndpoint, ({ uuid, kind }) => hypervisor.consoleEndpoint(uuid, kind)),
      answering(guestInfo, ({ uuid }) => hypervisor.guestInfo(uuid)),
      answering(updateBinding, async ({ binding }) => {
        await updatePort?.(binding);
        return null;
      }),
    ];
  }

  async #perform({ uuid, operationId, operation, sentAtMs }: PerformArgs, context: MessageContext): Promise<void> {
    const { agent, bus, conductor, host, logger } = this.#parts;
    const named = { host, uuid, operationId };
    const isFresh = sentAtMs >= this.#startedAtMs && Date.now() - sentAtMs < freshMs;
    if (!isFresh && !(await bus.call(agentsTopic, operationBegun, named, context))) {
      logger.info({ instance: uuid, operation: operation.kind }, 'an operation is no longer wanted');
      return;
    }
    let error: ReturnType<typeof faultOf> | null = null;
    const untold = await conductor.collectDuring(uuid, async () => {
      try {
        await perform(agent, uuid, operation);
      } catch (thrown) {
        error = faultOf(thrown, operation.kind);
      }
    });
    await bus.cast(agentsTopic, operationEnded, { ...named, error, ...untold }, context);
  }
}

type PerformArgs = z.infer<typeof performOnHost.args>;

/** Messages do not take longer, unless somebody was away. */
const freshMs = 2000;

function perform(agent: ComputeAgent, uuid: string, operation: HostOperation): Promise<void> {
  switch (operation.kind) {
    case 'build':
      return agent.build(guestRequestFrom(operation.request));
    case 'unshelve':
      return agent.unshelve(guestRequestFrom(operation.request));
    case 'rebuild':
      return agent.rebuild(guestRequestFrom(operation.request));
    case 'resize':
      return agent.resize(guestRequestFrom(operation.request));
    case 'delete':
      return agent.delete(uuid);
    case 'start':
      return agent.powerOn(uuid);
    case 'stop':
      return agent.powerOff(uuid);
    case 'reboot':
      return agent.reboot(uuid, operation.type);
    case 'pause':
      return agent.pause(uuid);
    case 'unpause':
      return agent.unpause(uuid);
    case 'suspend':
      return agent.suspend(uuid);
    case 'resume':
      return agent.resume(uuid);
    case 'rescue':
      return agent.rescue(uuid, operation.image);
    case 'unrescue':
      return agent.unrescue(uuid);
    case 'confirm-resize':
      return agent.confirmResize(uuid);
    case 'revert-resize':
      return agent.revertResize(uuid);
    case 'snapshot':
      return agent.snapshot(uuid, operation.imageId);
    case 'shelve':
      return agent.shelve(uuid, operation.imageId);
    case 'attach-interface':
      return agent.attachInterface(uuid, operation.binding);
    case 'detach-interface':
      return agent.detachInterface(uuid, operation.portId);
  }
}
