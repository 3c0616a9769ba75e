import { metricCatalogue, type MetricShape } from './metric-catalogue.ts';

/** The metrics of one shape as a Markdown table, for docs/reference/metrics.md. */
export function metricTable(shape: MetricShape): string {
  const lines = metricCatalogue
    .filter((metric) => metric.shape === shape)
    .map(({ key, unit, better, decides, definition, source }) => {
      const wish = decides ? `**${better}**` : better === 'neither' ? '' : better;
      return `| \`${key}\` | ${unit} | ${wish} | ${definition} | ${source} |`;
    });
  return ['| metric | unit | better | definition | source |', '| --- | --- | --- | --- | --- |', ...lines].join('\n');
}
