import type { z } from 'zod';
import { ApiError } from '../../http/api-error.ts';
import type { BySince } from './compute-route.ts';

/** The value as the schema reads it. @throws ApiError 400 that names the first member that is wrong */
export function checkValue(schema: z.ZodType, value: unknown, what: 'body' | 'query'): unknown {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const { path, message } = fault(checked.error.issues[0], value);
  if (path.length === 0) throw new ApiError(400, message);
  const field = what === 'body' ? 'field/attribute' : 'query parameters';
  throw new ApiError(
    400,
    `Invalid input for ${field} ${String(path.at(-1))}. Value: ${shown(value, path)}. ${message}`,
  );
}

/** The schema that counts at a microversion; none before the first. */
export function schemaAt(schemas: BySince<z.ZodType>, minor: number): z.ZodType | undefined {
  if ('safeParse' in schemas && typeof schemas.safeParse === 'function') return schemas;
  const found = Object.entries(schemas as Readonly<Record<number, z.ZodType>>).findLast(
    ([since]) => Number(since) <= minor,
  );
  return found?.[1];
}

/** Where and what, in the words that clients of Nova know where there are such. */
function fault(issue: z.core.$ZodIssue | undefined, value: unknown): { path: PropertyKey[]; message: string } {
  if (!issue) return { path: [], message: 'not what is expected' };
  const { path, message } = issue;
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => `'${key}'`).join(', ');
    const were = issue.keys.length === 1 ? 'was' : 'were';
    return { path, message: `Additional properties are not allowed (${keys} ${were} unexpected)` };
  }
  if (path.length > 0 && at(value, path) === undefined) {
    return { path: path.slice(0, -1), message: `'${String(path.at(-1))}' is a required property` };
  }
  return { path, message };
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const key of path) found = (found as Record<PropertyKey, unknown> | null | undefined)?.[key];
  return found;
}

function shown(value: unknown, path: readonly PropertyKey[]): string {
  const found = at(value, path);
  const text = typeof found === 'string' ? found : (JSON.stringify(found) ?? 'nothing');
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
