import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadScenario, planRuns, resolveRun } from '../../../sim/index.ts';
import { observeRun } from './observe-run.ts';

const traces = process.env['ASTROLABE_TRACES'] ?? fileURLToPath(new URL('../../../../shared/traces', import.meta.url));
const scenario = fileURLToPath(new URL('../../../bench/replays/huawei-100.yaml', import.meta.url));

describe.skipIf(!existsSync(`${traces}/huawei-east-1-lt.csv.gz`))(
  'a recorded month of 116,313 VMs on 100 hosts',
  () => {
    it('runs to its end, with every VM accepted or refused', async () => {
      const loaded = await loadScenario(scenario, { inputDirectories: [traces] });
      const input = await resolveRun(loaded, planRuns(loaded)[0]!);
      const run = await observeRun(input, 0);
      expect(run.metric('instances-arrived')).toBe(116_313);
      expect(run.metric('instances-accepted') + run.metric('instances-refused')).toBe(116_313);
      expect(run.refusals.reduce((sum, { instances }) => sum + instances, 0)).toBe(run.metric('instances-refused'));
      expect(run.summary.decisions).toBe(116_313);
      // The trace itself says what the cloud held at its peak, had nothing been refused.
      expect(run.metric('instances-running-peak')).toBeLessThanOrEqual(2432);
      expect(run.metric('instances-running-peak')).toBeGreaterThan(2400);
      expect(run.metric('vcpu-peak')).toBeLessThanOrEqual(6400);
    }, 300_000);
  },
);
