import { randomUUID } from 'node:crypto';
import type { Bus, MessageContext } from '../bus/index.ts';
import type { InstanceFault } from '../compute/agent/conductor-port.ts';
import type { InstanceState } from '../compute/agent/instance-state.ts';
import { computeTopic, performOnHost, settledState } from '../compute/rpc/compute-methods.ts';
import type { HostOperation } from '../compute/rpc/compute-methods.ts';

/** How an operation on a host ended. `lost`: its agent ended meanwhile, and nobody knows. */
export type HostOutcome = 'done' | 'lost' | InstanceFault;

interface Pending {
  readonly host: string;
  readonly uuid: string;
  hasBegun: boolean;
  readonly end: (outcome: HostOutcome) => void;
}

/** How long a host is waited for when it is asked what a guest is; it is asked again. */
const settledTimeoutMs = 60_000;

/** Operations that hosts were asked for, and have not told the end of. */
export class HostCalls {
  readonly #bus: Bus;
  readonly #pending = new Map<string, Pending>();
  #isClosed = false;

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  /** Settles when the host has told how it ended, however long that takes. */
  async perform(uuid: string, host: string, operation: HostOperation, context: MessageContext): Promise<HostOutcome> {
    const operationId = randomUUID();
    const ended = new Promise<HostOutcome>((end) => {
      this.#pending.set(operationId, { host, uuid, hasBegun: false, end });
    });
    const message = { uuid, operationId, operation, sentAtMs: Date.now() };
    try {
      await this.#bus.cast(computeTopic(host), performOnHost, message, context);
      return await ended;
    } finally {
      this.#pending.delete(operationId);
    }
  }

  /** Whether the host shall do it: once, and only what somebody waits for. */
  begin(operationId: string): boolean {
    const pending = this.#pending.get(operationId);
    if (pending === undefined || pending.hasBegun) return false;
    pending.hasBegun = true;
    return true;
  }

  end(operationId: string, fault: InstanceFault | null): void {
    this.#pending.get(operationId)?.end(fault ?? 'done');
  }

  /** The agent of a host has started: what it had begun is over. What it has not begun still waits for it. */
  agentStarted(host: string): void {
    for (const pending of this.#pending.values()) if (pending.host === host && pending.hasBegun) pending.end('lost');
  }

  /** Gives up what was asked for a guest and has not begun on its host; `all`: also what has, on a host that is away. */
  forget(uuid: string, which: 'waiting' | 'all'): void {
    for (const pending of this.#pending.values()) {
      if (pending.uuid === uuid && (which === 'all' || !pending.hasBegun)) pending.end('lost');
    }
  }

  /** What a guest is when nothing is done to it any more; null when it is not on the host. Waits for the host. */
  async settled(uuid: string, host: string, context: MessageContext): Promise<InstanceState | null> {
    for (;;) {
      try {
        const options = { timeoutMs: settledTimeoutMs };
        return await this.#bus.call(computeTopic(host), settledState, { uuid }, context, options);
      } catch (error) {
        if (this.#isClosed) await new Promise(() => {});
        if ((error as { code?: string }).code !== 'timed-out') throw error;
      }
    }
  }

  /** Whoever waits for a host is left waiting: the next conductor takes it up. */
  close(): void {
    this.#isClosed = true;
    this.#pending.clear();
  }
}
