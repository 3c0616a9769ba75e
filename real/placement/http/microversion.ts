import { HttpError } from './http-error.ts';

/** Minor number of the newest version that is spoken: 1.39. */
export const NEWEST_MINOR = 39;

/**
 * Minor number of the microversion asked for: the last `placement X` in `OpenStack-API-Version`, 1.0
 * without one. Throws 406 for a version that does not exist and 400 for one that is not a version.
 */
export function requestedMinor(header: string | undefined): number {
  const wanted = versionIn(header) ?? '1.0';
  if (wanted === 'latest') return NEWEST_MINOR;
  const parts = /^\s*([+-]?\d+)\s*\.\s*([+-]?\d+)\s*$/.exec(wanted);
  if (!parts) throw new HttpError(400, `Invalid microversion: invalid version string: ${wanted}`);
  const minor = Number(parts[2]);
  if (Number(parts[1]) === 1 && minor >= 0 && minor <= NEWEST_MINOR) return minor;
  throw new HttpError(406, `Invalid microversion: Unacceptable version header: ${wanted}`, undefined, {
    max_version: `1.${NEWEST_MINOR}`,
    min_version: '1.0',
  });
}

function versionIn(header: string | undefined): string | undefined {
  const values = (header ?? '').split(',').map((value) => /^\s*(\S+)\s+(.*?)\s*$/.exec(value));
  return values.findLast((match) => match?.[1]?.toLowerCase() === 'placement')?.[2];
}
