import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runSimulation } from '../../../sim/index.ts';
import { loadScenario } from '../../../sim/scenario/load-scenario.ts';
import { planRuns } from '../../../sim/scenario/plan-runs.ts';
import { resolveRun } from '../../../sim/scenario/resolve-run.ts';
import type { Scenario } from '../../../sim/scenario/scenario.ts';
import { hasTraces, traceDirectory } from '../workload/recorded-traces.ts';

const directory = fileURLToPath(new URL('../../../scenarios/', import.meta.url));
const files = readdirSync(directory)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => `${directory}${name}`);

/** These name recorded traces, which the project may not ship. */
const needTraces = ['huawei-replay.yaml', 'huawei-resampled.yaml', 'azure-batches.yaml', 'gpu-cluster.yaml'];
const needs = (file: string) => needTraces.includes(basename(file));

const options = { inputDirectories: [traceDirectory] };

describe('the scenarios that come with the project', () => {
  it('are there, and those that need traces are the ones we think', () => {
    expect(files.length).toBeGreaterThanOrEqual(10);
    expect(files.filter(needs).length).toBe(needTraces.length);
  });

  // The demonstration runs below.
  const runnable = files
    .filter((file) => basename(file) !== 'demo.yaml' && (hasTraces || !needs(file)))
    .map((file) => [basename(file), file] as const);

  it.each(runnable)('%s runs every variant with its first seed, and the counts add up', async (_, file) => {
    expect((await runFirstSeed(await loadScenario(file, options))).size).toBeGreaterThan(0);
  });

  it.each(files.filter(needs).map((file) => [basename(file), file] as const))(
    '%s says which file it wants and where it looked when there is none',
    async (_, file) => {
      const before = process.env['ASTROLABE_TRACES'];
      delete process.env['ASTROLABE_TRACES'];
      try {
        const error = await loadScenario(file).catch((caught: unknown) => caught);
        expect(error).toMatchObject({ name: 'ScenarioError', code: 'file-missing' });
        expect(String(error)).toMatch(
          /\.yaml:\d+:\d+: .*file: found no file ".*\.csv\.gz"; accepted: a file in .*scenarios/,
        );
      } finally {
        if (before !== undefined) process.env['ASTROLABE_TRACES'] = before;
      }
    },
  );
});

describe('the demonstration', () => {
  it('has an interesting answer: a higher ratio refuses less and puts more vCPUs on a thread', async () => {
    const scenario = await loadScenario(`${directory}demo.yaml`);
    expect(scenario.seeds.length).toBeGreaterThanOrEqual(3);
    const figures = await runFirstSeed(scenario);
    const value = (variant: string, metric: string) => figures.get(variant)!.get(metric)!;
    const refused = 'instances-refused-fraction';
    expect(value('spread, ratio 4', refused)).toBeGreaterThan(0.01);
    expect(value('spread, ratio 8', refused)).toBeLessThan(value('spread, ratio 4', refused));
    expect(value('pack, ratio 4', refused)).toBeLessThan(value('spread, ratio 4', refused));
    const density = 'packing-density-vcpu';
    expect(value('spread, ratio 8', density)).toBeGreaterThan(value('spread, ratio 4', density));
  });
});

/** Runs every variant with its first seed and returns its figures; the counts must add up. */
async function runFirstSeed(scenario: Scenario): Promise<Map<string, Map<string, number>>> {
  const first = planRuns(scenario).filter(({ seed }) => seed === scenario.seeds[0]);
  expect(first.length).toBe(scenario.variants.length);
  const figures = new Map<string, Map<string, number>>();
  for (const plan of first) {
    const input = await resolveRun(scenario, plan);
    const metrics = new Map<string, number>();
    const summary = await runSimulation(input, (rows) => {
      for (const row of rows) if (row.kind === 'metric') metrics.set(row.metric, row.value);
    });
    expect(summary.decisions).toBeGreaterThan(0);
    const arrived = metrics.get('instances-arrived')!;
    expect(arrived).toBeGreaterThan(0);
    expect(metrics.get('instances-accepted')! + metrics.get('instances-refused')!).toBe(arrived);
    if (input.metrics.warmupSeconds === 0) expect(arrived).toBe(input.workload.count);
    figures.set(plan.variant, metrics);
  }
  return figures;
}
