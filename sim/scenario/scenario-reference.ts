import { inputCodes } from '../input-error.ts';
import { generatorProfiles } from '../workload/generator-profiles.ts';
import { traceKinds } from '../workload/read-trace.ts';
import { scenarioJsonSchema } from './json-schema.ts';

type JsonSchema = {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
};

/** Every key of a scenario as a Markdown table: path, what it takes, default, meaning. */
export function scenarioKeyTable(): string {
  const rows = keysOf(scenarioJsonSchema(), '');
  const lines = rows.map(
    ({ path, takes, fallback, meaning }) => `| \`${path}\` | ${takes} | ${fallback} | ${meaning} |`,
  );
  return ['| key | takes | default | meaning |', '| --- | --- | --- | --- |', ...lines].join('\n');
}

/** Every code of bad input as a Markdown table. */
export function inputCodeTable(): string {
  const lines = Object.entries(inputCodes).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  return ['| code | meaning |', '| --- | --- |', ...lines].join('\n');
}

/** Every kind of trace as a Markdown table. */
export function traceKindTable(): string {
  const lines = traceKinds.map(({ name, summary, required, optional }) => {
    const columns = [
      ...required.map((column) => `\`${column}\``),
      ...optional.map((column) => `\`${column}\` (optional)`),
    ];
    return `| \`${name}\` | ${summary} | ${columns.join(', ')} |`;
  });
  return ['| kind | what it is | columns |', '| --- | --- | --- |', ...lines].join('\n');
}

/** The generator's profiles as Markdown: source, flavors, lifetimes, batch sizes. */
export function profileList(): string {
  return generatorProfiles
    .map(({ name, source, flavors, lifetimes, batchSizes }) => {
      const mix = flavors.map((flavor) => `${flavor.name} ${percent(flavor.weight)}`).join(', ');
      const lives = lifetimes.map(([p, seconds]) => `${percent(p)} at ${seconds} s`).join(', ');
      const sizes = batchSizes.map(
        ({ least, most, weight }) => `${least === most ? least : `${least}-${most}`}: ${percent(weight)}`,
      );
      return [
        `\`${name}\`: ${source}.`,
        '',
        `- Flavors: ${mix}.`,
        `- Lifetime quantiles: ${lives}.`,
        `- Batch sizes: ${sizes.join(', ')}.`,
      ].join('\n');
    })
    .join('\n\n');
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

interface KeyRow {
  readonly path: string;
  readonly takes: string;
  readonly fallback: string;
  readonly meaning: string;
}

function keysOf(schema: JsonSchema, prefix: string): KeyRow[] {
  const plain = withoutNull(schema);
  const nested = Object.entries(plain.properties ?? {}).flatMap(([key, value]) => {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    return [rowOf(path, value, plain.required?.includes(key) ?? false), ...keysOf(value, path)];
  });
  const items = plain.items ? keysOf(plain.items, `${prefix}[]`) : [];
  const values =
    typeof plain.additionalProperties === 'object' ? keysOf(plain.additionalProperties, `${prefix}.NAME`) : [];
  return [...nested, ...items, ...values];
}

function rowOf(path: string, schema: JsonSchema, required: boolean): KeyRow {
  const meaning = schema.description ?? withoutNull(schema).description ?? '';
  return { path, takes: takesText(schema), fallback: defaultText(schema, required), meaning: escape(meaning) };
}

/** A key that may be null is one that a variant may take away. */
function withoutNull(schema: JsonSchema): JsonSchema {
  const others = schema.anyOf?.filter((one) => one.type !== 'null') ?? [];
  return others.length === 1 ? others[0]! : schema;
}

function takesText(schema: JsonSchema): string {
  const plain = withoutNull(schema);
  if (plain.anyOf) return [...new Set(plain.anyOf.flatMap(choices))].join(', or ');
  return choices(plain).join(', ');
}

function kindText(plain: JsonSchema): string {
  if (Array.isArray(plain.type)) return 'text (numbers and booleans become text)';
  switch (plain.type) {
    case 'string':
      return textKind(plain.pattern ?? '');
    case 'integer':
    case 'number':
      return `${plain.type === 'integer' ? 'whole number' : 'number'}${bounds(plain)}`;
    case 'boolean':
      return '`true`, `false`';
    case 'array':
      return plain.items ? `list of ${takesText(plain.items)}` : 'list';
    case 'object':
      return plain.properties ? 'keys' : `map to ${takesText(plain.additionalProperties as JsonSchema)}`;
    default:
      return 'any value';
  }
}

/** The values that a schema names, or its kind. */
function choices(schema: JsonSchema): string[] {
  if (schema.enum) return schema.enum.map((value) => `\`${value as string}\``);
  if (schema.const !== undefined) return [`\`${JSON.stringify(schema.const)}\``];
  return schema.anyOf ? schema.anyOf.flatMap(choices) : [kindText(schema)];
}

function textKind(pattern: string): string {
  if (pattern.includes('ms|s|m')) return 'duration';
  return pattern.includes('MiB|GiB') ? 'amount' : 'text';
}

function bounds({ minimum, exclusiveMinimum, maximum }: JsonSchema): string {
  const least =
    exclusiveMinimum === undefined ? (minimum === undefined ? '' : ` from ${minimum}`) : ` above ${exclusiveMinimum}`;
  return `${least}${maximum === undefined ? '' : ` to ${maximum}`}`;
}

function defaultText(schema: JsonSchema, required: boolean): string {
  if (required) return 'must be given';
  const value = schema.default;
  if (value === undefined) return '';
  const empty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return empty ? '' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function escape(text: string): string {
  return text.replaceAll('|', '\\|');
}
