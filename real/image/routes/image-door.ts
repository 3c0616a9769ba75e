import { ApiError } from '../../http/api-error.ts';
import type { ApiRequest } from '../../http/api-route.ts';
import type { StoredImage } from '../model.ts';
import type { ImageTables } from '../tables.ts';
import { isVisible } from '../visible-images.ts';

type Asking = Pick<ApiRequest, 'params' | 'credentials' | 'authorize'>;

/** Finds the image that a path names, for those who may see it, or may do something to it. */
export class ImageDoor {
  readonly #tables: ImageTables;

  constructor(tables: ImageTables) {
    this.#tables = tables;
  }

  /** @throws ApiError 404, also for an image of somebody else */
  visible({ params, credentials }: Pick<ApiRequest, 'params' | 'credentials'>): StoredImage {
    const id = params['image_id'] ?? '';
    const image = this.#tables.images.get(id);
    if (!image || !isVisible(this.#tables, image, credentials)) throw notFound(id);
    return image;
  }

  /** @throws ApiError 404 for an image that the caller does not see, 403 for one that is only to be looked at */
  authorized(request: Asking, rule: string): StoredImage {
    const image = this.visible(request);
    request.authorize(rule, { project_id: image.owner });
    return image;
  }
}

export function notFound(id: string): ApiError {
  return new ApiError(404, `No image found with ID ${id}.`);
}
