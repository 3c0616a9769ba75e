/** Images and their files: Glance's API v2. */
export { imageRules } from './image-rules.ts';
export { ImageService } from './image-service.ts';
export type { ImageServiceOptions } from './image-service.ts';
export type { StoredImage } from './model.ts';
