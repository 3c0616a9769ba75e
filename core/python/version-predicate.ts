import { RequestError } from '../scheduler/request-error.ts';

/** Whether a version meets every comparison. Throws RequestError of type ValueError for a malformed version. */
export type VersionPredicate = (version: string) => boolean;

/** Numbers, kind of pre-release (`~` sorts a release behind all), its number. */
interface Version {
  readonly numbers: readonly number[];
  readonly kind: string;
  readonly kindNumber: number;
}

/**
 * What counts as a version. `strict`: two or three numbers and perhaps a pre-release, as in Nova up
 * to 30 (Python's `distutils`). `lax`: any count of numbers, as in Nova since 31 (oslo.utils).
 */
export type VersionGrammar = 'strict' | 'lax';

const COMPARISON = /^\s*(<=|>=|<|>|!=|==)\s*([^\s,]+)\s*$/;
const VERSIONS: Readonly<Record<VersionGrammar, RegExp>> = {
  strict: /^(\d+\.\d+(?:\.\d+)?)(?:([ab])(\d+))?$/,
  lax: /^(\d+(?:\.\d+)*)(?:(a|b|rc)(\d+))?$/,
};

/**
 * Comparisons joined by commas, `>=6.0,<8.0`.
 * Throws RequestError of type ValueError for anything else.
 */
export function parseVersionPredicate(text: string, grammar: VersionGrammar): VersionPredicate {
  const comparisons = text.split(',').map((part) => {
    const match = COMPARISON.exec(part);
    if (match === null) throw new RequestError('ValueError', `bad version comparison "${part}"; accepted: ">= 6.0"`);
    return [match[1]!, parseVersion(match[2]!, grammar)] as const;
  });
  return (version) => {
    const actual = parseVersion(version, grammar);
    return comparisons.every(([comparison, wanted]) => holds(comparison, compare(actual, wanted)));
  };
}

/** `7002001` is `7.2.1`: three digits for each number behind the first. oslo.utils: `convert_version_to_str`. */
export function versionText(version: number): string {
  const numbers: number[] = [];
  for (let rest = version; rest !== 0; rest = Math.floor(rest / 1000)) numbers.unshift(rest % 1000);
  return numbers.join('.');
}

function parseVersion(text: string, grammar: VersionGrammar): Version {
  const match = VERSIONS[grammar].exec(text);
  if (match === null) throw new RequestError('ValueError', `invalid version number '${text}'`);
  const [, numbers, kind, number] = match;
  return { numbers: numbers!.split('.').map(Number), kind: kind ?? '~', kindNumber: Number(number ?? 0) };
}

/** Missing numbers count as 0. */
function compare(a: Version, b: Version): number {
  for (let i = 0; i < Math.max(a.numbers.length, b.numbers.length); i++) {
    const difference = (a.numbers[i] ?? 0) - (b.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  return a.kindNumber - b.kindNumber;
}

function holds(comparison: string, order: number): boolean {
  if (comparison === '==') return order === 0;
  if (comparison === '!=') return order !== 0;
  return comparison.startsWith('<')
    ? order < 0 || (order === 0 && comparison === '<=')
    : order > 0 || (order === 0 && comparison === '>=');
}
