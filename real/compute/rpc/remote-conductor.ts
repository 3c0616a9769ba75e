import type { Logger } from 'pino';
import type { Bus } from '../../bus/index.ts';
import { agentsTopic, instanceChanged, instancesOnHost } from '../../conductor/agent-methods.ts';
import { currentContext } from '../../trace/index.ts';
import type { ConductorPort, InstanceChange, OperationTimings } from '../agent/conductor-port.ts';
import type { InstanceState } from '../agent/instance-state.ts';

export interface RemoteConductorParts {
  readonly bus: Bus;
  /** Service host name of the agent. */
  readonly host: string;
  readonly logger: Logger;
}

/** What an agent said of an operation, and is not told yet. */
export interface Untold {
  readonly changes: InstanceChange[];
  timings: OperationTimings | null;
}

/** How long tasks are kept back: those of a quick operation are never told, as nobody could have seen them. */
const keptBackMs = 20;

/**
 * The conductor as an agent reaches it over the bus. What is told is kept by the bus until a conductor takes it. During
 * an operation that the conductor asked for, changes are collected, and what is left of them travels with its end.
 */
export class RemoteConductor implements ConductorPort {
  readonly #parts: RemoteConductorParts;
  readonly #collecting = new Map<string, Untold>();

  constructor(parts: RemoteConductorParts) {
    this.#parts = parts;
  }

  async instancesOn(): Promise<readonly InstanceState[]> {
    const { bus, host } = this.#parts;
    return bus.call(agentsTopic, instancesOnHost, { host }, currentContext());
  }

  async instanceChanged(change: InstanceChange): Promise<void> {
    const untold = this.#collecting.get(change.uuid);
    if (untold === undefined) return this.#tell(change);
    untold.changes.push(change);
    if (untold.changes.length === 1) this.#tellLater(untold);
  }

  /** Timings travel with the end of their operation; those of what nobody asked for are of no use to anybody. */
  operationTimed(timings: OperationTimings): void {
    const untold = this.#collecting.get(timings.uuid);
    if (untold !== undefined) untold.timings = timings;
  }

  /** Answers what was said during the work and was not told yet. */
  async collectDuring(uuid: string, work: () => Promise<void>): Promise<Untold> {
    const untold: Untold = { changes: [], timings: null };
    this.#collecting.set(uuid, untold);
    try {
      await work();
    } finally {
      // Another operation may have begun meanwhile: a deletion does not wait.
      if (this.#collecting.get(uuid) === untold) this.#collecting.delete(uuid);
    }
    return { changes: untold.changes.splice(0), timings: untold.timings };
  }

  /** All of this time as one: the later says more than the earlier. */
  #tellLater(untold: Untold): void {
    const context = currentContext();
    setTimeout(() => {
      const [first, ...others] = untold.changes.splice(0);
      if (first === undefined) return;
      const change: InstanceChange = Object.assign({ ...first }, ...others);
      this.#tell(change, context).catch((error: unknown) => {
        this.#parts.logger.warn({ err: error, instance: change.uuid }, 'a change was not told');
      });
    }, keptBackMs).unref();
  }

  async #tell(change: InstanceChange, context = currentContext()): Promise<void> {
    const { bus, host } = this.#parts;
    await bus.cast(agentsTopic, instanceChanged, { host, change }, context);
  }
}
