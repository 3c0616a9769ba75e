import { createHash } from 'node:crypto';
import type { ResultsReader } from './results-reader.ts';

/**
 * SHA-256 over what a results file says, wall-clock times apart: scenario, runs, hashes of their
 * decisions and metrics, and their figures. Equal for the same scenario, seeds and versions,
 * whatever the number of workers and however often the sweep was interrupted.
 */
export async function resultsHash(reader: ResultsReader): Promise<string> {
  const hash = createHash('sha256');
  const add = (value: unknown) => hash.update(`${JSON.stringify(value)}\n`);
  add((await reader.scenario()).hash);
  for (const { wallSeconds: _, ...run } of await reader.runs()) add(run);
  for (const metric of await reader.metrics()) add(metric);
  return hash.digest('hex');
}
