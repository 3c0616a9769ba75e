import type { JsonSchema } from '../http/validate-json.ts';
import { CUSTOM_NAME_PATTERN, generation, longName, NAME_PATTERN, uuid } from './patterns.ts';

/** Body of `POST /resource_classes`, and of `PUT /resource_classes/{name}` until microversion 1.6. */
export const resourceClassSchema: JsonSchema = {
  type: 'object',
  properties: { name: { type: 'string', pattern: CUSTOM_NAME_PATTERN, maxLength: 255 } },
  required: ['name'],
  additionalProperties: false,
};

/** Name in `PUT /traits/{name}`. */
export const customTraitSchema: JsonSchema = { ...longName, pattern: CUSTOM_NAME_PATTERN };

/** Body of `PUT /resource_providers/{uuid}/traits`. */
export const providerTraitsSchema: JsonSchema = {
  type: 'object',
  properties: { traits: { type: 'array', items: longName }, resource_provider_generation: generation },
  required: ['traits', 'resource_provider_generation'],
  additionalProperties: false,
};

/** Parameters of `GET /traits`. */
export const traitListSchema: JsonSchema = {
  type: 'object',
  properties: { name: { type: 'string' }, associated: { type: 'string' } },
  additionalProperties: false,
};

const aggregateList = { type: 'array', items: uuid, uniqueItems: true };

/** Body of `PUT /resource_providers/{uuid}/aggregates` until microversion 1.18. */
export const aggregateListSchema: JsonSchema = aggregateList;

/** The same from microversion 1.19 on. */
export const aggregatesSchema: JsonSchema = {
  type: 'object',
  properties: { aggregates: aggregateList, resource_provider_generation: generation },
  required: ['aggregates', 'resource_provider_generation'],
  additionalProperties: false,
};

const owner = { project_id: longName, user_id: longName };

/** Parameters of `GET /usages` until microversion 1.37. */
export const usagesSchema: JsonSchema = {
  type: 'object',
  properties: owner,
  required: ['project_id'],
  additionalProperties: false,
};

/** The same from microversion 1.38 on. */
export const usagesByTypeSchema: JsonSchema = {
  type: 'object',
  properties: { ...owner, consumer_type: { ...longName, pattern: `${NAME_PATTERN}|^all|^unknown$` } },
  required: ['project_id'],
  additionalProperties: false,
};
