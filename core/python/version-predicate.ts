import { RequestError } from '../scheduler/request-error.ts';
import { strip } from './whitespace.ts';

/** Whether a version meets every comparison. Throws RequestError of type ValueError for a malformed version. */
export type VersionPredicate = (version: string) => boolean;

/** [major, minor, patch, kind of pre-release (`~` sorts a release behind all), its number]. */
type Version = readonly [number, number, number, string, number];

const COMPARISON = /^\s*(<=|>=|<|>|!=|==)\s*([^\s,]+)\s*$/;
const VERSION = /^(\d+)\.(\d+)(?:\.(\d+))?(?:([ab])(\d+))?$/;

/**
 * Comparisons joined by commas, `>=6.0,<8.0`. Versions have two or three numbers and perhaps a
 * pre-release. Python: `distutils.versionpredicate`.
 * Throws RequestError of type ValueError for anything else.
 */
export function parseVersionPredicate(text: string): VersionPredicate {
  const comparisons = text.split(',').map((part) => {
    const match = COMPARISON.exec(part);
    if (match === null) throw new RequestError('ValueError', `bad version comparison "${part}"; accepted: ">= 6.0"`);
    return [match[1]!, parseVersion(match[2]!)] as const;
  });
  return (version) => {
    const actual = parseVersion(version);
    return comparisons.every(([comparison, wanted]) => holds(comparison, compare(actual, wanted)));
  };
}

/** `7002001` is `7.2.1`: three digits for each number behind the first. oslo.utils: `convert_version_to_str`. */
export function versionText(version: number): string {
  const numbers: number[] = [];
  for (let rest = version; rest !== 0; rest = Math.floor(rest / 1000)) numbers.unshift(rest % 1000);
  return numbers.join('.');
}

function parseVersion(text: string): Version {
  const match = VERSION.exec(text);
  if (match === null) throw new RequestError('ValueError', `invalid version number '${strip(text)}'`);
  const [, major, minor, patch, kind, number] = match;
  return [Number(major), Number(minor), Number(patch ?? 0), kind ?? '~', Number(number ?? 0)];
}

function compare(a: Version, b: Version): number {
  for (let i = 0; i < a.length; i++) {
    if (a[i]! < b[i]!) return -1;
    if (a[i]! > b[i]!) return 1;
  }
  return 0;
}

function holds(comparison: string, order: number): boolean {
  if (comparison === '==') return order === 0;
  if (comparison === '!=') return order !== 0;
  return comparison.startsWith('<')
    ? order < 0 || (order === 0 && comparison === '<=')
    : order > 0 || (order === 0 && comparison === '>=');
}
