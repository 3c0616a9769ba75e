import { RequestError } from '../scheduler/request-error.ts';

/** Nova's times carry no zone; the oracle's "now" unless a case has its own. */
export const DEFAULT_NOW = '2024-01-01T00:00:00';

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?)?Z?$/;

/** Seconds since 1970 of an ISO time, taken as UTC, to the microsecond. */
export function secondsOf(text: string = DEFAULT_NOW): number {
  const match = ISO.exec(text);
  const midnight = match === null ? Number.NaN : Date.parse(`${match[1]}T00:00:00Z`);
  if (match === null || Number.isNaN(midnight)) {
    throw new RequestError('ValueError', `"${text}" is not a time such as ${DEFAULT_NOW}`, { stage: 'build' });
  }
  const [, , hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match;
  return midnight / 1000 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) + Number(fraction);
}
