import type { GuestConfig } from '../guest-config/guest-config.ts';
import type { GuestDisk } from '../guest-config/guest-disks.ts';
import { xml } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

export function disksXml({ diskLayout, ...config }: GuestConfig): readonly (XmlElement | undefined)[] {
  return [
    ...diskLayout.disks.map((disk) => diskXml(disk, config)),
    diskLayout.scsiModel === undefined
      ? undefined
      : xml('controller', { type: 'scsi', index: 0, model: diskLayout.scsiModel }),
  ];
}

function diskXml(
  disk: GuestDisk,
  { diskCacheMode, diskDiscard, quotas }: Pick<GuestConfig, 'diskCacheMode' | 'diskDiscard' | 'quotas'>,
): XmlElement {
  const limits = Object.entries(quotas.disk);
  const cdrom = disk.device === 'cdrom';
  return xml(
    'disk',
    { type: 'file', device: disk.device },
    xml('driver', {
      name: 'qemu',
      type: disk.format,
      cache: cdrom ? undefined : diskCacheMode,
      discard: cdrom || diskDiscard === 'ignore' ? undefined : diskDiscard,
    }),
    xml('source', { file: disk.path }),
    xml('target', { dev: disk.target, bus: disk.bus }),
    limits.length === 0 || cdrom
      ? undefined
      : xml('iotune', {}, ...limits.map(([name, value]) => xml(name, {}, value))),
    cdrom ? xml('readonly') : undefined,
    disk.bootOrder === undefined ? undefined : xml('boot', { order: disk.bootOrder }),
  );
}
