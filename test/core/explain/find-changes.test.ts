import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChange, type Change, changeSize, createReferenceEngine, findChanges } from '../../../core/index.ts';
import { buildCloud, buildFlavor, buildRequest } from '../build-cloud.ts';
import { anyRequest, cloudOf, cloudPlan, config } from './random-cloud.ts';

describe('the changes that would admit a request', () => {
  it('each admit it in a cloud built again from nothing', () => {
    let tried = 0;
    fc.assert(
      fc.property(cloudPlan, anyRequest, (plan, request) => {
        for (const change of findChanges(cloudOf(plan), config, request)) {
          const fresh = cloudOf(plan);
          const amended = applyChange(change, fresh, request);
          const { outcome } = createReferenceEngine(fresh, config).decide(amended.request);
          expect(outcome, JSON.stringify(change)).toBe('scheduled');
          tried += 1;
        }
      }),
      { numRuns: 300 },
    );
    expect(tried).toBeGreaterThan(100);
  });

  it('name the last number that is still refused as their neighbour', () => {
    fc.assert(
      fc.property(cloudPlan, anyRequest, (plan, request) => {
        for (const change of findChanges(cloudOf(plan), config, request)) {
          const nearer = oneStepNearer(change);
          if (nearer === undefined) continue;
          const fresh = cloudOf(plan);
          const amended = applyChange(nearer, fresh, request);
          const { outcome } = createReferenceEngine(fresh, config).decide(amended.request);
          expect(outcome, JSON.stringify(change)).not.toBe('scheduled');
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are listed with the smallest first', () => {
    fc.assert(
      fc.property(cloudPlan, anyRequest, (plan, request) => {
        const sizes = findChanges(cloudOf(plan), config, request).map(changeSize);
        expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
      }),
    );
  });

  it('leave cloud and request as they were', () => {
    fc.assert(
      fc.property(cloudPlan, anyRequest, (plan, request) => {
        const cloud = cloudOf(plan);
        const before = [structuredClone(cloud.hosts), structuredClone(request)];
        const decision = createReferenceEngine(cloud, config).decide(request, { detail: 'full' });
        findChanges(cloud, config, request);
        expect([structuredClone(cloud.hosts), request]).toEqual(before);
        expect(createReferenceEngine(cloud, config).decide(request, { detail: 'full' })).toEqual(decision);
      }),
    );
  });

  it('name the exact vCPU count and ratio for a host that is a little too full', () => {
    const cloud = buildCloud([{ vcpusTotal: 8, vcpusUsed: 30, cpuAllocationRatio: 4 }]);
    const request = buildRequest({ flavor: buildFlavor({ vcpus: 4 }) });
    const changes = findChanges(cloud, { ...config, filters: ['CoreFilter'] }, request);
    expect(changes).toEqual([
      { kind: 'ratio', hostIndex: 0, host: 'host0', resource: 'cpu', from: 4, to: 4.25 },
      { kind: 'flavor', field: 'vcpus', from: 4, to: 2 },
    ]);
  });

  it('name the disabled host to enable, and nothing that would not help', () => {
    const service = { disabled: true, disabledReason: 'disk', forcedDown: false, lastSeenSeconds: Infinity };
    const changes = findChanges(buildCloud([{ service }]), { filters: ['ComputeFilter'] }, buildRequest());
    expect(changes).toEqual([{ kind: 'enable', hostIndex: 0, host: 'host0', from: 'disabled' }]);
  });

  it('are none for a request that is admitted as it is', () => {
    expect(findChanges(buildCloud([{}]), config, buildRequest())).toEqual([]);
  });
});

function oneStepNearer(change: Change): Change | undefined {
  switch (change.kind) {
    case 'flavor':
    case 'instances':
      return change.to + 1 < change.from ? { ...change, to: change.to + 1 } : undefined;
    case 'ratio': {
      const to = Math.round(change.to * 100 - 1) / 100;
      return to > change.from ? { ...change, to } : undefined;
    }
    default:
      return undefined;
  }
}
