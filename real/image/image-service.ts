import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { ApiError } from '../http/api-error.ts';
import type { ApiRoute } from '../http/api-route.ts';
import { createApi } from '../http/create-api.ts';
import { HttpService } from '../http/http-service.ts';
import { clockOfThisMachine } from '../http/service-options.ts';
import type { Authenticate, ServiceOptions } from '../http/service-options.ts';
import type { Credentials } from '../policy/credentials.ts';
import { PolicyEngine } from '../policy/policy-engine.ts';
import { errorPage } from './error-page.ts';
import { ImageFiles } from './image-files.ts';
import { ImageUploads } from './image-uploads.ts';
import { imageRules } from './image-rules.ts';
import type { StoredImage } from './model.ts';
import { aboutRoutes } from './routes/about.ts';
import { ImageDoor, notFound } from './routes/image-door.ts';
import { imageDataRoutes } from './routes/image-data.ts';
import { emptyImage, imageRoutes, removeImage } from './routes/images.ts';
import { isVisible } from './visible-images.ts';
import { memberRoutes } from './routes/members.ts';
import { openImageTables } from './tables.ts';
import type { ImageTables } from './tables.ts';

export interface ImageServiceOptions extends ServiceOptions {
  /** For the images' files; made when it is missing. */
  readonly folder: string;
  readonly authenticate: Authenticate;
  /** Largest image file, bytes; default 1 TiB. Glance: `image_size_cap`. */
  readonly maxImageBytes?: number | undefined;
}

/** Images: Glance's API v2, files in a folder. */
export class ImageService extends HttpService {
  readonly #tables: ImageTables;
  readonly #files: ImageFiles;
  readonly #uploads: ImageUploads;
  readonly #now: () => number;
  readonly routes: readonly ApiRoute[];

  /** @throws DatabaseError */
  static async open(options: ImageServiceOptions): Promise<ImageService> {
    const tables = await openImageTables(options.database);
    const files = new ImageFiles(options.folder, options.maxImageBytes ?? 2 ** 40);
    await forgetUnfinished(tables);
    await files.start(new Set([...tables.images.all()].filter(hasFile).map(({ id }) => id)));
    return new ImageService(tables, files, options);
  }

  private constructor(tables: ImageTables, files: ImageFiles, options: ImageServiceOptions) {
    const now = options.now ?? clockOfThisMachine;
    const door = new ImageDoor(tables);
    const uploads = new ImageUploads(tables, files, now);
    const routes = [
      ...aboutRoutes(),
      ...imageRoutes(tables, files, door, now),
      ...imageDataRoutes(files, uploads, door),
      ...memberRoutes(tables, door, now),
    ];
    super(
      createApi({
        routes,
        policy: options.policy ?? new PolicyEngine(imageRules),
        authenticate: options.authenticate,
        renderError: errorPage,
        logger: options.logger,
        trace: options.trace,
      }),
    );
    this.#tables = tables;
    this.#files = files;
    this.#uploads = uploads;
    this.#now = now;
    this.routes = routes;
  }

  /** What is known of an image, for services in the same process. @throws ApiError 404 */
  find(id: string): StoredImage {
    const image = this.#tables.images.get(id);
    if (!image) throw notFound(id);
    return image;
  }

  /** The bytes of an image that is active. @throws ApiError 404, 409 */
  read(id: string): Readable {
    const { status } = this.find(id);
    if (status !== 'active') throw new ApiError(409, `Image ${id} is ${status}.`);
    return this.#files.open(id);
  }

  /** The same for one who asks: an image that they may not see is none. */
  findVisible(id: string, credentials: Credentials): StoredImage | undefined {
    const image = this.#tables.images.get(id);
    return image && isVisible(this.#tables, image, credentials) ? image : undefined;
  }

  /** Every image, for services in the same process. */
  all(): Iterable<StoredImage> {
    return this.#tables.images.all();
  }

  /** An image whose bytes are still to come: see {@link upload}. */
  async create(values: Partial<StoredImage> & Pick<StoredImage, 'name' | 'owner'>): Promise<StoredImage> {
    const image: StoredImage = { ...emptyImage(randomUUID(), values.owner, this.#now()), ...values, status: 'queued' };
    return this.#tables.database.write(() => this.#tables.images.put(image));
  }

  /** The bytes of an image that is queued. @throws ApiError 400, 404, 409, 413 */
  async upload(id: string, diskFormat: string, source: Readable): Promise<void> {
    await this.#uploads.change(id, { diskFormat, containerFormat: 'bare' });
    await this.#uploads.receive(id, source, 'saving', 'active');
  }

  /** Nothing for an image that is not there. */
  async remove(id: string): Promise<void> {
    await removeImage(this.#tables, this.#files, id);
  }

  override async close(): Promise<void> {
    await super.close();
    await this.#tables.database.close();
  }
}

function hasFile({ status }: StoredImage): boolean {
  return status === 'active' || status === 'deactivated';
}

/** Uploads that a crash cut off begin anew. */
function forgetUnfinished(tables: ImageTables): Promise<void> {
  return tables.database.write(() => {
    for (const image of [...tables.images.all()]) {
      if (hasFile(image) || image.status === 'queued') continue;
      const nothing = { sizeBytes: null, virtualBytes: null, checksum: null, hash: null };
      tables.images.put({ ...image, ...nothing, status: 'queued' });
    }
  });
}
