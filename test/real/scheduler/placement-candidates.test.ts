import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HostPlacement, Placement, replaceAllocations } from '../../../core/index.ts';
import type { CandidatesQuery } from '../../../core/index.ts';
import { PlacementCandidates } from '../../../real/scheduler/placement-candidates.ts';
import { addProvider, nodeUuid } from './a-cloud.ts';

function query(resources: Record<string, number>, limit?: number): CandidatesQuery {
  const group = {
    suffix: '',
    resources,
    requiredTraits: [],
    forbiddenTraits: [],
    memberOf: [],
    forbiddenAggregates: [],
  };
  return { groups: [group], sameSubtree: [], rootRequired: [], rootForbidden: [], limit };
}

function hostsFor(candidates: PlacementCandidates, asked: CandidatesQuery, hosts: number): number[] {
  const out = new Int32Array(hosts);
  const count = candidates.hostsFor(asked, out);
  return [...out.subarray(0, count)];
}

test('where every provider is a host, the candidates are those of the quick way', () => {
  const used = fc.array(fc.integer({ min: 0, max: 64 }), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(used, fc.integer({ min: 1, max: 64 }), (taken, vcpus) => {
      const placement = new Placement();
      taken.forEach((amount, number) => {
        addProvider(placement, number);
        if (amount > 0) allocate(placement, number, amount);
      });
      const asked = query({ VCPU: vcpus });
      const quick = new HostPlacement(placement.state);
      const out = new Int32Array(6);
      const expected = [...out.subarray(0, quick.hostsFor(asked, out))];
      const uuids = taken.map((_, number) => nodeUuid(number));
      const found = new Int32Array(6);
      const count = new PlacementCandidates(placement, uuids).hostsFor(asked, found);
      expect([...found.subarray(0, count)]).toEqual(expected);
    }),
  );
});

test('no more candidates are looked at than the limit says', () => {
  const placement = new Placement();
  for (let number = 0; number < 5; number += 1) addProvider(placement, number);
  const candidates = new PlacementCandidates(placement, [0, 1, 2, 3, 4].map(nodeUuid));
  expect(hostsFor(candidates, query({ VCPU: 1 }, 3), 5)).toEqual([0, 1, 2]);
});

test('providers that are no hosts of ours are passed over', () => {
  const placement = new Placement();
  for (let number = 0; number < 4; number += 1) addProvider(placement, number);
  const candidates = new PlacementCandidates(placement, [nodeUuid(3), nodeUuid(1), nodeUuid(77)]);
  expect(hostsFor(candidates, query({ VCPU: 1 }), 3)).toEqual([0, 1]);
  expect(candidates.explain(2, query({ VCPU: 1 }))).toMatchObject({ code: 'provider' });
});

test('a host with a tree of providers is a candidate when its tree has room, and is claimed from where that is', () => {
  const placement = new Placement();
  addProvider(placement, 0);
  addProvider(placement, 1);
  addProvider(placement, 2, nodeUuid(1));
  allocate(placement, 0, 64);
  allocate(placement, 1, 64);
  const candidates = new PlacementCandidates(placement, [nodeUuid(0), nodeUuid(1)]);
  expect(hostsFor(candidates, query({ VCPU: 2 }), 2)).toEqual([1]);
  expect([...candidates.resourcesOn(1, query({ VCPU: 2 }))!]).toEqual([[nodeUuid(2), { VCPU: 2 }]]);
  expect(candidates.claim(1, 'd0000000-0000-4000-8000-000000000099', query({ VCPU: 63 }))).toBe(true);
  expect(hostsFor(candidates, query({ VCPU: 2 }), 2)).toEqual([]);
  candidates.release('d0000000-0000-4000-8000-000000000099');
  expect(hostsFor(candidates, query({ VCPU: 2 }), 2)).toEqual([1]);
});

test('a class that nobody knows has no candidates', () => {
  const placement = new Placement();
  addProvider(placement, 0);
  expect(hostsFor(new PlacementCandidates(placement, [nodeUuid(0)]), query({ CUSTOM_GOLD: 1 }), 1)).toEqual([]);
});

function allocate(placement: Placement, number: number, vcpus: number): void {
  const consumerUuid = `d0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const resources = new Map([[nodeUuid(number), { VCPU: vcpus }]]);
  placement.transact(() => replaceAllocations(placement, [{ consumerUuid, projectId: 'p', userId: 'u', resources }]));
}
