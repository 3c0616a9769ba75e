import { nearestName } from '../../core/index.ts';
import type { MetricDefinition, ResultsReader } from '../../store/index.ts';
import { ReportServerError } from './report-server-error.ts';

/** Throws unless the file has a variant of this name. */
export async function findVariant(reader: ResultsReader, name: string): Promise<void> {
  const names = (await reader.variants()).map((variant) => variant.name);
  if (!names.includes(name)) throw unknown('no-such-variant', 'variant', name, names);
}

/** The definition of a metric that has this shape. */
export async function findMetricOf(
  reader: ResultsReader,
  key: string,
  shape: MetricDefinition['shape'],
): Promise<MetricDefinition> {
  const metrics = (await reader.catalogue()).filter((metric) => metric.shape === shape);
  const found = metrics.find((metric) => metric.key === key);
  if (found) return found;
  throw unknown(
    'no-such-metric',
    `${shape} metric`,
    key,
    metrics.map((metric) => metric.key),
  );
}

function unknown(
  code: 'no-such-variant' | 'no-such-metric',
  what: string,
  name: string,
  names: readonly string[],
): ReportServerError {
  const nearest = nearestName(name, names);
  const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
  return new ReportServerError(code, `There is no ${what} "${name}". There are: ${names.join(', ')}.${hint}`);
}
