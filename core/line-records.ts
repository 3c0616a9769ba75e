/**
 * Where the memory of a large `ArrayBuffer` is to begin, so that a record of 64 bytes lies in one line of
 * the cache: glibc hands out large pieces 16 bytes behind the beginning of a page. With other
 * allocators nothing is lost.
 */
const BEGIN_BYTES = 48;

/** Memory for records of 64 bytes side by side, all 0: `length` numbers. */
export function lineRecords(length: number): Float64Array<ArrayBuffer> {
  return new Float64Array(new ArrayBuffer(BEGIN_BYTES + length * 8), BEGIN_BYTES, length);
}

/** The same memory as 32-bit words, two for each number. */
export function wordsOf(numbers: Float64Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  return new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length * 2);
}
