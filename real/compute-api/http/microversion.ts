import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../../http/api-error.ts';

/** Minor number of the newest microversion that is spoken: 2.96. */
export const newestMinor = 96;

/**
 * The microversion asked for, as its minor number: 47 for 2.47; 1 where none is named.
 * @throws ApiError 400 for what is not a version, 406 for one that is not spoken
 */
export function requestedMinor(headers: IncomingHttpHeaders): number {
  const text = versionText(headers);
  const version = parse(text);
  if (!version) {
    const message = `API Version String ${text} is of invalid format. Must be of format MajorNum.MinorNum.`;
    throw new ApiError(400, message);
  }
  const [major, minor] = version;
  if (major === 2 && minor >= 1 && minor <= newestMinor) return minor;
  const range = `Minimum is 2.1 and maximum is 2.${newestMinor}.`;
  throw new ApiError(406, `Version ${text} is not supported by the API. ${range}`);
}

/** What every answer says of its microversion, also one that refuses it. */
export function microversionHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const version = parse(versionText(headers));
  if (!version) return {};
  const text = version.join('.');
  return {
    'openstack-api-version': `compute ${text}`,
    'x-openstack-nova-api-version': text,
    vary: 'OpenStack-API-Version, X-OpenStack-Nova-API-Version',
  };
}

function parse(text: string): readonly [number, number] | undefined {
  if (text === 'latest') return [2, newestMinor];
  const parts = /^([1-9]\d*)\.([1-9]\d*|0)$/.exec(text);
  return parts ? [Number(parts[1]), Number(parts[2])] : undefined;
}

/** The common header wins over Nova's old one; the last mention of `compute` counts. */
function versionText(headers: IncomingHttpHeaders): string {
  const mentions = one(headers['openstack-api-version']).split(',');
  const match = mentions.map((value) => /^\s*compute\s+(\S.*?)\s*$/i.exec(value)).findLast((found) => found !== null);
  if (match?.[1] !== undefined) return match[1];
  const old = headers['x-openstack-nova-api-version'];
  return old === undefined ? '2.1' : (one(old).split(',').at(-1) ?? '').trim();
}

function one(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value : (value ?? []).join(',');
}
