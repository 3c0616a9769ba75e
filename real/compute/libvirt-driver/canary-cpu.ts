import { cpuXml } from '../domain-xml/cpu-xml.ts';
import { renderXml } from '../domain-xml/xml-element.ts';
import { guestCpu } from '../guest-config/guest-cpu.ts';
import { HardwareWishes } from '../guest-config/hardware-wishes.ts';
import type { GuestDefaults } from '../guest-config/host-settings.ts';

const oneVcpu = { id: '', name: '', vcpus: 1, ramMib: 8, rootGib: 0, ephemeralGib: 0, swapMib: 0, extraSpecs: {} };

/** The CPU that guests get by default, for a canary that shall show that it works. */
export function canaryCpuXml(defaults: GuestDefaults): string {
  const cpu = guestCpu(new HardwareWishes(oneVcpu, null), defaults);
  return renderXml(cpuXml({ cpu, placement: { cells: [], vcpuPins: [], hugePages: [] } }));
}
