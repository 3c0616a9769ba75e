import { dedicatedCpusOf, realtimeCpusOf } from '../hardware/constraints/cpu-masks.ts';
import { cpuPolicyOf } from '../hardware/constraints/cpu-policy.ts';
import { cpuThreadPolicyOf } from '../hardware/constraints/cpu-thread-policy.ts';
import { emulatorThreadsPolicyOf } from '../hardware/constraints/emulator-threads-policy.ts';
import { imageHardware } from '../hardware/constraints/image-hardware.ts';
import { pciNumaPolicyOf } from '../hardware/constraints/pci-numa-policy.ts';
import type { Flavor } from '../model/flavor.ts';
import type { Image } from '../model/image.ts';
import { imageProperties } from '../model/image-properties.ts';
import type { NovaLevel } from '../options/resolve-options.ts';
import { pythonText } from '../python/text.ts';
import { RequestError } from '../scheduler/request-error.ts';
import { flavorAndImage, flavorOrImage, flavorOrImageSwitch, invalid } from './flavor-or-image.ts';
import type { QueryDraft } from './query-draft.ts';

/** Traits that an image requires (`trait:NAME=required`); they go to the group without suffix. */
export function addImageTraits(image: Image | null, draft: QueryDraft): void {
  for (const [key, value] of Object.entries(image?.properties ?? {})) {
    if (key.startsWith('trait:') && value === 'required') draft.group().requiredTraits.add(key.slice('trait:'.length));
  }
}

/**
 * Turns CPU policies into PCPU and VCPU amounts and the trait of hyperthreading.
 * Nova: `ResourceRequest._translate_pinning_policies`. Throws HardwareError for policies that conflict.
 */
export function addCpuPolicies(flavor: Flavor, image: Image | null, draft: QueryDraft): void {
  const properties = imageHardware(image);
  const policy = cpuPolicyOf(flavor, properties);
  if (policy === 'dedicated' || policy === 'mixed') {
    const dedicated = policy === 'dedicated' ? flavor.vcpus : dedicatedCount(flavor, image);
    if (policy === 'mixed') draft.group().resources.set('VCPU', flavor.vcpus - dedicated);
    const emulator = emulatorThreadsPolicyOf(flavor) === 'isolate' ? 1 : 0;
    draft.group().resources.set('PCPU', dedicated + emulator);
  }
  const threads = cpuThreadPolicyOf(flavor, properties);
  if (threads === 'isolate') draft.group().forbiddenTraits.add('HW_CPU_HYPERTHREADING');
  if (threads === 'require') draft.group().requiredTraits.add('HW_CPU_HYPERTHREADING');
}

function dedicatedCount(flavor: Flavor, image: Image | null): number {
  return (dedicatedCpusOf(flavor) ?? realtimeCpusOf(flavor, imageHardware(image)) ?? new Set()).size;
}

/** Adds what else flavor and image together ask of a host. Throws RequestError for what cannot be had. */
export function addDeviceWishes(flavor: Flavor, image: Image | null, nova: NovaLevel, draft: QueryDraft): void {
  addMemoryEncryption(flavor, image, draft);
  addPersistentMemory(flavor, draft);
  const required = draft.group().requiredTraits;
  const tpm = tpmOf(flavor, image);
  if (tpm !== undefined) {
    required.add(tpm.version === '1.2' ? 'COMPUTE_SECURITY_TPM_1_2' : 'COMPUTE_SECURITY_TPM_2_0');
    if (nova !== '26') required.add(tpm.model === 'tpm-crb' ? 'COMPUTE_SECURITY_TPM_CRB' : 'COMPUTE_SECURITY_TPM_TIS');
  }
  if (pciNumaPolicyOf(flavor, image) === 'socket') required.add('COMPUTE_SOCKET_PCI_NUMA_AFFINITY');
  const secureBoot = flavorOrImage('secure_boot', ['required', 'disabled', 'optional'], flavor, image, 'os');
  if (secureBoot === 'required') required.add('COMPUTE_SECURITY_UEFI_SECURE_BOOT');
  if (nova !== '26') addAddressSpace(flavor, image, draft);
}

/** A slot for a guest with encrypted memory, which needs UEFI and a q35 machine. */
function addMemoryEncryption(flavor: Flavor, image: Image | null, draft: QueryDraft): void {
  if (!flavorOrImageSwitch('mem_encryption', flavor, image)) return;
  const properties = image === null ? undefined : imageProperties(image);
  if (properties?.get('hw_firmware_type') !== 'uefi') {
    const message = 'memory encryption needs the image property hw_firmware_type=uefi';
    throw new RequestError('FlavorImageConflict', message, { stage: 'request' });
  }
  const machine = properties.get('hw_machine_type');
  if (machine !== undefined && !pythonText(machine).includes('q35')) {
    const message = `memory encryption needs a q35 machine, found hw_machine_type=${pythonText(machine)}`;
    throw new RequestError('InvalidMachineType', message, { stage: 'request' });
  }
  draft.group().resources.set('MEM_ENCRYPTION_CONTEXT', 1);
}

/** `hw:pmem` lists labels of persistent memory; one named twice counts twice. */
function addPersistentMemory(flavor: Flavor, draft: QueryDraft): void {
  const amounts = new Map<string, number>();
  for (const part of (flavor.extraSpecs['hw:pmem'] ?? '').split(',')) {
    const label = part.trim();
    if (label === '') continue;
    const resourceClass = `CUSTOM_PMEM_NAMESPACE_${label.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
    amounts.set(resourceClass, (amounts.get(resourceClass) ?? 0) + 1);
  }
  for (const [resourceClass, amount] of amounts) draft.group().resources.set(resourceClass, amount);
}

/** The emulated TPM that is asked for. Throws RequestError for a version or model that does not exist. */
export function tpmOf(flavor: Flavor, image: Image | null): { version: string; model: string } | undefined {
  const version = flavorOrImage('tpm_version', ['1.2', '2.0'], flavor, image);
  if (version === undefined) return undefined;
  const model = flavorOrImage('tpm_model', ['tpm-tis', 'tpm-crb'], flavor, image) ?? 'tpm-tis';
  if (model === 'tpm-crb' && version !== '2.0') throw invalid('hw:tpm_model tpm-crb needs hw:tpm_version 2.0');
  return { version, model };
}

/** Since 27: guests with more physical address bits than the default. */
function addAddressSpace(flavor: Flavor, image: Image | null, draft: QueryDraft): void {
  const { flavor: byFlavor, image: byImage } = flavorAndImage('maxphysaddr_mode', flavor, image);
  const mode = byFlavor ?? byImage;
  if (mode === 'passthrough') draft.group().requiredTraits.add('COMPUTE_ADDRESS_SPACE_PASSTHROUGH');
  if (mode === 'emulate') draft.group().requiredTraits.add('COMPUTE_ADDRESS_SPACE_EMULATED');
}
