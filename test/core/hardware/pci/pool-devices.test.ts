import { describe, expect, it } from 'vitest';
import { addDevice, pciPoolJson, pciPoolsOf, pciRequestsOf, removeDevice } from '../../../../core/index.ts';

const plain = { vendorId: '8086', productId: '1520', numaNode: 0, tags: {} };
const tagged = { ...plain, tags: { dev_type: 'type-VF' } };

describe('pools of PCI devices', () => {
  it('grow by a device of their kind, and are made for a new kind', () => {
    const two = addDevice(addDevice([], tagged), tagged);
    expect(two).toEqual([{ ...tagged, count: 2 }]);
    expect(addDevice(two, plain)).toEqual([
      { ...plain, count: 1 },
      { ...tagged, count: 2 },
    ]);
  });

  it('are as before when a device is added and removed', () => {
    const pools = addDevice(addDevice([], plain), tagged);
    expect(removeDevice(addDevice(pools, tagged), tagged)).toEqual(pools);
    expect(removeDevice(pools, plain)).toEqual([{ ...tagged, count: 1 }]);
  });

  it('have no device of a kind that is not there', () => {
    expect(() => removeDevice(addDevice([], plain), tagged)).toThrow('no free PCI device 8086:1520 on NUMA cell 0');
    const elsewhere = { ...plain, numaNode: null };
    expect(() => removeDevice(addDevice([], plain), elsewhere)).toThrow('without a NUMA cell');
  });

  it('keep their properties from and to JSON', () => {
    const json = {
      vendor_id: '8086',
      product_id: '1520',
      numa_node: null,
      count: 3,
      dev_type: 'vdpa',
      physical_network: null,
    };
    expect(pciPoolsOf([json]).map(pciPoolJson)).toEqual([json]);
  });

  it('and requests hold text: numbers and truths are written as Nova stores them', () => {
    const json = { vendor_id: '8086', product_id: '1520', count: 1, remote_managed: true, slot: 7 };
    expect(pciPoolsOf([json])[0]?.tags).toEqual({ remote_managed: 'True', slot: '7' });
    expect(pciRequestsOf([{ count: 1, spec: [{ remote_managed: false }] }])).toEqual([
      { count: 1, spec: [{ remote_managed: 'False' }], aliasName: undefined, numaPolicy: null },
    ]);
  });
});
