import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootCanary } from '../../../../real/compute/canary/boot-canary.ts';
import { canaryRom } from '../../../../real/compute/canary/canary-rom.ts';
import { libvirt } from '../../../../real/index.ts';
import { libvirtdAbsence, startLibvirtd, type Libvirtd } from '../../libvirt/libvirtd.ts';

const absence = libvirtdAbsence();

describe(`a canary guest${absence}`, { skip: absence !== '' }, () => {
  let daemon: Libvirtd;
  let connection: libvirt.Connection;
  let folder: string;

  beforeAll(async () => {
    daemon = await startLibvirtd();
    connection = await libvirt.connect({ uri: daemon.qemuUri });
    folder = path.join(daemon.folder, "canaries & 'co'");
  });

  afterAll(async () => {
    connection?.close();
    await daemon?.stop();
  });

  const expectNothingLeft = async () => {
    expect((await daemon.virsh('list', '--all', '--name')).trim()).toBe('');
    expect(readdirSync(folder)).toEqual([]);
  };

  it('runs under emulation and says how long it took', async () => {
    const result = await bootCanary(connection, { virtType: 'qemu', folder });
    expect(result).toMatchObject({ booted: true });
    if (result.booted) expect(result.bootMs).toBeGreaterThan(0);
    await expectNothingLeft();
  });

  it.skipIf(!existsSync('/dev/kvm'))('runs under KVM where there is one, alone and several at once', async () => {
    const cpuXml = `<cpu mode='host-passthrough'><feature policy='disable' name='arch-capabilities'/></cpu>`;
    const both = [1, 2].map(() => bootCanary(connection, { virtType: 'kvm', cpuXml, folder }));
    expect(await Promise.all(both)).toMatchObject([{ booted: true }, { booted: true }]);
    await expectNothingLeft();
  });

  it('gives the reason of libvirt when such a guest cannot be started', async () => {
    const cpuXml = `<cpu mode='custom'><model>no-such-model</model></cpu>`;
    const result = await bootCanary(connection, { virtType: 'qemu', cpuXml, folder });
    expect(result).toMatchObject({ booted: false, reason: expect.stringContaining('no-such-model') as string });
    await expectNothingLeft();
  });

  it('takes away what a killed program and a killed daemon left', async () => {
    // No process has this number: it is above the highest that Linux gives.
    const xml = `<domain type='qemu'><name>astrolabe-canary-4194305-1</name><memory unit='MiB'>8</memory>
      <os><type arch='x86_64' machine='pc'>hvm</type></os></domain>`;
    await connection.createDomain(xml, libvirt.domainCreateFlags.paused);
    await bootCanary(connection, { virtType: 'qemu', folder });
    await expectNothingLeft();
  });
});

describe('the ROM of the canary', () => {
  it('is 64 KiB and starts with a jump from where processors start', () => {
    const rom = canaryRom();
    expect(rom.length).toBe(65536);
    expect([...rom.subarray(0xfff0, 0xfff5)]).toEqual([0xea, 0, 0, 0, 0xf0]);
  });
});
