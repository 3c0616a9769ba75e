import type { JsonSchema } from '../http/validate-json.ts';
import { inventoriesSchema } from './inventory-schemas.ts';
import { longName, NAME_PATTERN, NAMED_SUFFIX, uuid, UUID_PATTERN } from './patterns.ts';

const resources = {
  type: 'object',
  minProperties: 1,
  patternProperties: { [NAME_PATTERN]: { type: 'integer', minimum: 1 } },
  additionalProperties: false,
};

const owner = { project_id: longName, user_id: longName };

/** Until microversion 1.11 the allocations are a list. */
function listSchema(withOwner: boolean): JsonSchema {
  const item = {
    type: 'object',
    properties: {
      resource_provider: { type: 'object', properties: { uuid }, additionalProperties: false, required: ['uuid'] },
      resources,
    },
    required: ['resource_provider', 'resources'],
    additionalProperties: false,
  };
  return {
    type: 'object',
    properties: { allocations: { type: 'array', minItems: 1, items: item }, ...(withOwner && owner) },
    required: ['allocations', ...(withOwner ? Object.keys(owner) : [])],
    additionalProperties: false,
  };
}

const mappings = {
  type: 'object',
  minProperties: 1,
  patternProperties: { [NAMED_SUFFIX]: { type: 'array', minItems: 1, items: uuid } },
};

/** From microversion 1.12 on they are an object by provider, and the rest came bit by bit. */
function objectSchema(minor: number, mayBeEmpty: boolean): JsonSchema {
  const provider = {
    type: 'object',
    properties: { generation: { type: 'integer' }, resources },
    required: ['resources'],
    additionalProperties: false,
  };
  const required = ['allocations', ...Object.keys(owner)];
  if (minor >= 28) required.push('consumer_generation');
  if (minor >= 38) required.push('consumer_type');
  return {
    type: 'object',
    properties: {
      allocations: {
        type: 'object',
        minProperties: mayBeEmpty ? 0 : 1,
        patternProperties: { [UUID_PATTERN]: provider },
        additionalProperties: false,
      },
      ...owner,
      ...(minor >= 28 && { consumer_generation: { type: ['integer', 'null'] } }),
      ...(minor >= 34 && { mappings }),
      ...(minor >= 38 && { consumer_type: { ...longName, pattern: NAME_PATTERN } }),
    },
    required,
    additionalProperties: false,
  };
}

function byConsumer(minor: number, minProperties: number): JsonSchema {
  return {
    type: 'object',
    minProperties,
    patternProperties: { [UUID_PATTERN]: objectSchema(minor, true) },
    additionalProperties: false,
  };
}

function reshaperSchemaOf(minor: number): JsonSchema {
  return {
    type: 'object',
    properties: {
      inventories: {
        type: 'object',
        patternProperties: { [UUID_PATTERN]: inventoriesSchema },
        minProperties: 1,
        additionalProperties: false,
      },
      allocations: byConsumer(minor, 0),
    },
    required: ['inventories', 'allocations'],
    additionalProperties: false,
  };
}

const CHANGED_IN = [0, 8, 12, 28, 34, 38];
const putSchemas = CHANGED_IN.map((minor) => (minor < 12 ? listSchema(minor >= 8) : objectSchema(minor, minor >= 28)));
const postSchemas = CHANGED_IN.map((minor) => byConsumer(minor, 1));
const reshaperSchemas = CHANGED_IN.map(reshaperSchemaOf);

/** Body of `PUT /allocations/{consumer_uuid}`. */
export function allocationsSchema(minor: number): JsonSchema {
  return putSchemas[changeOf(minor)]!;
}

/** Body of `POST /allocations`, from microversion 1.13 on. */
export function manyAllocationsSchema(minor: number): JsonSchema {
  return postSchemas[changeOf(minor)]!;
}

/** Body of `POST /reshaper`, from microversion 1.30 on. */
export function reshaperSchema(minor: number): JsonSchema {
  return reshaperSchemas[changeOf(minor)]!;
}

function changeOf(minor: number): number {
  return CHANGED_IN.findLastIndex((since) => since <= minor);
}
