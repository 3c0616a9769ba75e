import { formatDuration } from './format-duration.ts';
import { formatNumber } from './format-number.ts';

/** A figure with its unit, as the catalogue names units: `fraction` as a percentage, `seconds` as a duration. */
export function formatValue(value: number | null, unit: string): string {
  const text = formatCell(value, unit);
  const named = namedUnit(unit);
  return value === null || named === '' ? text : `${text} ${named}`;
}

/** The same without units that are words, for a table that names them once; see `namedUnit`. */
export function formatCell(value: number | null, unit: string): string {
  if (value === null || Number.isNaN(value)) return '–';
  if (isFraction(unit)) return `${formatNumber(value * 100)} %`;
  return isSeconds(unit) ? formatDuration(value) : formatNumber(value, 4);
}

/** A difference with its sign, of two fractions in points, because "5 % more" would be read as relative. */
export function formatDifference(value: number, unit: string): string {
  const text = isFraction(unit) ? `${formatNumber(value * 100)} pp` : formatCell(value, unit);
  return value > 0 && /[1-9∞]/.test(text) ? `+${text}` : text;
}

/** The unit, when it is a word that the metric's title does not say by itself; else empty. */
export function namedUnit(unit: string): string {
  return isFraction(unit) || isSeconds(unit) || isCount(unit) ? '' : unit;
}

function isFraction(unit: string): boolean {
  return unit === 'fraction';
}

function isSeconds(unit: string): boolean {
  return unit === 'seconds';
}

/** Units that only repeat the metric's title: "hosts used: 118 hosts". */
function isCount(unit: string): boolean {
  return /^(count|instances|hosts|requests)$/.test(unit);
}
