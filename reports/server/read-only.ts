import type { RequestHandler } from 'express';
import { ReportServerError } from './report-server-error.ts';

/** The server only reads. */
export const readOnly: RequestHandler = (request, response, next) => {
  if (request.method === 'GET' || request.method === 'HEAD') return next();
  response.set('Allow', 'GET, HEAD');
  throw new ReportServerError('method-not-allowed', `${request.method} is not served; GET and HEAD are.`);
};
