import { cacheHeaders, jsonAnswer } from '../http/answer.ts';
import { NEWEST_MINOR } from '../http/microversion.ts';
import type { Handler } from './handler.ts';

/** The version document. */
export const showVersions: Handler = (request) => {
  const version = {
    id: 'v1.0',
    max_version: `1.${NEWEST_MINOR}`,
    min_version: '1.0',
    status: 'CURRENT',
    links: [{ rel: 'self', href: '' }],
  };
  return jsonAnswer({ versions: [version] }, 200, cacheHeaders(request.minor, request.nowSeconds));
};
