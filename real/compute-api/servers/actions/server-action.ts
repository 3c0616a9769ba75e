import { z } from 'zod';
import type { ApiAnswer } from '../../../http/api-route.ts';
import type { Instance } from '../../../objects/instance.ts';
import { computeRoute } from '../../http/compute-route.ts';
import type { ComputeRequest, ComputeRoute } from '../../http/compute-route.ts';
import type { ServerDoor } from '../server-door.ts';
import type { ServerServices } from '../server-services.ts';
import type { ServerViewer } from '../views/server-viewer.ts';

/** What actions work with. */
export interface ActionParts {
  readonly services: ServerServices;
  readonly door: ServerDoor;
  readonly viewer: ServerViewer;
}

/** One member of the body of `POST /servers/{id}/action`. */
interface ServerAction<Value> {
  readonly name: string;
  readonly since?: number;
  readonly until?: number;
  readonly rule: string;
  /** What the member must be, or what by minor number; default anything. */
  readonly value?: z.ZodType<Value> | Readonly<Record<number, z.ZodType<Value>>>;
  readonly handle: (request: ComputeRequest, server: Instance, value: Value) => ApiAnswer | Promise<ApiAnswer>;
}

export const accepted: ApiAnswer = { status: 202 };

/** The route of an action: its server is found, and the policy asked about it, before the action is. */
export function serverAction<Value = unknown>({ door }: ActionParts, action: ServerAction<Value>): ComputeRoute {
  const { name, rule, value = z.unknown() as z.ZodType<Value>, since, until } = action;
  return computeRoute<z.ZodType<Record<string, Value>>>({
    method: 'POST',
    path: '/servers/:server_id/action',
    action: name,
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    access: { rule },
    body: value instanceof z.ZodType ? bodyOf(name, value) : bodiesOf(name, value),
    handler: (request) => action.handle(request, door.authorized(request, rule), request.body[name] as Value),
  });
}

function bodyOf<Value>(name: string, value: z.ZodType<Value>): z.ZodType<Record<string, Value>> {
  return z.strictObject({ [name]: value });
}

function bodiesOf<Value>(
  name: string,
  values: Readonly<Record<number, z.ZodType<Value>>>,
): Readonly<Record<number, z.ZodType<Record<string, Value>>>> {
  return Object.fromEntries(Object.entries(values).map(([since, value]) => [since, bodyOf(name, value)]));
}
