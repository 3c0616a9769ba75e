import { describeChange } from './describe-change.ts';
import type { ExplainedRound, ExplainedStage, Explanation, RankedHost } from './explanation.ts';

export interface SentenceOptions {
  /** Rejected hosts named per stage, and ranked hosts per round, before "and N more". Default 10. */
  readonly most?: number;
}

/** An explanation as lines for a person, the answer first. */
export function sentences(explanation: Explanation, { most = 10 }: SentenceOptions = {}): string[] {
  const { candidateStages, rounds } = explanation;
  return [
    ...answer(explanation),
    ...candidateStages.flatMap((stage) => stageLines(stage, most)),
    ...rounds.flatMap((round, i) => [...roundTitle(round, i, rounds), ...roundLines(round, most)]),
    ...changeLines(explanation),
  ];
}

function answer({ outcome, placed, refusal, error }: Explanation): string[] {
  if (outcome === 'error') return [`The request ends with ${error?.type ?? 'an error'}: ${error?.message ?? ''}`];
  if (outcome === 'no-valid-host')
    return [`No valid host: ${refusal?.message ?? 'no host is left'} (${refusal?.code ?? 'no-host'}).`];
  return placed.map(([host, ...alternates], i) => {
    const which = placed.length > 1 ? `Instance ${i + 1} goes to` : 'The instance goes to';
    return `${which} ${host}; ${alternates.length > 0 ? `alternates ${alternates.join(', ')}` : 'there is no alternate'}.`;
  });
}

function stageLines({ name, entered, left, rejected }: ExplainedStage, most: number): string[] {
  return [
    `${name}: ${hosts(entered)} in, ${left} out.`,
    ...limited(rejected, most, ({ host, code, needed, had }) => `  ${host}: ${code}; needed ${needed}, had ${had}.`),
  ];
}

/** A multi-create has a round an instance, and one more when alternates are picked for all of them. */
function roundTitle({ instance }: ExplainedRound, position: number, rounds: readonly ExplainedRound[]): string[] {
  if (rounds.length === 1) return [];
  return position > instance ? ['For the alternates:'] : [`Instance ${instance + 1}:`];
}

function roundLines({ filtersSkipped, stages, ranking, tie }: ExplainedRound, most: number): string[] {
  return [
    ...(filtersSkipped ? ['The request names its hosts: no filter is asked.'] : []),
    ...stages.flatMap((stage) => stageLines(stage, most)),
    ...rankingLines(ranking, most),
    ...(tie === undefined
      ? []
      : [
          `${tie.hosts.slice(0, most).join(', ')} weigh the same${more(tie.hosts.length - most)}; ${TIE[tie.decidedBy]}.`,
        ]),
  ];
}

function rankingLines(ranking: readonly RankedHost[], most: number): string[] {
  if (ranking.length === 0) return [];
  if (ranking.length === 1) return [`Only ${ranking[0]!.host} is left: it needs no weighing.`];
  return ['Weights, best first:', ...limited(ranking, most, rankedLine)];
}

function rankedLine({ host, weight, terms }: RankedHost): string {
  const parts = terms
    .filter(({ contribution }) => contribution !== 0)
    .map(
      (term) =>
        `${term.weigher} ${sixDigits(term.contribution)} = ${sixDigits(term.multiplier)} × ${sixDigits(term.normalized)} (raw ${sixDigits(term.raw)})`,
    );
  return `  ${host}: ${sixDigits(weight)}${parts.length > 0 ? `; ${parts.join(', ')}` : ''}`;
}

function changeLines({ outcome, changes }: Explanation): string[] {
  if (outcome !== 'no-valid-host') return [];
  const [smallest, ...others] = changes;
  if (smallest === undefined) return ['No single change that was tried admits the request.'];
  return [
    `The smallest change that admits it: ${describeChange(smallest)}.`,
    ...(others.length > 0 ? ['Others:', ...limited(others, 5, (change) => `  ${describeChange(change)}`)] : []),
  ];
}

const TIE = {
  order: 'the first in the list was taken',
  shuffle: 'one was drawn (shuffle_best_same_weighed_hosts)',
  subset: 'one of the best was drawn (host_subset_size)',
} as const;

function limited<T>(items: readonly T[], most: number, line: (item: T) => string): string[] {
  const rest = items.length - most;
  return [...items.slice(0, most).map(line), ...(rest > 0 ? [`  and ${rest} more`] : [])];
}

function more(rest: number): string {
  return rest > 0 ? ` (and ${rest} more)` : '';
}

function hosts(count: number): string {
  return count === 1 ? '1 host' : `${count} hosts`;
}

/** Six significant digits: enough to compare, short enough to read. */
function sixDigits(value: number): string {
  return String(Number(value.toPrecision(6)));
}
