import { invariant } from '../invariant.ts';
import type { InventoryColumn } from './inventory-column.ts';

/** What a claim takes from its host: an amount of each of some classes, with their columns at hand. */
export class ClaimShape {
  readonly number: number;
  /** Claims of this shape that were not given back. */
  private held = 0;
  private readonly columns: readonly InventoryColumn[];
  private readonly amounts: readonly number[];

  constructor(number: number, columns: readonly InventoryColumn[], amounts: readonly number[]) {
    this.number = number;
    this.columns = columns;
    this.amounts = amounts;
  }

  fits(host: number): boolean {
    const { columns, amounts } = this;
    for (let i = 0; i < columns.length; i++) if (!columns[i]!.fits(host, amounts[i]!)) return false;
    return true;
  }

  take(host: number): void {
    const { columns, amounts } = this;
    this.held++;
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]!;
      column.addUsed(host, amounts[i]!);
      invariant(column.free(host) >= 0, 'used is not more than capacity after a claim');
    }
  }

  giveBack(host: number): void {
    const { columns, amounts } = this;
    invariant(--this.held >= 0, 'no more is given back than was claimed');
    for (let i = 0; i < columns.length; i++) columns[i]!.addUsed(host, -amounts[i]!);
  }
}
