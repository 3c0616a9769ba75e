import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  decideNumaFit,
  numaFitCaseSchema,
  type HostTopologyJson,
  type InstanceTopologyJson,
} from '../../../core/index.ts';

interface Recorded {
  readonly case: unknown;
  readonly nova: {
    readonly instance_topology: InstanceTopologyJson | null;
    readonly fitted: InstanceTopologyJson | null;
    readonly host_after: HostTopologyJson | null;
    readonly error: { readonly stage: string; readonly type: string } | null;
  };
}

const file = new URL('../../fixtures/numa/recorded-fits.jsonl.gz', import.meta.url);
const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
const recorded = lines.map((line) => JSON.parse(line) as Recorded);

describe('recorded answers of Nova', () => {
  it('are several hundred', () => {
    expect(recorded.length).toBeGreaterThan(500);
  });

  it.each(recorded.map((one, line) => [line + 1, one] as const))('line %i', (_, one) => {
    const decided = decideNumaFit(numaFitCaseSchema.parse(one.case));
    const { instance_topology, fitted, host_after, error } = decided;
    expect({
      instance_topology,
      fitted,
      host_after,
      error: error && { stage: error.stage, type: error.type },
    }).toEqual(one.nova);
  });
});
