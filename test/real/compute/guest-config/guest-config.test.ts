import { describe, expect, it } from 'vitest';
import { guestConfig } from '../../../../real/compute/guest-config/guest-config.ts';
import type { GuestConfig } from '../../../../real/compute/guest-config/guest-config.ts';
import { guestParts, guestRequest, hostSettings } from './guest-request.ts';
import type { RequestOptions } from './guest-request.ts';

const config = (options: RequestOptions = {}, host = hostSettings()): GuestConfig =>
  guestConfig(guestRequest(options), guestParts(), host);

const refusal = (options: RequestOptions, host = hostSettings()): { code: string; message: string } => {
  try {
    config(options, host);
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error('nothing was refused');
};

describe('the topology of vCPUs', () => {
  const topology = (vcpus: number, extraSpecs: Record<string, string>, properties: Record<string, unknown> = {}) => {
    const { sockets, cores, threads } = config({ flavor: { vcpus, extraSpecs }, properties }).cpu.topology;
    return `${sockets}:${cores}:${threads}`;
  };

  // The expected answers are Nova's (get_best_cpu_topology), asked once and written down.
  it.each([
    [8, {}, {}, '8:1:1'],
    [8, { 'hw:cpu_sockets': '2' }, {}, '2:4:1'],
    [8, { 'hw:cpu_cores': '4' }, {}, '2:4:1'],
    [8, { 'hw:cpu_threads': '2' }, {}, '4:1:2'],
    [8, { 'hw:cpu_sockets': '2', 'hw:cpu_cores': '2', 'hw:cpu_threads': '2' }, {}, '2:2:2'],
    [8, { 'hw:cpu_max_sockets': '2' }, {}, '2:4:1'],
    [8, { 'hw:cpu_max_sockets': '1', 'hw:cpu_max_cores': '2' }, {}, '1:2:4'],
    [8, { 'hw:cpu_sockets': '4' }, { hw_cpu_cores: 8 }, '1:8:1'],
    [8, { 'hw:cpu_sockets': '4' }, { hw_cpu_max_sockets: 2 }, '2:4:1'],
    [3, { 'hw:cpu_sockets': '2' }, {}, '3:1:1'],
    [7, { 'hw:cpu_max_threads': '1' }, {}, '7:1:1'],
  ])('%i vCPUs with %j and %j become %s', (vcpus, extraSpecs, properties, expected) => {
    expect(topology(vcpus, extraSpecs, properties)).toBe(expected);
  });

  it('is refused when nothing fits, or the image wants more than the flavor lets it', () => {
    expect(
      refusal({
        flavor: {
          vcpus: 8,
          extraSpecs: { 'hw:cpu_max_sockets': '1', 'hw:cpu_max_cores': '1', 'hw:cpu_max_threads': '1' },
        },
      }),
    ).toMatchObject({ code: 'bad-request', message: expect.stringMatching(/8 vCPUs cannot be made/) });
    expect(refusal({ extraSpecs: { 'hw:cpu_max_cores': '2' }, properties: { hw_cpu_max_cores: 3 } })).toMatchObject({
      message: expect.stringMatching(/hw_cpu_max_cores is 3, but the flavor's hw:cpu_max_cores is 2/),
    });
    expect(refusal({ properties: { hw_cpu_cores: 4, hw_cpu_max_cores: 2 } })).toMatchObject({ code: 'bad-request' });
  });
});

describe('pinning', () => {
  const cell = (id: number, cpus: number[], pins: Record<string, number> | null) => ({
    id,
    ...(pins ? { pcpuset: cpus, cpu_policy: 'dedicated' as const } : { cpuset: cpus }),
    memory: 32,
    cpu_pinning: pins,
  });

  it('gives dedicated vCPUs the CPU of the fit and lets the others float over their cell', () => {
    const numa = { cells: [cell(1, [0, 1], null), cell(0, [2, 3], { 2: 1, 3: 0 })] };
    const { placement } = config({ flavor: { vcpus: 4 }, numa });
    expect(placement.vcpuPins.map(({ vcpu, hostCpus }) => `${vcpu}>${hostCpus.join()}`)).toEqual([
      '0>2,3',
      '1>2,3',
      '2>1',
      '3>0',
    ]);
    expect(placement.emulatorPin).toEqual([0, 1, 2, 3]);
    expect(placement.cells.map(({ id, hostCell }) => [id, hostCell])).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  it('puts emulator threads where their policy says', () => {
    const isolated = { ...cell(0, [0], { 0: 0 }), cpuset_reserved: [1] };
    expect(config({ numa: { cells: [isolated], emulator_threads_policy: 'isolate' } }).placement.emulatorPin).toEqual([
      1,
    ]);
    const shared = hostSettings({ cpuSharedSet: new Set([3]) });
    const share = { cells: [cell(0, [0], { 0: 0 })], emulator_threads_policy: 'share' as const };
    expect(config({ numa: share }, shared).placement.emulatorPin).toEqual([3]);
  });

  it('is refused when it was not fitted, or not to this host', () => {
    expect(refusal({ numa: { cells: [{ ...cell(0, [0], null), pcpuset: [0], cpuset: [] }] } }).message).toMatch(
      /not fitted/,
    );
    expect(refusal({ numa: { cells: [cell(7, [0], null)] } })).toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(/no NUMA cell 7/),
    });
    expect(refusal({ flavor: { vcpus: 2 }, numa: { cells: [cell(0, [0], null)] } }).message).toMatch(
      /has 1 vCPUs, but the flavor has 2/,
    );
    expect(refusal({ numa: { cells: [{ ...cell(0, [0], null), pagesize: -2 }] } }).message).toMatch(/was not fitted/);
  });

  it('takes the shared CPUs of the host for guests without a topology', () => {
    expect(config({}, hostSettings({ cpuSharedSet: new Set([3, 1]) })).placement.cpuset).toEqual([1, 3]);
  });
});

describe('what a host cannot give', () => {
  it.each([
    [
      'CPU quotas without control groups',
      { extraSpecs: { 'quota:cpu_shares': '512' } },
      { cpuTuning: false },
      /quota:cpu_/,
    ],
    [
      'NIC quotas without traffic control',
      { extraSpecs: { 'quota:vif_inbound_average': '9' } },
      { nicBandwidth: false },
      /quota:vif_/,
    ],
    [
      'UEFI without its firmware',
      { properties: { hw_firmware_type: 'uefi' } },
      { firmwares: ['bios'] as const },
      /UEFI/,
    ],
    [
      'secure boot without its firmware',
      { properties: { hw_firmware_type: 'uefi', os_secure_boot: 'required' } },
      { secureBoot: false },
      /secure boot/,
    ],
    [
      'an unknown machine type',
      { properties: { hw_machine_type: 'q36' } },
      { machineTypes: ['pc', 'q35'] },
      /did you mean "q35"/,
    ],
    ['another architecture', { properties: { hw_architecture: 'aarch64' } }, {}, /aarch64, but this host is x86_64/],
    ['a TPM', { extraSpecs: { 'hw:tpm_version': '2.0' } }, {}, /TPM/],
    ['a TPM of an image', { properties: { hw_tpm_version: '2.0' } }, {}, /TPM/],
    ['persistent memory', { extraSpecs: { 'hw:pmem': '4GB' } }, {}, /persistent memory/],
    ['an IDE disk on q35', { properties: { hw_machine_type: 'q35', hw_disk_bus: 'ide' } }, {}, /q35/],
  ])('%s is refused as unsupported', (_, options, abilities, message) => {
    expect(refusal(options, hostSettings({}, abilities))).toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(message),
    });
  });
});

