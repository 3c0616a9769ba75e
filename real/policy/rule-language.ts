import type { Credentials } from './credentials.ts';

/** What a rule is asked with. */
export interface RuleInput {
  readonly credentials: Credentials;
  readonly target: Readonly<Record<string, string | null>>;
  /** Looks another rule up by its name; a rule that does not exist refuses. */
  rule(name: string): Rule | undefined;
}

/** A parsed rule: whether it admits. */
export type Rule = (input: RuleInput) => boolean;

const always: Rule = () => true;
const never: Rule = () => false;

/**
 * Parses a rule of oslo.policy's language: `@`, `!`, `role:reader`, `rule:name`, comparisons such as
 * `project_id:%(project_id)s`, joined by `not`, `and`, `or` and parentheses; or the older form, a list
 * (or) of lists (and) of checks. Throws an `Error` that says what cannot be read.
 */
export function parseRule(source: unknown): Rule {
  if (typeof source === 'string') return parseText(source);
  if (Array.isArray(source)) return parseLists(source);
  if (source === null || source === undefined) return always;
  throw new Error(`a rule is a text or a list, not ${JSON.stringify(source)}`);
}

/** Names of the other rules that a rule refers to. */
export function referredRules(source: unknown): string[] {
  const texts = Array.isArray(source) ? source.flat(2) : [source];
  return texts.flatMap((text) => [...String(text).matchAll(/(?:^|[\s(])rule:([^\s)]+)/g)].map((match) => match[1]!));
}

function parseLists(lists: readonly unknown[]): Rule {
  if (lists.length === 0) return always;
  const alternatives = lists
    .filter((inner) => inner !== '' && !(Array.isArray(inner) && inner.length === 0))
    .map((inner) => [inner].flat().map((check) => parseCheck(String(check))));
  return (input) => alternatives.some((checks) => checks.every((check) => check(input)));
}

function parseText(text: string): Rule {
  if (text.trim() === '') return always;
  const tokens = tokenize(text);
  const parser = new Parser(tokens, text);
  return parser.parse();
}

/** Parentheses count where they stand at the edge of a word; inside, they belong to `%(name)s`. */
function tokenize(text: string): string[] {
  const tokens: string[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const inner = word.replace(/^\(+/, '');
    for (let i = inner.length; i < word.length; i++) tokens.push('(');
    const clean = inner.replace(/\)+$/, '');
    if (clean !== '') tokens.push(clean);
    for (let i = clean.length; i < inner.length; i++) tokens.push(')');
  }
  return tokens;
}

/** `not` binds tightest, then `and`, then `or`. */
class Parser {
  private readonly tokens: readonly string[];
  private readonly text: string;
  private at = 0;

  constructor(tokens: readonly string[], text: string) {
    this.tokens = tokens;
    this.text = text;
  }

  parse(): Rule {
    const rule = this.or();
    if (this.at < this.tokens.length) throw this.broken();
    return rule;
  }

  private or(): Rule {
    const parts = [this.and()];
    while (this.takes('or')) parts.push(this.and());
    return parts.length === 1 ? parts[0]! : (input) => parts.some((part) => part(input));
  }

  private and(): Rule {
    const parts = [this.not()];
    while (this.takes('and')) parts.push(this.not());
    return parts.length === 1 ? parts[0]! : (input) => parts.every((part) => part(input));
  }

  private not(): Rule {
    if (!this.takes('not')) return this.single();
    const inner = this.not();
    return (input) => !inner(input);
  }

  private single(): Rule {
    if (this.takes('(')) {
      const inner = this.or();
      if (!this.takes(')')) throw this.broken();
      return inner;
    }
    const token = this.tokens[this.at++];
    if (token === undefined || token === ')' || /^(and|or|not)$/i.test(token)) throw this.broken();
    return parseCheck(token);
  }

  private takes(word: string): boolean {
    if (this.tokens[this.at]?.toLowerCase() !== word) return false;
    this.at++;
    return true;
  }

  private broken(): Error {
    return new Error(`cannot read the rule "${this.text}"`);
  }
}

function parseCheck(check: string): Rule {
  if (check === '@') return always;
  if (check === '!') return never;
  const colon = check.indexOf(':');
  if (colon < 0) throw new Error(`cannot read the check "${check}": it is "@", "!" or "kind:value"`);
  const kind = check.slice(0, colon);
  const value = check.slice(colon + 1);
  if (kind === 'rule') return (input) => input.rule(value)?.(input) ?? false;
  if (kind === 'role') return roleCheck(value);
  if (kind === 'http' || kind === 'https') {
    throw new Error(`the check "${check}" asks another server, which is not supported`);
  }
  return attributeCheck(kind, value);
}

function roleCheck(value: string): Rule {
  return ({ credentials, target }) => {
    const role = fillIn(value, target)?.toLowerCase();
    return role !== undefined && credentials.roles.some((own) => own.toLowerCase() === role);
  };
}

/** Compares an attribute of the credentials, or a literal (`'Member'`, `True`, `1`), with a value. */
function attributeCheck(kind: string, value: string): Rule {
  const literal = /^(?:'([^']*)'|"([^"]*)"|(True|False|None|-?\d+(?:\.\d+)?))$/.exec(kind);
  const fixed = literal?.[1] ?? literal?.[2] ?? literal?.[3];
  const path = kind.split('.');
  return ({ credentials, target }) => {
    const wanted = fillIn(value, target);
    if (wanted === undefined) return false;
    return fixed === undefined ? matchesPath(credentials, path, wanted) : fixed === wanted;
  };
}

function matchesPath(value: unknown, path: readonly string[], wanted: string): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return pythonText(value) === wanted;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false;
  const next = (value as Record<string, unknown>)[key];
  return Array.isArray(next) ? next.some((each) => matchesPath(each, rest, wanted)) : matchesPath(next, rest, wanted);
}

/** Replaces `%(name)s` by the target's attribute; empty when the target has no such attribute. */
function fillIn(text: string, target: Readonly<Record<string, string | null>>): string | undefined {
  let missing = false;
  const filled = text.replace(/%\(([^)]*)\)s/g, (_, name: string) => {
    if (!Object.hasOwn(target, name)) missing = true;
    return pythonText(target[name]);
  });
  return missing ? undefined : filled;
}

/** Texts of null and booleans, as oslo.policy compares them. */
function pythonText(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
