/** An image file that must not come near a guest or QEMU. The message says why, as an end of "the image ...". */
export class ImageRefusal extends Error {
  override readonly name = 'ImageRefusal';
}
