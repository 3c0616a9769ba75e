import { STATUS_CODES } from 'node:http';
import type { ApiError } from '../../http/api-error.ts';

const names: Readonly<Record<number, string>> = {
  400: 'badRequest',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'itemNotFound',
  405: 'badMethod',
  409: 'conflictingRequest',
  413: 'overLimit',
  415: 'badMediaType',
  429: 'overLimit',
  501: 'notImplemented',
  503: 'serviceUnavailable',
};

/** An error as Nova writes it; a missing token is refused by the middleware before Nova, in Keystone's form. */
export function computeError({ status, message, kind }: ApiError): unknown {
  if (status === 401) return { error: { code: status, title: STATUS_CODES[status], message } };
  return { [kind ?? names[status] ?? 'computeFault']: { code: status, message } };
}
