/** An image as the scheduler sees it. Nova: `ImageMeta`. */
export interface Image {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  /** `qcow2`, `raw`, ...; read by the image type request filter. */
  readonly diskFormat?: string | undefined;
  readonly sizeBytes?: number | undefined;
  /** Image properties by their Glance names (`hw_architecture`, `os_type`, ...). */
  readonly properties: Readonly<Record<string, unknown>>;
}