describe('what makes no sense', () => {
  it.each([
    [
      'a disk bus',
      { properties: { hw_disk_bus: 'fdc' } },
      /hw_disk_bus is "fdc"; accepted on this kind of host: virtio, scsi/,
    ],
    ['a disk bus that nobody knows', { properties: { hw_disk_bus: 'nvme?' } }, /hw_disk_bus/],
    ['a NIC model', { properties: { hw_vif_model: 'spapr-vlan' } }, /hw_vif_model/],
    ['a watchdog action', { extraSpecs: { 'hw:watchdog_action': 'explode' } }, /hw:watchdog_action is "explode"/],
    ['a quota that is misspelt', { extraSpecs: { 'quota:cpu_share': '1' } }, /did you mean "quota:cpu_shares"/],
    [
      'a quota that is no number',
      { extraSpecs: { 'quota:disk_read_iops_sec': '1e3' } },
      /"1e3"; accepted: a whole number/,
    ],
    ['a quota out of bounds', { extraSpecs: { 'quota:cpu_period': '10' } }, /1000 to 1000000/],
    [
      'a total beside its parts',
      { extraSpecs: { 'quota:disk_total_bytes_sec': '1', 'quota:disk_read_bytes_sec': '1' } },
      /exclude each other/,
    ],
    [
      'a peak without an average',
      { extraSpecs: { 'quota:vif_outbound_peak': '1' } },
      /need quota:vif_outbound_average/,
    ],
    [
      'too much video memory',
      { properties: { hw_video_ram: 64 }, extraSpecs: { 'hw_video:ram_max_mb': '16' } },
      /hw_video_ram is 64/,
    ],
    ['too many serial ports', { properties: { hw_serial_port_count: 5 } }, /0 to 4/],
    [
      'more serial ports than the flavor has',
      { properties: { hw_serial_port_count: 3 }, extraSpecs: { 'hw:serial_port_count': '2' } },
      /is 3, but/,
    ],
    ['a PCI address', { pci: ['0000:81:00.9'] }, /0000:81:00\.0/],
    ['a machine type that is a trick', { properties: { hw_machine_type: "pc' x='" } }, /hw_machine_type/],
    ['real time without a mask', { extraSpecs: { 'hw:cpu_realtime': 'yes' } }, /hw:cpu_realtime_mask/],
    ['locked memory without a page size', { extraSpecs: { 'hw:locked_memory': 'true' } }, /mem_page_size/],
    ['a prototype as a key', { extraSpecs: { 'quota:cpu___proto__': '1' } }, /is not known/],
  ])('%s is refused as a bad request', (_, options: RequestOptions, message) => {
    expect(refusal(options)).toMatchObject({ code: 'bad-request', message: expect.stringMatching(message) });
  });

  it('a custom CPU without a model is refused', () => {
    expect(refusal({}, hostSettings({ cpuMode: 'custom' })).message).toMatch(/cpuModels/);
    expect(refusal({}, hostSettings({ cpuMode: 'maximum', cpuModelExtraFlags: ["'"] })).message).toMatch(
      /cpuModelExtraFlags/,
    );
  });
});

