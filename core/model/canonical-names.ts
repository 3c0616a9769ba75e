import { RequestError } from '../scheduler/request-error.ts';

/** CPU architectures that Nova knows. Nova: `nova/virt/arch.py`. */
export const architectures: readonly string[] =
  `alpha armv6 armv7l armv7b aarch64 cris i686 ia64 lm32 m68k microblaze microblazeel mips mipsel mips64 mips64el
  openrisc parisc parisc64 ppc ppcle ppc64 ppc64le ppcemb s390 s390x sh4 sh4eb sparc sparc64 unicore32 x86_64 xtensa
  xtensaeb`.split(/\s+/);

/** Virtualisation types that Nova knows. Nova: `fields.HVType`. */
export const hypervisorTypes: readonly string[] =
  `baremetal bhyve docker fake hyperv ironic kqemu kvm lxc lxd openvz parallels phyp qemu test uml vbox vz vmware xen
  zvm prsm`.split(/\s+/);

/** Nova: `fields.VMMode`. */
export const vmModes: readonly string[] = ['hvm', 'xen', 'uml', 'exe'];

const ARCHITECTURE_ALIASES: Readonly<Record<string, string>> = {
  i386: 'i686',
  i486: 'i686',
  i586: 'i686',
  x86_32: 'i686',
  x86_32p: 'i686',
  amd64: 'x86_64',
};

/** Throws RequestError of type InvalidArchitectureName. */
export function canonicalArchitecture(name: string | undefined): string | undefined {
  return canonical(name, ARCHITECTURE_ALIASES, architectures, 'InvalidArchitectureName');
}

/** Throws RequestError of type InvalidHypervisorVirtType. */
export function canonicalHypervisorType(name: string | undefined): string | undefined {
  return canonical(name, { xapi: 'xen' }, hypervisorTypes, 'InvalidHypervisorVirtType');
}

/** Throws RequestError of type InvalidVirtualMachineMode. */
export function canonicalVmMode(name: string | undefined): string | undefined {
  return canonical(name, { pv: 'xen', hv: 'hvm', baremetal: 'hvm' }, vmModes, 'InvalidVirtualMachineMode');
}

function canonical(
  name: string | undefined,
  aliases: Readonly<Record<string, string>>,
  known: readonly string[],
  errorType: string,
): string | undefined {
  if (name === undefined) return undefined;
  const lower = name.toLowerCase();
  const found = Object.hasOwn(aliases, lower) ? aliases[lower]! : lower;
  if (!known.includes(found)) throw new RequestError(errorType, `"${name}" is not one of ${known.join(', ')}`);
  return found;
}
