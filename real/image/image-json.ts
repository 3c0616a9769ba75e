import type { Member, StoredImage } from './model.ts';

export type Json = Readonly<Record<string, unknown>>;

/** An image as the API shows it, with the user's properties beside Glance's own members. */
export function imageJson(image: StoredImage): Json {
  const path = `/v2/images/${image.id}`;
  return {
    ...image.properties,
    id: image.id,
    name: image.name,
    status: image.status,
    visibility: image.visibility,
    owner: image.owner,
    container_format: image.containerFormat,
    disk_format: image.diskFormat,
    min_disk: image.minDiskGib,
    min_ram: image.minRamMib,
    protected: image.protected,
    os_hidden: image.hidden,
    size: image.sizeBytes,
    virtual_size: image.virtualBytes,
    checksum: image.checksum,
    os_hash_algo: image.hash === null ? null : 'sha512',
    os_hash_value: image.hash,
    tags: image.tags,
    created_at: glanceTime(image.createdAtSeconds),
    updated_at: glanceTime(image.updatedAtSeconds),
    self: path,
    file: `${path}/file`,
    schema: '/v2/schemas/image',
  };
}

export function memberJson(member: Member): Json {
  return {
    image_id: member.imageId,
    member_id: member.memberId,
    status: member.status,
    created_at: glanceTime(member.createdAtSeconds),
    updated_at: glanceTime(member.updatedAtSeconds),
    schema: '/v2/schemas/member',
  };
}

/** Glance writes whole seconds. */
function glanceTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Members that only the service sets. */
export const readOnlyMembers: readonly string[] = [
  'id',
  'status',
  'size',
  'virtual_size',
  'checksum',
  'os_hash_algo',
  'os_hash_value',
  'created_at',
  'updated_at',
  'self',
  'file',
  'schema',
  'direct_url',
  'locations',
  'stores',
  'deleted',
  'deleted_at',
];