describe('disks', () => {
  const file = (name: string, format: 'raw' | 'qcow2' | 'iso' = 'raw') => ({
    path: `/g/${name}`,
    format,
    sizeBytes: 1,
  });
  const parts = guestParts({
    disks: {
      root: file('disk', 'qcow2'),
      ephemeral: [file('eph0'), file('eph1')],
      swap: file('swap'),
      config: file('config', 'iso'),
    },
  });
  const layout = (properties: Record<string, unknown> = {}, rescue = false) =>
    guestConfig(guestRequest({ properties }), { ...parts, rescue: rescue ? file('rescue') : undefined }, hostSettings())
      .diskLayout;
  const shown = (properties: Record<string, unknown> = {}, rescue = false) =>
    layout(properties, rescue).disks.map(({ path, target, bus, device }) => `${path} ${target} ${bus} ${device}`);

  it('come in the order root, ephemeral, swap, config drive', () => {
    expect(shown()).toEqual([
      '/g/disk vda virtio disk',
      '/g/eph0 vdb virtio disk',
      '/g/eph1 vdc virtio disk',
      '/g/swap vdd virtio disk',
      '/g/config hda ide cdrom',
    ]);
  });

  it('take the buses that the image names', () => {
    expect(shown({ hw_disk_bus: 'scsi', hw_cdrom_bus: 'sata' })).toContain('/g/config sde sata cdrom');
    expect(layout({ hw_disk_bus: 'scsi', hw_scsi_model: 'lsilogic' }).scsiModel).toBe('lsilogic');
    expect(layout({ hw_disk_bus: 'scsi' }).scsiModel).toBe('virtio-scsi');
    expect(shown({ hw_machine_type: 'q35' })).toContain('/g/config sda sata cdrom');
  });

  it('of a rescued guest are the rescue disk, the root disk and the config drive', () => {
    expect(shown({}, true)).toEqual([
      '/g/rescue vda virtio disk',
      '/g/disk vdb virtio disk',
      '/g/config hda ide cdrom',
    ]);
    expect(shown({ hw_rescue_bus: 'sata' }, true)[0]).toBe('/g/rescue sda sata disk');
    expect(layout({}, true).disks.filter(({ bootOrder }) => bootOrder === 1)).toHaveLength(1);
  });
});

describe('multiqueue', () => {
  it('gives virtio NICs one queue a vCPU, whoever asks for it', () => {
    const port = { portId: 'p', tapDevice: 'tap1', macAddress: 'fa:16:3e:00:00:01', mtu: 1500 };
    const queues = (options: RequestOptions) =>
      guestConfig(
        guestRequest({ ...options, flavor: { vcpus: 4, extraSpecs: options.extraSpecs ?? {} } }),
        guestParts({ ports: [port] }),
        hostSettings(),
      ).devices.nics[0]?.queues;
    expect(queues({})).toBe(1);
    expect(queues({ properties: { hw_vif_multiqueue_enabled: true } })).toBe(4);
    expect(queues({ extraSpecs: { 'hw:vif_multiqueue_enabled': 'true' } })).toBe(4);
    expect(queues({ properties: { hw_vif_multiqueue_enabled: true, hw_vif_model: 'e1000' } })).toBe(1);
  });
});
