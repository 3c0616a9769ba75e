import { errorCodes, HttpError } from './http-error.ts';
import { normalizeUuid } from './uuid.ts';

const SHAPE_OF_RESOURCES = '?resources=VCPU:2,MEMORY_MB:1024';

/** Reads `VCPU:2,MEMORY_MB:1024`. Throws 400. */
export function readResources(text: string): Record<string, number> {
  if (text.trim() === '') throw badResources('empty string');
  const resources: Record<string, number> = {};
  for (const part of text.split(',')) {
    const [name = '', amount, ...rest] = part.split(':');
    if (amount === undefined || rest.length > 0) throw badResources(part);
    resources[name] = readAmount(name, amount);
  }
  return resources;
}

function badResources(found: string): HttpError {
  return new HttpError(
    400,
    `Badly formed resources parameter. Expected resources query string parameter in form: ${SHAPE_OF_RESOURCES}. Got: ${found}.`,
  );
}

/** Whole numbers as Python reads them: spaces around, a sign, `_` between digits. */
function readAmount(name: string, text: string): number {
  const clean = text.trim();
  if (!/^[+-]?\d+(_\d+)*$/.test(clean)) {
    throw new HttpError(400, `Requested resource ${name} expected positive integer amount. Got: ${text}.`);
  }
  const amount = Number(clean.replaceAll('_', ''));
  if (amount < 1) throw new HttpError(400, `Requested resource ${name} requires amount >= 1. Got: ${amount}.`);
  return amount;
}

/** Traits asked for: all of `required` (any of each inner list), none of `forbidden`. */
export interface TraitQuery {
  readonly required: readonly (readonly string[])[];
  readonly forbidden: readonly string[];
}

/** Reads the parameters `required` with a group's suffix, as far as the microversion knows them. Throws 400. */
export function readTraits(query: URLSearchParams, suffix: string, minor: number): TraitQuery {
  const values = query.getAll(`required${suffix}`);
  const counted = minor >= 39 ? values : values.slice(-1);
  const parts = counted.map((value) => readTraitList(value, minor >= 22, minor >= 39));
  return {
    required: parts.flatMap((part) => part.required),
    forbidden: [...new Set(parts.flatMap((part) => part.forbidden))],
  };
}

/** Reads one list of traits: `A,!B`, or `in:A,B`. Throws 400. */
export function readTraitList(value: string, mayForbid: boolean, mayChoose: boolean): TraitQuery {
  if (value.startsWith('in:')) return { required: [readChoice(value, mayChoose)], forbidden: [] };
  const names = value.split(',').map((name) => name.trim());
  const forbidden = names.filter((name) => name.startsWith('!')).map((name) => name.replace(/^!+/, ''));
  const form = mayForbid ? 'HW_CPU_X86_VMX,!CUSTOM_MAGIC' : 'HW_CPU_X86_VMX,CUSTOM_MAGIC';
  const expected = `Invalid query string parameters: Expected 'required' parameter value of the form: ${form}. Got`;
  if ([...names, ...forbidden].includes('')) throw new HttpError(400, `${expected} an empty trait in: ${value}`);
  if (forbidden.length > 0 && !mayForbid) throw new HttpError(400, `${expected}: ${value}`);
  return { required: names.filter((name) => !name.startsWith('!')).map((name) => [name]), forbidden };
}

function readChoice(value: string, mayChoose: boolean): string[] {
  const example = 'in:HW_CPU_X86_VMX,CUSTOM_MAGIC';
  const bad = (why: string) => new HttpError(400, `Invalid query string parameters: ${why}: ${value}`);
  if (!mayChoose) throw bad(`The format '${example}' only supported since microversion 1.39. Got`);
  const names = value
    .slice(3)
    .split(',')
    .map((name) => name.trim());
  if (names.includes(''))
    throw bad(`Expected 'required' parameter value of the form: ${example}. Got an empty trait in`);
  if (names.some((name) => name.startsWith('!'))) {
    throw bad(`The format '${example}' does not support forbidden traits. Got`);
  }
  return [...new Set(names)];
}

/** Aggregates asked for: one of each list of `required`, none of `forbidden`. */
export interface AggregateQuery {
  readonly required: readonly (readonly string[])[];
  readonly forbidden: readonly string[];
}

/** Reads the parameters `member_of` with a group's suffix, as far as the microversion knows them. Throws 400. */
export function readMemberOf(query: URLSearchParams, suffix: string, minor: number): AggregateQuery {
  const values = query.getAll(`member_of${suffix}`);
  if (minor < 24 && values.length > 1) {
    throw new HttpError(400, `Multiple member_of${suffix} parameters are not supported`);
  }
  const required: string[][] = [];
  const forbidden = new Set<string>();
  for (const value of values) {
    const [uuids, forbids] = readAggregates(value);
    if (forbids && minor < 32) {
      throw new HttpError(
        400,
        `Forbidden member_of${suffix} parameters are not supported in the specified microversion`,
      );
    }
    if (forbids) for (const uuid of uuids) forbidden.add(uuid);
    else required.push(uuids);
  }
  return { required, forbidden: [...forbidden] };
}

function readAggregates(value: string): [uuids: string[], forbids: boolean] {
  const parts = /^(!?)(in:)?(.*)$/s.exec(value)!;
  const several = parts[2] !== undefined;
  if (value.includes(',') && !several) {
    throw new HttpError(
      400,
      `Multiple values for 'member_of' must be prefixed with the 'in:' or '!in:' keyword using the valid microversion. Got: ${value}`,
    );
  }
  const uuids = several ? parts[3]!.split(',') : [parts[3]!];
  for (const uuid of uuids) {
    if (normalizeUuid(uuid) === undefined) {
      throw new HttpError(
        400,
        `Invalid query string parameters: Expected 'member_of' parameter to contain valid UUID(s). Got: ${uuid}`,
      );
    }
  }
  return [uuids, parts[1] === '!'];
}

/** Reads a parameter `in_tree`. Throws 400. */
export function readInTree(value: string): string {
  const uuid = value.trim();
  if (normalizeUuid(uuid) !== undefined) return uuid;
  throw new HttpError(
    400,
    `Invalid query string parameters: Expected 'in_tree' parameter to be a format of uuid. Got: ${value}`,
  );
}

/** A parameter that may be there once. */
export function readOnce(query: URLSearchParams, name: string): string | undefined {
  const values = query.getAll(name);
  if (values.length < 2) return values[0];
  throw new HttpError(400, `Query parameter '${name}' may be specified only once.`, errorCodes.duplicateParameter);
}
