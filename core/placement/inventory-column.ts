import { inventoryCapacity, MAX_AMOUNT } from './inventory.ts';
import type { Inventory } from './inventory.ts';
import { ProviderRecords } from './provider-records.ts';
import { ProviderSet } from './provider-set.ts';

/** Places of a class in the record of a provider. */
const PLACES = 2;
const FREE = 0;
const LIMIT = 1;

/**
 * The inventories and usages of one resource class, a column each, by provider number.
 *
 * `room` answers "does this much still fit" with one comparison: the smaller of free capacity and
 * largest unit, 0 where there is no inventory or more is used than there is.
 */
export class InventoryColumn {
  readonly holders = new ProviderSet();
  room = new Int32Array(0);
  /**
   * Of each provider, side by side, what is free and the most that one allocation may take: all that an
   * allocation has to look at. Less than 0 is free where more is used than there is.
   */
  private readonly records: ProviderRecords;
  private readonly offset: number;
  private capacities = new Float64Array(0);
  private minUnit = new Int32Array(0);
  private stepSize = new Int32Array(0);
  /** Inventories whose unit or step is not 1: while there is none, `room` says everything. */
  irregular = 0;
  private readonly inventories: (Inventory | undefined)[] = [];

  /** The records may be those of other columns, too: this one has its place among the classes in them. */
  constructor(records = new ProviderRecords(1), place = 0) {
    this.records = records;
    this.offset = place * PLACES;
  }

  get(provider: number): Inventory | undefined {
    return this.inventories[provider];
  }

  /** Sets or replaces; what is used stays, even when it is more than the new capacity. */
  set(provider: number, inventory: Inventory): void {
    this.reach(provider);
    this.remove(provider);
    this.inventories[provider] = inventory;
    this.holders.add(provider);
    // Plus 0, because the whole part of -0.5 is -0.
    this.setCapacity(provider, inventoryCapacity(inventory) + 0);
    this.records.numbers[this.at(provider) + LIMIT] = Math.min(inventory.maxUnit, MAX_AMOUNT);
    this.minUnit[provider] = inventory.minUnit;
    this.stepSize[provider] = inventory.stepSize;
    if (isIrregular(inventory)) this.irregular++;
    this.addUsed(provider, 0);
  }

  remove(provider: number): void {
    const inventory = this.inventories[provider];
    if (inventory === undefined) return;
    if (isIrregular(inventory)) this.irregular--;
    this.inventories[provider] = undefined;
    this.holders.delete(provider);
    this.setCapacity(provider, 0);
    this.records.numbers[this.at(provider) + LIMIT] = 0;
    this.room[provider] = 0;
  }

  /** What is taken of it, by anybody. */
  used(provider: number): number {
    return provider < this.capacities.length ? this.capacities[provider]! - this.free(provider) : 0;
  }

  /** What may be taken in all, 0 where there is no inventory. */
  capacity(provider: number): number {
    return this.capacities[provider] ?? 0;
  }

  /** What is left of the capacity; less than 0 where more is used than there is. */
  free(provider: number): number {
    return this.records.numbers[this.at(provider) + FREE]!;
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
    const { numbers } = this.records;
    const at = this.at(provider);
    const free = numbers[at + FREE]! - amount;
    numbers[at + FREE] = free;
    const limit = numbers[at + LIMIT]!;
    this.room[provider] = free > limit ? limit : free > 0 ? free : 0;
  }

  private at(provider: number): number {
    return provider * this.records.stride + this.offset;
  }

  /** What is used stays. */
  private setCapacity(provider: number, capacity: number): void {
    this.records.numbers[this.at(provider) + FREE]! += capacity - this.capacities[provider]!;
    this.capacities[provider] = capacity;
  }

  private reach(provider: number): void {
    if (provider < this.room.length) return;
    const length = Math.max(64, provider + 1, this.room.length * 2);
    this.room = widenInt32(this.room, length);
    this.minUnit = widenInt32(this.minUnit, length);
    this.stepSize = widenInt32(this.stepSize, length);
    this.capacities = widenFloat64(this.capacities, length);
    this.records.reach(length - 1);
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
