import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { LibvirtHypervisor } from '../../../../real/compute/libvirt-driver/libvirt-hypervisor.ts';
import type { NetworkDriver } from '../../../../real/network/network-driver.ts';
import type { PortBinding } from '../../../../real/network/port.ts';
import { libvirtdAbsence } from '../../libvirt/libvirtd.ts';
import { networkAbsence } from '../../network/lab.ts';
import { guestRequest } from '../guest-config/guest-request.ts';
import { startRomHost } from '../hypervisor-contract/rom-host.ts';
import type { RomHost } from '../hypervisor-contract/rom-host.ts';

const absence = libvirtdAbsence() || networkAbsence();

function ip(...args: readonly string[]): string {
  return execFileSync('/sbin/ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** Taps that lead nowhere. */
class LooseTaps implements NetworkDriver {
  readonly plugged = new Set<string>();

  async start(): Promise<void> {}

  async stop(): Promise<void> {
    for (const id of this.plugged) await this.unplug(id);
  }

  async plug({ id, macAddress }: PortBinding) {
    const tapDevice = `ast${id.slice(0, 8)}`;
    if (!this.plugged.has(id)) ip('tuntap', 'add', 'mode', 'tap', 'name', tapDevice);
    this.plugged.add(id);
    return { portId: id, tapDevice, macAddress, mtu: 1500 };
  }

  async unplug(id: string): Promise<void> {
    if (this.plugged.delete(id)) ip('link', 'delete', `ast${id.slice(0, 8)}`);
  }

  async update(): Promise<void> {}
}

function port(number: number): PortBinding {
  return {
    id: `9${String(number).padStart(7, '0')}-0000-4000-8000-000000000000`,
    network: { id: 'n', mtu: 1500, subnets: [], nat: false },
    macAddress: `fa:16:3e:00:07:0${number}`,
    fixedIps: [],
    allowedAddressPairs: [],
    portSecurity: true,
    rules: [],
  };
}

describe(`NICs of guests that are there already${absence}`, { skip: absence !== '' }, () => {
  let host: RomHost;
  let hypervisor: LibvirtHypervisor;
  const taps = new LooseTaps();

  beforeAll(async () => {
    host = await startRomHost();
    hypervisor = host.hypervisor({ network: taps });
    await hypervisor.start();
  });

  afterAll(async () => {
    await hypervisor?.stop();
    await taps.stop();
    await host?.stop();
  });

  it('come to a guest that runs, at once and for its next start, and go from one that is stopped', async ({
    expect,
  }) => {
    const request = { ...guestRequest(), image: host.image };
    const { uuid } = request;
    await hypervisor.spawn(request);
    const nics = (...flags: readonly string[]): Promise<string> => host.daemon.virsh('domiflist', uuid, ...flags);
    await hypervisor.attachInterface(uuid, port(1));
    await hypervisor.attachInterface(uuid, port(1));
    await hypervisor.attachInterface(uuid, port(2));
    for (const flags of [[], ['--inactive']]) {
      const listed = await nics(...flags);
      for (const { macAddress } of [port(1), port(2)]) expect(listed.split(macAddress)).toHaveLength(2);
    }
    expect((await hypervisor.guestRequest(uuid)).ports.map(({ id }) => id)).toEqual([port(1).id, port(2).id]);
    await hypervisor.reboot(uuid, 'hard');
    expect(await nics()).toContain(port(2).macAddress);

    await hypervisor.powerOff(uuid, { timeoutSeconds: 0 });
    await hypervisor.detachInterface(uuid, port(1).id);
    await hypervisor.detachInterface(uuid, port(1).id);
    expect([...taps.plugged]).toEqual([port(2).id]);
    await hypervisor.powerOn(uuid);
    expect(await nics()).not.toContain(port(1).macAddress);
    expect(await nics()).toContain(port(2).macAddress);
    await hypervisor.destroy(uuid);
    expect([...taps.plugged]).toEqual([]);
  });

  it('that cannot be plugged leave the guest as it is', async ({ expect }) => {
    const request = { ...guestRequest(), image: host.image };
    const { uuid } = request;
    await hypervisor.spawn(request);
    // A tap of this name is there already, and is not ours.
    ip('tuntap', 'add', 'mode', 'tap', 'name', `ast${port(3).id.slice(0, 8)}`);
    try {
      await expect(hypervisor.attachInterface(uuid, port(3))).rejects.toThrow();
    } finally {
      ip('link', 'delete', `ast${port(3).id.slice(0, 8)}`);
    }
    expect((await hypervisor.guestRequest(uuid)).ports).toEqual([]);
    expect(await hypervisor.guestInfo(uuid)).toMatchObject({ powerState: 'running' });
    await hypervisor.destroy(uuid);
  });

  it('of a guest that does not exist are refused', async ({ expect }) => {
    const { uuid } = guestRequest();
    await expect(hypervisor.attachInterface(uuid, port(4))).rejects.toMatchObject({ code: 'guest-not-found' });
    await expect(hypervisor.detachInterface(uuid, port(4).id)).rejects.toMatchObject({ code: 'guest-not-found' });
  });
});
