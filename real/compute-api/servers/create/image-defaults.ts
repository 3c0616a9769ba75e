import { ApiError } from '../../../http/api-error.ts';
import type { Instance } from '../../../objects/instance.ts';
import type { ServerImage } from '../server-images.ts';

type Properties = Readonly<Record<string, unknown>>;

const disksByBus: Readonly<Record<string, string>> = { scsi: 'sda', sata: 'sda', usb: 'sda', ide: 'hda', xen: 'xvda' };

/** What the properties of an image say of a server. */
export function imageDefaults(
  properties: Properties,
  wantsConfigDrive: boolean,
): Pick<Instance, 'configDrive' | 'rootDeviceName'> {
  const named = properties['root_device_name'];
  const disk = typeof named === 'string' ? named.replace(/^\/dev\//, '') : diskOf(properties);
  return {
    configDrive: wantsConfigDrive || properties['img_config_drive'] === 'mandatory',
    rootDeviceName: `/dev/${disk}`,
  };
}

function diskOf(properties: Properties): string {
  return disksByBus[String(properties['hw_disk_bus'])] ?? 'vda';
}

/** The properties that a server keeps of its image; the scheduler also looks at the format. */
export function keptProperties({ properties, diskFormat }: ServerImage): Record<string, string> {
  return diskFormat === null ? { ...properties } : { ...properties, disk_format: diskFormat };
}

/** Whether the guest's file system fills its disk: as the user says, else the image. @throws ApiError 400 */
export function diskConfigOf(
  { id, properties }: Pick<ServerImage, 'id' | 'properties'>,
  given: Instance['diskConfig'] | undefined,
): Instance['diskConfig'] {
  const word = (properties['auto_disk_config'] ?? '').trim().toLowerCase();
  if (given === 'AUTO' && word === 'disabled') {
    throw new ApiError(400, `Requested image ${id} has automatic disk resize disabled.`);
  }
  const isAuto = ['1', 't', 'true', 'on', 'y', 'yes'].includes(word);
  return given ?? (isAuto ? 'AUTO' : 'MANUAL');
}
