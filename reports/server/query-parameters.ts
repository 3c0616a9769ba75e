import type { Request } from 'express';
import { ReportServerError } from './report-server-error.ts';

/** A parameter that must be there, once. */
export function textParameter(request: Request, name: string): string {
  const value: unknown = request.query[name];
  if (typeof value === 'string' && value !== '') return value;
  const found = value === undefined || value === '' ? 'it is missing' : 'it is given more than once';
  throw new ReportServerError(
    'bad-parameter',
    `${request.baseUrl}${request.path} takes one parameter "${name}"; ${found}.`,
  );
}

/** A whole number from `least` to `most`, or `undefined` when the parameter is not given. */
export function wholeParameter(request: Request, name: string, least: number, most: number): number | undefined {
  const value: unknown = request.query[name];
  return value === undefined ? undefined : wholeNumber(value, `parameter "${name}"`, least, most);
}

/** A whole number of the path. */
export function wholePathParameter(request: Request, name: string): number {
  return wholeNumber(request.params[name], `the ${name} in the path`, 0, Number.MAX_SAFE_INTEGER);
}

function wholeNumber(value: unknown, what: string, least: number, most: number): number {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  const found = typeof value === 'string' ? `"${value}"` : 'something else';
  throw new ReportServerError(
    'bad-parameter',
    `${what} is ${found}; accepted is a whole number from ${least} to ${most}.`,
  );
}
