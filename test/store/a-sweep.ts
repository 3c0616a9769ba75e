import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ResultRow, RunStart, RunSummary, RunTiming, SweepPlan } from '../../store/index.ts';

/** A folder that is gone after the test. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'astrolabe-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const plan: SweepPlan = {
  scenario: { name: 'two ratios', question: 'Is 8 better than 4?', fileName: 'x.yaml', text: 'name: x\n', hash: 'abc' },
  variants: [
    { name: 'ratio-4', baseline: true },
    { name: 'ratio-8', baseline: false },
  ],
  runs: [
    { variant: 'ratio-4', seed: 1 },
    { variant: 'ratio-8', seed: 1 },
    { variant: 'ratio-4', seed: 2 },
    { variant: 'ratio-8', seed: 2 },
  ],
};

export function start(run: number): RunStart {
  const { variant, seed } = plan.runs[run]!;
  return {
    description: {
      hosts: [
        { name: 'a', kind: 'big', zone: '' },
        { name: 'b', kind: 'big', zone: 'z' },
      ],
      flavors: [{ name: 'm1.small', vcpus: 1, ramMib: 2048, diskGib: 20 }],
      durationSeconds: 900,
    },
    demandHash: `demand-${seed}`,
    lockfile: {
      astrolabe: '0.1.0',
      build: 'b',
      node: 'v20.19.0',
      platform: 'linux x64',
      variant,
      seed,
      scenario: 'abc',
      inputs: { 'trace.csv': 'def' },
    },
  };
}

/** Every kind of row; figures differ from run to run. */
export function rows(run: number): ResultRow[] {
  return [
    { kind: 'sample', atSeconds: 0, metric: 'vcpu-allocation', value: 0 },
    { kind: 'sample', atSeconds: 300, metric: 'vcpu-allocation', value: 0.1 + run },
    { kind: 'sample', atSeconds: 300, metric: 'hosts-used', value: 1 },
    { kind: 'host-sample', atSeconds: 300, metric: 'host-vcpu-allocation', values: new Float32Array([0.25, run]) },
    { kind: 'refusal', stage: 'filter', by: 'RamFilter', code: 'no-room-ram', requests: 3, instances: 5 },
    {
      kind: 'histogram',
      metric: 'boot-seconds',
      edges: new Float64Array([0, 1, 2]),
      counts: new Float64Array([4, run]),
    },
    { kind: 'metric', metric: 'instances-refused-fraction', value: 0.5 / (run + 1) },
    { kind: 'metric', metric: 'boot-seconds-p95', value: NaN },
    { kind: 'decision', sequence: 0, atSeconds: 12.5, request: 0, outcome: 'scheduled', hosts: ['a'] },
    {
      kind: 'decision',
      sequence: 1,
      atSeconds: 13,
      request: 1,
      outcome: 'no-valid-host',
      hosts: [],
      stage: 'filter',
      by: 'RamFilter',
      code: 'no-room-ram',
    },
  ];
}

export const summary: RunSummary = { decisionsHash: 'd', metricsHash: 'm', decisions: 2, events: 9 };
export const timing: RunTiming = { startedAt: new Date(0), wallSeconds: 1.5, attempts: 1 };
