import type { Instance } from '../objects/instance.ts';
import type { ComputeTables } from '../objects/tables.ts';
import { DecisionRecord } from '../scheduler/decision-record.ts';

export type ServerChange = Partial<Omit<Instance, 'uuid'>>;

/** The rows of servers, as the conductor changes them: one write for each step, with whatever belongs to it. */
export class ServerRows {
  readonly #tables: ComputeTables;
  readonly #decisions: DecisionRecord;
  readonly #now: () => number;

  constructor(tables: ComputeTables, now: () => number) {
    this.#tables = tables;
    this.#decisions = DecisionRecord.of(tables);
    this.#now = now;
  }

  /** `undefined` for one that was deleted. */
  get(uuid: string): Instance | undefined {
    const row = this.#tables.instances.get(uuid);
    return row?.deletedAtSeconds === null ? row : undefined;
  }

  /** Resolves when it is on the disk. `also` is done in the same write, whether the server is still there or not. */
  update(uuid: string, change: ServerChange, also: () => void = () => {}): Promise<void> {
    return this.#tables.database.write(() => {
      this.change(uuid, change);
      also();
      this.#decisions.put();
    });
  }

  /** Inside of a write. A server that is being deleted stays so, unless the change says how that ended. */
  change(uuid: string, change: ServerChange): void {
    const row = this.get(uuid);
    if (row === undefined) return;
    const { taskState: _task, vmState: _state, ...others } = change;
    const applied = row.taskState === 'deleting' && change.vmState !== 'deleted' ? others : change;
    this.#tables.instances.put({ ...row, ...applied, updatedAtSeconds: this.#now() });
  }

  /** A deletion failed: the server is there, and may be deleted again. Inside of a write. */
  keep(uuid: string, change: ServerChange): void {
    const row = this.get(uuid);
    if (row) this.#tables.instances.put({ ...row, ...change, updatedAtSeconds: this.#now() });
  }
}
