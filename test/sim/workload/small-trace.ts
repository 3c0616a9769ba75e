import { flavorName } from '../../../sim/workload/trace-builder.ts';
import type { Trace } from '../../../sim/workload/trace.ts';

/** One instance of a trace made for a test; all but the arrival have defaults. */
export interface SmallRow {
  readonly at: number;
  readonly low?: number;
  readonly high?: number;
  readonly censored?: boolean;
  readonly vcpus?: number;
  readonly batch?: number;
}

/** A trace of rows that ascend by arrival. Lifetimes default to 100 s, flavors to 1 vCPU and 1 GiB per vCPU. */
export function smallTrace(rows: readonly SmallRow[]): Trace {
  const sizes = [...new Set(rows.map((row) => row.vcpus ?? 1))];
  const none = rows.map(() => -1);
  return {
    file: 'small.csv',
    kind: 'csv',
    count: rows.length,
    flavors: sizes.map((vcpus) => ({
      name: flavorName(vcpus, vcpus * 1024),
      vcpus,
      ramMib: vcpus * 1024,
      extraSpecs: {},
    })),
    arrivalSeconds: Float64Array.from(rows, (row) => row.at),
    lifetimeLowSeconds: Float64Array.from(rows, (row) => row.low ?? 100),
    lifetimeHighSeconds: Float64Array.from(rows, (row) => row.high ?? row.low ?? 100),
    censored: Uint8Array.from(rows, (row) => (row.censored ? 1 : 0)),
    flavor: Uint16Array.from(rows, (row) => sizes.indexOf(row.vcpus ?? 1)),
    project: new Uint32Array(rows.length),
    projects: ['project-1'],
    batch: Uint32Array.from(rows, (row, i) => row.batch ?? 1000 + i),
    zone: Int16Array.from(none),
    zones: [],
    image: Int16Array.from(none),
    imageNames: [],
    group: Int32Array.from(none),
    groups: [],
    originSeconds: 0,
    sorted: true,
  };
}
