import type { RequestHandler } from 'express';
import { ReportServerError } from './report-server-error.ts';

/**
 * A foreign page can point a name of its own at 127.0.0.1 and read what is served there; it cannot
 * make the browser call that name `localhost`.
 */
export const localNamesOnly: RequestHandler = (request, _response, next) => {
  if (/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(request.hostname)) return next();
  throw new ReportServerError(
    'wrong-host',
    `This server answers to localhost, not to "${request.hostname}". To serve others, start it with their address as host.`,
  );
};
