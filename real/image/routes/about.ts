import { z } from 'zod';
import { route } from '../../http/api-route.ts';
import type { ApiRoute } from '../../http/api-route.ts';
import type { Json } from '../image-json.ts';
import { readOnlyMembers } from '../image-json.ts';
import { imageMembers } from '../image-members.ts';

/** Versions, schemas, and what the service can do. */
export function aboutRoutes(): ApiRoute[] {
  const versions = (origin: string): Json => ({
    versions: supported.map((id, at) => ({
      id,
      status: at === 0 ? 'CURRENT' : 'SUPPORTED',
      links: [{ rel: 'self', href: `${origin}/v2/` }],
    })),
  });
  const schemaRoutes = Object.entries(schemas).map(([name, schema]) =>
    route({
      method: 'GET',
      path: `/v2/schemas/${name}`,
      access: 'token',
      handler: () => ({ status: 200, body: schema }),
    }),
  );
  return [
    route({
      method: 'GET',
      path: '/',
      access: 'open',
      handler: ({ origin }) => ({ status: 300, body: versions(origin) }),
    }),
    route({
      method: 'GET',
      path: '/versions',
      access: 'open',
      handler: ({ origin }) => ({ status: 200, body: versions(origin) }),
    }),
    route({
      method: 'GET',
      path: '/v2/info/import',
      access: 'token',
      handler: () => ({
        status: 200,
        body: {
          'import-methods': { description: 'Import methods available.', type: 'array', value: ['glance-direct'] },
        },
      }),
    }),
    route({
      method: 'GET',
      path: '/v2/info/stores',
      access: 'token',
      handler: () => ({ status: 200, body: { stores: [{ id: 'file', default: 'true' }] } }),
    }),
    ...schemaRoutes,
  ];
}

/** What there is of Glance's API: 2.9 has hidden images and multihash; 2.8 and older are parts of it. */
const supported = ['v2.9', 'v2.7', 'v2.6', 'v2.5', 'v2.4', 'v2.3', 'v2.2', 'v2.1', 'v2.0'];

const image: Json = {
  name: 'image',
  properties: {
    ...Object.fromEntries(
      Object.entries(imageMembers).map(([name, schema]) => {
        const { $schema: _version, ...json } = z.toJSONSchema(schema);
        return [name, json];
      }),
    ),
    ...Object.fromEntries(readOnlyMembers.map((name) => [name, { readOnly: true }])),
  },
  additionalProperties: { type: 'string' },
  links: [
    { rel: 'self', href: '{self}' },
    { rel: 'enclosure', href: '{file}' },
    { rel: 'describedby', href: '{schema}' },
  ],
};

const member: Json = {
  name: 'member',
  properties: {
    image_id: { type: 'string' },
    member_id: { type: 'string' },
    status: { type: 'string', enum: ['pending', 'accepted', 'rejected'] },
    created_at: { type: 'string' },
    updated_at: { type: 'string' },
    schema: { type: 'string', readOnly: true },
  },
};

const schemas: Readonly<Record<string, Json>> = {
  image,
  images: { name: 'images', properties: { images: { type: 'array', items: image }, first: {}, next: {}, schema: {} } },
  member,
  members: { name: 'members', properties: { members: { type: 'array', items: member }, schema: {} } },
};
