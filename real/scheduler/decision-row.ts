import { createReferenceEngine, explain, explainDecision } from '../../core/index.ts';
import type {
  CloudState,
  Decision,
  EngineConfig,
  ExplainedRound,
  ExplainedStage,
  Explanation,
  RequestSpec,
} from '../../core/index.ts';
import type { DecisionRow } from '../objects/instance-action.ts';
import { packJson } from '../objects/packed-json.ts';

/** Hosts kept of a ranking and of each stage's refused ones; the numbers of all of them are kept too. */
const hostsKept = 10;
/** Hosts on which a change is tried for a refused request: each costs a decision. */
const hostsTried = 5;

/** Above this many hosts a refused request is not searched for the change that would admit it. */
const searchedHostsMax = 200;

export interface DecidedRequest {
  readonly cloud: CloudState;
  readonly config: EngineConfig;
  readonly request: RequestSpec;
  readonly decision: Decision;
  readonly nowSeconds: number;
}

/** What is kept of a decision, for each of its servers. The cloud must be as it was when it was decided. */
export function decisionRows(decided: DecidedRequest): readonly Omit<DecisionRow, 'position'>[] {
  const { decision, request, nowSeconds } = decided;
  const explanation = explained(decided);
  return request.instanceUuids.map((instanceUuid, index) => ({
    instanceUuid,
    decidedAtSeconds: nowSeconds,
    outcome: decision.outcome,
    host: decision.selections[index]?.[0]?.host ?? null,
    explanation: packJson(partOf(explanation, index)),
  }));
}

function explained({ cloud, config, request, decision, nowSeconds }: DecidedRequest): Explanation {
  if (decision.outcome !== 'no-valid-host') return explainDecision(cloud, decision, config);
  if (cloud.hosts.length <= searchedHostsMax) return explain(cloud, config, request, { nowSeconds, hostsTried });
  // Why each host was refused, though it was not asked for when it was decided.
  const inFull = createReferenceEngine(cloud, config).decide(request, { detail: 'full', nowSeconds });
  return explainDecision(cloud, inFull, config);
}

/** One server's part of a request for several. */
function partOf(explanation: Explanation, index: number): Explanation {
  const { placed, rounds, candidateStages } = explanation;
  const own = rounds.filter(({ instance }, position) => instance === index && position <= index);
  return {
    ...explanation,
    placed: placed.slice(index, index + 1),
    candidateStages: candidateStages.map(shortStage),
    rounds: (explanation.outcome === 'scheduled' ? own : rounds.slice(-1)).map(shortRound),
  };
}

function shortRound(round: ExplainedRound): ExplainedRound {
  return {
    ...round,
    instance: 0,
    stages: round.stages.map(shortStage),
    ranking: round.ranking.slice(0, hostsKept),
    tie: round.tie && { ...round.tie, hosts: round.tie.hosts.slice(0, hostsKept) },
  };
}

function shortStage(stage: ExplainedStage): ExplainedStage {
  return { ...stage, rejected: stage.rejected.slice(0, hostsKept) };
}
