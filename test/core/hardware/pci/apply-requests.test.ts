import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyRequests,
  explainShortage,
  pciDeviceCount,
  pciPools,
  supportsRequests,
  type PciNumaPolicy,
  type PciPool,
  type PciRequest,
  type PciSpec,
} from '../../../../core/index.ts';
import { aHost } from '../a-host.ts';

function pool(numaNode: number | null, count: number, tags: PciPool['tags'] = {}): PciPool {
  return { vendorId: '8086', productId: '1520', numaNode, count, tags };
}

function wants(
  count: number,
  numaPolicy: PciNumaPolicy | null = null,
  spec: PciSpec = { vendor_id: '8086' },
): PciRequest {
  return { count, spec: [spec], numaPolicy };
}

/** `numaNode:count` of the pools that are left; undefined when the request is not served. */
function left(
  pools: readonly PciPool[],
  request: PciRequest,
  cells: readonly number[] | null = null,
): string[] | undefined {
  const placed = cells?.map((id) => ({ id })) ?? null;
  const applied = applyRequests(pools, [request], placed, aHost({ socket: 0 }, { socket: 0 }, { socket: 1 }));
  return applied.served ? applied.pools.map((one) => `${one.numaNode}:${one.count}`) : undefined;
}

describe('PCI devices', () => {
  it('match any of the specs, without regard to case', () => {
    const pools = [pool(0, 1, { physical_network: 'PN0' })];
    expect(supportsRequests(pools, [wants(1, null, { physical_network: 'pn0' })])).toBe(true);
    expect(supportsRequests(pools, [wants(1, null, { physical_network: 'pn1' })])).toBe(false);
    const either: PciRequest = { count: 1, spec: [{ product_id: 'ffff' }, { product_id: '1520' }], numaPolicy: null };
    expect(supportsRequests(pools, [either])).toBe(true);
    expect(supportsRequests(pools, [{ count: 1, spec: [], numaPolicy: null }])).toBe(false);
  });

  it('match a spec of nothing by not having the property', () => {
    expect(supportsRequests([pool(0, 1)], [wants(1, null, { physical_network: null })])).toBe(true);
    expect(
      supportsRequests([pool(0, 1, { physical_network: 'pn0' })], [wants(1, null, { physical_network: null })]),
    ).toBe(false);
  });

  it('never match a spec by the number of their cell or pool', () => {
    expect(supportsRequests([pool(0, 1)], [wants(1, null, { numa_node: '0' })])).toBe(false);
    expect(supportsRequests([pool(0, 1)], [wants(1, null, { count: '1' })])).toBe(false);
  });

  it.each(['type-PF', 'vdpa'])('of type %s are for those who ask', (type) => {
    const pools = [pool(0, 1, { dev_type: type })];
    expect(supportsRequests(pools, [wants(1)])).toBe(false);
    expect(supportsRequests(pools, [wants(1, null, { dev_type: type })])).toBe(true);
  });

  it('that are managed remotely are for those who ask', () => {
    const pools = [pool(0, 1, { remote_managed: 'true' })];
    expect(supportsRequests(pools, [wants(1)])).toBe(false);
    expect(supportsRequests(pools, [wants(1, null, { remote_managed: 'True' })])).toBe(true);
  });

  it('come from pools with fewer tags first', () => {
    const pools = pciPools([pool(1, 2, { dev_type: 'type-PCI' }), pool(0, 2)]);
    expect(left(pools, wants(3))).toEqual(['1:1']);
  });

  it('of several requests are not given twice', () => {
    expect(supportsRequests([pool(0, 2)], [wants(1), wants(1)])).toBe(true);
    expect(supportsRequests([pool(0, 2)], [wants(1), wants(2)])).toBe(false);
    expect(applyRequests([pool(0, 2)], [wants(1), wants(2)], null, null)).toEqual({
      pools: [pool(0, 1)],
      served: false,
    });
  });

  it('are missing by name', () => {
    expect(explainShortage([pool(0, 2)], [wants(1), wants(2)])).toEqual({
      needed: '2 PCI devices of 8086:*',
      had: '1 free',
    });
    expect(explainShortage([pool(0, 2, { dev_type: 'type-PF' })], [wants(1)])).toEqual({
      needed: '1 PCI devices of 8086:*',
      had: '2 free, too few of them usable',
    });
    expect(explainShortage([pool(0, 2)], [wants(2)])).toBeUndefined();
  });

  it('are conserved: what is taken is what was asked for', () => {
    const pools = fc.array(fc.record({ node: fc.constantFrom(null, 0, 1), count: fc.nat({ max: 4 }) }));
    const requests = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 });
    fc.assert(
      fc.property(pools, requests, (given, counts) => {
        const before = given.map(({ node, count }) => pool(node, count));
        const applied = applyRequests(
          before,
          counts.map((count) => wants(count)),
          null,
          null,
        );
        const asked = counts.reduce((sum, count) => sum + count, 0);
        expect(applied.served).toBe(asked <= pciDeviceCount(before));
        if (applied.served) expect(pciDeviceCount(applied.pools)).toBe(pciDeviceCount(before) - asked);
      }),
    );
  });
});

describe('the NUMA policy', () => {
  const near = pool(0, 1);
  const sameSocket = pool(1, 1);
  const far = pool(2, 1);
  const unknown = pool(null, 1);

  it("required takes devices of the guest's own cells", () => {
    expect(left([near, unknown], wants(1, 'required'), [0])).toEqual(['null:1']);
    expect(left([sameSocket, unknown], wants(1, 'required'), [0])).toBeUndefined();
  });

  it.each<PciNumaPolicy | null>(['legacy', null])('%s takes devices of unknown place too', (policy) => {
    expect(left([far, unknown], wants(1, policy), [0])).toEqual(['2:1']);
    expect(left([far, near], wants(2, policy), [0])).toBeUndefined();
  });

  it('socket takes devices of cells on the same socket', () => {
    expect(left([far, sameSocket, unknown], wants(1, 'socket'), [0])).toEqual(['2:1', 'null:1']);
    expect(left([far, unknown], wants(1, 'socket'), [0])).toBeUndefined();
  });

  it('socket finds nothing on a host that does not tell all its sockets', () => {
    const host = aHost({ socket: 0 }, { socket: null });
    expect(supportsRequests([sameSocket], [wants(1, 'socket')], [{ id: 0 }], host)).toBe(false);
    expect(() => supportsRequests([sameSocket], [wants(1, 'socket')], [{ id: 0 }], null)).toThrow(
      'without a NUMA topology',
    );
  });

  it('preferred takes the near ones first, and any others then', () => {
    expect(left([far, unknown, near], wants(1, 'preferred'), [0])).toEqual(['2:1', 'null:1']);
    expect(left([far, unknown, near], wants(3, 'preferred'), [0])).toEqual([]);
    expect(left([far, unknown], wants(2, 'preferred'), [0])).toEqual([]);
  });

  it('means nothing for a guest without NUMA topology', () => {
    expect(left([far], wants(1, 'required'), null)).toEqual([]);
    expect(left([far], wants(1, 'required'), [])).toEqual([]);
  });
});
