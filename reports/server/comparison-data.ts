import { compareVariants, variantFigures, type Comparison, type ResultsReader } from '../../store/index.ts';
import type { ComparisonData, ComparisonsData, VerdictData } from '../web/report-data.ts';
import { ReportServerError } from './report-server-error.ts';
import { findVariant } from './find-by-name.ts';

/** The store's comparison of two variants of one file. */
export async function comparisonData(
  reader: ResultsReader,
  baseline: string,
  candidate: string,
): Promise<ComparisonData> {
  await findVariant(reader, baseline);
  await findVariant(reader, candidate);
  const comparison = await compare(reader, baseline, candidate);
  if (comparison) return comparison;
  throw new ReportServerError(
    'no-pairs',
    `"${baseline}" and "${candidate}" have no seed in common, so they cannot be paired.`,
  );
}

/** The verdict on every other variant that can be paired with the baseline, in the order of the scenario. */
export async function comparisonsData(reader: ResultsReader, baseline: string): Promise<ComparisonsData> {
  await findVariant(reader, baseline);
  const runs = (await reader.runs()).filter((run) => run.status === 'complete');
  const ran = new Set(runs.map((run) => run.variant));
  const others = (await reader.variants()).filter(
    ({ name }) => name !== baseline && ran.has(name) && ran.has(baseline),
  );
  const comparisons = await Promise.all(others.map(({ name }) => compare(reader, baseline, name)));
  return {
    baseline,
    comparisons: comparisons.filter((one) => one !== undefined).map(withoutMetrics),
  };
}

function withoutMetrics({ metrics: _metrics, ...verdict }: Comparison): VerdictData {
  return verdict;
}

async function compare(reader: ResultsReader, baseline: string, candidate: string): Promise<Comparison | undefined> {
  const [from, to] = await Promise.all([variantFigures(reader, baseline), variantFigures(reader, candidate)]);
  const seeds = new Set(from.runs.map((run) => run.seed));
  if (!to.runs.some((run) => seeds.has(run.seed))) return undefined;
  return compareVariants(from, to, await reader.catalogue());
}
