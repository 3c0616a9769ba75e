import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ExpectedConsumer } from './audit-placement.ts';

const consumerSchema = z.strictObject({
  uuid: z.string().min(1),
  project_id: z.string().min(1),
  user_id: z.string().min(1),
  consumer_type: z.string().default('INSTANCE'),
  allocations: z.record(z.string(), z.strictObject({ resources: z.record(z.string(), z.int().min(1)) })),
});

/** A list of expected consumers that cannot be used. */
export class ExpectedConsumersError extends Error {
  override name = 'ExpectedConsumersError';
}

/**
 * Reads expected consumers: JSON lines, each with `uuid`, `project_id`, `user_id`, `allocations` as
 * Placement writes them, and `consumer_type` (default `INSTANCE`). Throws `ExpectedConsumersError`.
 */
export function readExpectedConsumers(file: string): ExpectedConsumer[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ExpectedConsumersError(`${file}: ${(error as Error).message}`, { cause: error });
  }
  return text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [readLine(file, line, index + 1)]));
}

function readLine(file: string, line: string, number: number): ExpectedConsumer {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new ExpectedConsumersError(`${file}:${number}: ${(error as Error).message}`, { cause: error });
  }
  const parsed = consumerSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ExpectedConsumersError(`${file}:${number}: ${issue!.path.join('.') || 'line'}: ${issue!.message}`);
  }
  const { uuid, project_id, user_id, consumer_type, allocations } = parsed.data;
  const resources = Object.fromEntries(
    Object.entries(allocations).map(([provider, each]) => [provider, each.resources]),
  );
  return { uuid, projectId: project_id, userId: user_id, type: consumer_type, resources };
}
