import { inventoryCapacity, MAX_AMOUNT } from './inventory.ts';
import type { Inventory } from './inventory.ts';
import { ProviderSet } from './provider-set.ts';

/**
 * The inventories and usages of one resource class, a column each, by provider number.
 *
 * `room` answers "does this much still fit" with one comparison: the smaller of free capacity and
 * largest unit, 0 where there is no inventory or more is used than there is.
 */
export class InventoryColumn {
  readonly holders = new ProviderSet();
  room = new Int32Array(0);
  used = new Float64Array(0);
  capacity = new Float64Array(0);
  minUnit = new Int32Array(0);
  stepSize = new Int32Array(0);
  /** Inventories whose unit or step is not 1: while there is none, `room` says everything. */
  irregular = 0;
  private readonly inventories: (Inventory | undefined)[] = [];

  get(provider: number): Inventory | undefined {
    return this.inventories[provider];
  }

  /** Sets or replaces; what is used stays, even when it is more than the new capacity. */
  set(provider: number, inventory: Inventory): void {
    this.reach(provider);
    this.remove(provider);
    this.inventories[provider] = inventory;
    this.holders.add(provider);
    this.capacity[provider] = inventoryCapacity(inventory);
    this.minUnit[provider] = inventory.minUnit;
    this.stepSize[provider] = inventory.stepSize;
    if (isIrregular(inventory)) this.irregular++;
    this.refresh(provider);
  }

  remove(provider: number): void {
    const inventory = this.inventories[provider];
    if (inventory === undefined) return;
    if (isIrregular(inventory)) this.irregular--;
    this.inventories[provider] = undefined;
    this.holders.delete(provider);
    this.capacity[provider] = 0;
    this.room[provider] = 0;
  }

  /** Whether one more allocation of this much would be accepted. */
  fits(provider: number, amount: number): boolean {
    if (!(this.room[provider]! >= amount)) return false;
    return this.irregular === 0 || this.unitFits(provider, amount);
  }

  unitFits(provider: number, amount: number): boolean {
    return amount >= this.minUnit[provider]! && amount % this.stepSize[provider]! === 0;
  }

  /** `amount` may be negative. The caller has asked `fits` when it must not exceed the capacity. */
  addUsed(provider: number, amount: number): void {
    this.used[provider]! += amount;
    this.refresh(provider);
  }

  private refresh(provider: number): void {
    const inventory = this.inventories[provider];
    if (inventory === undefined) return;
    const free = this.capacity[provider]! - this.used[provider]!;
    this.room[provider] = Math.max(0, Math.min(free, inventory.maxUnit, MAX_AMOUNT));
  }

  private reach(provider: number): void {
    if (provider < this.room.length) return;
    const length = Math.max(64, provider + 1, this.room.length * 2);
    this.room = widenInt32(this.room, length);
    this.minUnit = widenInt32(this.minUnit, length);
    this.stepSize = widenInt32(this.stepSize, length);
    this.used = widenFloat64(this.used, length);
    this.capacity = widenFloat64(this.capacity, length);
  }
}

function isIrregular(inventory: Inventory): boolean {
  return inventory.minUnit !== 1 || inventory.stepSize !== 1;
}

function widenInt32(column: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(length);
  wider.set(column);
  return wider;
}

function widenFloat64(column: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(length);
  wider.set(column);
  return wider;
}
