const minus = '\u2212';

/** At most `digits` significant digits, thousands grouped, never in exponent form below 10^15. */
export function formatNumber(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? `${minus}∞` : '–';
  const size = Math.abs(value);
  const decimals = size === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  const text = size.toLocaleString('en', { maximumFractionDigits: Math.min(decimals, 6) });
  return value < 0 && text !== '0' ? `${minus}${text}` : text;
}
