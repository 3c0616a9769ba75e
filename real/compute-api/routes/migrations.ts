import { z } from 'zod';
import { ApiError } from '../../http/api-error.ts';
import { computeRoute } from '../http/compute-route.ts';
import type { ComputeRoute } from '../http/compute-route.ts';
import { noMarker } from '../http/paging.ts';
import { many, nonNegativeInteger, single } from '../http/schemas.ts';

const words = {
  hidden: many(),
  host: many(),
  instance_uuid: many(),
  source_compute: many(),
  status: many(),
  migration_type: many(),
};
const time = z
  .string()
  .refine((value) => /^\d{4}-\d\d?-\d\d?/.test(value) && !Number.isNaN(Date.parse(value)), "is not a 'date-time'");
const since = { ...words, limit: single(nonNegativeInteger), marker: single(), 'changes-since': single(time) };
const before = { ...since, 'changes-before': single(time) };

/** Moves of servers between hosts: on one machine there are none. */
export function migrationRoutes(): ComputeRoute[] {
  return [
    computeRoute({
      method: 'GET',
      path: '/os-migrations',
      access: { rule: 'os_compute_api:os-migrations:index' },
      query: {
        1: z.looseObject(words),
        59: z.strictObject(since),
        66: z.strictObject(before),
        80: z.strictObject({ ...before, user_id: single(), project_id: single() }),
      },
      handler: ({ query, minor }) => {
        const [from, to] = [query.get('changes-since'), query.get('changes-before')];
        if (minor >= 66 && from !== null && to !== null && Date.parse(to) < Date.parse(from)) {
          throw new ApiError(400, 'The value of changes-since must be less than or equal to changes-before.');
        }
        const marker = minor >= 59 ? query.get('marker') : null;
        if (marker !== null) throw new ApiError(400, noMarker(marker));
        return { status: 200, body: { migrations: [] } };
      },
    }),
  ];
}
