import type { Logger } from 'pino';
import type { DecisionRow } from '../objects/instance-action.ts';
import type { ComputeTables } from '../objects/tables.ts';

/** Nobody waits for a decision to be written: it goes with the next write of the conductor, or after this time. */
const waitsMs = 100;

/** Writes decisions down. A crash may lose the last ones, whose servers are then decided about again. */
export class DecisionRecord {
  readonly #tables: ComputeTables;
  #waiting: Omit<DecisionRow, 'position'>[] = [];
  #timer: NodeJS.Timeout | undefined;

  private constructor(tables: ComputeTables) {
    this.#tables = tables;
  }

  /** That of one database is the same for all in this process. */
  static of(tables: ComputeTables): DecisionRecord {
    const known = records.get(tables) ?? new DecisionRecord(tables);
    records.set(tables, known);
    return known;
  }

  add(decisions: readonly Omit<DecisionRow, 'position'>[], logger: Logger): void {
    this.#waiting.push(...decisions);
    this.#timer ??= setTimeout(() => {
      this.flush().catch((error: unknown) => logger.error({ err: error }, 'decisions were not written'));
    }, waitsMs);
  }

  /** Inside of a write. */
  put(): void {
    if (this.#waiting.length === 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { decisions } = this.#tables;
    for (const decision of this.#waiting.splice(0)) {
      decisions.put({ ...decision, position: decisions.find('byInstance', decision.instanceUuid).length });
    }
  }

  async flush(): Promise<void> {
    if (this.#waiting.length > 0) await this.#tables.database.write(() => this.put());
  }
}

const records = new WeakMap<ComputeTables, DecisionRecord>();
