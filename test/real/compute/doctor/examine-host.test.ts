import { readdirSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { examineHost } from '../../../../real/index.ts';
import type { HostExamination } from '../../../../real/index.ts';
import type { CommandOutcome, HostProbe } from '../../../../real/compute/doctor/host-probe.ts';
import { thisHost } from '../../../../real/compute/doctor/host-probe.ts';
import { libvirtdAbsence, startLibvirtd, type Libvirtd } from '../../libvirt/libvirtd.ts';

const nothing: CommandOutcome = { exitCode: 0, stdout: '', stderr: '' };

/** A host on which everything works, but for what a test says. */
function hostWith(changes: {
  readonly commands?: (line: string, input: string) => CommandOutcome | undefined;
  readonly files?: Readonly<Record<string, string>>;
  readonly folders?: Readonly<Record<string, readonly string[]>>;
  readonly freeBytes?: number;
}): HostProbe {
  const files: Record<string, string> = {
    '/etc/os-release': 'ID=debian\n',
    '/sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io memory hugetlb pids\n',
    '/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages': '64\n',
    '/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages': '60\n',
    '/proc/mounts': 'hugetlbfs /dev/hugepages hugetlbfs rw 0 0\n',
    '/proc/sys/net/ipv4/ip_forward': '1\n',
    ...changes.files,
  };
  const folders: Record<string, readonly string[]> = {
    '/sys/kernel/mm/hugepages': ['hugepages-2048kB'],
    '/sys/kernel/iommu_groups': ['0', '1'],
    '/usr/share/qemu/firmware': ['60-edk2-x86_64.json'],
    ...changes.folders,
  };
  return {
    run: async (command, args, input = '') => changes.commands?.([command, ...args].join(' '), input) ?? nothing,
    readText: async (file) => files[file],
    list: async (folder) => folders[folder] ?? [],
    mayUse: async () => 'yes',
    space: async () => ({ freeBytes: changes.freeBytes ?? 2 ** 40, totalBytes: 2 ** 41 }),
  };
}

async function examine(probe: HostProbe): Promise<HostExamination> {
  // No daemon listens there: these tests are about everything else.
  const libvirtUri = 'qemu+unix:///system?socket=/nonexistent/socket';
  return examineHost({ libvirtUri, instancesPath: '/srv', canaryFolder: '/nonexistent', probe });
}

async function findingOf(check: string, changes: Parameters<typeof hostWith>[0]) {
  const { findings } = await examine(hostWith(changes));
  return findings.find((finding) => finding.check === check);
}

const failing = (pattern: RegExp, stderr: string) => (line: string) =>
  pattern.test(line) ? { exitCode: 1, stdout: '', stderr } : undefined;

const absent = (pattern: RegExp) => (line: string) =>
  pattern.test(line) ? { exitCode: null, stdout: '', stderr: '' } : undefined;

describe('the examination of a host', () => {
  it('finds nothing but libvirt missing where all the rest works', async () => {
    const { fit, findings, advice } = await examine(hostWith({}));
    expect(findings.filter(({ state }) => state !== 'ok').map(({ check }) => check)).toEqual(['libvirt']);
    expect(findings.length).toBeGreaterThan(15);
    expect(fit).toBe(false);
    expect(advice).toBeNull();
  });

  it('says how to start a daemon that is installed, and how to install one that is not', async () => {
    expect(await findingOf('libvirt', {})).toMatchObject({ mend: 'systemctl enable --now libvirtd' });
    expect(await findingOf('libvirt', { commands: absent(/^libvirtd/) })).toMatchObject({
      mend: 'systemctl enable --now virtqemud.socket',
    });
    expect(await findingOf('libvirt', { commands: absent(/^(libvirtd|virtqemud)/) })).toMatchObject({
      mend: 'apt-get install -y libvirt-daemon-system',
    });
  });

  it.each([
    ['qemu-img', 'missing', 'apt-get install -y qemu-utils'],
    ['dnsmasq', 'missing', 'apt-get install -y dnsmasq-base'],
    ['mkfs.ext4', 'limited', 'apt-get install -y e2fsprogs'],
    ['mkfs.vfat', 'limited', 'apt-get install -y dosfstools'],
    ['mkswap', 'limited', 'apt-get install -y util-linux'],
  ])('without %s is %s, and names the package', async (check, state, mend) => {
    expect(await findingOf(check, { commands: absent(new RegExp(`^${check}`)) })).toMatchObject({ state, mend });
  });

  it('is content with any one of the programs that make ISO images', async () => {
    expect(await findingOf('iso', { commands: absent(/^(genisoimage|mkisofs)/) })).toMatchObject({ state: 'ok' });
    expect(await findingOf('iso', { commands: absent(/^(genisoimage|mkisofs|xorrisofs)/) })).toMatchObject({
      state: 'limited',
      found: 'no program genisoimage, mkisofs, xorrisofs',
    });
  });

  it("speaks each distribution's own package manager", async () => {
    const commands = absent(/^qemu-img/);
    const on = (release: string) => findingOf('qemu-img', { commands, files: { '/etc/os-release': release } });
    expect(await on('ID=ubuntu\nID_LIKE=debian\n')).toMatchObject({ mend: 'apt-get install -y qemu-utils' });
    expect(await on('ID="rocky"\nID_LIKE="rhel centos fedora"\n')).toMatchObject({ mend: 'dnf install -y qemu-img' });
    expect(await on('ID=plan9\n')).toMatchObject({ mend: 'install the package that Debian calls qemu-utils' });
  });

  it.each([
    ['bridge', /ip link add/, 'Error: Unknown device type.', 'missing', 'modprobe bridge'],
    ['tap', /ip tuntap/, 'open: No such device', 'missing', 'modprobe tun'],
    ['traffic-shaping', /tc .* sfq$/, 'Specified qdisc kind is unknown.', 'limited', 'modprobe sch_sfq'],
  ] as const)('says what the kernel answered about %s', async (check, pattern, answer, state, mend) => {
    const finding = await findingOf(check, { commands: failing(pattern, `${answer}\nmore`) });
    expect(finding).toMatchObject({ state, mend });
    expect(finding!.found).toContain(answer);
  });

  it('tells rules on bridges from connections on bridges from NAT', async () => {
    const refusing = (word: string) => ({
      commands: (line: string, input: string) =>
        line.includes(' nft ') && input.includes(word) ? { exitCode: 1, stdout: '', stderr: 'refused' } : undefined,
    });
    expect(await findingOf('nftables', refusing('ether type'))).toMatchObject({ state: 'missing' });
    expect(await findingOf('nftables', refusing('ct state'))).toMatchObject({ state: 'ok' });
    expect(await findingOf('bridge-conntrack', refusing('ct state'))).toMatchObject({ state: 'limited' });
    expect(await findingOf('nat', refusing('masquerade'))).toMatchObject({ state: 'limited' });
    expect(await findingOf('nat', { files: { '/proc/sys/net/ipv4/ip_forward': '0\n' } })).toMatchObject({
      state: 'limited',
      mend: 'sysctl -w net.ipv4.ip_forward=1',
    });
  });

  it('needs to be root to look at networks', async () => {
    const { findings } = await examine(hostWith({ commands: failing(/^unshare/, 'Operation not permitted') }));
    expect(findings.find(({ check }) => check === 'network')).toMatchObject({
      state: 'missing',
      mend: 'run this as root',
    });
  });

  it('tells huge pages that are there from those that are not reserved or not mounted', async () => {
    expect(await findingOf('huge-pages', {})).toMatchObject({ state: 'ok', found: '60 of 64 pages of 2 MiB free' });
    const none = { '/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages': '0\n' };
    expect(await findingOf('huge-pages', { files: none })).toMatchObject({
      state: 'limited',
      found: 'none reserved (sizes: 2 MiB)',
    });
    expect(await findingOf('huge-pages', { files: { '/proc/mounts': '' } })).toMatchObject({
      mend: 'mount -t hugetlbfs hugetlbfs /dev/hugepages',
    });
  });

  it('knows both versions of control groups', async () => {
    expect(await findingOf('cgroups', {})).toMatchObject({
      state: 'ok',
      found: 'version 2: cpu, cpuset, memory, blkio',
    });
    const partial = { '/sys/fs/cgroup/cgroup.controllers': 'memory pids\n' };
    expect(await findingOf('cgroups', { files: partial })).toMatchObject({
      state: 'limited',
      consequence: 'no limits by cpu, cpuset, blkio for guests',
    });
  });

  it('warns of a disk that is nearly full', async () => {
    expect(await findingOf('disk-space', { freeBytes: 2 ** 30 })).toMatchObject({ state: 'limited' });
  });
});

const absence = libvirtdAbsence();

describe(`the examination of this host${absence}`, { skip: absence !== '' }, () => {
  let daemon: Libvirtd;

  beforeAll(async () => {
    daemon = await startLibvirtd();
  });

  afterAll(() => daemon?.stop());

  it('boots canaries, advises what works, and leaves nothing', async () => {
    const canaryFolder = mkdtempSync(path.join(tmpdir(), 'astrolabe-doctor-'));
    onTestFinished(() => rmSync(canaryFolder, { recursive: true }));
    const { findings, advice } = await examineHost({
      libvirtUri: daemon.qemuUri,
      instancesPath: daemon.folder,
      canaryFolder,
    });
    const stateOf = (name: string) => findings.find(({ check }) => check === name)?.state;
    expect(stateOf('libvirt')).toBe('ok');
    expect(stateOf('qemu')).toBe('ok');
    expect(stateOf('emulation')).toBe('ok');
    const usable = (await thisHost.mayUse('/dev/kvm')) === 'yes';
    if (usable && !(await thisHost.list('/sys/module')).includes('kvm_pvm')) {
      expect(stateOf('kvm')).toBe('ok');
      expect(advice).toMatchObject({ virtType: 'kvm' });
    } else {
      // No KVM, or one that never brings an operating system up: it must not be praised.
      expect(stateOf('kvm')).toBe('limited');
      expect(advice).toEqual({ virtType: 'qemu' });
    }
    expect(readdirSync(canaryFolder)).toEqual([]);
    expect((await daemon.virsh('list', '--all', '--name')).trim()).toBe('');
  });
});
