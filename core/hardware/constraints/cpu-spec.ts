import { hardwareError } from '../hardware-error.ts';
import { parseIntegerText } from '../../python/number.ts';

/** A range may not be longer: a slip of the finger would ask for more memory than there is. */
const RANGE_MAX = 1 << 20;

/**
 * Reads a CPU list: `0-3,^1,6` is 0, 2, 3 and 6. An exclusion wins wherever it stands.
 *
 * @returns the CPUs, ascending
 * @throws HardwareError `cpu-spec`
 */
export function parseCpuSpec(text: string): ReadonlySet<number> {
  const named = new Set<number>();
  const excluded = new Set<number>();
  for (const rule of text.split(',')) {
    const trimmed = rule.trim();
    if (trimmed === '') continue;
    const target = trimmed.startsWith('^') ? excluded : named;
    const [first, last] = boundsOf(target === excluded ? trimmed.slice(1) : trimmed, text);
    for (let cpu = first; cpu <= last; cpu++) target.add(cpu);
  }
  return new Set([...named].filter((cpu) => !excluded.has(cpu)).toSorted((a, b) => a - b));
}

function boundsOf(rule: string, text: string): readonly [number, number] {
  const dash = rule.indexOf('-');
  const first = parseIntegerText(dash < 0 ? rule : rule.slice(0, dash));
  const last = dash < 0 ? first : parseIntegerText(rule.slice(dash + 1));
  if (first === undefined || last === undefined || first > last || last - first > RANGE_MAX) {
    throw hardwareError('cpu-spec', text, rule);
  }
  return [first, last];
}
