import { z } from 'zod';
import { ApiError } from '../http/api-error.ts';
import { isMember, refuseReadOnly, withoutValue, withValue } from './image-members.ts';
import type { StoredImage } from './model.ts';

/** Body of `PATCH /v2/images/{id}`: JSON patch as Glance reads it (media type …-v2.1-json-patch; 2.0 says `replace`: …). */
export const patchBody = z
  .array(z.record(z.string(), z.unknown()))
  .max(1000)
  .transform((operations) => operations.map(readOperation));

interface Operation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: readonly string[];
  readonly value: unknown;
}

function readOperation(given: Readonly<Record<string, unknown>>): Operation {
  const older = (['add', 'replace', 'remove'] as const).find((op) => typeof given[op] === 'string');
  const op = older ?? given['op'];
  const path = older ? given[older] : given['path'];
  if (op !== 'add' && op !== 'replace' && op !== 'remove') {
    throw new ApiError(400, 'Operations must be one of add, replace, remove.');
  }
  if (typeof path !== 'string' || !path.startsWith('/') || path.endsWith('/')) {
    throw new ApiError(400, 'Invalid input for path: a pointer such as /name.');
  }
  if (op !== 'remove' && !('value' in given))
    throw new ApiError(400, `Operation ${op} requires a member named "value".`);
  const steps = path
    .slice(1)
    .split('/')
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
  return { op, path: steps, value: given['value'] };
}

/** @throws ApiError 400, 403, 409 */
export function patched(image: StoredImage, operations: readonly Operation[]): StoredImage {
  return operations.reduce(apply, image);
}

function apply(image: StoredImage, { op, path, value }: Operation): StoredImage {
  const [name = '', ...deeper] = path;
  if (name === 'tags' && deeper.length > 0) return patchTags(image, op, deeper, value);
  if (deeper.length > 0) throw new ApiError(400, `Invalid JSON pointer for this resource: /${path.join('/')}`);
  refuseReadOnly(name);
  const exists = isMember(name) || Object.hasOwn(image.properties, name);
  if (op === 'replace' && !exists) throw new ApiError(409, `Property ${name} does not exist.`);
  return op === 'remove' ? withoutValue(image, name) : withValue(image, name, value);
}

/** `/tags/-` at the end, `/tags/0` in a place. */
function patchTags(image: StoredImage, op: Operation['op'], deeper: readonly string[], value: unknown): StoredImage {
  const [step = ''] = deeper;
  const at = step === '-' ? image.tags.length : Number(step);
  const known = Number.isInteger(at) && at >= 0 && at <= image.tags.length && (op === 'add' || at < image.tags.length);
  if (deeper.length > 1 || step === '' || !known)
    throw new ApiError(400, `Invalid JSON pointer for this resource: /tags/${step}`);
  const tags: unknown[] = [...image.tags];
  if (op === 'add') tags.splice(at, 0, value);
  else tags.splice(at, 1, ...(op === 'replace' ? [value] : []));
  return withValue(image, 'tags', tags);
}
