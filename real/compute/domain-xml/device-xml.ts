import type { GuestConfig } from '../guest-config/guest-config.ts';
import type { GuestDevices, PciAddress } from '../guest-config/guest-devices.ts';
import { guestFiles } from './guest-files.ts';
import { xml } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** Consoles, screen, input, and the small things; disks and NICs have files of their own. */
export function devicesXml({
  devices,
  folder,
  pciePorts,
  rngDevPath,
}: GuestConfig): readonly (XmlElement | undefined)[] {
  return [
    ...serialXml(devices, folder),
    xml('graphics', { type: 'vnc', socket: guestFiles(folder).vncSocket }),
    xml(
      'video',
      {},
      xml('model', { type: devices.video.model, vram: devices.video.ramMib && devices.video.ramMib * 1024 }),
    ),
    ...devices.inputs.map(({ type, bus }) => xml('input', { type, bus })),
    devices.guestAgent
      ? xml('channel', { type: 'unix' }, xml('target', { type: 'virtio', name: 'org.qemu.guest_agent.0' }))
      : undefined,
    rngXml(devices, rngDevPath),
    devices.watchdogAction === undefined
      ? undefined
      : xml('watchdog', { model: 'i6300esb', action: devices.watchdogAction }),
    xml('memballoon', { model: 'virtio' }, xml('stats', { period: 10 })),
    ...devices.pciAddresses.map(hostdevXml),
    ...pcieXml(pciePorts),
  ];
}

/** The first port is the console: a socket for one person at a time, and a log of all that was said. */
function serialXml({ serialPorts }: GuestDevices, folder: string): readonly XmlElement[] {
  const { consoleLog, serialSocket } = guestFiles(folder);
  return [
    xml(
      'serial',
      { type: 'unix' },
      xml('source', { mode: 'bind', path: serialSocket }),
      xml('log', { file: consoleLog, append: 'off' }),
      xml('target', { port: 0 }),
    ),
    ...Array.from({ length: serialPorts }, (_, port) =>
      xml('serial', { type: 'pty' }, xml('target', { port: port + 1 })),
    ),
  ];
}

function rngXml({ rng }: GuestDevices, path: string): XmlElement | undefined {
  if (rng === undefined) return undefined;
  const rate =
    rng.rateBytes === undefined ? undefined : xml('rate', { bytes: rng.rateBytes, period: rng.ratePeriodMs });
  return xml('rng', { model: 'virtio' }, rate, xml('backend', { model: 'random' }, path));
}

/** The root has to be named as soon as something below it is. */
function pcieXml(ports: number): readonly XmlElement[] {
  if (ports === 0) return [];
  const models = ['pcie-root', ...Array.from({ length: ports }, () => 'pcie-root-port')];
  return models.map((model) => xml('controller', { type: 'pci', model }));
}

function hostdevXml({ domain, bus, slot, function: fn }: PciAddress): XmlElement {
  const hex = (number: number, digits: number): string => `0x${number.toString(16).padStart(digits, '0')}`;
  const address = { domain: hex(domain, 4), bus: hex(bus, 2), slot: hex(slot, 2), function: hex(fn, 1) };
  return xml('hostdev', { mode: 'subsystem', type: 'pci', managed: 'yes' }, xml('source', {}, xml('address', address)));
}
