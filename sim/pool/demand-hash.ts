import { createHash, type Hash } from 'node:crypto';
import type { Workload } from '../workload/workload.ts';

/**
 * SHA-256 over everything in a workload that its requests consist of: two runs with the same hash
 * met the same demand.
 */
export function demandHash(workload: Workload, batchesAreRequests: boolean): string {
  const hash = createHash('sha256');
  const { flavors, projects, groups, zones, resizes, horizonSeconds } = workload;
  hash.update(JSON.stringify({ flavors, projects, groups, zones, horizonSeconds, batchesAreRequests }));
  addColumns(hash, [workload.arrivalSeconds, workload.lifetimeSeconds, workload.flavor, workload.project]);
  addColumns(hash, [workload.batch, workload.image, workload.group, workload.zone]);
  addColumns(hash, [resizes.instance, resizes.afterSeconds, resizes.flavor]);
  return hash.digest('hex');
}

function addColumns(hash: Hash, columns: readonly NodeJS.TypedArray[]): void {
  for (const column of columns) {
    hash.update(`${column.length} `);
    hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  }
}
