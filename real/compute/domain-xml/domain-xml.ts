import type { GuestConfig } from '../guest-config/guest-config.ts';
import { checkedUuid } from '../hypervisor/checked-uuid.ts';
import { cpuTuneXml, cpuXml } from './cpu-xml.ts';
import { cpuList } from './cpu-list.ts';
import { devicesXml } from './device-xml.ts';
import { disksXml } from './disk-xml.ts';
import { domainName } from './domain-name.ts';
import { clockXml, featuresXml } from './features-xml.ts';
import { guestMetadataXml } from './guest-metadata-xml.ts';
import { memoryBackingXml, numaTuneXml } from './memory-xml.ts';
import { nicsXml } from './nic-xml.ts';
import { renderXml, xml } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** A guest as libvirt wants it told. @throws HypervisorError `bad-request` for text that XML cannot carry */
export function domainXml(config: GuestConfig): string {
  const { request, placement } = config;
  return renderXml(
    xml(
      'domain',
      { type: config.virtType },
      xml('name', {}, domainName(request.uuid)),
      xml('uuid', {}, checkedUuid(request.uuid)),
      guestMetadataXml(config),
      xml('memory', { unit: 'MiB' }, request.flavor.ramMib),
      memoryBackingXml(config),
      xml('vcpu', { placement: 'static', cpuset: placement.cpuset && cpuList(placement.cpuset) }, request.flavor.vcpus),
      cpuTuneXml(config),
      numaTuneXml(config),
      sysinfoXml(config),
      osXml(config),
      featuresXml(config),
      cpuXml(config),
      clockXml(config),
      xml('on_poweroff', {}, 'destroy'),
      xml('on_reboot', {}, 'restart'),
      xml('on_crash', {}, 'destroy'),
      xml('devices', {}, ...disksXml(config), ...nicsXml(config), ...devicesXml(config)),
    ),
  );
}

/** cloud-init looks at the product's name to learn that it is in an OpenStack cloud. */
function sysinfoXml({ request }: GuestConfig): XmlElement {
  return xml(
    'sysinfo',
    { type: 'smbios' },
    xml(
      'system',
      {},
      xml('entry', { name: 'manufacturer' }, 'Astrolabe'),
      xml('entry', { name: 'product' }, 'OpenStack Compute'),
      xml('entry', { name: 'serial' }, request.uuid),
      xml('entry', { name: 'uuid' }, request.uuid),
      xml('entry', { name: 'family' }, 'Virtual Machine'),
    ),
  );
}

function osXml({ machine, testLoader }: GuestConfig): XmlElement {
  const uefi = machine.firmware === 'uefi' && testLoader === undefined;
  return xml(
    'os',
    { firmware: uefi ? 'efi' : undefined },
    xml('type', { arch: machine.arch, machine: machine.type }, 'hvm'),
    uefi
      ? xml('firmware', {}, xml('feature', { enabled: machine.secureBoot ? 'yes' : 'no', name: 'secure-boot' }))
      : undefined,
    testLoader === undefined ? undefined : xml('loader', { readonly: 'yes', type: 'rom' }, testLoader),
    xml('smbios', { mode: 'sysinfo' }),
    machine.bootMenu ? xml('bootmenu', { enable: 'yes' }) : undefined,
  );
}
