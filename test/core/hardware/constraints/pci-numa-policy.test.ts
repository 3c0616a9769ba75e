import { describe, expect, it } from 'vitest';
import { pciNumaPolicyOf } from '../../../../core/index.ts';
import { aFlavor } from '../a-flavor.ts';

describe('the PCI NUMA affinity policy', () => {
  it('comes from the flavor or the image', () => {
    expect(pciNumaPolicyOf(aFlavor(), null)).toBeNull();
    expect(pciNumaPolicyOf(aFlavor({ 'hw:pci_numa_affinity_policy': 'socket' }), null)).toBe('socket');
    expect(pciNumaPolicyOf(aFlavor(), { properties: { hw_pci_numa_affinity_policy: 'required' } })).toBe('required');
  });

  it('may not differ between the two', () => {
    const flavor = aFlavor({ 'hw:pci_numa_affinity_policy': 'socket' });
    expect(() => pciNumaPolicyOf(flavor, { properties: { hw_pci_numa_affinity_policy: 'legacy' } })).toThrow('socket');
  });

  it('must be one that exists', () => {
    const flavor = aFlavor({ 'hw:pci_numa_affinity_policy': 'near' });
    expect(() => pciNumaPolicyOf(flavor, null)).toThrow('accepted: required, legacy, preferred, socket');
  });
});
