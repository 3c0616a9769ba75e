/** Settings of the cache of images on every host. */
export interface ImageCacheOptions {
  readonly hosts: number;
  /** Size of each image. */
  readonly sizesMib: readonly number[];
  readonly downloadMibPerSecond: number;
  /** An image that no instance uses leaves after this. */
  readonly cacheSeconds: number;
}

/**
 * Which images each host has. A build waits for the download that is under way for its image, or
 * starts one; an image in use stays.
 */
export class ImageCache {
  private readonly options: ImageCacheOptions;
  private readonly images: number;
  /** By host and image: when it is there; NaN when it was never fetched or was lost. */
  private readonly readyAtSeconds: Float64Array;
  private readonly unusedSinceSeconds: Float64Array;
  private readonly users: Int32Array;

  constructor(options: ImageCacheOptions) {
    this.options = options;
    this.images = options.sizesMib.length;
    const places = options.hosts * this.images;
    this.readyAtSeconds = new Float64Array(places).fill(Number.NaN);
    this.unusedSinceSeconds = new Float64Array(places);
    this.users = new Int32Array(places);
  }

  /** An instance begins to use an image on a host. Returns when the image is there, `nowSeconds` at the earliest. */
  use(host: number, image: number, nowSeconds: number): number {
    if (image >= this.images) return nowSeconds;
    const place = host * this.images + image;
    if (!this.has(place, nowSeconds)) {
      this.readyAtSeconds[place] = nowSeconds + this.options.sizesMib[image]! / this.options.downloadMibPerSecond;
    }
    this.users[place]! += 1;
    return Math.max(nowSeconds, this.readyAtSeconds[place]!);
  }

  /** An instance no longer uses an image on a host. */
  leave(host: number, image: number, nowSeconds: number): void {
    if (image >= this.images) return;
    const place = host * this.images + image;
    this.users[place]! -= 1;
    this.unusedSinceSeconds[place] = nowSeconds;
  }

  /** Uses of images on a host, all images together. */
  usesOn(host: number): number {
    let uses = 0;
    for (let place = host * this.images; place < (host + 1) * this.images; place++) uses += this.users[place]!;
    return uses;
  }

  /** A failed host keeps what it had; downloads under way are gone. */
  interrupt(host: number, nowSeconds: number): void {
    for (let place = host * this.images; place < (host + 1) * this.images; place++) {
      if (this.readyAtSeconds[place]! > nowSeconds) this.readyAtSeconds[place] = Number.NaN;
    }
  }

  private has(place: number, nowSeconds: number): boolean {
    if (Number.isNaN(this.readyAtSeconds[place]!)) return false;
    return this.users[place]! > 0 || nowSeconds - this.unusedSinceSeconds[place]! <= this.options.cacheSeconds;
  }
}
