import { Readable } from 'node:stream';
import type { ImageService } from '../image/index.ts';
import { testImage } from './test-image.ts';

export const testImageName = 'astrolabe-test';

/** The test image for everybody, once. */
export async function makeTestImage(images: ImageService, owner: string): Promise<void> {
  const present = [...images.all()].find(({ name }) => name === testImageName);
  if (present?.status === 'active') return;
  const { id } = present ?? (await images.create({ name: testImageName, owner, visibility: 'public' }));
  await images.upload(id, 'raw', Readable.from([testImage()]));
}
