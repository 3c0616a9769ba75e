/** An image that a host made of a guest's disk. */
export interface SnapshotImage {
  /** The image's id, which exists before its data. */
  readonly id: string;
  readonly diskFormat: 'qcow2' | 'raw';
  readonly sizeBytes: number;
  readonly instanceUuid: string;
}

/** Where images of guests go: the image service, or a folder. */
export interface ImageSink {
  /** Reads the file to its end; the caller removes it afterwards. A failed upload leaves no image. */
  upload(image: SnapshotImage, file: string, signal: AbortSignal): Promise<void>;
}
