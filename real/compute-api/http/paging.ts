import { ApiError } from '../../http/api-error.ts';
import type { ComputeRequest } from './compute-route.ts';

/** Most things in one answer. Nova: `[api] max_limit`. */
export const pageMax = 1000;

export interface Page {
  /** 0: nothing. */
  readonly limit: number;
  /** Id of the last thing of the page before. */
  readonly marker: string | undefined;
}

/** The page asked for. @throws ApiError 400 */
export function pageOf(query: URLSearchParams): Page {
  const limit = whole(query, 'limit') ?? pageMax;
  whole(query, 'offset');
  return { limit: Math.min(limit, pageMax), marker: query.get('marker') ?? undefined };
}

/** The things after the marker, as many as the page has. @throws ApiError 400 for a marker that is not among them */
export function cut<Thing>(
  things: readonly Thing[],
  { limit, marker }: Page,
  idOf: (thing: Thing) => string,
  missing = (id: string): string => `marker [${id}] not found`,
): Thing[] {
  if (marker === undefined) return things.slice(0, limit);
  const index = things.findIndex((thing) => idOf(thing) === marker);
  if (index === -1) throw new ApiError(400, missing(marker));
  return things.slice(index + 1, index + 1 + limit);
}

/** The things from `offset` on; a limit of 0 is none. Nova: `limited`. @throws ApiError 400 */
export function slice<Thing>(things: readonly Thing[], query: URLSearchParams): Thing[] {
  const offset = whole(query, 'offset') ?? 0;
  const limit = Math.min(whole(query, 'limit') || pageMax, pageMax);
  return things.slice(offset, offset + limit);
}

/** A link to the next page under a name of its own, where the page is full. */
export function nextPage(
  request: Pick<ComputeRequest, 'query' | 'links'>,
  collection: string,
  ids: readonly string[],
  name: string,
): Record<string, unknown> {
  const { limit } = pageOf(request.query);
  if (limit === 0 || ids.length !== limit) return {};
  return { [name]: request.links.next(collection, ids.at(-1) as string) };
}

function whole(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\s*\+?[0-9]{1,15}\s*$/.test(text))
    throw new ApiError(400, `Invalid input received: ${name} must be an integer >= 0`);
  return Number(text);
}

/** As Nova says it of most things. */
export function noMarker(id: string): string {
  return `Marker ${id} could not be found.`;
}
