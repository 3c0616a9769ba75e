import type { StoredImage } from '../../image/model.ts';
import type { Credentials } from '../../policy/credentials.ts';

/** An image as the compute API looks at it. */
export type ServerImage = Pick<
  StoredImage,
  'id' | 'name' | 'status' | 'owner' | 'diskFormat' | 'minDiskGib' | 'minRamMib' | 'sizeBytes' | 'properties'
>;

export interface NewServerImage {
  readonly name: string;
  readonly minDiskGib: number;
  readonly minRamMib: number;
  readonly properties: Readonly<Record<string, string>>;
}

/** The image service, as far as servers need it. */
export interface ServerImages {
  /** `undefined`: there is none that the caller may know of. */
  find(id: string, credentials: Credentials): ServerImage | undefined;
  /** An image of the caller's project that waits for its bytes, `private`; its id. @throws ApiError */
  create(image: NewServerImage, credentials: Credentials): Promise<string>;
  /** Images of the caller's project with these properties, newest first. */
  withProperties(properties: Readonly<Record<string, string>>, credentials: Credentials): readonly ServerImage[];
  remove(id: string): Promise<void>;
}
