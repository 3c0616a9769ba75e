import { applyOverrides, type Override, overridesOf, splitPath } from './apply-overrides.ts';
import type { PathPart } from './yaml-source.ts';

/** A variant before validation: the scenario's value with the overrides in it. */
export interface RawVariant {
  readonly name: string;
  readonly description: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly overrides: readonly Override[];
}

interface Variation {
  readonly variants?:
    readonly { name: string; description?: string | undefined; set: Record<string, unknown> }[] | undefined;
  readonly vary?: Readonly<Record<string, readonly unknown[]>> | undefined;
}

const notOfARun = ['name', 'question', 'description', 'seeds', 'variants', 'vary', 'baseline'];

/** Every variant of a scenario; one called `base` when it names none. */
export function expandVariants(scenario: Readonly<Record<string, unknown>>, variation: Variation): RawVariant[] {
  const base = Object.fromEntries(Object.entries(scenario).filter(([key]) => !notOfARun.includes(key)));
  const make = (name: string, description: string, overrides: readonly Override[]): RawVariant => ({
    name,
    description,
    value: applyOverrides(base, overrides),
    overrides,
  });
  if (variation.variants) {
    return variation.variants.map(({ name, description, set }, i) =>
      make(name, description ?? '', overridesOf(set, ['variants', i, 'set'])),
    );
  }
  if (variation.vary) return combinations(variation.vary).map(({ name, overrides }) => make(name, '', overrides));
  return [make('base', '', [])];
}

interface Combination {
  readonly name: string;
  readonly overrides: readonly Override[];
}

/** The first parameter varies slowest. Names are `cpu=2, ram=1`: the last part of each path. */
function combinations(vary: Readonly<Record<string, readonly unknown[]>>): Combination[] {
  let found: Combination[] = [{ name: '', overrides: [] }];
  for (const [key, values] of Object.entries(vary)) {
    const label = splitPath(key).at(-1);
    found = found.flatMap(({ name, overrides }) =>
      values.map((value, i) => ({
        name: `${name}${name === '' ? '' : ', '}${label}=${valueText(value, i)}`,
        overrides: [...overrides, ...overridesAt(key, value, ['vary', key, i])],
      })),
    );
  }
  return found;
}

function overridesAt(key: string, value: unknown, source: readonly PathPart[]): Override[] {
  return overridesOf({ [key]: value }, []).map((override) => ({
    ...override,
    source: [...source, ...override.source.slice(1)],
  }));
}

function valueText(value: unknown, index: number): string {
  return typeof value === 'object' && value !== null ? `#${index + 1}` : String(value);
}
