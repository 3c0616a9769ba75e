import { supportsRequests } from '../hardware/pci/apply-requests.ts';
import { explainShortage } from '../hardware/pci/explain-shortage.ts';
import { defineFilter } from './define-filter.ts';

/** Passes hosts with the PCI devices that were asked for. Nova: `PciPassthroughFilter`. */
export const pciPassthroughFilter = defineFilter({
  name: 'PciPassthroughFilter',
  summary: 'Passes hosts with free PCI devices for every PCI request.',
  nova: { source: 'nova/scheduler/filters/pci_passthrough_filter.py' },
  codes: ['no-pci-device'],
  reads: ['pciPools', 'numaTopology'],
  bind({ pciRequests }) {
    if (pciRequests === undefined || pciRequests === null || pciRequests.length === 0) return undefined;
    return {
      passes: ({ pciPools, numaTopology }) =>
        pciPools !== null && supportsRequests(pciPools, pciRequests, null, numaTopology),
      explain: ({ pciPools, numaTopology }) => ({
        code: 'no-pci-device',
        ...explainShortage(pciPools ?? [], pciRequests, null, numaTopology)!,
      }),
    };
  },
});
