import { acceptedType } from './accept.ts';
import { HttpError } from './http-error.ts';
import type { PlacementRequest } from './placement-request.ts';

/** Refuses a body that is not declared as JSON. */
export function requireJson(request: PlacementRequest): void {
  const type = contentType(request);
  if (type === 'application/json') return;
  throw new HttpError(415, `The media type ${type || 'None'} is not supported, use application/json`);
}

/** Refuses a client that does not want JSON. */
export function offerJson(request: PlacementRequest): void {
  if (acceptedType(request.headers.accept, ['application/json']) === undefined) {
    throw new HttpError(406, 'Only application/json is provided');
  }
}

function contentType(request: PlacementRequest): string {
  return (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
}
