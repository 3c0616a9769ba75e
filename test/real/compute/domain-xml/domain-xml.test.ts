import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { domainXml } from '../../../../real/compute/domain-xml/domain-xml.ts';
import { guestConfig } from '../../../../real/compute/guest-config/guest-config.ts';
import type { GuestParts } from '../../../../real/compute/guest-config/guest-config.ts';
import type { HostSettings } from '../../../../real/compute/guest-config/host-settings.ts';
import { connect, domainDefineFlags, domainUndefineFlags } from '../../../../real/libvirt/index.ts';
import type { Connection } from '../../../../real/libvirt/index.ts';
import { libvirtdAbsence, startLibvirtd } from '../../libvirt/libvirtd.ts';
import type { Libvirtd } from '../../libvirt/libvirtd.ts';
import { guestParts, guestRequest, hostSettings } from '../guest-config/guest-request.ts';
import type { RequestOptions } from '../guest-config/guest-request.ts';

interface Case extends RequestOptions {
  readonly vcpus?: number;
  readonly parts?: Partial<GuestParts>;
  readonly defaults?: Partial<HostSettings['defaults']>;
  readonly testLoader?: string;
}

const file = (name: string, format: 'raw' | 'qcow2' | 'iso' = 'raw') => ({ path: `/g/${name}`, format, sizeBytes: 1 });
const port = { portId: 'p', tapDevice: 'tap-1', macAddress: 'fa:16:3e:00:00:01', mtu: 1442 };
const wholeDisks = {
  root: file('disk', 'qcow2'),
  ephemeral: [file('eph0')],
  swap: file('swap'),
  config: file('config', 'iso'),
};
const cell = (id: number, vcpu: number, more: object = {}) => ({
  id,
  pcpuset: [vcpu],
  memory: 32,
  cpu_policy: 'dedicated' as const,
  cpu_pinning: { [vcpu]: 1 - vcpu },
  ...more,
});

