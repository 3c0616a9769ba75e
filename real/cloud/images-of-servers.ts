import type { NewServerImage, ServerImage, ServerImages } from '../compute-api/servers/server-images.ts';
import type { ImageService } from '../image/index.ts';
import type { Credentials } from '../policy/credentials.ts';

/** The image service as the compute API in the same process uses it. */
export class ImagesOfServers implements ServerImages {
  readonly #service: ImageService;

  constructor(service: ImageService) {
    this.#service = service;
  }

  find(id: string, credentials: Credentials): ServerImage | undefined {
    return this.#service.findVisible(id, credentials);
  }

  async create({ name, ...values }: NewServerImage, { project_id: owner }: Credentials): Promise<string> {
    const { id } = await this.#service.create({ name, owner, visibility: 'private', ...values });
    return id;
  }

  withProperties(properties: Readonly<Record<string, string>>, { project_id: owner }: Credentials): ServerImage[] {
    const wanted = Object.entries(properties);
    return [...this.#service.all()]
      .filter((image) => image.owner === owner)
      .filter((image) => wanted.every(([name, value]) => image.properties[name] === value))
      .sort((a, b) => b.createdAtSeconds - a.createdAtSeconds);
  }

  remove(id: string): Promise<void> {
    return this.#service.remove(id);
  }
}
