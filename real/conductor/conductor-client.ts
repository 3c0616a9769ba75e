import type { Bus, MessageContext } from '../bus/index.ts';
import type { GuestInfo } from '../compute/hypervisor/guest.ts';
import type { ConsoleEndpoint } from '../compute/hypervisor/hypervisor.ts';
import { computeTopic, consoleEndpoint, consoleLog, guestInfo, screenshot } from '../compute/rpc/compute-methods.ts';
import type { InstanceVif, RequestedNic } from '../objects/instance.ts';
import { conductorTopic } from './agent-methods.ts';
import { attachInterface, buildServers, operateServer } from './conductor-methods.ts';
import type { BuildArgs, ServerOperation } from './conductor-methods.ts';

/**
 * What the API asks of the conductor and of hosts. `context.requestId` names the action whose events are written.
 * Errors come as `BusError` with the code of what was thrown, such as those of `HypervisorError`.
 */
export interface ConductorClient {
  /** The rows exist, `building` and `scheduling`. Resolves when the message is kept. */
  build(args: BuildArgs, context: MessageContext): Promise<void>;
  /** The row's task is set. Resolves when the message is kept. */
  operate(uuid: string, operation: ServerOperation, context: MessageContext): Promise<void>;
  /** Waits until the guest has the NIC. A refusal of the networks or the host has its HTTP status as the error's code. */
  attachInterface(uuid: string, nic: RequestedNic, context: MessageContext): Promise<InstanceVif>;
  /** The last `maxBytes`; default 102,400 (Nova's `MAX_CONSOLE_BYTES`). */
  consoleLog(host: string, uuid: string, maxBytes: number | undefined, context: MessageContext): Promise<Buffer>;
  /** A PNG. */
  screenshot(host: string, uuid: string, context: MessageContext): Promise<Buffer>;
  consoleEndpoint(
    host: string,
    uuid: string,
    kind: ConsoleEndpoint['kind'],
    context: MessageContext,
  ): Promise<ConsoleEndpoint>;
  diagnostics(host: string, uuid: string, context: MessageContext): Promise<GuestInfo>;
}

export class BusConductorClient implements ConductorClient {
  readonly #bus: Bus;

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  build(args: BuildArgs, context: MessageContext): Promise<void> {
    return this.#bus.cast(conductorTopic, buildServers, args, context);
  }

  operate(uuid: string, operation: ServerOperation, context: MessageContext): Promise<void> {
    return this.#bus.cast(conductorTopic, operateServer, { uuid, operation }, context);
  }

  attachInterface(uuid: string, nic: RequestedNic, context: MessageContext): Promise<InstanceVif> {
    return this.#bus.call(conductorTopic, attachInterface, { uuid, nic }, context);
  }

  async consoleLog(host: string, uuid: string, maxBytes: number | undefined, context: MessageContext): Promise<Buffer> {
    const args = { uuid, maxBytes: maxBytes ?? null };
    return Buffer.from(await this.#bus.call(computeTopic(host), consoleLog, args, context), 'base64');
  }

  async screenshot(host: string, uuid: string, context: MessageContext): Promise<Buffer> {
    return Buffer.from(await this.#bus.call(computeTopic(host), screenshot, { uuid }, context), 'base64');
  }

  consoleEndpoint(
    host: string,
    uuid: string,
    kind: ConsoleEndpoint['kind'],
    context: MessageContext,
  ): Promise<ConsoleEndpoint> {
    return this.#bus.call(computeTopic(host), consoleEndpoint, { uuid, kind }, context);
  }

  diagnostics(host: string, uuid: string, context: MessageContext): Promise<GuestInfo> {
    return this.#bus.call(computeTopic(host), guestInfo, { uuid }, context);
  }
}
