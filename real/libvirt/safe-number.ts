import { ProtocolError } from './errors/client-error.ts';

/** A 64-bit count of bytes, KiB or pages as a number; past 2^53 (8 PiB in bytes) it would be wrong, so it throws. */
export function safeNumber(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new ProtocolError(`${value} is too large for a JavaScript number`);
  return number;
}
