import { statfsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostDescription } from '../../../../real/compute/hypervisor/host-description.ts';
import { libvirtdAbsence } from '../../libvirt/libvirtd.ts';
import { startRomHost } from '../hypervisor-contract/rom-host.ts';
import type { RomHost } from '../hypervisor-contract/rom-host.ts';

const absence = libvirtdAbsence();

describe.skipIf(absence !== '')(`the description of a host${absence}`, () => {
  let host: RomHost;
  let described: HostDescription;

  beforeAll(async () => {
    host = await startRomHost();
    const hypervisor = host.hypervisor({ canary: true });
    await hypervisor.start();
    described = await hypervisor.describeHost();
    await hypervisor.stop();
  });

  afterAll(async () => host?.stop());

  it('says what virsh says', async () => {
    const { virsh } = host.daemon;
    const nodeinfo = await virsh('nodeinfo');
    expect(nodeinfo).toMatch(new RegExp(`CPU\\(s\\):\\s+${described.vcpus}\\n`));
    const kib = Number(/Memory size:\s+(\d+) KiB/.exec(nodeinfo)?.[1]);
    expect(described.ramMib).toBe(Math.floor(kib / 1024));
    expect(described.hostname).toBe((await virsh('hostname')).trim());
    const version = await virsh('version');
    const [major, minor, release] = /Running hypervisor: QEMU (\d+)\.(\d+)\.(\d+)/.exec(version)!.slice(1).map(Number);
    expect(described.hypervisorVersion).toBe(major! * 1_000_000 + minor! * 1000 + release!);
    const capabilities = await virsh('capabilities');
    expect(capabilities).toContain(`<arch>${described.cpuArch}</arch>`);
    expect(capabilities).toContain(`<model>${described.cpuModel}</model>`);
    expect(capabilities).toContain(`<vendor>${described.cpuVendor}</vendor>`);
    const named = [...(/<cpu>[\s\S]*?<\/cpu>/.exec(capabilities)?.[0] ?? '').matchAll(/<feature name='([^']+)'/g)];
    expect(described.cpuFeatures).toEqual(expect.arrayContaining(named.map(([, name]) => name)));
    // Those that the model stands for as well.
    expect(described.cpuFeatures).toEqual(expect.arrayContaining(['sse2', 'cx16', 'lm']));
  });

  it('has the cells, CPUs and pages of the machine', async () => {
    const cells = described.numaTopology?.cells ?? [];
    const capabilities = await host.daemon.virsh('capabilities');
    expect(cells).toHaveLength(Number(/<cells num='(\d+)'/.exec(capabilities)?.[1]));
    expect(cells.flatMap(({ pcpuset }) => [...pcpuset])).toHaveLength(described.vcpus);
    expect(cells.flatMap(({ siblings }) => siblings.flatMap((set) => [...set]))).toHaveLength(described.vcpus);
    for (const [, size, pages] of capabilities.matchAll(/<pages unit='KiB' size='(\d+)'>(\d+)</g)) {
      const found = cells[0]?.mempages.find(({ sizeKib }) => sizeKib === Number(size));
      expect(found?.total).toBe(Number(pages));
    }
  });

  it('knows the disk that guests get, what guests may have, and that a guest was seen to run', () => {
    const { blocks, bsize } = statfsSync(host.folder);
    expect(described.diskGib).toBe(Math.floor((blocks * bsize) / 2 ** 30));
    expect(described.deviceModels?.diskBuses).toEqual(expect.arrayContaining(['virtio', 'scsi', 'ide']));
    expect(described.deviceModels?.videoModels).toContain('vga');
    expect(described.deviceModels?.firmwares).toContain('bios');
    expect(described).toMatchObject({ virtType: 'qemu', hypervisorType: 'QEMU', canaryBooted: true });
  });

  it('lists the PCI devices that libvirt lists', async () => {
    const listed = await host.daemon.virsh('nodedev-list', '--cap', 'pci').catch(() => '');
    const names = listed.split('\n').filter((name) => name.startsWith('pci_'));
    const addresses = described.pciDevices.map(({ address }) => `pci_${address.replaceAll(/[:.]/g, '_')}`);
    expect(addresses.toSorted()).toEqual(names.toSorted());
  });
});
