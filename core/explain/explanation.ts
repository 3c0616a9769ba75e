import type { Cloud } from '../model/cloud.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import { resolveOptions } from '../options/resolve-options.ts';
import { createReferenceEngine, type EngineConfig } from '../scheduler/reference-engine.ts';
import type { Decision, DecisionError, HostRejection, Refusal, Round, StageReport } from '../scheduler/decision.ts';
import type { Change } from './change.ts';
import { type ChangeSearch, findChanges } from './find-changes.ts';

/** Why a request went where it did, or nowhere: plain data, for a program, a page or a person. */
export interface Explanation {
  readonly outcome: Decision['outcome'];
  /** Per instance: the host chosen, then its alternates. */
  readonly placed: readonly (readonly string[])[];
  /** Stages before the first filter: request filters, Placement, cells. */
  readonly candidateStages: readonly ExplainedStage[];
  readonly rounds: readonly ExplainedRound[];
  readonly refusal?: Refusal | undefined;
  readonly error?: DecisionError | undefined;
  /** With `no-valid-host`: the single changes that would admit the request, the smallest first. */
  readonly changes: readonly Change[];
}

export interface ExplainedStage {
  readonly name: string;
  readonly entered: number;
  readonly left: number;
  readonly rejected: readonly {
    readonly host: string;
    readonly code: string;
    readonly needed: string;
    readonly had: string;
  }[];
}

export interface ExplainedRound {
  /** Position of the instance in the request. */
  readonly instance: number;
  readonly filtersSkipped: boolean;
  readonly stages: readonly ExplainedStage[];
  /** Surviving hosts, best first; empty when none was left. */
  readonly ranking: readonly RankedHost[];
  /** Hosts that share the best weight, when more than one does, and what chose among them. */
  readonly tie?: { readonly hosts: readonly string[]; readonly decidedBy: 'order' | 'shuffle' | 'subset' } | undefined;
}

export interface RankedHost {
  readonly host: string;
  readonly weight: number;
  /** In the order they were added; empty when one host was left and nothing was weighed. */
  readonly terms: readonly WeightTerm[];
}

export interface WeightTerm {
  readonly weigher: string;
  readonly raw: number;
  /** Between the bounds of the surviving hosts, 0 when all are equal. */
  readonly normalized: number;
  readonly multiplier: number;
  /** `multiplier` times `normalized`: what it adds to the weight. */
  readonly contribution: number;
}

/** Decides with full detail and explains, with the smallest changes when no host was left. */
export function explain(
  cloud: Cloud,
  config: EngineConfig,
  request: RequestSpec,
  search: ChangeSearch = {},
): Explanation {
  const { nowSeconds = 0, item = 0 } = search;
  const decision = createReferenceEngine(cloud, config).decide(request, { detail: 'full', nowSeconds, item });
  const changes = decision.outcome === 'no-valid-host' ? findChanges(cloud, config, request, search) : [];
  return explainDecision(cloud, decision, config, changes);
}

/** Explains a decision that was made with full detail over this cloud, as it was then. */
export function explainDecision(
  cloud: Cloud,
  decision: Decision,
  config: EngineConfig = {},
  changes: readonly Change[] = [],
): Explanation {
  return {
    outcome: decision.outcome,
    placed: decision.selections.map((hosts) => hosts.map(({ host }) => host)),
    candidateStages: decision.candidateStages.map((stage) => explainStage(cloud, stage)),
    rounds: decision.rounds.map((round) => explainRound(cloud, round, config)),
    refusal: decision.refusal,
    error: decision.error,
    changes,
  };
}

function explainStage(cloud: Cloud, { name, entered, left, rejections = [] }: StageReport): ExplainedStage {
  const rejected = rejections.map(({ hostIndex, reason }: HostRejection) => {
    return { host: cloud.hosts[hostIndex]!.host, code: reason.code, needed: reason.needed, had: reason.had };
  });
  return { name, entered, left, rejected };
}

function explainRound(cloud: Cloud, round: Round, config: EngineConfig): ExplainedRound {
  const ranking = rankHosts(cloud, round);
  // With a subset the first host need not be the best one.
  const best = ranking.reduce((most, { weight }) => Math.max(most, weight), Number.NEGATIVE_INFINITY);
  const equals = ranking.filter(({ weight }) => weight === best);
  const tie = equals.length > 1 ? { hosts: equals.map(({ host }) => host), decidedBy: tieBreaker(config) } : undefined;
  return {
    instance: round.instance,
    filtersSkipped: round.filtersSkipped,
    stages: round.stages.map((stage) => explainStage(cloud, stage)),
    ranking,
    tie,
  };
}

function rankHosts(cloud: Cloud, { filtered = [], weighed = [], weighers = [] }: Round): readonly RankedHost[] {
  const positions = new Map(filtered.map((hostIndex, position) => [hostIndex, position]));
  return weighed.map(({ hostIndex, weight }) => {
    const at = positions.get(hostIndex)!;
    const terms = weighers.map(({ weigher, raw, normalized, multiplier }): WeightTerm => {
      const contribution = multiplier[at]! * normalized[at]!;
      return { weigher, raw: raw[at]!, normalized: normalized[at]!, multiplier: multiplier[at]!, contribution };
    });
    return { host: cloud.hosts[hostIndex]!.host, weight, terms };
  });
}

function tieBreaker({ options }: EngineConfig): 'order' | 'shuffle' | 'subset' {
  const { host_subset_size: subset, shuffle_best_same_weighed_hosts: shuffles } =
    resolveOptions(options).filterScheduler;
  if (subset > 1) return 'subset';
  return shuffles ? 'shuffle' : 'order';
}
