import type { Logger } from 'pino';
import type { DecisionRow } from '../objects/instance-action.ts';
import type { ComputeTables } from '../objects/tables.ts';

/** Nobody waits for a decision to be written, so that those of this time go to the disk with other things. */
const togetherMs = 10;

/** Writes decisions down. A crash may lose the last ones, whose servers are then decided about again. */
export class DecisionRecord {
  readonly #tables: ComputeTables;
  readonly #logger: Logger;
  #waiting: Omit<DecisionRow, 'position'>[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(tables: ComputeTables, logger: Logger) {
    this.#tables = tables;
    this.#logger = logger;
  }

  add(decisions: readonly Omit<DecisionRow, 'position'>[]): void {
    this.#waiting.push(...decisions);
    this.#timer ??= setTimeout(() => {
      this.flush().catch((error: unknown) => this.#logger.error({ err: error }, 'decisions were not written'));
    }, togetherMs);
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const decisions = this.#waiting.splice(0);
    if (decisions.length === 0) return;
    const { database, decisions: table } = this.#tables;
    await database.write(() => {
      for (const decision of decisions) {
        table.put({ ...decision, position: table.find('byInstance', decision.instanceUuid).length });
      }
    });
  }
}
