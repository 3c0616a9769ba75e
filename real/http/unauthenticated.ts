import { ApiError } from './api-error.ts';

/** Says the same to everybody who is not let in, so that nobody learns why. */
export function unauthenticated(headers: Readonly<Record<string, string>> = {}): ApiError {
  return new ApiError(401, 'The request you have made requires authentication.', { headers });
}
