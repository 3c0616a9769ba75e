import { createTableSql, defineTable, ServiceDatabase } from '../database/index.ts';
import type { Schema, Table } from '../database/index.ts';
import type { Member, StoredImage } from './model.ts';

const imageTable = defineTable<StoredImage>({
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
});

const memberTable = defineTable<Member>({
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
});

/** `ASTg` in ASCII. */
const schema: Schema = {
  applicationId: 0x41_53_54_67,
  migrations: [`${createTableSql(imageTable)}; ${createTableSql(memberTable)}`],
};

/** Everything that the image service knows. */
export interface ImageTables {
  readonly database: ServiceDatabase;
  readonly images: Table<StoredImage>;
  readonly members: Table<Member>;
}

/** @throws DatabaseError */
export async function openImageTables(file: string): Promise<ImageTables> {
  const database = await ServiceDatabase.open(file, schema);
  return { database, images: await database.table(imageTable), members: await database.table(memberTable) };
}
