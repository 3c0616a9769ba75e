import type { Finding } from './finding.ts';
import type { HostProbe } from './host-probe.ts';
import type { InstallCommand } from './install-command.ts';

/** Memory pages, control groups, devices and disk space: what a machine may have or lack. */
export function checkMachine(probe: HostProbe, install: InstallCommand, instancesPath: string): Promise<Finding[]> {
  return Promise.all([
    checkHugePages(probe),
    checkControlGroups(probe),
    checkVhost(probe),
    checkPciPassthrough(probe),
    checkFirmware(probe, install),
    checkSpace(probe, instancesPath),
  ]);
}

const hugePagesFolder = '/sys/kernel/mm/hugepages';

async function checkHugePages(probe: HostProbe): Promise<Finding> {
  const sizes = await Promise.all(
    (await probe.list(hugePagesFolder)).map(async (name) => ({
      sizeKib: Number(/^hugepages-(\d+)kB$/.exec(name)?.[1]),
      total: Number(await probe.readText(`${hugePagesFolder}/${name}/nr_hugepages`)),
      free: Number(await probe.readText(`${hugePagesFolder}/${name}/free_hugepages`)),
    })),
  );
  const reserved = sizes.filter(({ total }) => total > 0);
  const consequence = 'flavors with hw:mem_page_size=large are refused';
  if (reserved.length === 0) {
    const known = sizes.map(({ sizeKib }) => `${sizeKib / 1024} MiB`).join(', ');
    const found = known === '' ? 'the kernel has no huge pages' : `none reserved (sizes: ${known})`;
    return { check: 'huge-pages', state: 'limited', found, mend: 'sysctl -w vm.nr_hugepages=1024', consequence };
  }
  const found = reserved.map(({ sizeKib, total, free }) => `${free} of ${total} pages of ${sizeKib / 1024} MiB free`);
  if (/ hugetlbfs /.test((await probe.readText('/proc/mounts')) ?? '')) {
    return { check: 'huge-pages', state: 'ok', found: found.join(', ') };
  }
  const mend = 'mount -t hugetlbfs hugetlbfs /dev/hugepages';
  return { check: 'huge-pages', state: 'limited', found: `${found.join(', ')}; not mounted`, mend, consequence };
}

/** What `quota:cpu_*`, pinning and `quota:disk_*` stand on; blkio's name in the second version is io. */
const controllers = ['cpu', 'cpuset', 'memory', 'blkio'] as const;

async function checkControlGroups(probe: HostProbe): Promise<Finding> {
  const unified = await probe.readText('/sys/fs/cgroup/cgroup.controllers');
  const version = unified === undefined ? 1 : 2;
  const present = new Set(unified === undefined ? await probe.list('/sys/fs/cgroup') : unified.trim().split(/\s+/));
  if (present.has('io')) present.add('blkio');
  const absent = controllers.filter((name) => !present.has(name));
  const found = `version ${version}: ${controllers.filter((name) => present.has(name)).join(', ') || 'no controllers'}`;
  if (absent.length === 0) return { check: 'cgroups', state: 'ok', found };
  const consequence = `no limits by ${absent.join(', ')} for guests`;
  return { check: 'cgroups', state: 'limited', found: `${found}; without ${absent.join(', ')}`, consequence };
}

async function checkVhost(probe: HostProbe): Promise<Finding> {
  if ((await probe.mayUse('/dev/vhost-net')) === 'yes')
    return { check: 'vhost-net', state: 'ok', found: '/dev/vhost-net' };
  const consequence = "guests' packets go through QEMU, more slowly";
  return { check: 'vhost-net', state: 'limited', found: 'no /dev/vhost-net', mend: 'modprobe vhost_net', consequence };
}

async function checkPciPassthrough(probe: HostProbe): Promise<Finding> {
  const groups = (await probe.list('/sys/kernel/iommu_groups')).length;
  if (groups > 0) return { check: 'pci-passthrough', state: 'ok', found: `${groups} IOMMU groups` };
  const consequence = 'no PCI devices for guests';
  const found = 'no IOMMU groups (switched on in the firmware and by intel_iommu=on or amd_iommu=on)';
  return { check: 'pci-passthrough', state: 'limited', found, consequence };
}

/** Where QEMU's firmware says what it is; libvirt chooses from there. */
const firmwareFolder = '/usr/share/qemu/firmware';

async function checkFirmware(probe: HostProbe, install: InstallCommand): Promise<Finding> {
  const uefi = (await probe.list(firmwareFolder)).filter((name) => /ovmf|edk2|aavmf/i.test(name));
  if (uefi.length > 0) return { check: 'uefi', state: 'ok', found: `${uefi.length} firmwares in ${firmwareFolder}` };
  const consequence = 'images with hw_firmware_type=uefi are refused';
  const found = `none in ${firmwareFolder}`;
  return { check: 'uefi', state: 'limited', found, mend: install('uefi'), consequence };
}

const gib = 2 ** 30;
/** Less than this does not hold one usual image and its guest. */
const spaceWantedGib = 5;

async function checkSpace(probe: HostProbe, instancesPath: string): Promise<Finding> {
  const { freeBytes, totalBytes } = await probe.space(instancesPath);
  const found = `${(freeBytes / gib).toFixed(1)} of ${(totalBytes / gib).toFixed(1)} GiB free for ${instancesPath}`;
  if (freeBytes >= spaceWantedGib * gib) return { check: 'disk-space', state: 'ok', found };
  return { check: 'disk-space', state: 'limited', found, consequence: `less than ${spaceWantedGib} GiB` };
}
