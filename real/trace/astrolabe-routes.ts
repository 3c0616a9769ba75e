import { sentences } from '../../core/index.ts';
import type { Explanation } from '../../core/index.ts';
import { ServerDoor, targetOf } from '../compute-api/servers/server-door.ts';
import type { ApiRequest, ApiRoute } from '../http/api-route.ts';
import { route } from '../http/api-route.ts';
import type { DecisionRow, InstanceAction } from '../objects/instance-action.ts';
import type { Instance } from '../objects/instance.ts';
import { unpackJson } from '../objects/packed-json.ts';
import type { ComputeTables } from '../objects/tables.ts';
import { serversOf } from './span-store.ts';
import type { SpanRecord } from './span.ts';
import type { Tracing } from './tracing.ts';

export interface AstrolabeRoutesOptions {
  readonly tables: ComputeTables;
  readonly tracing: Tracing;
}

/** A server as far as its story needs it. Times are seconds since 1970. */
export interface StoryServer {
  readonly id: string;
  readonly name: string;
  readonly vmState: string;
  readonly taskState: string | null;
  readonly host: string | null;
  readonly createdAtSeconds: number;
  readonly launchedAtSeconds: number | null;
  readonly deletedAtSeconds: number | null;
}

export interface StoryDecision {
  readonly position: number;
  readonly decidedAtSeconds: number;
  readonly outcome: DecisionRow['outcome'];
  readonly host: string | null;
  /** For people: the answer first, then how it came about. */
  readonly sentences: readonly string[];
  /** JSON of the core's `Explanation`. */
  readonly explanation: unknown;
}

export interface StoryAction {
  readonly traceId: string;
  /** `create`, `stop`, …; null for what nobody asked for by an action. */
  readonly action: string | null;
  readonly requestId: string | null;
  /** `Error` when it failed. */
  readonly message: string | null;
  readonly startedAtSeconds: number;
  /** In the order in which they began; empty when they are no longer kept. */
  readonly spans: readonly SpanRecord[];
}

/** Answer of `…/trace`. */
export interface ServerTrace {
  readonly server: StoryServer;
  /** The oldest first. */
  readonly actions: readonly StoryAction[];
  readonly decisions: readonly StoryDecision[];
}

/** Answer of `…/explain`. */
export interface ServerExplanation {
  readonly server: StoryServer;
  /** The oldest first. */
  readonly decisions: readonly StoryDecision[];
}

/**
 * What OpenStack has no words for: the life of a server step by step, and why it is where it is. Both name hosts, so that
 * they are for those whom Nova tells a server's host: admins.
 */
export function astrolabeRoutes({ tables, tracing }: AstrolabeRoutesOptions): ApiRoute[] {
  const door = new ServerDoor(tables);
  const found = (request: ApiRequest): Instance => {
    const server = door.evenDeleted(request);
    request.authorize('os_compute_api:os-extended-server-attributes', targetOf(server));
    return server;
  };
  const decisionsOf = ({ uuid }: Instance): StoryDecision[] =>
    tables.decisions
      .find('byInstance', uuid)
      .map(storyDecision)
      .sort((a, b) => a.position - b.position);
  return [
    route({
      method: 'GET',
      path: '/astrolabe/v1/servers/:server_id/trace',
      access: 'token',
      handler: async (request) => {
        const server = found(request);
        const actions = await actionsOf(tables.actions.find('byInstance', server.uuid), tracing, server.uuid);
        const body: ServerTrace = { server: storyServer(server), actions, decisions: decisionsOf(server) };
        return { status: 200, body };
      },
    }),
    route({
      method: 'GET',
      path: '/astrolabe/v1/servers/:server_id/explain',
      access: 'token',
      handler: (request) => {
        const server = found(request);
        const body: ServerExplanation = { server: storyServer(server), decisions: decisionsOf(server) };
        return { status: 200, body };
      },
    }),
  ];
}

/** What was asked of the server, and what else there are spans about. */
async function actionsOf(
  asked: readonly InstanceAction[],
  tracing: Tracing,
  serverUuid: string,
): Promise<StoryAction[]> {
  await tracing.flush();
  const known = new Set(asked.map(({ traceId }) => traceId));
  const others = (await tracing.store.tracesOfServer(serverUuid)).filter((traceId) => !known.has(traceId));
  const spansOf = async (traceId: string): Promise<SpanRecord[]> =>
    withoutOthers(await tracing.store.ofTrace(traceId), serverUuid);
  const actions = await Promise.all([
    ...asked.map(async ({ traceId, action, requestId, message, startedAtSeconds }): Promise<StoryAction> => {
      return { traceId, action, requestId, message, startedAtSeconds, spans: await spansOf(traceId) };
    }),
    ...others.slice(-unaskedMax).map(async (traceId): Promise<StoryAction> => {
      const spans = await spansOf(traceId);
      const startedAtSeconds = (spans[0]?.startUs ?? 0) / 1e6;
      return { traceId, action: null, requestId: null, message: null, startedAtSeconds, spans };
    }),
  ]);
  return actions.sort((a, b) => a.startedAtSeconds - b.startedAtSeconds);
}

/** Of what nobody asked for, the latest. */
const unaskedMax = 20;

/** Servers of one request share a trace: what is about others only, and all that came of it, is left out. */
function withoutOthers(spans: readonly SpanRecord[], serverUuid: string): SpanRecord[] {
  const left = new Set<string>();
  return spans.filter((span) => {
    const servers = serversOf(span);
    const isOther = servers.length > 0 && !servers.includes(serverUuid);
    if (isOther || (span.parentSpanId !== null && left.has(span.parentSpanId))) {
      left.add(span.spanId);
      return false;
    }
    return true;
  });
}

function storyServer(server: Instance): StoryServer {
  const { uuid, displayName, vmState, taskState, host, createdAtSeconds, launchedAtSeconds, deletedAtSeconds } = server;
  return {
    ...{ id: uuid, name: displayName, vmState, taskState, host },
    ...{ createdAtSeconds, launchedAtSeconds, deletedAtSeconds },
  };
}

function storyDecision({ position, decidedAtSeconds, outcome, host, explanation: packed }: DecisionRow): StoryDecision {
  const explanation = unpackJson(packed);
  return { position, decidedAtSeconds, outcome, host, sentences: sentences(revived(explanation)), explanation };
}

const numbers = new Set(['weight', 'raw', 'normalized', 'multiplier', 'contribution']);

/** JSON has no word for weights that are no numbers, or infinite: they were kept as null. */
function revived(explanation: unknown): Explanation {
  const text = JSON.stringify(explanation);
  return JSON.parse(text, (key, value: unknown) =>
    value === null && numbers.has(key) ? Number.NaN : value,
  ) as Explanation;
}
