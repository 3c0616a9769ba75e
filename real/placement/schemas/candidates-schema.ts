import type { JsonSchema } from '../http/validate-json.ts';
import { NAMED_SUFFIX, NUMBER_SUFFIX } from './patterns.ts';

const text = { type: 'string' };
const limit = { type: ['integer', 'string'], pattern: '^[1-9][0-9]*$', minimum: 1, minLength: 1 };

function schemaOf(minor: number): JsonSchema {
  if (minor < 25) {
    const properties = {
      resources: text,
      ...(minor >= 16 && { limit }),
      ...(minor >= 17 && { required: text }),
      ...(minor >= 21 && { member_of: text }),
    };
    return { type: 'object', properties, required: ['resources'], additionalProperties: false };
  }
  const suffix = minor >= 33 ? NAMED_SUFFIX : NUMBER_SUFFIX;
  const keys = ['resources', 'required', 'member_of', ...(minor >= 31 ? ['in_tree'] : [])];
  return {
    type: 'object',
    properties: {
      limit,
      group_policy: { type: 'string', enum: ['none', 'isolate'] },
      ...(minor >= 35 && { root_required: text }),
      ...(minor >= 36 && { same_subtree: text }),
    },
    patternProperties: Object.fromEntries(keys.map((key) => [`^${key}(${suffix})?$`, text])),
    additionalProperties: false,
  };
}

const CHANGED_IN = [10, 16, 17, 21, 25, 31, 33, 35, 36];
const schemas = CHANGED_IN.map(schemaOf);

/** Parameters of `GET /allocation_candidates`, from microversion 1.10 on. */
export function candidatesSchema(minor: number): JsonSchema {
  return schemas[CHANGED_IN.findLastIndex((since) => since <= minor)]!;
}
