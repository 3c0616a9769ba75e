import { formatNumber } from '../format/format-number.ts';
import type { RunData } from '../report-data.ts';
import { element } from './element.ts';
import type { ReportContext } from './report-context.ts';
import { section } from './section.ts';

/** Every run with its hashes, and what replays it: the scenario as it was written, and the lockfile. */
export function runsSection(context: ReportContext): HTMLElement {
  const { node, body } = section(context, {
    id: 'runs',
    title: 'Runs',
    note: 'Equal hashes are equal decisions, byte for byte. With the scenario and the lockfile a run can be repeated.',
    data: () => 'api/runs',
  });
  body.append(runTable(context.runs));
  body.append(foldedText(`Scenario ${context.scenario.fileName}`, context.scenario.text, true));
  const lockfiles = context.runs.filter((run) => run.lockfile !== null);
  if (lockfiles.length > 0) {
    body.append(foldedText('Lockfile', JSON.stringify(sharedLockfile(lockfiles), null, 2), false));
  }
  return node;
}

function runTable(runs: readonly RunData[]): HTMLElement {
  const unfinished = runs.filter((run) => run.status !== 'complete').length;
  const rows = runs.map((run) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, run.variant),
      element('td', { class: 'number' }, String(run.seed)),
      element('td', { class: `status-${run.status}` }, run.error === null ? run.status : `${run.status}: ${run.error}`),
      element('td', { class: 'number' }, run.decisions === null ? '–' : formatNumber(run.decisions, 12)),
      element('td', {}, hash(run.decisionsHash)),
      element('td', {}, hash(run.metricsHash)),
    ),
  );
  const columns = ['Variant', 'Seed', 'Status', 'Decisions', 'Hash of decisions', 'Hash of metrics'];
  const numeric = new Set(['Seed', 'Decisions']);
  const head = columns.map((column) =>
    element('th', { scope: 'col', class: numeric.has(column) ? 'number' : null }, column),
  );
  const table = element(
    'table',
    { class: 'run-table' },
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...rows),
  );
  const count = `${runs.length} runs${unfinished > 0 ? `, ${unfinished} of them not finished and not counted` : ''}`;
  return element(
    'details',
    { open: runs.length <= 12 },
    element('summary', {}, count),
    element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Runs' }, table),
  );
}

function hash(value: string | null): Node {
  return value === null ? document.createTextNode('–') : element('code', { title: value }, value.slice(0, 12));
}

function foldedText(title: string, text: string, open: boolean): HTMLElement {
  const content = element('pre', { tabindex: 0, role: 'region', 'aria-label': title }, text === '' ? '(empty)' : text);
  return element('details', { open }, element('summary', {}, title), content);
}

/** What all runs share once, and the rest run by run. */
function sharedLockfile(runs: readonly RunData[]): unknown {
  const locks = runs.map((run) => run.lockfile as Readonly<Record<string, unknown>>);
  const same = (key: string): boolean =>
    locks.every((lock) => JSON.stringify(lock[key]) === JSON.stringify(locks[0]![key]));
  const keys = Object.keys(locks[0]!);
  const pick = (lock: Readonly<Record<string, unknown>>, wanted: readonly string[]): unknown =>
    Object.fromEntries(wanted.map((key) => [key, lock[key]]));
  const varying = keys.filter((key) => !same(key));
  const shared = pick(locks[0]!, keys.filter(same)) as object;
  return varying.length === 0 ? shared : { ...shared, runs: locks.map((lock) => pick(lock, varying)) };
}
