import { unsupported } from './bad-request.ts';
import type { HardwareWishes } from './hardware-wishes.ts';

/**
 * Refuses what a guest would silently not get. The scheduler keeps such requests away from hosts without the trait; this
 * is for those that came all the same.
 */
export function refuseUnsupported(wishes: HardwareWishes): void {
  for (const [extra, what] of Object.entries(missing)) {
    const value = wishes.extra(extra);
    if (value !== undefined && !saysNo.has(value.toLowerCase()))
      throw unsupported(`${what} (${extra}) cannot be given here`);
  }
  for (const [property, what] of Object.entries(missingForImages)) {
    const value = wishes.text(property);
    if (value !== undefined && !saysNo.has(value)) throw unsupported(`${what} (${property}) cannot be given here`);
  }
}

const saysNo: ReadonlySet<string> = new Set(['false', 'no', '0', '']);

const missing: Readonly<Record<string, string>> = {
  'hw:tpm_version': 'an emulated TPM',
  'hw:mem_encryption': 'memory encryption',
  'hw:pmem': 'persistent memory',
  'hw:ephemeral_encryption': 'encryption of disks',
  'hw:viommu_model': 'a virtual IOMMU',
};

const missingForImages: Readonly<Record<string, string>> = {
  hw_tpm_version: 'an emulated TPM',
  hw_mem_encryption: 'memory encryption',
  hw_ephemeral_encryption: 'encryption of disks',
  hw_viommu_model: 'a virtual IOMMU',
};
