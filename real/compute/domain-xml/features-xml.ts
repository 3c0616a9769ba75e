import type { GuestConfig } from '../guest-config/guest-config.ts';
import { xml } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** `<features>`. Windows gets the Hyper-V interfaces that it expects of a hypervisor, where KVM can give them. */
export function featuresXml({ windows, hideHypervisor, pmu, machine, virtType }: GuestConfig): XmlElement {
  return xml(
    'features',
    {},
    xml('acpi'),
    xml('apic'),
    windows && virtType === 'kvm' ? hypervXml(hideHypervisor) : undefined,
    hideHypervisor ? xml('kvm', {}, xml('hidden', { state: 'on' })) : undefined,
    pmu === undefined ? undefined : xml('pmu', { state: pmu ? 'on' : 'off' }),
    xml('vmcoreinfo', { state: 'on' }),
    machine.secureBoot ? xml('smm', { state: 'on' }) : undefined,
  );
}

/** How often a spinning vCPU tries before it tells the hypervisor; QEMU's documentation advises it for Windows. */
const SPINLOCK_RETRIES = 8191;

function hypervXml(hideHypervisor: boolean): XmlElement {
  return xml(
    'hyperv',
    { mode: 'custom' },
    xml('relaxed', { state: 'on' }),
    xml('vapic', { state: 'on' }),
    xml('spinlocks', { state: 'on', retries: SPINLOCK_RETRIES }),
    xml('vpindex', { state: 'on' }),
    xml('runtime', { state: 'on' }),
    xml('synic', { state: 'on' }),
    xml('reset', { state: 'on' }),
    // Drivers of graphics cards look for Microsoft's own name and stop.
    hideHypervisor ? xml('vendor_id', { state: 'on', value: '1234567890ab' }) : undefined,
    xml('frequencies', { state: 'on' }),
  );
}

/** `<clock>`. Windows takes the hardware clock for local time. */
export function clockXml({ windows, virtType, hpet }: GuestConfig): XmlElement {
  const timers =
    virtType === 'kvm'
      ? [
          xml('timer', { name: 'pit', tickpolicy: 'delay' }),
          xml('timer', { name: 'rtc', tickpolicy: 'catchup' }),
          xml('timer', { name: 'hpet', present: hpet ? 'yes' : 'no' }),
          windows ? xml('timer', { name: 'hypervclock', present: 'yes' }) : undefined,
        ]
      : [xml('timer', { name: 'hpet', present: hpet ? 'yes' : 'no' })];
  return xml('clock', { offset: windows ? 'localtime' : 'utc' }, ...timers);
}
