import { parseAddress } from '../../ip-address.ts';
import type { IpAddress } from '../../ip-address.ts';
import { addressOf } from '../../ip-address.ts';
import type { AddressRange } from '../model.ts';

/** Above this size addresses that come back are not kept for reuse: nobody comes round to them. */
const remembered = 1n << 16n;

/**
 * Proposes free addresses of a subnet, at a cost that does not grow with their number: first those never given away, in
 * ascending order, then those that came back, the oldest first. It only proposes: the table of allocations decides, so
 * that it may be wrong after a write was taken back.
 */
export class AddressPool {
  readonly #ranges: readonly { readonly start: bigint; readonly end: bigint }[];
  readonly #version: 4 | 6;
  readonly #size: bigint;
  #range = 0;
  #next: bigint | undefined;
  readonly #back = new Set<string>();

  constructor(ranges: readonly AddressRange[]) {
    const ends = ranges.map(({ start, end }) => [parseAddress(start)!, parseAddress(end)!] as const);
    this.#version = ends[0]?.[0].version ?? 4;
    this.#ranges = ends.map(([start, end]) => ({ start: start.value, end: end.value }));
    this.#size = this.#ranges.reduce((size, { start, end }) => size + end - start + 1n, 0n);
    this.#next = this.#ranges[0]?.start;
  }

  get size(): bigint {
    return this.#size;
  }

  includes({ value, version }: IpAddress): boolean {
    return version === this.#version && this.#ranges.some(({ start, end }) => value >= start && value <= end);
  }

  /** The next address that is not taken; undefined when there is none. */
  propose(isTaken: (address: string) => boolean): string | undefined {
    for (let address = this.#fresh(); address !== undefined; address = this.#fresh()) {
      if (!isTaken(address)) return address;
    }
    for (const address of this.#back) {
      this.#back.delete(address);
      if (!isTaken(address)) return address;
    }
    return undefined;
  }

  /** An address that is free again, or was proposed and not used. */
  giveBack(address: string): void {
    if (this.#size <= remembered && this.includes(parseAddress(address)!)) this.#back.add(address);
  }

  #fresh(): string | undefined {
    const range = this.#ranges[this.#range];
    if (range === undefined || this.#next === undefined) return undefined;
    const value = this.#next;
    if (value < range.end) this.#next = value + 1n;
    else this.#next = this.#ranges[++this.#range]?.start;
    return addressOf(this.#version, value).text;
  }
}
