import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain, findFilters, resolveOptions, sentences } from '../../../core/index.ts';
import { buildCloud, buildFlavor, buildRequest } from '../build-cloud.ts';
import { anyRequest, cloudOf, cloudPlan, config } from './random-cloud.ts';

describe('an explanation', () => {
  it('counts every host that a filter lost, and each is refused by that filter alone', () => {
    fc.assert(
      fc.property(cloudPlan, anyRequest, (plan, request) => {
        const cloud = cloudOf(plan);
        const [round] = explain(cloud, config, request).rounds;
        const options = resolveOptions(config.options);
        for (const { name, entered, left, rejected } of round?.stages ?? []) {
          expect(rejected.length).toBe(entered - left);
          const [filter] = findFilters([name]);
          const check = filter!.bind(request, { options, nowSeconds: 0, instanceUuid: request.instanceUuids[0]! });
          for (const { host, code } of rejected) {
            expect(check!.passes(cloud.hosts.find((each) => each.host === host)!)).toBe(false);
            expect(filter!.codes).toContain(code);
          }
        }
      }),
    );
  });

  it('adds up: the contributions of a host are its weight', () => {
    let weighed = 0;
    fc.assert(
      fc.property(cloudPlan, anyRequest, (plan, request) => {
        for (const { ranking } of explain(cloudOf(plan), config, request).rounds) {
          for (const { weight, terms } of ranking) {
            expect(terms.reduce((sum, { contribution }) => sum + contribution, 0)).toBe(weight);
            weighed += terms.length;
          }
        }
      }),
    );
    expect(weighed).toBeGreaterThan(0);
  });

  it('says where the instance goes, why the others were not taken, and what decided a tie', () => {
    const cloud = buildCloud([{ vcpusUsed: 32 }, {}, {}]);
    const text = sentences(explain(cloud, { filters: ['CoreFilter'], weighers: ['RAMWeigher'] }, buildRequest()));
    expect(text).toEqual([
      'The instance goes to host1; alternates host2.',
      'CoreFilter: 3 hosts in, 2 out.',
      '  host0: no-room-vcpu; needed 1 vCPU, had 0 vCPU free at ratio 4.',
      'Weights, best first:',
      '  host1: 1; RAMWeigher 1 = 1 × 1 (raw 16384)',
      '  host2: 1; RAMWeigher 1 = 1 × 1 (raw 16384)',
      'host1, host2 weigh the same; the first in the list was taken.',
    ]);
  });

  it('names the smallest change when no host is left', () => {
    const cloud = buildCloud([{ ramFreeMib: 1024 }]);
    const request = buildRequest({ flavor: buildFlavor({ ramMib: 1100 }) });
    const text = sentences(explain(cloud, { filters: ['RamFilter'] }, request));
    expect(text[0]).toBe('No valid host: RamFilter left no host (no-room-ram).');
    expect(text).toContain('The smallest change that admits it: ram_allocation_ratio 1.01 instead of 1 on host0.');
  });
});
