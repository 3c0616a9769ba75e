import { pciDeviceCount } from '../hardware/pci/pci-pool.ts';
import { defineWeigher } from './define-weigher.ts';

/** More free devices than this do not matter. Nova: `MAX_DEVS`. */
const MOST_DEVICES = 100;

/** Prefers hosts with few free PCI devices, which keeps the others for those who ask. Nova: `PCIWeigher`. */
export const pciWeigher = defineWeigher({
  name: 'PCIWeigher',
  summary: 'Prefers hosts with fewer free PCI devices.',
  nova: { source: 'nova/scheduler/weights/pci.py', since: '17.0' },
  options: ['[filter_scheduler] pci_weight_multiplier'],
  reads: ['pciPools'],
  total: true,
  aggregateKey: 'pci_weight_multiplier',
  multiplier: ({ filterScheduler }) => filterScheduler.pci_weight_multiplier,
  bind: () => ({
    raw: ({ pciPools }) => MOST_DEVICES - Math.min(pciPools === null ? 0 : pciDeviceCount(pciPools), MOST_DEVICES - 1),
  }),
});
