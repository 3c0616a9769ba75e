import { z } from 'zod';

const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const MIB: Readonly<Record<string, number>> = { MiB: 1, GiB: 1024, TiB: 1024 ** 2, PiB: 1024 ** 3 };

const DURATION = /^\s*(\d+(\.\d+)?\s*(ms|s|m|h|d|w)\s*)+$/;
const SIZE = /^\s*\d+(\.\d+)?\s*(MiB|GiB|TiB|PiB)\s*$/;

const durationAccepted = 'a duration with its unit (ms, s, m, h, d, w), such as "90s", "5m", "1d 12h"';
const sizeAccepted = 'an amount with its unit (MiB, GiB, TiB, PiB), such as "512 MiB", "256 GiB", "2 TiB"';

/** Seconds of a text such as "1d 12h"; `undefined` when it is none. */
export function parseDuration(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)/g)) {
    seconds += Number(amount) * SECONDS[unit!]!;
  }
  return seconds;
}

/** MiB of a text such as "256 GiB"; `undefined` when it is none. */
export function parseMib(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([MGTP]iB)\s*$/.exec(text);
  return match ? Number(match[1]) * MIB[match[2]!]! : undefined;
}

/** A text with a unit, which validation turns into seconds. */
export function duration(description: string) {
  return z
    .string({ error: durationAccepted })
    .regex(DURATION, { error: durationAccepted })
    .meta({ description })
    .transform((text) => parseDuration(text)!);
}

/** A duration above 0. */
export function positiveDuration(description: string) {
  const accepted = `${durationAccepted}, above 0`;
  return z
    .string({ error: accepted })
    .regex(DURATION, { error: accepted })
    .refine((text) => (parseDuration(text) ?? 1) > 0, { error: accepted })
    .meta({ description })
    .transform((text) => parseDuration(text)!);
}

/** A text with a unit, which validation turns into whole MiB. */
export function sizeMib(description: string) {
  return size(description, 1, sizeAccepted);
}

/** A text with a unit, which validation turns into whole GiB. */
export function sizeGib(description: string) {
  return size(description, 1024, `${sizeAccepted}, in whole GiB`);
}

function size(description: string, stepMib: number, accepted: string) {
  return z
    .string({ error: accepted })
    .regex(SIZE, { error: accepted })
    .refine((text) => Number.isInteger((parseMib(text) ?? 0) / stepMib), { error: accepted })
    .meta({ description })
    .transform((text) => parseMib(text)! / stepMib);
}
