import { z } from 'zod';
import { ApiError } from '../http/api-error.ts';
import { checkBody } from '../http/read-json.ts';
import { readOnlyMembers } from './image-json.ts';
import { containerFormats, diskFormats } from './model.ts';
import type { StoredImage } from './model.ts';

const whole = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1);
const tag = z.string().max(255);

/** What a client may say of an image; everything else is a property, and a text. */
export const imageMembers = {
  name: z.string().max(255).nullable(),
  visibility: z.enum(['public', 'community', 'shared', 'private']),
  owner: z.string().max(255).nullable(),
  container_format: z.enum(containerFormats).nullable(),
  disk_format: z.enum(diskFormats).nullable(),
  min_disk: whole,
  min_ram: whole,
  protected: z.boolean(),
  os_hidden: z.boolean(),
  tags: z.array(tag).max(128),
};

export type MemberName = keyof typeof imageMembers;

export function isMember(name: string): name is MemberName {
  return Object.hasOwn(imageMembers, name);
}

const property = z.string().max(65_535);
/** Glance's `image_property_quota`. */
const propertiesMax = 128;

/** An image with some members or properties set. @throws ApiError 400, 403, 413 */
export function withValues(image: StoredImage, values: Readonly<Record<string, unknown>>): StoredImage {
  let changed = image;
  for (const [name, value] of Object.entries(values)) changed = withValue(changed, name, value);
  if (Object.keys(changed.properties).length > propertiesMax) {
    throw new ApiError(413, `An image can have ${propertiesMax} properties.`);
  }
  return changed;
}

export function withValue(image: StoredImage, name: string, value: unknown): StoredImage {
  refuseReadOnly(name);
  if (!isMember(name)) {
    if (!/^[^\p{Cc}/]{1,255}$/u.test(name) || name === '__proto__') {
      throw new ApiError(400, 'The name of a property has 1 to 255 characters, none of them a slash or a control.');
    }
    return { ...image, properties: { ...image.properties, [name]: checkBody(property, value, [name]) } };
  }
  const given = checkBody(imageMembers[name], value, [name]);
  return { ...image, ...asFields[name](given as never) };
}

/** Without a property, or with a member back at its default. */
export function withoutValue(image: StoredImage, name: string): StoredImage {
  refuseReadOnly(name);
  if (isMember(name)) throw new ApiError(403, `Property ${name} may not be removed.`);
  const { [name]: gone, ...properties } = image.properties;
  if (gone === undefined) throw new ApiError(409, `Property ${name} does not exist.`);
  return { ...image, properties };
}

const asFields: {
  readonly [Name in MemberName]: (value: z.infer<(typeof imageMembers)[Name]>) => Partial<StoredImage>;
} = {
  name: (name) => ({ name }),
  visibility: (visibility) => ({ visibility }),
  owner: (owner) => ({ owner }),
  container_format: (containerFormat) => ({ containerFormat }),
  disk_format: (diskFormat) => ({ diskFormat }),
  min_disk: (minDiskGib) => ({ minDiskGib }),
  min_ram: (minRamMib) => ({ minRamMib }),
  protected: (isProtected) => ({ protected: isProtected }),
  os_hidden: (hidden) => ({ hidden }),
  tags: (tags) => ({ tags: [...new Set(tags)] }),
};

export function refuseReadOnly(name: string): void {
  if (readOnlyMembers.includes(name)) throw new ApiError(403, `Attribute '${name}' is read-only.`);
  if (name.startsWith('os_glance_')) throw new ApiError(403, `Attribute '${name}' is reserved.`);
}
