import { styleText } from 'node:util';
import {
  bareDifference,
  bareFigure,
  familyLevel,
  unitSymbol,
  type Comparison,
  type Effect,
  type MetricComparison,
} from '../store/index.ts';
import type { Terminal } from './terminal.ts';
import { textTable, wrapText } from './text-table.ts';

/**
 * A comparison for people: the table of the metrics that decide (all of them with `every`), and
 * under it the verdict in words.
 */
export function comparisonText(comparison: Comparison, terminal: Terminal, every = false): string {
  const { metrics, baseline, candidate, seeds } = comparison;
  const deciding = metrics.filter((metric) => metric.decides);
  const others = metrics.filter((metric) => !metric.decides);
  const shown = every ? [...deciding, ...others] : deciding;
  const table = textTable(
    [head, ...shown.map((metric) => row(metric, terminal))],
    ['left', 'left', 'right', 'right', 'right', 'right', 'left'],
  );
  const title = `${candidate} (candidate) against ${baseline} (baseline), seeds ${seeds.join(', ')}`;
  const wrapped = (text: string) => wrapText(text, terminal.columns);
  const notes = notesOf(shown, every ? [] : others).map(wrapped);
  const verdict = bold(wrapped(comparison.sentence), terminal);
  return [bold(title, terminal), '', table, '', ...notes, ...(notes.length > 0 ? [''] : []), verdict].join('\n');
}

const head = ['metric', '', 'baseline', 'candidate', 'difference', '95 % interval', ''];

function row(metric: MetricComparison, terminal: Terminal): string[] {
  const { title, unit, baselineMean, candidateMean, meanDifference, interval, effect, decides } = metric;
  return [
    `${decides ? '' : '· '}${title}`,
    unitSymbol(unit),
    bareFigure(baselineMean, unit),
    bareFigure(candidateMean, unit),
    bareDifference(meanDifference, unit),
    interval ? `${bareDifference(interval.low, unit)} to ${bareDifference(interval.high, unit)}` : 'none',
    `${coloured(effect, terminal)}${isOverruled(metric) ? ' †' : ''}`,
  ];
}

function notesOf(shown: readonly MetricComparison[], hidden: readonly MetricComparison[]): string[] {
  const notes: string[] = [];
  if (shown.some((metric) => !metric.decides)) {
    notes.push('· informs only: its interval is for itself, and some of so many differ by chance.');
  }
  if (shown.some(isOverruled)) {
    notes.push('† The interval alone leaves 0 out, but among so many metrics that can be chance (Holm, 5 % level).');
  }
  const differing = hidden.filter((metric) => metric.effect !== 'identical' && metric.effect !== 'no difference seen');
  if (differing.length > 0) notes.push(`${differing.length} other metrics differ: "compare --all" shows them.`);
  return notes;
}

function isOverruled({ pValue, adjustedP }: MetricComparison): boolean {
  return pValue !== null && adjustedP !== null && pValue < familyLevel && adjustedP >= familyLevel;
}

function coloured(effect: Effect, terminal: Terminal): string {
  if (!terminal.hasColour) return effect;
  if (effect === 'better') return styleText('green', effect);
  if (effect === 'worse') return styleText('red', effect);
  return effect;
}

function bold(text: string, terminal: Terminal): string {
  return terminal.hasColour ? styleText('bold', text) : text;
}
