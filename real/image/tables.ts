import { createTablesSql, defineTable, openTables } from '../database/index.ts';
import type { OpenTables, Schema } from '../database/index.ts';
import type { Member, StoredImage } from './model.ts';

const definitions = {
  images: defineTable<StoredImage>({
    name: 'image',
    key: ['id'],
    columns: {
      id: 'text',
      name: 'text',
      status: 'text',
      visibility: 'text',
      owner: 'text',
      containerFormat: 'text',
      diskFormat: 'text',
      minDiskGib: 'integer',
      minRamMib: 'integer',
      protected: 'boolean',
      hidden: 'boolean',
      sizeBytes: 'integer',
      virtualBytes: 'integer',
      checksum: 'text',
      hash: 'text',
      tags: 'json',
      properties: 'json',
      createdAtSeconds: 'real',
      updatedAtSeconds: 'real',
    },
  }),
  members: defineTable<Member>({
    name: 'member',
    key: ['imageId', 'memberId'],
    columns: {
      imageId: 'text',
      memberId: 'text',
      status: 'text',
      createdAtSeconds: 'real',
      updatedAtSeconds: 'real',
    },
    indexes: { byImage: ['imageId'] },
  }),
};

/** `ASTg` in ASCII. */
const schema: Schema = { applicationId: 0x41_53_54_67, migrations: [createTablesSql(definitions)] };

/** Everything that the image service knows. */
export type ImageTables = OpenTables<typeof definitions>;

/** @throws DatabaseError */
export function openImageTables(file: string): Promise<ImageTables> {
  return openTables(file, schema, definitions);
}
