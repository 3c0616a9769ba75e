import { BusError } from '../../bus/index.ts';
import { ApiError } from '../../http/api-error.ts';
import type { Instance } from '../../objects/instance.ts';
import { notReady } from './server-state.ts';

/** What a host or the conductor could not do, as the API says it; anything else stays what it is. */
export function asAnswer(error: unknown, server: Instance): unknown {
  if (!(error instanceof BusError)) return error;
  const { code, message } = error;
  if (code === 'unsupported') return new ApiError(501, message, { cause: error });
  if (code === 'guest-not-found' || code === 'wrong-state') return notReady(server);
  if (code === 'host-unavailable' || code === 'timed-out' || code === 'closed') {
    return new ApiError(409, 'Service is unavailable at this time.', { cause: error });
  }
  // Codes of networks are HTTP's own.
  const status = /^[45]\d\d$/.test(code) ? Number(code) : code === 'bad-request' ? 400 : 500;
  return new ApiError(status, message, { cause: error });
}
