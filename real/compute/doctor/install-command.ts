import type { HostProbe } from './host-probe.ts';

/** Packages by what they bring, for the families of distributions that we know. */
const packages = {
  libvirt: { debian: 'libvirt-daemon-system', fedora: 'libvirt-daemon-driver-qemu libvirt-daemon' },
  qemu: { debian: 'qemu-system-x86', fedora: 'qemu-kvm' },
  qemuImg: { debian: 'qemu-utils', fedora: 'qemu-img' },
  dnsmasq: { debian: 'dnsmasq-base', fedora: 'dnsmasq' },
  nftables: { debian: 'nftables', fedora: 'nftables' },
  iproute: { debian: 'iproute2', fedora: 'iproute iproute-tc' },
  ext4: { debian: 'e2fsprogs', fedora: 'e2fsprogs' },
  vfat: { debian: 'dosfstools', fedora: 'dosfstools' },
  swap: { debian: 'util-linux', fedora: 'util-linux' },
  iso: { debian: 'genisoimage', fedora: 'genisoimage' },
  uefi: { debian: 'ovmf', fedora: 'edk2-ovmf' },
} as const;

export type PackagePurpose = keyof typeof packages;

/** Writes the command that installs something on this distribution. */
export type InstallCommand = (purpose: PackagePurpose) => string;

/** Looks at `/etc/os-release` once; an unknown distribution is told Debian's names without a command. */
export async function installCommandOf(probe: HostProbe): Promise<InstallCommand> {
  const release = (await probe.readText('/etc/os-release')) ?? '';
  const family = [...release.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap((match) => match[1]!.split(' '));
  if (family.includes('debian')) return (purpose) => `apt-get install -y ${packages[purpose].debian}`;
  if (family.some((name) => ['fedora', 'rhel', 'centos'].includes(name))) {
    return (purpose) => `dnf install -y ${packages[purpose].fedora}`;
  }
  return (purpose) => `install the package that Debian calls ${packages[purpose].debian}`;
}
