import type { Effect, MetricComparisonData, Verdict, VerdictData } from '../report-data.ts';

/** Shape and word of a verdict, so that it does not rest on colour. */
export const verdictWords: Readonly<Record<Verdict, { readonly mark: string; readonly word: string }>> = {
  better: { mark: '▲', word: 'Better' },
  worse: { mark: '▼', word: 'Worse' },
  'trade-off': { mark: '◆', word: 'Trade-off' },
  'no difference seen': { mark: '●', word: 'No difference seen' },
  identical: { mark: '=', word: 'Identical' },
  'no verdict': { mark: '?', word: 'No verdict' },
};

/** The same for one metric. */
export const effectMarks: Readonly<Record<Effect, string>> = {
  better: '▲',
  worse: '▼',
  different: '◇',
  'no difference seen': '○',
  identical: '=',
  'no interval': '',
};

/** The verdict in one short sentence; the figures that made it are in the table below. */
export function verdictHeadline(verdict: VerdictData, metrics: readonly MetricComparisonData[]): string {
  const { baseline, candidate } = verdict;
  const better = titles(metrics, 'better');
  const worse = titles(metrics, 'worse');
  switch (verdict.verdict) {
    case 'better':
      return `${candidate} is better than ${baseline} in ${better}.`;
    case 'worse':
      return `${candidate} is worse than ${baseline} in ${worse}.`;
    case 'trade-off':
      return `${candidate} is better than ${baseline} in ${better}, and worse in ${worse}.`;
    case 'no difference seen':
      return `No difference was seen between ${candidate} and ${baseline}.`;
    case 'identical':
      return `${candidate} and ${baseline} gave identical figures.`;
    case 'no verdict':
      return `One pair of runs gives no verdict on ${candidate} against ${baseline}: what differs may be chance. Run more seeds.`;
  }
}

/** What a reader must know before quoting the verdict. */
export function verdictWarnings(verdict: VerdictData): readonly string[] {
  const warnings: string[] = [];
  if (!verdict.sameDemand)
    warnings.push('The two did not meet the same demand, so the differences are of the demand as well.');
  if (verdict.unpairedSeeds.length > 0)
    warnings.push(`Left out, because only one of the two has it: seed ${verdict.unpairedSeeds.join(', ')}.`);
  return warnings;
}

function titles(metrics: readonly MetricComparisonData[], effect: Effect): string {
  const names = metrics
    .filter((metric) => metric.decides && metric.effect === effect)
    .map(({ title }) => spoken(title));
  return names.length < 2 ? (names[0] ?? 'nothing') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** A title within a sentence: `Boot time, median` becomes `boot time (median)`; `RAM` and `vCPU` stay as they are. */
function spoken(title: string): string {
  const [name = '', ...details] = title.split(', ');
  const lower = /^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
  return details.length === 0 ? lower : `${lower} (${details.join(', ')})`;
}
