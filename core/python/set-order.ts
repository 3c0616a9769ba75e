/**
 * The order in which CPython 3.11 with PYTHONHASHSEED=0 walks a set of strings that were added in
 * the given order.
 *
 * Where Nova walks a set of aggregate values and one of them raises, the order decides whether the
 * one that matches is met first. Real Nova draws a new order at every start; this one is the order
 * of a run that can be repeated. Follows the documented design of CPython's set: open addressing,
 * nine neighbours probed before the index is perturbed, growth to four times at three fifths.
 */
export function setOrder(texts: readonly string[]): string[] {
  let table = new Array<string | undefined>(8);
  let used = 0;
  for (const text of texts) {
    if (!insert(table, text)) continue;
    used += 1;
    if (used * 5 < (table.length - 1) * 3) continue;
    let size = 8;
    while (size <= used * 4) size *= 2;
    const grown = new Array<string | undefined>(size);
    for (const entry of table) if (entry !== undefined) insert(grown, entry);
    table = grown;
  }
  return table.filter((entry) => entry !== undefined);
}

const LINEAR_PROBES = 9;
const PERTURB_SHIFT = 5n;
const WORD = 0xffff_ffff_ffff_ffffn;

/** False when the text is there already. */
function insert(table: (string | undefined)[], text: string): boolean {
  const mask = table.length - 1;
  let perturb = textHash(text);
  let i = Number(perturb & BigInt(mask));
  for (;;) {
    const probes = i + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0;
    for (let j = i; j <= i + probes; j++) {
      if (table[j] === text) return false;
      if (table[j] === undefined) {
        table[j] = text;
        return true;
      }
    }
    perturb >>= PERTURB_SHIFT;
    i = Number((BigInt(i) * 5n + 1n + perturb) & BigInt(mask));
  }
}

/** Python's `hash(text)` as an unsigned word: SipHash-1-3 with a key of zeros. */
function textHash(text: string): bigint {
  if (text === '') return 0n;
  const hash = sipHash13(storedBytes(text));
  return hash === WORD ? WORD - 1n : hash;
}

/** A Python string in memory: 1, 2 or 4 bytes a character, as wide as its widest needs. */
function storedBytes(text: string): Uint8Array {
  const points = Array.from(text, (character) => character.codePointAt(0)!);
  const widest = Math.max(...points);
  const width = widest < 0x100 ? 1 : widest < 0x1_0000 ? 2 : 4;
  const bytes = new Uint8Array(points.length * width);
  points.forEach((point, i) => {
    for (let b = 0; b < width; b++) bytes[i * width + b] = (point >>> (8 * b)) & 0xff;
  });
  return bytes;
}

/** J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast short-input PRF" (2012); 1 and 3 rounds. */
function sipHash13(bytes: Uint8Array): bigint {
  const v: Words = [0x736f6d6570736575n, 0x646f72616e646f6dn, 0x6c7967656e657261n, 0x7465646279746573n];
  const whole = bytes.length - (bytes.length % 8);
  for (let at = 0; at < whole; at += 8) compress(v, littleEndian(bytes, at, 8));
  const last = littleEndian(bytes, whole, bytes.length - whole) | (BigInt(bytes.length & 0xff) << 56n);
  compress(v, last);
  v[2] ^= 0xffn;
  for (let round = 0; round < 3; round++) sipRound(v);
  return v[0] ^ v[1] ^ v[2] ^ v[3];
}

type Words = [bigint, bigint, bigint, bigint];

function compress(v: Words, word: bigint): void {
  v[3] ^= word;
  sipRound(v);
  v[0] ^= word;
}

function sipRound(v: Words): void {
  v[0] = (v[0] + v[1]) & WORD;
  v[2] = (v[2] + v[3]) & WORD;
  v[1] = rotate(v[1], 13n) ^ v[0];
  v[3] = rotate(v[3], 16n) ^ v[2];
  v[0] = rotate(v[0], 32n);
  v[2] = (v[2] + v[1]) & WORD;
  v[0] = (v[0] + v[3]) & WORD;
  v[1] = rotate(v[1], 17n) ^ v[2];
  v[3] = rotate(v[3], 21n) ^ v[0];
  v[2] = rotate(v[2], 32n);
}

function rotate(word: bigint, bits: bigint): bigint {
  return ((word << bits) & WORD) | (word >> (64n - bits));
}

function littleEndian(bytes: Uint8Array, at: number, count: number): bigint {
  let word = 0n;
  for (let b = count - 1; b >= 0; b--) word = (word << 8n) | BigInt(bytes[at + b]!);
  return word;
}
