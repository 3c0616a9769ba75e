import type { JsonSchema } from '../http/validate-json.ts';
import { uuid } from './patterns.ts';

const name = { type: 'string', maxLength: 200 };
const parent = { parent_provider_uuid: { anyOf: [uuid, { type: 'null' }] } };

function body(properties: JsonSchema): JsonSchema {
  return { type: 'object', properties, required: ['name'], additionalProperties: false };
}

const postBefore14 = body({ name, uuid });
const postFrom14 = body({ name, uuid, ...parent });
const putBefore14 = body({ name });
const putFrom14 = body({ name, ...parent });

/** Body of `POST /resource_providers`. */
export function newProviderSchema(minor: number): JsonSchema {
  return minor >= 14 ? postFrom14 : postBefore14;
}

/** Body of `PUT /resource_providers/{uuid}`. */
export function providerUpdateSchema(minor: number): JsonSchema {
  return minor >= 14 ? putFrom14 : putBefore14;
}

const text = { type: 'string' };
const listParameters: readonly (readonly [since: number, properties: JsonSchema])[] = [
  [0, { name: text, uuid }],
  [3, { member_of: text }],
  [4, { resources: text }],
  [14, { in_tree: uuid }],
  [18, { required: text }],
];
const listSchemas = listParameters.map(([since], index) => ({
  since,
  schema: {
    type: 'object',
    properties: Object.assign(
      {},
      ...listParameters.slice(0, index + 1).map(([, properties]) => properties),
    ) as JsonSchema,
    additionalProperties: false,
  },
}));

/** Parameters of `GET /resource_providers`. */
export function providerListSchema(minor: number): JsonSchema {
  return listSchemas.findLast(({ since }) => since <= minor)!.schema;
}
