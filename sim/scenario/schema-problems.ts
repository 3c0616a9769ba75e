import { nearestName } from '../../core/index.ts';
import type { z } from 'zod';
import type { InputCode } from '../input-error.ts';
import type { PathPart } from './yaml-source.ts';

/** A problem by its path in the validated value, before anybody knows its line. */
export interface PathProblem {
  readonly code: InputCode;
  readonly path: readonly PathPart[];
  /** The last part of the path is a key to be shown, not a value. */
  readonly atKey?: boolean;
  readonly found: string;
  readonly accepted: string;
  readonly nearest?: string | undefined;
}

type JsonSchema = { readonly [key: string]: unknown };

/** What validation found, in the words of a scenario. `jsonSchema` tells which keys a place accepts. */
export function schemaProblems(error: z.ZodError, value: unknown, jsonSchema: JsonSchema): PathProblem[] {
  return withoutEchoes(error.issues.flatMap((issue) => describeIssues(issue, value, jsonSchema)));
}

/** A misspelt key is missing under its right name too: one message is enough. */
function withoutEchoes(problems: readonly PathProblem[]): PathProblem[] {
  const meant = new Set(
    problems
      .filter(({ code, nearest }) => code === 'unknown-key' && nearest !== undefined)
      .map(({ path, nearest }) => JSON.stringify([...path.slice(0, -1), nearest])),
  );
  return problems.filter(({ code, path }) => code !== 'missing-key' || !meant.has(JSON.stringify(path)));
}

function describeIssues(issue: z.core.$ZodIssue, value: unknown, jsonSchema: JsonSchema): PathProblem[] {
  const path = issue.path as PathPart[];
  if (issue.code === 'unrecognized_keys') {
    const known = acceptedKeys(jsonSchema, path);
    return issue.keys.map((key) => unknownKey([...path, key], known));
  }
  if (issue.code === 'invalid_key') {
    const accepted = issue.issues[0]?.message ?? issue.message;
    return [{ code: 'wrong-value', path, atKey: true, found: show(path.at(-1)), accepted }];
  }
  return [describeIssue(issue, path, valueAt(value, path))];
}

function unknownKey(path: readonly PathPart[], known: readonly string[]): PathProblem {
  const key = String(path.at(-1));
  const accepted = known.length === 0 ? 'no keys here' : known.join(', ');
  return {
    code: 'unknown-key',
    path,
    atKey: true,
    found: `the key ${show(key)}`,
    accepted,
    nearest: nearestName(key, known),
  };
}

function describeIssue(issue: z.core.$ZodIssue, path: readonly PathPart[], value: unknown): PathProblem {
  if (value === undefined) {
    return { code: 'missing-key', path, found: 'nothing', accepted: acceptedBy(issue, 'this key must be given') };
  }
  const found = show(value);
  switch (issue.code) {
    case 'invalid_type':
      return { code: 'wrong-type', path, found, accepted: acceptedBy(issue, typeName(issue.expected)) };
    case 'invalid_value': {
      const values = issue.values.map(String);
      const nearest = typeof value === 'string' ? nearestName(value, values) : undefined;
      return { code: 'wrong-value', path, found, accepted: acceptedBy(issue, values.join(', ')), nearest };
    }
    case 'too_small':
      return { code: 'wrong-value', path, found, accepted: acceptedBy(issue, atLeast(issue)) };
    case 'too_big':
      return { code: 'wrong-value', path, found, accepted: acceptedBy(issue, atMost(issue)) };
    default: {
      const accepted = acceptedBy(issue, issue.message);
      const negative = typeof value === 'string' && value.trim().startsWith('-');
      const code = accepted.includes('with its unit') && !negative ? 'wrong-unit' : 'wrong-value';
      return { code, path, found, accepted: negative ? `${accepted}; never negative` : accepted };
    }
  }
}

/** The schema's own words when it has any: zod's begin with one of these. */
function acceptedBy(issue: z.core.$ZodIssue, otherwise: string): string {
  return /^(Invalid|Too |Unrecognized)/.test(issue.message) ? otherwise : issue.message;
}

function typeName(expected: string): string {
  const names: Record<string, string> = {
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    tuple: 'a list',
    object: 'a map of keys',
    record: 'a map of keys',
  };
  return names[expected] ?? expected;
}

function atLeast(issue: z.core.$ZodIssueTooSmall): string {
  if (issue.origin === 'array') return `a list of at least ${issue.minimum}`;
  return `a number ${issue.inclusive === false ? 'above' : 'from'} ${issue.minimum}`;
}

function atMost(issue: z.core.$ZodIssueTooBig): string {
  if (issue.origin === 'array') return `a list of at most ${issue.maximum}`;
  return `a number up to ${issue.maximum}`;
}

const SHOWN_LENGTH = 60;

export function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}...` : text;
}

function valueAt(value: unknown, path: readonly PathPart[]): unknown {
  let current = value;
  for (const part of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<PathPart, unknown>)[part];
  }
  return current;
}

/** Keys that the JSON Schema accepts at a path. */
function acceptedKeys(schema: JsonSchema, path: readonly PathPart[]): string[] {
  let places = [schema];
  for (const part of path)
    places = places.flatMap((place) => alternatives(place)).flatMap((place) => stepInto(place, part));
  return places
    .flatMap(alternatives)
    .flatMap((place) => Object.keys((place['properties'] as object | undefined) ?? {}));
}

function alternatives(schema: JsonSchema): JsonSchema[] {
  const any = schema['anyOf'] as JsonSchema[] | undefined;
  return any === undefined ? [schema] : any.flatMap(alternatives);
}

function stepInto(schema: JsonSchema, part: PathPart): JsonSchema[] {
  const properties = schema['properties'] as Record<string, JsonSchema> | undefined;
  const inner =
    properties?.[String(part)] ?? (typeof part === 'number' ? schema['items'] : schema['additionalProperties']);
  return typeof inner === 'object' && inner !== null ? [inner as JsonSchema] : [];
}
