import type { z } from 'zod';

/** A schema for each of the minor numbers that change it. */
export function sinceEach<Schema extends z.ZodType>(
  minors: readonly number[],
  schemaAt: (minor: number) => Schema,
): Readonly<Record<number, Schema>> {
  return Object.fromEntries(minors.map((minor) => [minor, schemaAt(minor)]));
}
