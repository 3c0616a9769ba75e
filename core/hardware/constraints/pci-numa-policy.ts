import type { Flavor } from '../../model/flavor.ts';
import { hardwareError } from '../hardware-error.ts';
import { pciNumaPolicies, type PciNumaPolicy } from '../pci/pci-request.ts';
import { imageHardware } from './image-hardware.ts';
import type { Image } from '../../model/image.ts';

/**
 * How near to the guest's NUMA cells its PCI devices must be, or null when nobody says.
 * Nova: `get_pci_numa_policy_constraint`.
 *
 * @throws HardwareError `pci-numa-policy-of-image`, `pci-numa-policy`
 * @throws RequestError for an image property of the wrong type
 */
export function pciNumaPolicyOf(flavor: Flavor, image: Image | null): PciNumaPolicy | null {
  const ofImage = imageHardware(image).pciNumaPolicy;
  const ofFlavor = flavor.extraSpecs['hw:pci_numa_affinity_policy'];
  if (ofFlavor && ofImage && ofFlavor !== ofImage) throw hardwareError('pci-numa-policy-of-image', ofImage, ofFlavor);
  const asked = ofFlavor || ofImage;
  if (!asked) return null;
  const policy = pciNumaPolicies.find((known) => known === asked);
  if (policy === undefined) throw hardwareError('pci-numa-policy', asked);
  return policy;
}
