import { InvalidArgumentError } from 'commander';
import type { Share } from '../store/index.ts';

/** `--workers 4` */
export function wholeNumber(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`Found "${text}"; accepted: a whole number from ${minimum} to ${maximum}.`);
  };
}

/** More shares than this are a slip of the finger. */
const sharesMax = 1_000_000;

/** `--shard 3/64` */
export function share(text: string): Share {
  const [, number, of] = /^(\d+)\/(\d+)$/.exec(text.trim())?.map(Number) ?? [];
  if (number !== undefined && of !== undefined && number >= 1 && number <= of && of <= sharesMax) return { number, of };
  throw new InvalidArgumentError(
    `Found "${text}"; accepted: I/N with I from 1 to N and N up to ${sharesMax}, such as 3/64.`,
  );
}

/** `--limit 0.5` */
export function positiveSeconds(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError(`Found "${text}"; accepted: a number of seconds above 0.`);
}

/** More runs than this are a slip of the finger. */
const seedsMax = 10_000;

/** `--seeds 1-8` or `--seeds 1,2,5-7`, in the order given. */
export function seedList(text: string): number[] {
  const seeds = text.split(',').flatMap((part) => {
    const [, first, last] = /^\s*(\d+)(?:\s*-\s*(\d+))?\s*$/.exec(part) ?? [];
    if (first === undefined) throw wrongSeeds(text);
    const from = Number(first);
    const to = last === undefined ? from : Number(last);
    if (!Number.isSafeInteger(to) || to < from || to - from >= seedsMax) throw wrongSeeds(text);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
  if (new Set(seeds).size === seeds.length) return seeds;
  throw new InvalidArgumentError(`Found "${text}"; accepted: seeds that differ.`);
}

function wrongSeeds(text: string): InvalidArgumentError {
  return new InvalidArgumentError(`Found "${text}"; accepted: a list such as 1,2,3 or 1-8 or 1-4,9.`);
}

/** `--variants a,b`; a name with a comma in it is written as `"a, x"`. */
export function nameList(text: string): string[] {
  const names = text.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((part) => part.trim().replace(/^"(.*)"$/, '$1'));
  if (names.every((name) => name !== '')) return names;
  throw new InvalidArgumentError(`Found "${text}"; accepted: names with commas between them.`);
}
