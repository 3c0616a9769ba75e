import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { HttpError } from './http-error.ts';
import { pythonRepr } from './python-repr.ts';
import { normalizeUuid } from './uuid.ts';

/** A JSON schema; see `schemas/`. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const ajv = new Ajv({ strict: false, verbose: true, unicodeRegExp: false });
ajv.addFormat('uuid', (text: string) => normalizeUuid(text) !== undefined);

const compiled = new WeakMap<JsonSchema, ValidateFunction>();

/** Reads a JSON body and holds it against a schema. Throws 400 and names the first fault. */
export function parseBody(body: Buffer, schema: JsonSchema): unknown {
  let value: unknown;
  try {
    value = JSON.parse(decodeUtf8(body));
  } catch (error) {
    throw new HttpError(400, `Malformed JSON: ${(error as Error).message}`);
  }
  const fault = findFault(value, schema);
  if (fault !== undefined) throw new HttpError(400, `JSON does not validate: ${fault}`);
  return value;
}

/** Holds query parameters against a schema; of several with one name the last one counts. Throws 400. */
export function checkQuery(query: URLSearchParams, schema: JsonSchema): void {
  const fault = findFault(Object.fromEntries(query), schema);
  if (fault !== undefined) throw new HttpError(400, `Invalid query string parameters: ${fault}`);
}

/** The first fault of a value in words; empty when it fits. */
export function findFault(value: unknown, schema: JsonSchema): string | undefined {
  let validate = compiled.get(schema);
  if (!validate) compiled.set(schema, (validate = ajv.compile(schema)));
  if (validate(value)) return brokenText(value);
  const error = validate.errors!.at(-1)!;
  return `${describe(error)}\n\nFailed validating '${error.keyword}' in schema${schemaIndex(error.schemaPath)}`;
}

/** `#/properties/total/minimum` as `['properties']['total']`. */
function schemaIndex(schemaPath: string): string {
  const keys = schemaPath.split('/').slice(1, -1);
  return keys.map((key) => `['${decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')}']`).join('');
}

function decodeUtf8(body: Buffer): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(body);
}

/** Text that cannot be stored or sent: half of a surrogate pair, or a NUL. */
function brokenText(value: unknown, depth = 8): string | undefined {
  if (typeof value === 'string') {
    return !/[\p{Surrogate}\0]/u.test(value) ? undefined : `${pythonRepr(value)} is not valid text`;
  }
  if (typeof value !== 'object' || value === null || depth === 0) return undefined;
  for (const [key, each] of Object.entries(value)) {
    const fault = brokenText(key) ?? brokenText(each, depth - 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Words of a fault, as clients of Placement know them. */
function describe(error: ErrorObject): string {
  const { keyword, data, schema, parentSchema, params } = error as ErrorObject & {
    params: Record<string, string>;
  };
  const value = pythonRepr(data);
  switch (keyword) {
    case 'type':
      return `${value} is not of type ${[schema]
        .flat()
        .map((type) => pythonRepr(type))
        .join(', ')}`;
    case 'required':
      return `'${params['missingProperty']}' is a required property`;
    case 'additionalProperties':
      return describeExtra(params['additionalProperty'], parentSchema as JsonSchema);
    case 'minimum':
      return `${value} is less than the minimum of ${String(schema)}`;
    case 'maximum':
      return `${value} is greater than the maximum of ${String(schema)}`;
    case 'minLength':
    case 'minItems':
      return `${value} is too short`;
    case 'maxLength':
      return `${value} is too long`;
    case 'uniqueItems':
      return `${value} has non-unique elements`;
    case 'pattern':
      return `${value} does not match '${String(schema)}'`;
    case 'format':
      return `${value} is not a '${String(schema)}'`;
    case 'enum':
      return `${value} is not one of ${pythonRepr(schema)}`;
    case 'minProperties':
      return `${value} does not have enough properties`;
    default:
      return `${value} is not valid under any of the given schemas`;
  }
}

function describeExtra(name: string, parent: JsonSchema): string {
  const patterns = Object.keys((parent['patternProperties'] as object | undefined) ?? {});
  if (patterns.length === 0) return `Additional properties are not allowed (${pythonRepr(name)} was unexpected)`;
  return `${pythonRepr(name)} does not match any of the regexes: ${patterns
    .sort()
    .map((each) => `'${each}'`)
    .join(', ')}`;
}
