import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HostLedger } from '../../../sim/cloud/host-ledger.ts';
import type { Demand } from '../../../sim/cloud/host-ledger.ts';
import { type Stranded, StrandedCapacity } from '../../../sim/metrics/stranded-capacity.ts';
import { UsageMeter } from '../../../sim/metrics/usage-meter.ts';
import { makeHosts } from '../run/make-run-input.ts';

const always = () => true;

/** Hosts of 8 vCPU, 8 GiB RAM, 80 GiB disk. */
function ledgerOf(hosts: number): HostLedger {
  return new HostLedger(makeHosts(hosts, { vcpus: 8, ramMib: 8192, diskGib: 80 }), new UsageMeter(0, 1));
}

function strandedCapacity(
  ledger: HostLedger,
  accepts: (host: number) => boolean,
  shapes: readonly Demand[],
  weights: readonly number[],
): Stranded {
  return new StrandedCapacity(ledger, shapes).measure(accepts, Int32Array.from(weights));
}

/** What the definition says of one host. */
function naively(free: Demand, shapes: readonly Demand[], weights: readonly number[]): Stranded {
  const keys = ['vcpus', 'ramMib', 'diskGib'] as const;
  const fitting = shapes.map((shape, i) => (keys.every((key) => shape[key] <= free[key]) ? weights[i]! : 0));
  const taken = (key: (typeof keys)[number]) => shapes.reduce((sum, shape, i) => sum + shape[key] * fitting[i]!, 0);
  const times = Math.min(...keys.filter((key) => taken(key) > 0).map((key) => free[key] / taken(key)));
  const left = (key: (typeof keys)[number]) => (taken(key) > 0 ? free[key] - times * taken(key) : free[key]);
  return { vcpus: left('vcpus'), ramMib: left('ramMib'), diskGib: left('diskGib') };
}

describe('stranded capacity', () => {
  it('is nothing when the mix has the proportions of the host', () => {
    const mix = [{ vcpus: 1, ramMib: 1024, diskGib: 10 }];
    expect(strandedCapacity(ledgerOf(3), always, mix, [5])).toEqual({ vcpus: 0, ramMib: 0, diskGib: 0 });
  });

  it('is what is left when the scarcest resource is gone', () => {
    const mix = [{ vcpus: 2, ramMib: 1024, diskGib: 0 }];
    expect(strandedCapacity(ledgerOf(2), always, mix, [5])).toEqual({ vcpus: 0, ramMib: 8192, diskGib: 160 });
  });

  it('is all that is free where no flavor of the mix fits', () => {
    const ledger = ledgerOf(1);
    ledger.claim(0, { vcpus: 7, ramMib: 1024, diskGib: 10 });
    const mix = [{ vcpus: 2, ramMib: 1024, diskGib: 10 }];
    expect(strandedCapacity(ledger, always, mix, [1])).toEqual({ vcpus: 1, ramMib: 7168, diskGib: 70 });
  });

  it('weighs flavors by how many of them run', () => {
    const mix = [
      { vcpus: 2, ramMib: 1024, diskGib: 10 },
      { vcpus: 1, ramMib: 2048, diskGib: 10 },
      { vcpus: 8, ramMib: 1024, diskGib: 10 },
    ];
    const balanced = strandedCapacity(ledgerOf(1), always, mix, [1, 1, 0]);
    expect(balanced.vcpus).toBeCloseTo(0);
    expect(balanced.ramMib).toBeCloseTo(0);
    const skewed = strandedCapacity(ledgerOf(1), always, mix, [3, 1, 0]);
    expect(skewed.vcpus).toBeCloseTo(0);
    expect(skewed.ramMib).toBeCloseTo(8192 - (8 / 7) * 5120);
  });

  it('does not count hosts that take nothing, and is nothing while nothing runs', () => {
    const mix = [{ vcpus: 2, ramMib: 1024, diskGib: 0 }];
    expect(strandedCapacity(ledgerOf(2), (host) => host === 1, mix, [5]).ramMib).toBe(4096);
    expect(strandedCapacity(ledgerOf(2), always, mix, [0])).toEqual({ vcpus: 0, ramMib: 0, diskGib: 0 });
  });

  it('is never more than what is free, and never negative', () => {
    const demand = fc.record({
      vcpus: fc.integer({ min: 0, max: 10 }),
      ramMib: fc.integer({ min: 0, max: 10_000 }),
      diskGib: fc.integer({ min: 0, max: 100 }),
    });
    const mix = fc.array(fc.tuple(demand, fc.integer({ min: 0, max: 9 })), { maxLength: 5 });
    const taken = fc.record({
      vcpus: fc.integer({ min: 0, max: 8 }),
      ramMib: fc.integer({ min: 0, max: 8192 }),
      diskGib: fc.integer({ min: 0, max: 80 }),
    });
    fc.assert(
      fc.property(mix, taken, (shapes, claim) => {
        const ledger = ledgerOf(1);
        ledger.claim(0, claim);
        const left = strandedCapacity(
          ledger,
          always,
          shapes.map(([shape]) => shape),
          shapes.map(([, weight]) => weight),
        );
        for (const [value, free] of [
          [left.vcpus, 8 - claim.vcpus],
          [left.ramMib, 8192 - claim.ramMib],
          [left.diskGib, 80 - claim.diskGib],
        ] as const) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(free);
        }
      }),
    );
  });

  it('is that of the definition, from one sample to the next, while hosts change', () => {
    const amounts = (most: number) => fc.nat({ max: most });
    const demand = fc.record({ vcpus: amounts(9), ramMib: amounts(9000), diskGib: amounts(90) });
    const claim = fc.record({ host: amounts(2), vcpus: amounts(3), ramMib: amounts(3000), diskGib: amounts(30) });
    const shape = fc.record({ demand, weight: fc.nat({ max: 3 }) });
    fc.assert(
      fc.property(fc.array(shape, { minLength: 1, maxLength: 6 }), fc.array(claim), (mix, claims) => {
        const shapes = mix.map((each) => each.demand);
        const weights = mix.map(({ weight }) => weight);
        const ledger = ledgerOf(3);
        const meter = new StrandedCapacity(ledger, shapes);
        const free = Array.from({ length: 3 }, () => ({ vcpus: 8, ramMib: 8192, diskGib: 80 }));
        for (const { host, ...taken } of claims) {
          const { vcpus, ramMib, diskGib } = free[host]!;
          if (taken.vcpus > vcpus || taken.ramMib > ramMib || taken.diskGib > diskGib) continue;
          ledger.claim(host, taken);
          free[host] = {
            vcpus: vcpus - taken.vcpus,
            ramMib: ramMib - taken.ramMib,
            diskGib: diskGib - taken.diskGib,
          };
          const found = meter.measure(always, Int32Array.from(weights));
          const none = { vcpus: 0, ramMib: 0, diskGib: 0 };
          const isMix = weights.some((weight) => weight > 0);
          const expected = free.map((each) => (isMix ? naively(each, shapes, weights) : none));
          for (const key of ['vcpus', 'ramMib', 'diskGib'] as const) {
            expect(found[key]).toBeCloseTo(
              expected.reduce((sum, each) => sum + each[key], 0),
              6,
            );
          }
        }
      }),
    );
  });
});
