import fc from 'fast-check';

/** As much of JSON Schema as Nova's schemas use. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

const uuid = '6f70656e-7374-4163-a21b-342065766572';

/** Texts that some form takes and another does not. */
const texts = [
  '',
  'a',
  'ab',
  'web-1',
  'web_1.example.org',
  '-a',
  ' x',
  'x ',
  'x y',
  'é',
  '😀',
  '\t',
  'a\u0000b',
  '\u00a0',
  'a'.repeat(60),
  'a'.repeat(61),
  'a'.repeat(63),
  'a'.repeat(64),
  'a'.repeat(255),
  'a'.repeat(256),
  '😀'.repeat(200),
  'AUTO',
  'MANUAL',
  'auto',
  'none',
  '10.0.0.1',
  '10.0.0.256',
  '010.0.0.1',
  '::1',
  'fe80::1%eth0',
  'aGk=',
  'aGk',
  'a!G!k=',
  '====',
  uuid,
  uuid.replaceAll('-', ''),
  uuid.toUpperCase(),
  `{${uuid}}`,
  `urn:uuid:${uuid}`,
  `${uuid}0`,
  'True',
  'on',
  'oN',
  '0',
  '1',
  '-1',
  '2147483648',
  '1.5',
  'a/b',
  'a,b',
  '/dev/vdb',
  '/dev/sda1',
  'vdb',
  '/24',
  'http://example.org/flavors/1',
  'http://[',
  'http://',
  'active',
  'SOFT',
  'vnc',
  'novnc',
];

const junk = fc.constantFrom<unknown>(
  null,
  true,
  false,
  0,
  1,
  -1,
  2 ** 31,
  1.5,
  [],
  {},
  [null],
  { a: 1 },
  ['a'],
  ...texts,
);

/** Bodies that a schema may accept, and as many that differ from those a little. */
export function bodiesOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: following(schema) }, { weight: 1, arbitrary: junk });
}

function following(schema: JsonSchema): fc.Arbitrary<unknown> {
  const choices = schema.oneOf ?? schema.allOf;
  if (choices && !schema.properties) return fc.oneof(...choices.map(bodiesOf));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? ['null']);
  return fc.oneof(...types.map((type) => ofType(type, schema)));
}

function ofType(type: string, schema: JsonSchema): fc.Arbitrary<unknown> {
  switch (type) {
    case 'object':
      return objects(schema);
    case 'array':
      return fc.array(bodiesOf(schema.items ?? {}), { maxLength: 3 });
    case 'string':
      return fc.constantFrom(...texts);
    case 'integer':
    case 'number':
      return fc.constantFrom(-2, -1, 0, 1, 2, 2 ** 31 - 1, 2 ** 31, 0.5);
    case 'boolean':
      return fc.boolean();
    default:
      return fc.constant(null);
  }
}

/** Few members at a time, so that most of the time not more than one of them is wrong. */
function objects({ properties = {}, patternProperties, required = [] }: JsonSchema): fc.Arbitrary<unknown> {
  const names = Object.keys(properties);
  const optional = names.filter((name) => !required.includes(name));
  const chosen = fc.subarray(optional, { maxLength: Math.min(optional.length, 3) });
  const kept = fc.subarray([...required], { minLength: Math.max(required.length - 1, 0) });
  const more = patternProperties
    ? fc.dictionary(fc.constantFrom('k', 'a b', 'é', ''), fc.constantFrom(...texts, 1))
    : fc.constant({});
  const strange = fc.oneof(
    { weight: 15, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.constant({ strange: 1 }) },
  );
  const whole = fc.oneof({ weight: 12, arbitrary: fc.constant([...required]) }, { weight: 1, arbitrary: kept });
  return fc
    .tuple(whole, chosen)
    .chain(([always, others]) =>
      fc.tuple(
        fc.record(Object.fromEntries([...always, ...others].map((name) => [name, bodiesOf(properties[name] ?? {})]))),
        more,
        strange,
      ),
    )
    .map(([members, free, extra]) => ({ ...members, ...free, ...extra }));
}
