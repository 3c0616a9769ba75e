import express, { type ErrorRequestHandler, type Express } from 'express';
import { StoreError, type ResultsReader } from '../../store/index.ts';
import type { ErrorData } from '../web/report-data.ts';
import { apiRouter } from './api-router.ts';
import { localNamesOnly } from './local-names-only.ts';
import { readOnly } from './read-only.ts';
import { reportErrorStatus, ReportServerError, type ReportErrorCode } from './report-server-error.ts';
import { securityHeaders } from './security-headers.ts';
import { webAssetsFolder } from './web-assets-folder.ts';

export interface ReportAppOptions {
  /** Refuse requests under names that are not this machine's own. */
  readonly localOnly: boolean;
  readonly onError: (error: unknown) => void;
}

/** The page at `/`, its data under `/api`, every error as JSON. */
export function reportApp(reader: ResultsReader, options: ReportAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(securityHeaders, readOnly);
  if (options.localOnly) app.use(localNamesOnly);
  app.use('/api', apiRouter(reader));
  app.use(express.static(webAssetsFolder, { cacheControl: false }));
  app.use((request) => {
    throw new ReportServerError(
      'no-such-path',
      `There is nothing at ${request.path}. The page is at /, its data at /api.`,
    );
  });
  app.use(errorAnswer(options.onError));
  return app;
}

/** Express knows an error handler by its four parameters. */
function errorAnswer(onError: (error: unknown) => void): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    const { code, message } = publicError(error);
    if (code === 'internal' || code === 'results-unreadable') onError(error);
    const body: ErrorData = { error: { code, message } };
    response.status(reportErrorStatus[code]).json(body);
  };
}

function publicError(error: unknown): { readonly code: ReportErrorCode; readonly message: string } {
  if (error instanceof ReportServerError) return error;
  if (error instanceof StoreError) {
    const code = error.code === 'no-such-run' ? 'no-such-run' : 'results-unreadable';
    return { code, message: error.message };
  }
  // Express refuses a path whose percent signs decode to nothing.
  if (error instanceof URIError) return { code: 'bad-parameter', message: 'The path is not a valid URL path.' };
  return { code: 'internal', message: 'The report server failed; its own output says where.' };
}
