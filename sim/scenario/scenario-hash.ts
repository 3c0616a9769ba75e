import { createHash } from 'node:crypto';
import type { Scenario } from './scenario.ts';

/** SHA-256 over the text of a scenario and the contents of every file that it names, as hexadecimal digits. */
export function scenarioHash(scenario: Pick<Scenario, 'text' | 'inputs'>): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([scenario.text, scenario.inputs.map(({ path, sha256 }) => [path, sha256])]));
  return hash.digest('hex');
}
