import { findCandidates } from '../../../core/index.ts';
import { cacheHeaders } from '../http/answer.ts';
import { offerJson } from '../http/content.ts';
import { HttpError } from '../http/http-error.ts';
import { readCandidatesQuery } from '../http/read-candidates-query.ts';
import { answerRefusals } from '../http/refusals.ts';
import { checkQuery } from '../http/validate-json.ts';
import { candidatesSchema } from '../schemas/candidates-schema.ts';
import { CandidatesText } from './candidates-text.ts';
import type { Handler } from './handler.ts';

/** The handler of one service, which keeps the texts of providers that have not changed. */
export function candidatesHandler(): Handler {
  const texts = new CandidatesText();
  return (request, placement) => {
    const { minor } = request;
    if (minor < 10) throw new HttpError(404, 'Allocation candidates are there from microversion 1.10 on.');
    offerJson(request);
    request.authorize('placement:allocation_candidates:list');
    checkQuery(request.query, candidatesSchema(minor));
    const query = readCandidatesQuery(request.query, minor);
    const found = answerRefusals(() => findCandidates(placement, query, minor >= 29), {
      'resource-class-not-found': (message) =>
        new HttpError(400, `Invalid resource class in resources parameter: ${message}`),
      'trait-not-found': (message) => new HttpError(400, message),
    });
    const body = texts.write(placement, query, found, minor);
    const headers = { 'content-type': 'application/json', ...cacheHeaders(minor, request.nowSeconds) };
    // Names of classes and traits, suffixes and uuids are all ASCII, so that a byte is a character.
    return { status: 200, headers, body: Buffer.from(body, 'latin1') };
  };
}
