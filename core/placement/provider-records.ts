import { lineRecords } from '../line-records.ts';

/** Numbers for each class. */
const NUMBERS = 2;

/**
 * Numbers of providers that belong together, for several resource classes side by side: what a claim
 * takes from a provider then stands in one line of the cache.
 */
export class ProviderRecords {
  numbers = lineRecords(0);
  /** Numbers of one provider. */
  readonly stride: number;

  constructor(classes: number) {
    this.stride = classes * NUMBERS;
  }

  /** Makes room for a provider. */
  reach(provider: number): void {
    if (provider * this.stride < this.numbers.length) return;
    const wider = lineRecords(Math.max(64, 2 * provider) * this.stride);
    wider.set(this.numbers);
    this.numbers = wider;
  }
}
