import { parseFloatText } from '../python/number.ts';

/**
 * Reads a list of `name=number` settings. Elements that are not are passed over, as Nova does with
 * a warning. The first `=` divides; a name given twice stays twice.
 */
export function parseSettings(settings: readonly string[]): (readonly [name: string, ratio: number])[] {
  const parsed: (readonly [string, number])[] = [];
  for (const setting of settings) {
    const at = setting.indexOf('=');
    if (at <= 0) continue;
    const ratio = parseFloatText(setting.slice(at + 1));
    if (ratio !== undefined) parsed.push([setting.slice(0, at), ratio]);
  }
  return parsed;
}
