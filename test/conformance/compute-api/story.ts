/** Who asks: `other` is a member of another project. */
export type Caller = 'admin' | 'member' | 'reader' | 'other';

export interface Asked {
  readonly as: Caller;
  readonly method: string;
  /** Below `/v2.1`. */
  readonly path: string;
  readonly version: string;
  readonly body?: unknown;
}

export interface StoryAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** One request of a story. `${name}` in path and body stands for what an earlier step saved. */
export interface Step extends Omit<Asked, 'version'> {
  /** A microversion, or `each`: all of them, one after the other. */
  readonly version: string;
  /** Names for members of the answer: `{ id: 'flavor.id' }`. */
  readonly save?: Readonly<Record<string, string>>;
}

/** What a step was answered: in a sweep over all microversions each answer that differs from the one before. */
export type Told = readonly { readonly version: string; readonly status: number; readonly body: unknown }[];

/** Newest microversion of the Nova that is compared with. */
const newest = 93;

export function step(
  as: Caller,
  version: string,
  method: string,
  path: string,
  body?: unknown,
  save?: Readonly<Record<string, string>>,
): Step {
  return { as, version, method, path, ...(body !== undefined && { body }), ...(save && { save }) };
}

/** Goes through a story and tells what was answered, without what differs from run to run. */
export async function tell(
  steps: readonly Step[],
  projectId: string,
  ask: (asked: Asked) => Promise<StoryAnswer>,
): Promise<Told[]> {
  const saved = new Map([['project', projectId]]);
  const told: Told[] = [];
  for (const { save, ...each } of steps) {
    const filled = JSON.parse(
      JSON.stringify(each).replaceAll(/\$\{(\w+)\}/g, (_all, name: string) => saved.get(name) ?? name),
    ) as Asked;
    const versions = each.version === 'each' ? [...Array(newest).keys()].map((n) => `2.${n + 1}`) : [each.version];
    const answers: { version: string; status: number; body: unknown }[] = [];
    let last = '';
    for (const version of versions) {
      const { status, body } = await ask({ ...filled, version });
      for (const [name, where] of Object.entries(save ?? {})) saved.set(name, String(memberOf(body, where)));
      const shown = comparable(status, body ?? null);
      const text = JSON.stringify([status, shown]);
      if (text !== last) answers.push({ version, status, body: shown });
      last = text;
    }
    told.push(answers);
  }
  return told;
}

function memberOf(body: unknown, path: string): unknown {
  let found = body;
  for (const key of path.split('.')) found = (found as Record<string, unknown> | undefined)?.[key];
  return found;
}

/**
 * Said in other words, or with what differs: by libraries that check schemas and keys, by searches written another way,
 * with numbers of rows, or with nothing at all where Nova forgot to say why.
 */
const ownWords = new RegExp(
  [
    "^Invalid input for|is a required property|Additional properties|^An invalid 'name'",
    'many properties|enough properties|Exactly one extra spec|of the format|X509 fingerprint|^Flavor access',
    '^The server could not comply|^Paging over hypervisors|is not of type|expected (object|record)',
  ].join('|'),
);

/** Of an error its name and code, and its words unless they come from a library that checks schemas. */
function comparable(status: number, body: unknown): unknown {
  if (status >= 400) return error(body);
  return plain(body, '');
}

function error(body: unknown): unknown {
  const [name, fault] = Object.entries(body ?? {})[0] ?? [];
  const { code, message } = (fault ?? {}) as { code?: number; message?: string };
  // Paths that do not exist are refused before Nova's own form applies.
  if (name === undefined || typeof code !== 'number') return 'no such path';
  const isOwn = ownWords.test(message ?? '');
  return { name, code, message: isOwn ? 'in own words' : plain(message, '') };
}

const hidden = new Set(['private_key', 'uptime', 'adminPass', 'topology']);
const numbered = new Set(['id']);

function plain(value: unknown, key: string): unknown {
  if (key === 'user_id' && value !== 'somebody') return '<user>';
  if (hidden.has(key)) return `<${key}>`;
  if (key === 'cpu_info' && typeof value === 'string') return plain(JSON.parse(value), '');
  if (typeof value === 'number' && numbered.has(key)) return '<number>';
  if (typeof value === 'string') return plainText(value);
  if (Array.isArray(value)) {
    const items = value.map((each) => plain(each, ''));
    return key === 'features' ? items.toSorted((a, b) => (String(a) < String(b) ? -1 : 1)) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const object = value as Record<string, unknown>;
  const isNewKey = String(object['public_key']).endsWith(' Generated-by-Nova');
  // When a service spoke last is not known before it has spoken twice.
  const isService = 'binary' in object || 'active' in object;
  return Object.fromEntries(
    Object.entries(object)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => {
        if (isNewKey && (name === 'public_key' || name === 'fingerprint')) return [name, `<${name}>`];
        if (isService && name === 'updated_at') return [name, '<time>'];
        return [plainText(name), plain(each, name)];
      }),
  );
}

function plainText(text: string): string {
  return text
    .replaceAll(/http:\/\/[^/"]+/g, 'http://nova')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>')
    .replaceAll(/\b([0-9a-f]{32}|user-\w+)\b/g, '<project or user>')
    .replaceAll(/marker=\d+/g, 'marker=<number>')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/g, '0000-00-00T00:00:00')
    .replaceAll(/T00:00:00\.\d+/g, 'T00:00:00.0');
}
