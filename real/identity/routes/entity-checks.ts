import type { Table } from '../../database/index.ts';
import { ApiError } from '../../http/api-error.ts';

/** The entity with this id; `kind` is what people call it. @throws ApiError 404 */
export function existing<Row extends object>(table: Table<Row>, kind: string, id: string | undefined): Row {
  const row = table.get(id ?? '');
  if (!row) throw notFound(kind, id ?? '');
  return row;
}

/** Within a domain a name is given once; `own` is the id of the one that may have it. @throws ApiError 409 */
export function checkNameFree<Row extends { readonly id: string }>(
  table: Table<Row>,
  kind: string,
  { domainId, name, own }: { readonly domainId: string; readonly name: string | undefined; readonly own?: string },
): void {
  if (name === undefined) return;
  const other = table.one('byName', domainId, name);
  if (other && other.id !== own) throw duplicate(kind, name);
}

export function notFound(kind: string, id: string): ApiError {
  return new ApiError(404, `Could not find ${kind}: ${id}.`);
}

export function duplicate(kind: string, name: string): ApiError {
  return new ApiError(409, `Conflict occurred attempting to store ${kind} - Duplicate entry found with name ${name}.`);
}
