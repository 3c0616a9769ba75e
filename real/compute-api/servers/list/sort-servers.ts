import { ApiError } from '../../../http/api-error.ts';
import type { Instance } from '../../../objects/instance.ts';
import { ignoredSortKeys } from '../schemas/list-servers-query.ts';
import type { ServerPlaces } from '../views/server-places.ts';
import { serverAttributes } from './server-attributes.ts';

export type ServerOrder = (a: Instance, b: Instance) => number;

/**
 * The order that a query asks for; the newest first when it says nothing.
 * @throws ApiError 400 for a direction that is none, 403 for what only admins may sort by
 */
export function orderOf(query: URLSearchParams, minor: number, isAdmin: boolean, places: ServerPlaces): ServerOrder {
  const keys = query.getAll('sort_key').map((key) => key.trim());
  const directions = query.getAll('sort_dir').map((direction) => direction.trim());
  const order: { readonly key: string; readonly sign: number }[] = [];
  const ignored = minor >= 73 ? ignoredSortKeys : [...ignoredSortKeys, 'locked'];
  keys.forEach((key, at) => {
    const sign = signOf(directions[at] ?? directions[0] ?? 'desc');
    if (ignored.includes(key)) return;
    if ((key === 'host' || key === 'node') && !isAdmin) {
      throw new ApiError(403, `Only administrators can sort servers by ${key}`);
    }
    order.push({ key, sign });
  });
  const sign = signOf(directions[0] ?? 'desc');
  return (a, b) => {
    for (const each of order) {
      const attribute = serverAttributes[each.key];
      const compared = attribute ? compare(attribute(a, places), attribute(b, places)) : 0;
      if (compared !== 0) return compared * each.sign;
    }
    return sign * (a.createdAtSeconds - b.createdAtSeconds || compare(a.uuid, b.uuid));
  };
}

function signOf(direction: string): 1 | -1 {
  if (direction === 'asc') return 1;
  if (direction === 'desc') return -1;
  throw new ApiError(400, "Invalid input received: Unknown sort direction, must be 'desc' or 'asc'");
}

/** Nothing comes before everything, as in MySQL and SQLite. */
function compare(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
