import { didYouMean } from '../../../core/index.ts';
import { badRequest, unsupported } from './bad-request.ts';
import type { HardwareWishes } from './hardware-wishes.ts';
import type { HostSettings } from './host-settings.ts';

export interface Machine {
  readonly arch: string;
  readonly type: string;
  /** Made of PCI Express, without an IDE controller. */
  readonly isQ35: boolean;
  readonly firmware: 'bios' | 'uefi';
  readonly secureBoot: boolean;
  readonly bootMenu: boolean;
}

/** The board of a guest: machine type and firmware. Nova: `_configure_guest_by_virt_type`. */
export function machine(wishes: HardwareWishes, host: HostSettings): Machine {
  const type = machineType(wishes, host);
  const firmware = wishes.choice('hw_firmware_type', ['bios', 'uefi']) ?? 'bios';
  if (firmware === 'uefi' && !host.abilities.firmwares.includes('efi')) {
    throw unsupported('the image asks for UEFI (hw_firmware_type), but this host has no UEFI firmware for QEMU');
  }
  return {
    arch: archOf(wishes, host),
    type,
    isQ35: /^(pc-)?q35\b/.test(type),
    firmware,
    secureBoot: firmware === 'uefi' && secureBoot(wishes, host),
    bootMenu: wishes.flag('hw_boot_menu') ?? wishes.extraFlag('hw:boot_menu') ?? false,
  };
}

function machineType(wishes: HardwareWishes, host: HostSettings): string {
  const type = wishes.text('hw_machine_type') ?? host.defaults.hwMachineType;
  const { machineTypes } = host.abilities;
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(type)) {
    throw badRequest(`image property hw_machine_type is ${JSON.stringify(type)}; accepted: a name such as pc or q35`);
  }
  if (machineTypes.length > 0 && !machineTypes.includes(type)) {
    throw unsupported(`this host has no machine type "${type}"${didYouMean(type, machineTypes)}`);
  }
  return type;
}

function archOf(wishes: HardwareWishes, host: HostSettings): string {
  const { arch } = host.abilities;
  const asked = wishes.text('hw_architecture') ?? arch;
  if (asked !== arch) throw unsupported(`the image is for ${asked}, but this host is ${arch}`);
  return arch;
}

function secureBoot(wishes: HardwareWishes, host: HostSettings): boolean {
  const asked = wishes.choice('os_secure_boot', ['required', 'disabled', 'optional']) ?? wishes.extra('os:secure_boot');
  if (asked === 'required' && !host.abilities.secureBoot) {
    throw unsupported('the image needs secure boot, but this host has no firmware for it');
  }
  return host.abilities.secureBoot && (asked === 'required' || asked === 'optional');
}
