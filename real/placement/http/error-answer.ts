import { acceptedType } from './accept.ts';
import type { Answer } from './answer.ts';
import { errorCodes } from './http-error.ts';
import type { HttpError } from './http-error.ts';

/** Statuses that the service answers: the title that the standard gives them, and what they mean here. */
const statuses: Readonly<Record<number, readonly [title: string, meaning: string]>> = {
  400: ['Bad Request', 'The request cannot be understood as it stands.'],
  401: ['Unauthorized', 'The request names no user that is known.'],
  403: ['Forbidden', 'This user may not do this.'],
  404: ['Not Found', 'The resource could not be found.'],
  405: ['Method Not Allowed', 'The resource has no such method.'],
  406: ['Not Acceptable', 'The answer cannot be given in the form asked for.'],
  409: ['Conflict', 'The request conflicts with the present state.'],
  413: ['Request Entity Too Large', 'The body is too large.'],
  415: ['Unsupported Media Type', 'The body is not of a kind that is understood.'],
  500: ['Internal Server Error', 'The service failed.'],
  503: ['Service Unavailable', 'The service cannot do this now.'],
};

/**
 * Renders an error as JSON, HTML or text, whichever the client accepts, with the members that
 * OpenStack's guideline on errors names.
 */
export function errorAnswer(
  error: HttpError,
  accept: string | undefined,
  minor: number | undefined,
  requestId: string,
): Answer {
  const [title, meaning] = statuses[error.status] ?? ['Error', ''];
  const type = acceptedType(accept, ['application/json', 'text/html', 'text/plain']) ?? 'text/plain';
  const headers = { ...error.headers, 'content-type': `${type}; charset=UTF-8` };
  if (type === 'text/html') {
    const body = `<html><head><title>${error.status} ${title}</title></head><body><h1>${error.status} ${title}</h1><p>${meaning}</p><p>${escapeHtml(error.message)}</p></body></html>`;
    return { status: error.status, headers, body };
  }
  if (type === 'text/plain') {
    return { status: error.status, headers, body: `${error.status} ${title}\n\n${meaning}\n\n${error.message}\n` };
  }
  const entry: Record<string, unknown> = {
    status: error.status,
    title,
    detail: `${meaning}\n\n ${error.message}  `,
    request_id: requestId,
    ...error.more,
  };
  if (minor !== undefined && minor >= 23) entry['code'] = error.code ?? errorCodes.undefined;
  headers['content-type'] = 'application/json';
  return { status: error.status, headers, body: JSON.stringify({ errors: [entry] }) };
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
