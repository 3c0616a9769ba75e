import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createReferenceEngine,
  type Decision,
  filterRegistry,
  type HostState,
  weigherRegistry,
} from '../../../core/index.ts';
import { randomCase } from '../random-case.ts';

/** All filters that look at one host alone; JsonFilter and the like pass without their hints. */
const filters = [...filterRegistry.keys()];
const weighers = [...weigherRegistry.keys()];
const runs = { numRuns: 150 };

function survivors(decision: Decision): number[] {
  return [...(decision.rounds[0]?.filtered ?? [])].toSorted((a, b) => a - b);
}

function snapshot(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    each instanceof Set || each instanceof Map ? [...each] : each,
  );
}

describe('a decision', () => {
  it('has the same survivors whatever the order of the filters', () => {
    fc.assert(
      fc.property(randomCase, fc.shuffledSubarray(filters), ({ cloud, request }, shuffled) => {
        const one = { ...request, instanceUuids: ['new0'] };
        const decide = (names: readonly string[]) =>
          createReferenceEngine(cloud(), { filters: names }).decide(one, { detail: 'full' });
        const sorted = decide(shuffled.toSorted());
        const given = decide(shuffled);
        // A request that ends in an exception depends on who is asked first, as in Nova.
        fc.pre(sorted.error === undefined && given.error === undefined);
        expect(survivors(given)).toEqual(survivors(sorted));
      }),
      runs,
    );
  });

  it('keeps every survivor when hosts have more of everything', () => {
    const enlarge = (host: HostState) => {
      host.vcpusTotal += host.vcpusTotal === 0 ? 0 : 8;
      host.ramTotalMib += 4096;
      host.ramFreeMib += 8192;
      host.diskTotalGib += 10;
      host.diskFreeMib += 20_480;
    };
    fc.assert(
      fc.property(randomCase, ({ cloud, request }) => {
        const one = { ...request, instanceUuids: ['new0'], flavor: { ...request.flavor, extraSpecs: {} } };
        const decide = (change?: (host: HostState) => void) =>
          createReferenceEngine(cloud(change), { filters }).decide(one, { detail: 'full' });
        expect(survivors(decide(enlarge))).toEqual(expect.arrayContaining(survivors(decide())));
      }),
      runs,
    );
  });

  it('changes neither cloud nor request, for one instance or several', () => {
    fc.assert(
      fc.property(randomCase, fc.subarray(filters), ({ cloud, request }, names) => {
        const live = cloud();
        const before = snapshot([live.hosts, live.aggregates, request]);
        const engine = createReferenceEngine(live, { filters: names, weighers });
        const first = engine.decide(request, { detail: 'full' });
        expect(snapshot([live.hosts, live.aggregates, request])).toBe(before);
        expect(snapshot(engine.decide(request, { detail: 'full' }))).toBe(snapshot(first));
      }),
      runs,
    );
  });

  it('chooses the same with counts as with full detail, and the same hosts enter and leave each filter', () => {
    const brief = ({ outcome, selections, rounds, refusal }: Decision) => ({
      outcome,
      selections,
      refusal,
      stages: rounds.map(({ stages }) => stages.map(({ name, entered, left }) => [name, entered, left])),
    });
    fc.assert(
      fc.property(randomCase, fc.subarray(filters), ({ cloud, request }, names) => {
        const engine = createReferenceEngine(cloud(), { filters: names, weighers });
        expect(brief(engine.decide(request))).toEqual(brief(engine.decide(request, { detail: 'full' })));
      }),
      runs,
    );
  });

  it('explains each rejection with a code that the filter has declared', () => {
    fc.assert(
      fc.property(randomCase, ({ cloud, request }) => {
        const decision = createReferenceEngine(cloud(), { filters }).decide(request, { detail: 'full' });
        for (const { name, rejections = [], entered, left } of decision.rounds.flatMap(({ stages }) => stages)) {
          expect(rejections).toHaveLength(entered - left);
          for (const { reason } of rejections) expect(filterRegistry.get(name)!.codes).toContain(reason.code);
        }
      }),
      runs,
    );
  });
});
