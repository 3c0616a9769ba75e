/** A figure with its unit, short enough for a sentence: `12.4 %`, `1,204 GiB`, `38.2 s`. */
export function formatFigure(value: number, unit: string): string {
  return withUnit(bareFigure(value, unit), unitSymbol(unit));
}

/** With its sign and unit. The difference of two shares is in percentage points. */
export function formatDifference(value: number, unit: string): string {
  return withUnit(bareDifference(value, unit), unit === 'fraction' ? 'pp' : unitSymbol(unit));
}

/** The figure alone, for a column whose head has the `unitSymbol`. Shares are in percent. */
export function bareFigure(value: number, unit: string): string {
  return rounded(unit === 'fraction' ? value * 100 : value);
}

export function bareDifference(value: number, unit: string): string {
  const text = bareFigure(Math.abs(value), unit);
  if (!/[1-9]/.test(text)) return '±0';
  return `${value > 0 ? '+' : '−'}${text}`;
}

/** `%`, `s`, `GiB`; empty for things that are counted. */
export function unitSymbol(unit: string): string {
  return symbols[unit] ?? unit;
}

const symbols: Readonly<Record<string, string>> = {
  fraction: '%',
  seconds: 's',
  count: '',
  instances: '',
  requests: '',
  hosts: '',
  'instance-hours': 'h',
  'vCPU-hours': 'vCPU·h',
  'GiB-hours': 'GiB·h',
};

function withUnit(text: string, symbol: string): string {
  return symbol === '' ? text : `${text} ${symbol}`;
}

/** Three significant digits at least, no exponent, thousands apart; the same in every locale. */
function rounded(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  const digits = size === 0 ? 0 : Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(size))));
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}
