import type { Cloud } from '../model/cloud.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { SelectOptions } from '../scheduler/engine.ts';
import { createReferenceEngine, type EngineConfig } from '../scheduler/reference-engine.ts';
import { applyChange } from './apply-change.ts';
import { type Change, changeSize } from './change.ts';
import { findHostChanges } from './host-changes.ts';
import { findRequestChanges } from './request-changes.ts';

export interface ChangeSearch extends Pick<SelectOptions, 'nowSeconds' | 'item'> {
  /** Hosts on which a change is tried, those that came furthest first. Default 100. */
  readonly hostsTried?: number;
  /** Recomputes what a request carries of its flavor and image, when one of them changes. */
  readonly derive?: (request: RequestSpec) => RequestSpec;
}

/**
 * The single changes that would admit a refused request, the smallest first by `changeSize`. Each
 * was verified by deciding again with it. Empty when the request is admitted as it is, or when no
 * single change helps.
 *
 * The cloud is changed during the search and put back; nobody may look at it in between.
 */
export function findChanges(
  cloud: Cloud,
  config: EngineConfig,
  request: RequestSpec,
  search: ChangeSearch = {},
): Change[] {
  const { hostsTried = 100, derive, nowSeconds = 0, item = 0 } = search;
  const engine = createReferenceEngine(cloud, config);
  const decision = engine.decide(request, { detail: 'full', nowSeconds, item });
  if (decision.outcome === 'scheduled') return [];
  const admits = (change: Change): boolean => {
    const amended = applyChange(change, cloud, request, derive);
    try {
      return engine.decide(amended.request, { alternates: 0, nowSeconds, item }).outcome === 'scheduled';
    } finally {
      amended.revert();
    }
  };
  const changes = [
    ...findRequestChanges(cloud, request, admits),
    ...findHostChanges(cloud, decision, admits, hostsTried),
  ];
  return changes.sort((a, b) => changeSize(a) - changeSize(b));
}
