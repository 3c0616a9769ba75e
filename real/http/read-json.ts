import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { ApiError } from './api-error.ts';

/** `application/json`, and what is JSON by another name: `application/openstack-images-v2.1-json-patch`. */
const jsonTypes = /^application\/[\w.+-]*json/i;

/** Reads the body as JSON. @throws ApiError 400, 413, 415 */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const type = request.headers['content-type'];
  const bytes = await readBytes(request, maxBytes);
  if (bytes.length === 0) return undefined;
  if (type !== undefined && !jsonTypes.test(type)) {
    throw new ApiError(415, `The content type ${type} is not supported; send application/json.`);
  }
  const text = bytes.toString('utf8');
  let body: unknown;
  try {
    // Only an escape can bring half a surrogate pair in; a database could not give it back.
    body = /\\u[dD]/.test(text) ? JSON.parse(text, refuseHalfPairs) : JSON.parse(text);
  } catch (error) {
    throw new ApiError(400, error instanceof HalfPairError ? error.message : 'The body is not JSON.');
  }
  return body;
}

class HalfPairError extends Error {
  override readonly message = 'The body has a text that is not Unicode: half a surrogate pair.';
}

function refuseHalfPairs(key: string, value: unknown): unknown {
  for (const text of [key, value]) {
    if (typeof text === 'string' && Buffer.from(text).toString() !== text) throw new HalfPairError();
  }
  return value;
}

/**
 * Reads a body, or the member of one that `place` names.
 *
 * @throws ApiError 400 that names the first member that is wrong, and what it should be
 */
export function checkBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  place: readonly string[] = [],
): z.infer<Schema> {
  const checked = schema.safeParse(body, { reportInput: false });
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  const where = [...place, ...(issue?.path ?? [])].join('.') || 'body';
  throw new ApiError(400, `Invalid input for ${where}: ${issue?.message ?? 'not what is expected'}`);
}

async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(maxBytes: number): ApiError {
  return new ApiError(413, `The body is larger than ${maxBytes} bytes.`, { headers: { connection: 'close' } });
}
