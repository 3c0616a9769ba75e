import { randomUUID } from 'node:crypto';
import type { Connection } from '../../libvirt/connection.ts';
import { domainCreateFlags } from '../../libvirt/constants.ts';
import { LibvirtError } from '../../libvirt/errors/libvirt-error.ts';
import { renderXml, xml } from '../domain-xml/xml-element.ts';
import type { XmlElement } from '../domain-xml/xml-element.ts';
import type { VirtType } from '../guest-config/host-settings.ts';

/**
 * Whether CPU shares take effect here, and whether a NIC can be limited. libvirt says so of no host: it is known when a
 * guest with such a limit starts. This one is stopped before its first instruction.
 */
export async function probeLimit(connection: Connection, virtType: VirtType, limit: 'cpu' | 'nic'): Promise<boolean> {
  const uuid = randomUUID();
  try {
    const xmlText = renderXml(probeXml(uuid, virtType, limit));
    const domain = await connection.createDomain(xmlText, domainCreateFlags.paused | domainCreateFlags.autodestroy);
    try {
      // Without control groups libvirt starts the guest all the same, and says so only when it is asked for the shares.
      return limit === 'nic' || (await domain.schedulerParameters())['cpu_shares'] !== undefined;
    } finally {
      // Its slow exit is nobody's concern, and it goes with this connection in any case.
      void domain.destroy().catch(() => {});
    }
  } catch (error) {
    if (error instanceof LibvirtError) return false;
    throw error;
  }
}

function probeXml(uuid: string, virtType: VirtType, limit: 'cpu' | 'nic'): XmlElement {
  const cpu = limit === 'cpu' ? xml('cputune', {}, xml('shares', {}, 1024)) : undefined;
  const rate = { average: 1000 };
  const nic =
    limit === 'nic'
      ? xml(
          'interface',
          { type: 'ethernet' },
          xml('target', { dev: `tapprobe${uuid.slice(0, 7)}` }),
          xml('bandwidth', {}, xml('inbound', rate), xml('outbound', rate)),
        )
      : undefined;
  return xml(
    'domain',
    { type: virtType },
    xml('name', {}, `astrolabe-probe-${uuid}`),
    xml('uuid', {}, uuid),
    xml('memory', { unit: 'MiB' }, 8),
    xml('vcpu', {}, 1),
    cpu,
    xml('os', {}, xml('type', {}, 'hvm')),
    xml('devices', {}, xml('controller', { type: 'usb', model: 'none' }), nic, xml('memballoon', { model: 'none' })),
  );
}
