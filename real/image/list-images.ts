import { ApiError } from '../http/api-error.ts';
import type { Credentials } from '../policy/credentials.ts';
import { imageJson } from './image-json.ts';
import type { StoredImage } from './model.ts';
import type { ImageTables } from './tables.ts';
import { isListed, isVisible } from './visible-images.ts';

/** Glance's `api_limit_max` and `limit_param_default`. */
const limitMax = 1000;
const limitDefault = 25;

export interface ImagePage {
  readonly images: readonly StoredImage[];
  /** Where the list goes on. */
  readonly nextMarker: string | undefined;
}

/** Images that the caller may see and asks for, sorted, one page. @throws ApiError 400 */
export function listImages(tables: ImageTables, credentials: Credentials, query: URLSearchParams): ImagePage {
  const filters = [...query].filter(([key]) => !steering.includes(key));
  const wanted = [...tables.images.all()].filter((image) => {
    return isAskedFor(tables, image, credentials, query) && matches(image, filters);
  });
  const sorted = wanted.toSorted(ordering(query));
  const marker = query.get('marker');
  const after = marker === null ? 0 : sorted.findIndex(({ id }) => id === marker) + 1;
  if (marker !== null && after === 0) throw new ApiError(400, `Invalid marker: image ${marker} could not be found.`);
  const limit = readLimit(query);
  const images = sorted.slice(after, after + limit);
  return { images, nextMarker: after + limit < sorted.length ? images.at(-1)?.id : undefined };
}

function isAskedFor(
  tables: ImageTables,
  image: StoredImage,
  credentials: Credentials,
  query: URLSearchParams,
): boolean {
  const visibility = query.get('visibility');
  const hidden = /^true$/i.test(query.get('os_hidden') ?? 'false');
  if (image.hidden !== hidden) return false;
  if (visibility === 'all') return isVisible(tables, image, credentials);
  if (visibility !== null && image.visibility !== visibility) return false;
  if (visibility === 'community') return true;
  return isListed(tables, image, credentials, query.get('member_status') ?? 'accepted');
}

/** Members of the query that are not filters. */
const steering = ['limit', 'marker', 'sort', 'sort_key', 'sort_dir', 'visibility', 'member_status', 'os_hidden'];

function matches(image: StoredImage, filters: readonly (readonly [key: string, wanted: string])[]): boolean {
  if (filters.length === 0) return true;
  const json = imageJson(image);
  for (const [key, wanted] of filters) {
    if (key === 'tag') {
      if (!image.tags.includes(wanted)) return false;
    } else if (key === 'size_min' || key === 'size_max') {
      if (!withinSize(image.sizeBytes, key, wanted)) return false;
    } else if (key === 'created_at' || key === 'updated_at') {
      if (!compareTime(Date.parse(json[key] as string), wanted)) return false;
    } else if (!equals(json[key], wanted)) return false;
  }
  return true;
}

/** A value, or `in:a,b` with quotes around values that hold a comma. */
function equals(value: unknown, wanted: string): boolean {
  const texts = wanted.startsWith('in:') ? splitValues(wanted.slice(3)) : [wanted];
  if (value === undefined || value === null) return false;
  return texts.some(
    (text) => String(value) === text || (typeof value === 'boolean' && String(value) === text.toLowerCase()),
  );
}

function splitValues(list: string): string[] {
  return [...list.matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/g)].map(
    (match) => match[1]?.replace(/\\(.)/g, '$1') ?? match[2]!,
  );
}

function withinSize(size: number | null, key: 'size_min' | 'size_max', wanted: string): boolean {
  const bound = Number(wanted);
  if (!Number.isInteger(bound) || bound < 0) throw new ApiError(400, `Invalid input for ${key}: a whole number`);
  return size !== null && (key === 'size_min' ? size >= bound : size <= bound);
}

/** `gte:2026-01-01T00:00:00Z` and the like. */
function compareTime(milliseconds: number, wanted: string): boolean {
  const [, operator = 'eq', text = ''] = /^(?:(gte|gt|lte|lt|eq|neq):)?(.*)$/.exec(wanted) ?? [];
  const bound = Date.parse(text);
  if (Number.isNaN(bound)) throw new ApiError(400, 'Invalid input for a time: such as gte:2026-01-31T12:00:00Z');
  const comparisons: Readonly<Record<string, boolean>> = {
    gte: milliseconds >= bound,
    gt: milliseconds > bound,
    lte: milliseconds <= bound,
    lt: milliseconds < bound,
    eq: milliseconds === bound,
    neq: milliseconds !== bound,
  };
  return comparisons[operator] === true;
}

type SortValue = string | number | null;

const sortValues: Readonly<Record<string, (image: StoredImage) => SortValue>> = {
  name: ({ name }) => name,
  status: ({ status }) => status,
  container_format: ({ containerFormat }) => containerFormat,
  disk_format: ({ diskFormat }) => diskFormat,
  size: ({ sizeBytes }) => sizeBytes,
  id: ({ id }) => id,
  created_at: ({ createdAtSeconds }) => createdAtSeconds,
  updated_at: ({ updatedAtSeconds }) => updatedAtSeconds,
};

/** By `sort=name:asc,size:desc`, or `sort_key` and `sort_dir`; newest first without either. */
function ordering(query: URLSearchParams): (a: StoredImage, b: StoredImage) => number {
  const terms = (query.get('sort') ?? '').split(',').filter((term) => term !== '');
  const directions = query.getAll('sort_dir');
  const asked =
    terms.length > 0
      ? terms.map((term) => term.split(':') as [string, string?])
      : query.getAll('sort_key').map((key, at) => [key, directions[at] ?? directions[0]] as [string, string?]);
  const order = asked.map(([key, direction = 'desc']) => {
    if (!Object.hasOwn(sortValues, key)) {
      throw new ApiError(400, `Invalid sort key: ${key}. Accepted: ${Object.keys(sortValues).join(', ')}`);
    }
    if (direction !== 'asc' && direction !== 'desc') {
      throw new ApiError(400, `Invalid sort direction: ${direction}. Accepted: asc, desc`);
    }
    return { key, sign: direction === 'asc' ? 1 : -1 };
  });
  const rules = [...order, { key: 'created_at', sign: -1 }, { key: 'id', sign: -1 }];
  return (a, b) => {
    for (const { key, sign } of rules) {
      const value = sortValues[key]!;
      const ordered = compare(value(a), value(b));
      if (ordered !== 0) return sign * ordered;
    }
    return 0;
  };
}

function compare(a: SortValue, b: SortValue): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

function readLimit(query: URLSearchParams): number {
  const text = query.get('limit');
  if (text === null) return limitDefault;
  const limit = Number(text);
  if (text === '' || !Number.isInteger(limit) || limit < 0) {
    throw new ApiError(400, 'Invalid input for limit: a whole number, 0 or more');
  }
  return Math.min(limit, limitMax);
}
