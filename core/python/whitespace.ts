/** Characters that Python's `str.strip()` and `str.split()` take for white space. */
const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const ENDS = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, 'g');
const RUN = new RegExp(`[${SPACE}]+`);

/** Python's `str.strip()`. JavaScript's `trim` takes the byte order mark and leaves the separators. */
export function strip(text: string): string {
  return text.replace(ENDS, '');
}

/** Python's `str.split()` without arguments: words between runs of white space. */
export function splitWords(text: string): string[] {
  const bare = strip(text);
  return bare === '' ? [] : bare.split(RUN);
}
