import { accessSync, constants } from 'node:fs';
import type { GuestDefaults } from '../../../../real/compute/guest-config/host-settings.ts';
import { libvirtdAbsence } from '../../libvirt/libvirtd.ts';
import { guestRequest } from '../guest-config/guest-request.ts';
import { describeHypervisor } from '../hypervisor-contract/hypervisor-contract.ts';
import { qemuOf, startRomHost } from '../hypervisor-contract/rom-host.ts';

const absence = libvirtdAbsence();
const guests = guestsHere();

/** KVM wherever there is a usable one; the CPU is given without what nested machines cannot give on. */
function guestsHere(): Partial<GuestDefaults> {
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK);
  } catch {
    return { virtType: 'qemu' };
  }
  return { virtType: 'kvm', cpuMode: 'host-passthrough', cpuModelExtraFlags: ['-arch-capabilities'] };
}

describeHypervisor(
  `the libvirt driver with ROM guests, virt type ${guests.virtType}${absence}`,
  absence !== '',
  async () => {
    const host = await startRomHost();
    const hypervisor = host.hypervisor({ guests });
    await hypervisor.start();
    return {
      hypervisor,
      request: (options) => ({ ...guestRequest(options), image: host.image }),
      kill: async (uuid) => {
        const pid = qemuOf(uuid);
        if (pid === undefined) throw new Error(`no QEMU runs ${uuid}`);
        process.kill(pid, 'SIGKILL');
      },
      stop: async () => {
        await hypervisor.stop();
        await host.stop();
      },
    };
  },
);
