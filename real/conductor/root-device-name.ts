import type { Instance } from '../objects/instance.ts';

/** First letters of disks by their bus. */
const prefixes: Readonly<Record<string, string>> = { ide: 'hd', scsi: 'sd', sata: 'sd', usb: 'sd', fdc: 'fd' };

/** The name of the root disk in the guest, as Nova guesses it from the bus. */
export function rootDeviceName({ imageProperties }: Instance): string {
  const bus = imageProperties['hw_disk_bus'];
  return `/dev/${(typeof bus === 'string' && prefixes[bus]) || 'vd'}a`;
}
