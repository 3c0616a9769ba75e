import { numaConstraints } from '../../../../core/index.ts';
import { ApiError } from '../../../http/api-error.ts';
import type { Flavor } from '../../../../core/index.ts';
import type { ServerImage } from '../server-images.ts';

const gibibyte = 2 ** 30;

/** What an image asks of a flavor: what is known of the image when it is no longer there too. */
export type ImageNeeds = Pick<ServerImage, 'minDiskGib' | 'minRamMib' | 'sizeBytes' | 'properties'>;

/**
 * Refuses an image that cannot be booted with a flavor, or not at all.
 * @throws ApiError 400; 403 for a flavor without a disk, unless the caller may have it
 */
export function checkImage(image: ServerImage, flavor: Flavor, mayHaveZeroDisk: boolean): void {
  if (image.status !== 'active') throw new ApiError(400, `Image ${image.id} is not active.`);
  if (image.properties['cinder_encryption_key_id'] !== undefined) {
    const reason = 'Direct booting of an image uploaded from an encrypted volume is unsupported.';
    throw new ApiError(400, `Image ${image.id} is unacceptable: ${reason}`);
  }
  checkFlavor(image, flavor, mayHaveZeroDisk);
}

/** @throws ApiError 400, 403 */
export function checkFlavor(image: ImageNeeds, flavor: Flavor, mayHaveZeroDisk: boolean): void {
  if (flavor.ramMib < image.minRamMib) {
    throw new ApiError(400, "Flavor's memory is too small for requested image.");
  }
  const disk = flavor.rootGib * gibibyte;
  if (disk === 0 && !mayHaveZeroDisk) {
    throw new ApiError(403, 'Only volume-backed servers are allowed for flavors with zero disk.');
  }
  const size = image.sizeBytes ?? 0;
  if (disk > 0 && size > disk) {
    const sizes = `Flavor disk is ${disk} bytes, image is ${size} bytes.`;
    throw new ApiError(400, `Flavor's disk is too small for requested image. ${sizes}`);
  }
  const min = image.minDiskGib * gibibyte;
  if (disk > 0 && min > disk) {
    const sizes = `Flavor disk is ${disk} bytes, minimum size is ${min} bytes.`;
    throw new ApiError(400, `Flavor's disk is smaller than the minimum size specified in image metadata. ${sizes}`);
  }
  checkHardware(image, flavor);
}

/** NUMA nodes, CPU policies, page sizes: what flavor and image say must agree. */
function checkHardware({ properties }: ImageNeeds, flavor: Flavor): void {
  try {
    numaConstraints(flavor, { properties });
  } catch (error) {
    throw new ApiError(400, (error as Error).message, { cause: error });
  }
}
