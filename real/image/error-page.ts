import { STATUS_CODES } from 'node:http';
import type { ApiError } from '../http/api-error.ts';

/** Glance answers errors as a small HTML page, which its clients read. */
export function errorPage({ status, message }: ApiError): Buffer {
  const title = `${status} ${STATUS_CODES[status] ?? 'Error'}`;
  const text = message.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  return Buffer.from(
    `<html>\n <head>\n  <title>${title}</title>\n </head>\n <body>\n  <h1>${title}</h1>\n  ${text}<br /><br />\n </body>\n</html>`,
  );
}