/** Each with what libvirt must say of it afterwards. */
const cases: readonly (readonly [title: string, asked: Case, ...expected: RegExp[]])[] = [
  [
    'name, UUID, memory and vCPUs',
    { uuid: '11111111-2222-4333-8444-555555555555', vcpus: 3 },
    /<name>instance-11111111-2222-4333-8444-555555555555</,
    /<uuid>11111111-2222-4333-8444-555555555555</,
    /<memory unit='KiB'>65536</,
    /<vcpu placement='static'>3</,
    /<on_reboot>restart/,
    /<on_crash>destroy/,
  ],
  [
    'who it belongs to',
    { displayName: 'web <1> & "co"' },
    /<astrolabe:guest xmlns:astrolabe="urn:astrolabe:guest:1">/,
    /<astrolabe:folder>\/var\/lib\/astrolabe\/guest</,
    /<astrolabe:name>web &lt;1&gt; &amp; "co"</,
    /name="m1.tiny"/,
  ],
  ['KVM', { defaults: { virtType: 'kvm' } }, /<domain type='kvm'>/, /<timer name='rtc' tickpolicy='catchup'\/>/],
  [
    'the topology of vCPUs',
    { vcpus: 8, extraSpecs: { 'hw:cpu_sockets': '2', 'hw:cpu_threads': '2' } },
    /<topology sockets='2' dies='1' cores='2' threads='2'\/>/,
  ],
  ['a CPU mode', { defaults: { cpuMode: 'maximum' } }, /<cpu mode='maximum'/],
  [
    'the CPU of the host, without a feature',
    { defaults: { virtType: 'kvm', cpuMode: 'host-passthrough', cpuModelExtraFlags: ['-arch-capabilities', 'pcid'] } },
    /<cpu mode='host-passthrough'/,
    /<feature policy='disable' name='arch-capabilities'\/>/,
    /<feature policy='require' name='pcid'\/>/,
  ],
  ['the model of the host', { defaults: { virtType: 'kvm', cpuMode: 'host-model' } }, /<cpu mode='host-model'/],
  [
    'a CPU model by name',
    { defaults: { cpuMode: 'custom', cpuModels: ['Nehalem'], cpuModelCheck: 'none' } },
    /<cpu mode='custom' match='exact' check='none'>/,
    /<model fallback='forbid'>Nehalem</,
  ],
  ['shared CPUs', { defaults: { cpuSharedSet: new Set([0, 1]) } }, /<vcpu placement='static' cpuset='0-1'>1</],
  [
    'pinned vCPUs',
    { vcpus: 2, numa: { cells: [cell(0, 0), cell(0, 1)] } },
    /<vcpupin vcpu='0' cpuset='1'\/>/,
    /<vcpupin vcpu='1' cpuset='0'\/>/,
    /<emulatorpin cpuset='0-1'\/>/,
    /<memnode cellid='1' mode='strict' nodeset='0'\/>/,
    /<cell id='0' cpus='0' memory='32768' unit='KiB'\/>/,
    /<cell id='1' cpus='1'/,
  ],
  [
    'isolated emulator threads',
    { numa: { cells: [cell(0, 0, { cpuset_reserved: [0] })], emulator_threads_policy: 'isolate' } },
    /<emulatorpin cpuset='0'\/>/,
  ],
  [
    'huge pages',
    { numa: { cells: [cell(0, 0, { pagesize: 2048 })] } },
    /<hugepages>\s*<page size='2048' unit='KiB' nodeset='0'\/>/,
  ],
  [
    'locked memory',
    { extraSpecs: { 'hw:mem_page_size': 'large', 'hw:locked_memory': 'true' } },
    /<memoryBacking>\s*<locked\/>/,
  ],
  [
    'real time',
    {
      vcpus: 2,
      numa: { cells: [cell(0, 0), cell(0, 1)] },
      extraSpecs: { 'hw:cpu_realtime': 'yes', 'hw:cpu_realtime_mask': '^0' },
    },
    /<vcpusched vcpus='1' scheduler='fifo' priority='1'\/>/,
    /<nosharepages\/>/,
    /<locked\/>/,
  ],
  [
    'CPU quotas',
    { extraSpecs: { 'quota:cpu_shares': '2048', 'quota:cpu_period': '20000', 'quota:cpu_quota': '10000' } },
    /<shares>2048</,
    /<period>20000</,
    /<quota>10000</,
  ],
  ['no CPU quota', { extraSpecs: { 'quota:cpu_quota': '-1' } }, /<quota>-1</],
  [
    'disk quotas',
    {
      extraSpecs: {
        'quota:disk_read_bytes_sec': '1024000',
        'quota:disk_write_iops_sec': '10',
        'quota:disk_write_iops_sec_max': '20',
        'quota:disk_write_iops_sec_max_length': '2',
      },
    },
    /<read_bytes_sec>1024000</,
    /<write_iops_sec>10</,
    /<write_iops_sec_max>20</,
    /<write_iops_sec_max_length>2</,
  ],
  [
    'disk quotas of both directions',
    { extraSpecs: { 'quota:disk_total_bytes_sec': '5', 'quota:disk_total_iops_sec': '6' } },
    /<total_bytes_sec>5</,
    /<total_iops_sec>6</,
  ],
  [
    'NIC quotas',
    {
      parts: { ports: [port] },
      extraSpecs: {
        'quota:vif_inbound_average': '100',
        'quota:vif_inbound_peak': '200',
        'quota:vif_outbound_average': '50',
        'quota:vif_outbound_burst': '60',
      },
    },
    /<inbound average='100' peak='200'\/>/,
    /<outbound average='50' burst='60'\/>/,
  ],
  [
    'disks on virtio',
    { parts: { disks: wholeDisks } },
    /<driver name='qemu' type='qcow2' cache='none' discard='unmap'\/>\s*<source file='\/g\/disk'\/>\s*<target dev='vda' bus='virtio'\/>\s*<boot order='1'\/>/,
    /<source file='\/g\/eph0'\/>\s*<target dev='vdb'/,
    /<source file='\/g\/swap'\/>\s*<target dev='vdc'/,
    /<target dev='hda' bus='ide'\/>\s*<readonly\/>/,
  ],
  [
    'disks on SCSI',
    { parts: { disks: wholeDisks }, properties: { hw_disk_bus: 'scsi', hw_cdrom_bus: 'scsi' } },
    /<target dev='sda' bus='scsi'\/>/,
    /<target dev='sdd' bus='scsi'\/>/,
    /<controller type='scsi' index='0' model='virtio-scsi'>/,
  ],
  [
    'another SCSI controller',
    { properties: { hw_disk_bus: 'scsi', hw_scsi_model: 'lsilogic' } },
    /<controller type='scsi' index='0' model='lsilogic'>/,
  ],
  ['disks on SATA', { properties: { hw_disk_bus: 'sata' } }, /<target dev='sda' bus='sata'\/>/],
  ['disks on IDE', { properties: { hw_disk_bus: 'ide' } }, /<target dev='hda' bus='ide'\/>/],
  ['disks on USB', { properties: { hw_disk_bus: 'usb' } }, /<target dev='sda' bus='usb'\/>/],
  [
    'a disk cache mode',
    { defaults: { diskCacheMode: 'writeback', hwDiskDiscard: 'ignore' } },
    /<driver name='qemu' type='qcow2' cache='writeback'\/>/,
  ],
  [
    'a rescue disk',
    { parts: { rescue: file('rescue') } },
    /<source file='\/g\/rescue'\/>\s*<target dev='vda' bus='virtio'\/>\s*<boot order='1'\/>/,
    /<target dev='vdb'/,
  ],
  [
    'booting from a CD image',
    { parts: { disks: { root: file('cd', 'iso'), ephemeral: [] } } },
    /<disk type='file' device='cdrom'>[\s\S]*<boot order='1'\/>/,
  ],
  [
    'booting from the network',
    { parts: { disks: { ephemeral: [] }, ports: [port] } },
    /<interface type='ethernet'>[\s\S]*<boot order='1'\/>[\s\S]*<\/interface>/,
  ],
  [
    'a NIC',
    { parts: { ports: [port] } },
    /<mac address='fa:16:3e:00:00:01'\/>\s*<target dev='tap-1' managed='no'\/>\s*<model type='virtio'\/>\s*<mtu size='1442'\/>/,
  ],
  ...['virtio', 'e1000', 'e1000e', 'rtl8139', 'ne2k_pci', 'pcnet', 'vmxnet3'].map(
    (model) =>
      [
        `a NIC that is a ${model}`,
        { parts: { ports: [port] }, properties: { hw_vif_model: model } },
        new RegExp(`<model type='${model}'/>`),
      ] as const,
  ),
  [
    'a NIC with queues',
    { vcpus: 4, parts: { ports: [port] }, properties: { hw_vif_multiqueue_enabled: 'true' } },
    /<driver queues='4'\/>/,
  ],
  [
    'VNC on a unix socket and nothing else',
    {},
    /<graphics type='vnc' socket='\/var\/lib\/astrolabe\/guest\/vnc.sock'>\s*<listen type='socket' socket='\/var\/lib\/astrolabe\/guest\/vnc.sock'\/>/,
  ],
  [
    'a serial console with a log',
    {},
    /<serial type='unix'>\s*<source mode='bind' path='\/var\/lib\/astrolabe\/guest\/serial.sock'\/>\s*<log file='\/var\/lib\/astrolabe\/guest\/console.log' append='off'\/>/,
  ],
  [
    'further serial ports',
    { extraSpecs: { 'hw:serial_port_count': '3' } },
    /<serial type='pty'>\s*<target type='isa-serial' port='1'>/,
    /<target type='isa-serial' port='2'>/,
  ],
  ['a random number generator', {}, /<rng model='virtio'>\s*<backend model='random'>\/dev\/urandom</],
  [
    'its rate',
    { extraSpecs: { 'hw_rng:rate_bytes': '100', 'hw_rng:rate_period': '500' } },
    /<rate bytes='100' period='500'\/>/,
  ],
  ...['none', 'pause', 'poweroff', 'reset'].map(
    (action) =>
      [
        `a watchdog that says ${action}`,
        { extraSpecs: { 'hw:watchdog_action': action } },
        new RegExp(`<watchdog model='i6300esb' action='${action}'>`),
      ] as const,
  ),
  [
    'the watchdog of the image before that of the flavor',
    { extraSpecs: { 'hw:watchdog_action': 'reset' }, properties: { hw_watchdog_action: 'pause' } },
    /action='pause'/,
  ],
  ...['vga', 'cirrus', 'vmvga', 'qxl', 'virtio', 'bochs', 'none'].map(
    (model) =>
      [
        `video ${model}`,
        { properties: { hw_video_model: model } },
        new RegExp(`<video>\\s*<model type='${model}'`),
      ] as const,
  ),
  ['video memory', { properties: { hw_video_ram: 32 }, extraSpecs: { 'hw_video:ram_max_mb': '64' } }, /vram='32768'/],
  ['a tablet', {}, /<input type='tablet' bus='usb'>/],
  [
    'a tablet that the image asks for',
    { defaults: { pointerModel: null }, properties: { hw_pointer_model: 'usbtablet' } },
    /<input type='tablet' bus='usb'>/,
  ],
  [
    'input on virtio',
    { properties: { hw_input_bus: 'virtio' } },
    /<input type='tablet' bus='virtio'>/,
    /<input type='keyboard' bus='virtio'>/,
  ],
  [
    'the guest agent',
    { properties: { hw_qemu_guest_agent: 'yes' } },
    /<channel type='unix'>\s*<target type='virtio' name='org.qemu.guest_agent.0'\/>/,
  ],
  ['a boot menu', { extraSpecs: { 'hw:boot_menu': 'true' } }, /<bootmenu enable='yes'\/>/],
  ['a machine type', { properties: { hw_machine_type: 'q35' } }, /machine='pc-q35-[0-9.]+'/],
  [
    'UEFI',
    { properties: { hw_firmware_type: 'uefi', hw_machine_type: 'q35' } },
    /<os firmware='efi'>/,
    /<feature enabled='no' name='secure-boot'\/>/,
  ],
  [
    'secure boot',
    { properties: { hw_firmware_type: 'uefi', hw_machine_type: 'q35', os_secure_boot: 'required' } },
    /<feature enabled='yes' name='secure-boot'\/>/,
    /<smm state='on'\/>/,
  ],
  [
    'spare PCIe ports',
    { defaults: { hwMachineType: 'q35', numPciePorts: 12 } },
    /(<controller type='pci'[^>]*model='pcie-root-port'>[\s\S]*?){12}/,
  ],
  [
    'a PCI device',
    { pci: ['0000:81:1f.7'] },
    /<hostdev mode='subsystem' type='pci' managed='yes'>\s*<source>\s*<address domain='0x0000' bus='0x81' slot='0x1f' function='0x7'\/>/,
  ],
  [
    'Windows',
    { properties: { os_type: 'windows' }, defaults: { virtType: 'kvm' } },
    /<clock offset='localtime'>/,
    /<timer name='hypervclock' present='yes'\/>/,
    /<spinlocks state='on' retries='8191'\/>/,
  ],
  [
    'a hidden hypervisor',
    { extraSpecs: { hide_hypervisor_id: 'true' }, properties: { os_type: 'windows' }, defaults: { virtType: 'kvm' } },
    /<hidden state='on'\/>/,
    /<vendor_id state='on' value='1234567890ab'\/>/,
  ],
  ['no performance counters', { extraSpecs: { 'hw:pmu': 'false' } }, /<pmu state='off'\/>/],
  ['a HPET', { properties: { hw_time_hpet: 'true' } }, /<timer name='hpet' present='yes'\/>/],
  ['its SMBIOS', {}, /<entry name='product'>OpenStack Compute</, /<smbios mode='sysinfo'\/>/],
  ['a ROM for tests', { testLoader: '/t/rom.bin' }, /<loader readonly='yes' type='rom'>\/t\/rom.bin</],
];

const absence = libvirtdAbsence();

describe.skipIf(absence !== '')(`libvirt, told the XML, says afterwards${absence}`, () => {
  let daemon: Libvirtd;
  let connection: Connection;

  beforeAll(async () => {
    daemon = await startLibvirtd();
    connection = await connect({ uri: daemon.qemuUri });
  });

  afterAll(async () => {
    connection?.close();
    await daemon?.stop();
  });

  it.each(cases.map(([title, asked, ...expected]) => ({ title, asked, expected })))(
    '$title',
    async ({ asked, expected }) => {
      const { vcpus = 1, parts, defaults, testLoader, ...options } = asked;
      const request = guestRequest({ ...options, flavor: { vcpus } });
      const settings = { ...hostSettings(defaults), testLoader };
      const text = domainXml(guestConfig(request, guestParts(parts), settings));
      const domain = await connection.defineDomain(text, domainDefineFlags.validate);
      try {
        const said = await daemon.virsh('dumpxml', '--inactive', request.uuid);
        for (const part of expected) expect(said).toMatch(part);
      } finally {
        await domain.undefine(domainUndefineFlags.nvram);
      }
    },
  );
});
