/** Settings of the cache of images on every host. */
export interface ImageCacheOptions {
  readonly hosts: number;
  /** Size of each image. */
  readonly sizesMib: readonly number[];
  readonly downloadMibPerSecond: number;
  /** An image that no instance uses leaves after this. */
  readonly cacheSeconds: number;
}

/** Places in the record of an image on a host. `READY_AT` counts when it was fetched and not lost. */
const RECORD = 4;
const READY_AT = 0;
const UNUSED_SINCE = 1;
const USERS = 2;
const IS_FETCHED = 3;

/**
 * Which images each host has. A build waits for the download that is under way for its image, or
 * starts one; an image in use stays.
 */
export class ImageCache {
  private readonly options: ImageCacheOptions;
  private readonly images: number;
  private readonly records: Float64Array;

  constructor(options: ImageCacheOptions) {
    this.options = options;
    this.images = options.sizesMib.length;
    this.records = new Float64Array(options.hosts * this.images * RECORD);
  }

  /** An instance begins to use an image on a host. Returns when the image is there, `nowSeconds` at the earliest. */
  use(host: number, image: number, nowSeconds: number): number {
    if (image >= this.images) return nowSeconds;
    const { records, options } = this;
    const at = this.place(host, image);
    if (!this.has(at, nowSeconds)) {
      records[at + READY_AT] = nowSeconds + options.sizesMib[image]! / options.downloadMibPerSecond;
      records[at + IS_FETCHED] = 1;
    }
    records[at + USERS]! += 1;
    return Math.max(nowSeconds, records[at + READY_AT]!);
  }

  /** An instance no longer uses an image on a host. */
  leave(host: number, image: number, nowSeconds: number): void {
    if (image >= this.images) return;
    const at = this.place(host, image);
    this.records[at + USERS]! -= 1;
    this.records[at + UNUSED_SINCE] = nowSeconds;
  }

  /** Uses of images on a host, all images together. */
  usesOn(host: number): number {
    let uses = 0;
    for (let image = 0; image < this.images; image++) uses += this.records[this.place(host, image) + USERS]!;
    return uses;
  }

  /** A failed host keeps what it had; downloads under way are gone. */
  interrupt(host: number, nowSeconds: number): void {
    for (let image = 0; image < this.images; image++) {
      const at = this.place(host, image);
      if (this.records[at + READY_AT]! > nowSeconds) this.records[at + IS_FETCHED] = 0;
    }
  }

  private place(host: number, image: number): number {
    return (host * this.images + image) * RECORD;
  }

  private has(at: number, nowSeconds: number): boolean {
    const { records } = this;
    if (records[at + IS_FETCHED] === 0) return false;
    return records[at + USERS]! > 0 || nowSeconds - records[at + UNUSED_SINCE]! <= this.options.cacheSeconds;
  }
}
