import { z } from 'zod';
import * as types from './parameter-types.ts';

const uuids = z.array(types.uuid);

/** Hints for the scheduler; those that Nova knows have a form, others may be anything. */
export const schedulerHints = z
  .looseObject({
    group: types.uuid,
    different_host: z.union([types.uuid, uuids]),
    same_host: z.union([z.string(), uuids]),
    query: z.union([z.string(), z.custom<Record<string, unknown>>(types.isPlainObject)]),
    target_cell: types.name,
    different_cell: z.union([z.string(), z.array(z.string())]),
    build_near_host_ip: types.ipAddress,
    cidr: z.string().regex(/^\/[0-9a-f.:]+$/, 'is not the length of a prefix, as in "/24"'),
  })
  .partial();

/** As a server keeps them: lists of texts. */
export function hintLists(hints: Readonly<Record<string, unknown>>): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(hints).map(([key, value]) => [key, (Array.isArray(value) ? value : [value]).map(hintText)]),
  );
}

function hintText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
