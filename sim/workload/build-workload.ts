import { type Flavor, invariant } from '../../core/index.ts';
import type { Workload } from './workload.ts';

/** Instances in any order, one place each; columns left out hold none. */
export interface DemandDraft {
  readonly flavors: readonly Flavor[];
  readonly projects: readonly string[];
  readonly arrivalSeconds: ArrayLike<number>;
  readonly lifetimeSeconds: ArrayLike<number>;
  readonly flavor: ArrayLike<number>;
  readonly project: ArrayLike<number>;
  /** Instances with the same value and arrival were asked for together. */
  readonly batch: ArrayLike<number>;
  readonly image?: ArrayLike<number>;
  readonly group?: ArrayLike<number>;
  readonly groups?: Workload['groups'];
  readonly zone?: ArrayLike<number>;
  readonly zones?: readonly string[];
  readonly horizonSeconds: number;
}

/**
 * Makes the columns of a draft: sorts by arrival (stably), and numbers the batches anew so that one
 * batch is one possible request. A batch that mixes flavors becomes one batch per run of equal
 * neighbours, because a multi-create has one flavor.
 */
export function buildWorkload(draft: DemandDraft): Workload {
  const order = orderOfArrival(draft.arrivalSeconds);
  const at = (column: ArrayLike<number> | undefined, empty: number) => (i: number) =>
    column === undefined ? empty : column[order[i]!]!;
  const count = order.length;
  const indexes = { length: count };
  const columns = {
    arrivalSeconds: Float64Array.from(indexes, (_, i) => at(draft.arrivalSeconds, 0)(i)),
    lifetimeSeconds: Float64Array.from(indexes, (_, i) => at(draft.lifetimeSeconds, 0)(i)),
    flavor: Uint16Array.from(indexes, (_, i) => at(draft.flavor, 0)(i)),
    project: Uint32Array.from(indexes, (_, i) => at(draft.project, 0)(i)),
    batch: Uint32Array.from(indexes, (_, i) => at(draft.batch, 0)(i)),
    image: Uint16Array.from(indexes, (_, i) => at(draft.image, 0)(i)),
    group: Int32Array.from(indexes, (_, i) => at(draft.group, -1)(i)),
    zone: Int16Array.from(indexes, (_, i) => at(draft.zone, -1)(i)),
  };
  return {
    count,
    flavors: draft.flavors,
    projects: draft.projects,
    ...columns,
    batch: renumberBatches(columns),
    groups: draft.groups ?? [],
    zones: draft.zones ?? [],
    resizes: { instance: new Uint32Array(0), afterSeconds: new Float64Array(0), flavor: new Uint16Array(0) },
    horizonSeconds: draft.horizonSeconds,
  };
}

type BatchColumns = Pick<Workload, 'arrivalSeconds' | 'batch' | 'flavor' | 'project' | 'image' | 'group' | 'zone'>;

/** Batches numbered 0, 1, ... by place; a new one starts where anything that a request names changes. */
export function renumberBatches(columns: BatchColumns): Uint32Array {
  const { arrivalSeconds, batch, flavor, project, image, group, zone } = columns;
  const renumbered = new Uint32Array(batch.length);
  let current = 0;
  for (let i = 1; i < batch.length; i++) {
    const same =
      batch[i] === batch[i - 1] &&
      arrivalSeconds[i] === arrivalSeconds[i - 1] &&
      flavor[i] === flavor[i - 1] &&
      project[i] === project[i - 1] &&
      image[i] === image[i - 1] &&
      group[i] === group[i - 1] &&
      zone[i] === zone[i - 1];
    renumbered[i] = same ? current : ++current;
  }
  return renumbered;
}

function orderOfArrival(arrivals: ArrayLike<number>): Uint32Array | number[] {
  const order = Array.from(arrivals, (_, i) => i);
  let ascending = true;
  for (let i = 0; i < arrivals.length; i++) {
    invariant(arrivals[i]! >= 0, `arrival ${i} at ${arrivals[i]} s`);
    if (i > 0 && arrivals[i]! < arrivals[i - 1]!) ascending = false;
  }
  return ascending ? order : order.sort((a, b) => arrivals[a]! - arrivals[b]!);
}
