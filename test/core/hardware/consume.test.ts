import { describe, expect, it } from 'vitest';
import {
  consumeHardware,
  numaConstraints,
  type ConsumeOptions,
  type PciPool,
  type PciRequest,
} from '../../../core/index.ts';
import { aFlavor } from './a-flavor.ts';
import { aHost } from './a-host.ts';

const unlimited: ConsumeOptions = { limits: null };
const pinned = numaConstraints(aFlavor({ 'hw:cpu_policy': 'dedicated' }), null);
const pools: readonly PciPool[] = [{ vendorId: '8086', productId: '1520', numaNode: 0, count: 1, tags: {} }];
const oneDevice: readonly PciRequest[] = [{ count: 1, spec: [{ vendor_id: '8086' }], numaPolicy: 'required' }];

describe('what a request takes from a host', () => {
  it('is pins and devices, and the next instance asks with the topology as it was fitted', () => {
    const host = { numaTopology: aHost({}), pciPools: pools };
    const consumed = consumeHardware(host, { numaTopology: pinned, pciRequests: oneDevice }, unlimited);
    expect(consumed.failure).toBeNull();
    expect(consumed.host.pciPools).toEqual([]);
    expect(consumed.host.numaTopology?.cells[0]?.pinnedCpus.size).toBe(4);
    expect(consumed.numaTopology?.cells[0]?.cpuPinning?.size).toBe(4);
    expect(host).toEqual({ numaTopology: aHost({}), pciPools: pools });
  });

  it('is nothing of NUMA, and no topology is asked for later, when it does not fit', () => {
    const host = { numaTopology: aHost({ pcpuset: [0] }), pciPools: pools };
    const consumed = consumeHardware(host, { numaTopology: pinned, pciRequests: null }, unlimited);
    expect(consumed).toEqual({ host, numaTopology: null, failure: null });
  });

  it('is told to have failed when the devices are gone, though the pins are taken', () => {
    const host = { numaTopology: aHost({}), pciPools: [] };
    const consumed = consumeHardware(host, { numaTopology: null, pciRequests: oneDevice }, unlimited);
    expect(consumed.failure).toBe('pci-request');
  });

  it('ends where the host cannot be counted on, with the fitted topology kept', () => {
    const host = { numaTopology: aHost({ mempages: [] }), pciPools: pools };
    const consumed = consumeHardware(host, { numaTopology: pinned, pciRequests: oneDevice }, unlimited);
    expect(consumed.failure).toMatchObject({ code: 'host-without-page-sizes' });
    expect(consumed.host).toEqual(host);
    expect(consumed.numaTopology?.cells[0]?.cpuPinning?.size).toBe(4);
  });

  it('is devices only, on a host without NUMA topology', () => {
    const host = { numaTopology: null, pciPools: pools };
    const consumed = consumeHardware(host, { numaTopology: null, pciRequests: oneDevice }, unlimited);
    expect(consumed).toEqual({ host: { numaTopology: null, pciPools: [] }, numaTopology: null, failure: null });
  });
});
