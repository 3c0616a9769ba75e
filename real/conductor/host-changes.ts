import type { Logger } from 'pino';
import type { InstanceChange, InstanceFault } from '../compute/agent/conductor-port.ts';
import type { ComputeTables } from '../objects/tables.ts';
import { hostFault } from './host-fault.ts';
import type { ServerLog } from './server-log.ts';
import type { ServerChange, ServerRows } from './server-rows.ts';

export interface HostChangesParts {
  readonly tables: ComputeTables;
  readonly rows: ServerRows;
  readonly log: ServerLog;
  readonly logger: Logger;
}

/** What a host said of a server at the end of an operation. */
export interface HostWord {
  state: Pick<ServerChange, 'vmState' | 'powerState'>;
  fault: InstanceFault | undefined;
}

/** Tasks within an operation are shown for a while only: those of this time are written together. */
const tasksMs = 20;

/**
 * Takes what hosts tell of their servers. Whoever does something to a server listens meanwhile, and writes the end of it
 * himself, in one write with everything else that follows from it.
 */
export class HostChanges {
  readonly #parts: HostChangesParts;
  readonly #listening = new Map<string, HostWord>();
  readonly #tasks = new Map<string, ServerChange>();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: HostChangesParts) {
    this.#parts = parts;
  }

  /** During the work, what the host says last is kept for the answer and not written. */
  async listenDuring<T>(uuid: string, work: () => Promise<T>): Promise<readonly [result: T, word: HostWord]> {
    const word: HostWord = { state: {}, fault: undefined };
    this.#listening.set(uuid, word);
    try {
      return [await work(), word];
    } finally {
      this.#tasks.delete(uuid);
      if (this.#listening.get(uuid) === word) this.#listening.delete(uuid);
    }
  }

  /** In the order in which they come. */
  async take({ uuid, fault, ...change }: InstanceChange, host: string): Promise<void> {
    const { tables, rows } = this.#parts;
    const row = rows.get(uuid);
    if (row === undefined || row.host !== host) {
      if (change.vmState === 'deleted') await this.#cleanedUp(uuid, host);
      return;
    }
    const word = this.#listening.get(uuid);
    if (word === undefined) {
      // A build that nobody drives was cut off: whoever takes it up again asks the host himself.
      if (row.vmState === 'building' || change.vmState === 'deleted') return;
      // A task of an operation that is over: a broker that was killed delivers late.
      if (change.taskState) return;
      await tables.database.write(() => {
        rows.change(uuid, change);
        if (fault) this.#parts.log.fault(uuid, hostFault(fault), host);
      });
      return;
    }
    const { taskState, ...state } = change;
    word.state = { ...word.state, ...state };
    if (fault) word.fault = fault;
    if (taskState === null || taskState === undefined) this.#tasks.delete(uuid);
    else this.#showTask(uuid, { taskState });
  }

  /** Writes the tasks that wait. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const tasks = [...this.#tasks];
    this.#tasks.clear();
    if (tasks.length === 0) return;
    const { tables, rows } = this.#parts;
    await tables.database.write(() => {
      for (const [uuid, change] of tasks) rows.change(uuid, change);
    });
  }

  #showTask(uuid: string, change: ServerChange): void {
    this.#tasks.set(uuid, change);
    this.#timer ??= setTimeout(() => {
      this.flush().catch((error: unknown) => this.#parts.logger.error({ err: error }, 'tasks were not written'));
    }, tasksMs);
  }

  /** A guest is gone that was deleted while its host was away. */
  async #cleanedUp(uuid: string, host: string): Promise<void> {
    const { tables } = this.#parts;
    if (tables.cleanups.get(host, uuid)) await tables.database.write(() => void tables.cleanups.remove(host, uuid));
  }
}
