/** A program that changes a guest's disks until it is killed. Arguments: folder of guests, image file. */
import path from 'node:path';
import { pino } from 'pino';
import { FileDiskStore } from '../../../../real/compute/disks/file-disk-store.ts';
import { FileImageSource } from '../../../../real/compute/images/file-image-source.ts';
import { ImageCache } from '../../../../real/compute/images/image-cache.ts';
import { guestRequest, guestUuid } from './guest-request.ts';

const [instancesPath = '', imageFile = ''] = process.argv.slice(2);
const logger = pino({ level: 'silent' });
const source = new FileImageSource(imageFile);
const images = new ImageCache({ folder: path.join(instancesPath, '_base'), source, logger });
const store = new FileDiskStore({ instancesPath, images, logger });
await store.start(new Set());

const { id } = await source.find(path.basename(imageFile));
const image = { id, properties: {} };
const small = guestRequest({ image, flavor: { swapMib: 4 }, configDrive: true });
const big = guestRequest({ image, flavor: { rootGib: 2, swapMib: 8, ephemeralGib: 1 }, configDrive: true });

while (true) {
  const { root } = await store.create(small);
  await store.resize(big);
  await store.revertResize(guestUuid);
  await store.rebuild(small);
  await store.createRescue(small, id);
  await store.removeRescue(guestUuid);
  await store.resize(big);
  await store.confirmResize(guestUuid);
  if (root) await store.flatten(root);
  await store.remove(guestUuid);
  process.stdout.write('round\n');
}
