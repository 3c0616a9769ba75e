import type { GuestConfig } from '../guest-config/guest-config.ts';
import type { GuestNic } from '../guest-config/guest-devices.ts';
import type { NicRate } from '../guest-config/quotas.ts';
import { xml } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** NICs on tap devices that the network driver made and owns. A guest without a disk boots from the first one. */
export function nicsXml(config: GuestConfig): readonly XmlElement[] {
  const bootsFromNetwork = config.diskLayout.disks.every(({ bootOrder }) => bootOrder === undefined);
  return config.devices.nics.map((nic, index) => nicXml(nic, config, bootsFromNetwork && index === 0));
}

function nicXml(nic: GuestNic, { quotas }: GuestConfig, boots: boolean): XmlElement {
  const rates = [rateXml('inbound', quotas.nicInbound), rateXml('outbound', quotas.nicOutbound)];
  return xml(
    'interface',
    { type: 'ethernet' },
    xml('mac', { address: nic.macAddress }),
    xml('target', { dev: nic.tapDevice, managed: 'no' }),
    xml('model', { type: nic.model }),
    nic.queues > 1 ? xml('driver', { queues: nic.queues }) : undefined,
    xml('mtu', { size: nic.mtu }),
    rates.every((rate) => rate === undefined) ? undefined : xml('bandwidth', {}, ...rates),
    boots ? xml('boot', { order: 1 }) : undefined,
  );
}

function rateXml(way: 'inbound' | 'outbound', rate: NicRate | undefined): XmlElement | undefined {
  if (rate === undefined) return undefined;
  return xml(way, { average: rate.averageKibPerSecond, peak: rate.peakKibPerSecond, burst: rate.burstKib });
}
