import {
  compareVariants,
  StoreError,
  variantFigures,
  type Comparison,
  type MetricDefinition,
  type ResultsReader,
  type VariantFigures,
} from '../store/index.ts';
import { nearestName } from '../core/index.ts';
import { CommandError, exitCode } from './exit-code.ts';

export interface CompareChoice {
  /** Variants, the baseline first; default: the file's baseline against each of the others. */
  readonly variants?: readonly string[];
  /** Metrics that decide, instead of the catalogue's. */
  readonly metrics?: readonly string[];
}

/** Compares variants within one results file: the first named, or the baseline, with each of the others. */
export async function compareWithin(reader: ResultsReader, choice: CompareChoice): Promise<Comparison[]> {
  const [baseline, ...candidates] = choice.variants ?? (await baselineFirst(reader));
  if (baseline === undefined || candidates.length === 0) {
    throw new CommandError(
      exitCode.usage,
      `${reader.file}: has one variant only, "${baseline}". Accepted: a file with two or more, or two files.`,
    );
  }
  const catalogue = await reader.catalogue();
  const before = await variantFigures(reader, baseline);
  const comparisons: Comparison[] = [];
  for (const candidate of candidates) {
    comparisons.push(compare(before, await variantFigures(reader, candidate), catalogue, choice));
  }
  return comparisons;
}

/** Compares one variant of a file with one of another. */
export async function compareAcross(a: ResultsReader, b: ResultsReader, choice: CompareChoice): Promise<Comparison> {
  const names = choice.variants ?? [];
  if (names.length !== 0 && names.length !== 2) {
    throw new CommandError(exitCode.usage, `--variants: found ${names.length}; accepted: two, one of each file.`);
  }
  const before = await variantFigures(a, names[0] ?? (await onlyVariant(a)));
  const after = await variantFigures(b, names[1] ?? (await onlyVariant(b)));
  const named = (figures: VariantFigures, reader: ResultsReader) =>
    before.name === after.name ? { ...figures, name: `${figures.name} (${reader.file})` } : figures;
  return compare(named(before, a), named(after, b), await a.catalogue(), choice);
}

function compare(
  before: VariantFigures,
  after: VariantFigures,
  catalogue: readonly MetricDefinition[],
  choice: CompareChoice,
): Comparison {
  const common = before.runs.some((run) => after.runs.some((other) => other.seed === run.seed));
  if (!common) {
    const seeds = ({ name, runs }: VariantFigures) => `${name} has ${runs.map((run) => run.seed).join(', ')}`;
    throw new CommandError(exitCode.usage, `no seed in common to pair: ${seeds(before)}; ${seeds(after)}.`);
  }
  return compareVariants(before, after, catalogue, choice.metrics && deciding(choice.metrics, catalogue));
}

function deciding(names: readonly string[], catalogue: readonly MetricDefinition[]): Set<string> {
  const known = catalogue.filter((metric) => metric.shape === 'run' && metric.better !== 'neither');
  const keys = known.map((metric) => metric.key);
  for (const name of names) {
    if (keys.includes(name)) continue;
    const near = nearestName(name, keys);
    const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
    throw new CommandError(
      exitCode.usage,
      `--metrics: found "${name}"; accepted: metrics of a run with a good direction, ${keys.join(', ')}.${hint}`,
    );
  }
  return new Set(names);
}

async function baselineFirst(reader: ResultsReader): Promise<string[]> {
  const variants = await reader.variants();
  return [...variants.filter((one) => one.baseline), ...variants.filter((one) => !one.baseline)].map((one) => one.name);
}

async function onlyVariant(reader: ResultsReader): Promise<string> {
  const names = (await reader.variants()).map((variant) => variant.name);
  if (names.length === 1) return names[0]!;
  throw new StoreError(
    'no-such-run',
    reader.file,
    `has ${names.length} variants (${names.map((name) => `"${name}"`).join(', ')}). Name one of each file with --variants.`,
  );
}
