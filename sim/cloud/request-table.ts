import type { Workload } from '../workload/workload.ts';

/** Requests as ranges of instances that stand side by side in the workload. */
export interface RequestTable {
  readonly count: number;
  /** First instance of each request; one entry more, so that `first[r + 1]` ends request r. */
  readonly first: Uint32Array;
  /** Request of each instance. */
  readonly ofInstance: Uint32Array;
}

/**
 * One request an instance; or, with `batchesAreRequests`, one request for each run of neighbours
 * that agree in batch and in everything a multi-create can ask for only once.
 */
export function tableRequests(workload: Workload, batchesAreRequests: boolean): RequestTable {
  const first = new Uint32Array(workload.count + 1);
  const ofInstance = new Uint32Array(workload.count);
  let count = 0;
  for (let instance = 0; instance < workload.count; instance++) {
    if (instance === 0 || !batchesAreRequests || !sameRequest(workload, instance - 1, instance)) {
      first[count++] = instance;
    }
    ofInstance[instance] = count - 1;
  }
  first[count] = workload.count;
  return { count, first: first.slice(0, count + 1), ofInstance };
}

function sameRequest(workload: Workload, a: number, b: number): boolean {
  return (
    workload.batch[a] === workload.batch[b] &&
    workload.arrivalSeconds[a] === workload.arrivalSeconds[b] &&
    workload.flavor[a] === workload.flavor[b] &&
    workload.project[a] === workload.project[b] &&
    workload.image[a] === workload.image[b] &&
    workload.group[a] === workload.group[b] &&
    workload.zone[a] === workload.zone[b]
  );
}
