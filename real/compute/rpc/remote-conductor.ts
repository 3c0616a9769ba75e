import type { Logger } from 'pino';
import type { Bus } from '../../bus/index.ts';
import { agentsTopic, instanceChanged, instancesOnHost, operationTimed } from '../../conductor/agent-methods.ts';
import type { ConductorPort, InstanceChange, OperationTimings } from '../agent/conductor-port.ts';
import type { InstanceState } from '../agent/instance-state.ts';
import { currentContext } from '../../trace/index.ts';

export interface RemoteConductorParts {
  readonly bus: Bus;
  /** Service host name of the agent. */
  readonly host: string;
  readonly logger: Logger;
}

/** The conductor as an agent reaches it over the bus. What is told is kept by the bus until a conductor takes it. */
export class RemoteConductor implements ConductorPort {
  readonly #parts: RemoteConductorParts;

  constructor(parts: RemoteConductorParts) {
    this.#parts = parts;
  }

  async instancesOn(): Promise<readonly InstanceState[]> {
    const { bus, host } = this.#parts;
    return bus.call(agentsTopic, instancesOnHost, { host }, currentContext());
  }

  async instanceChanged(change: InstanceChange): Promise<void> {
    const { bus, host } = this.#parts;
    await bus.cast(agentsTopic, instanceChanged, { host, change }, currentContext());
  }

  operationTimed(timings: OperationTimings): void {
    const { bus, host, logger } = this.#parts;
    bus.cast(agentsTopic, operationTimed, { host, timings }, currentContext()).catch((error: unknown) => {
      logger.warn({ err: error, instance: timings.uuid }, 'timings were not told');
    });
  }
}
