/** How much of one resource class a provider has, and in which portions it gives it. */
export interface Inventory {
  readonly total: number;
  /** Kept back for the provider itself. */
  readonly reserved: number;
  /** One allocation takes at least this much... */
  readonly minUnit: number;
  /** ...at most this much... */
  readonly maxUnit: number;
  /** ...and a multiple of this. */
  readonly stepSize: number;
  /** Overcommit: capacity is (total - reserved) times this. */
  readonly allocationRatio: number;
}

/** Largest integer that Placement keeps (a signed 32-bit column); default of `maxUnit`. */
export const MAX_AMOUNT = 0x7fffffff;

/** Fills in Placement's defaults: nothing reserved, units 1 to the largest, step 1, ratio 1. */
export function completeInventory(partial: Partial<Inventory> & Pick<Inventory, 'total'>): Inventory {
  return { reserved: 0, minUnit: 1, maxUnit: MAX_AMOUNT, stepSize: 1, allocationRatio: 1, ...partial };
}

/**
 * What may be allocated in all. Amounts are whole and positive, so that comparing with the whole
 * part is the same as comparing with the product.
 */
export function inventoryCapacity(inventory: Inventory): number {
  return Math.trunc((inventory.total - inventory.reserved) * inventory.allocationRatio);
}
