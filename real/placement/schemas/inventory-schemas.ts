import { MAX_AMOUNT } from '../../../core/index.ts';
import type { JsonSchema } from '../http/validate-json.ts';
import { generation, LARGEST_FLOAT, NAME_PATTERN } from './patterns.ts';

const amount = (minimum: number) => ({ type: 'integer', minimum, maximum: MAX_AMOUNT });
const fields = {
  resource_provider_generation: generation,
  total: amount(1),
  reserved: amount(0),
  min_unit: amount(1),
  max_unit: amount(1),
  step_size: amount(1),
  allocation_ratio: { type: 'number', maximum: LARGEST_FLOAT },
};

/** Body of `PUT /resource_providers/{uuid}/inventories/{resource_class}`. */
export const inventorySchema: JsonSchema = {
  type: 'object',
  properties: fields,
  required: ['total', 'resource_provider_generation'],
  additionalProperties: false,
};

/** Body of `POST /resource_providers/{uuid}/inventories`. */
export const newInventorySchema: JsonSchema = {
  type: 'object',
  properties: { ...fields, resource_class: { type: 'string', pattern: NAME_PATTERN } },
  required: ['total', 'resource_class'],
  additionalProperties: false,
};

/** Body of `PUT /resource_providers/{uuid}/inventories`. */
export const inventoriesSchema: JsonSchema = {
  type: 'object',
  properties: {
    resource_provider_generation: generation,
    inventories: {
      type: 'object',
      patternProperties: {
        [NAME_PATTERN]: { type: 'object', properties: fields, required: ['total'], additionalProperties: false },
      },
    },
  },
  required: ['resource_provider_generation', 'inventories'],
  additionalProperties: false,
};
