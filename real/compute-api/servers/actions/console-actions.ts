import { z } from 'zod';
import { BusError } from '../../../bus/index.ts';
import { ApiError } from '../../../http/api-error.ts';
import type { ConsoleType } from '../../../console/console-urls.ts';
import type { Instance } from '../../../objects/instance.ts';
import { computeRoute } from '../../http/compute-route.ts';
import type { ComputeRequest, ComputeRoute } from '../../http/compute-route.ts';
import { asAnswer } from '../bus-failure.ts';
import { contextOf } from '../record-action.ts';
import { anyInteger } from '../schemas/parameter-types.ts';
import type { ServerServices } from '../server-services.ts';
import { notReady, wrongState } from '../server-state.ts';
import { serverAction } from './server-action.ts';
import type { ActionParts } from './server-action.ts';

const rule = 'os_compute_api:os-remote-consoles';
const length = anyInteger.refine((lines) => lines >= -1, 'is less than the minimum of -1').nullable();

/** The older actions that open a console, with the types that each knows. */
const openers = {
  'os-getVNCConsole': ['novnc', 'xvpvnc'],
  'os-getSPICEConsole': ['spice-html5'],
  'os-getRDPConsole': ['rdp-html5'],
  'os-getSerialConsole': ['serial'],
} as const;

const protocols = ['vnc', 'spice', 'rdp', 'serial'] as const;
const types = ['novnc', 'xvpvnc', 'rdp-html5', 'spice-html5', 'serial'] as const;

function remoteConsole(
  moreProtocols: readonly string[],
  moreTypes: readonly string[],
): z.ZodType<{ remote_console: { protocol: string; type: string } }> {
  const protocol = z.enum([...protocols, ...moreProtocols]);
  return z.strictObject({ remote_console: z.strictObject({ protocol, type: z.enum([...types, ...moreTypes]) }) });
}

/** What a server writes to its serial port, and ways to its screen and its serial port. */
export function consoleRoutes(parts: ActionParts): ComputeRoute[] {
  const { services, door } = parts;
  return [
    serverAction(parts, {
      name: 'os-getConsoleOutput',
      rule: 'os_compute_api:os-console-output',
      value: z.strictObject({ length: length.optional() }),
      handle: async (request, server, value) => {
        const lines = value.length ?? -1;
        return { status: 200, body: { output: await consoleOutput(services, request, server, lines) } };
      },
    }),
    ...Object.entries(openers).map(([name, known]) =>
      serverAction(parts, {
        name,
        until: 5,
        rule,
        value: z.strictObject({ type: z.enum([...known]) }),
        handle: async (_request, server, { type }) => {
          const url = await open(services, server, known[0], type);
          return { status: 200, body: { console: { type, url } } };
        },
      }),
    ),
    computeRoute({
      method: 'POST',
      path: '/servers/:server_id/remote-consoles',
      since: 6,
      access: { rule },
      body: { 6: remoteConsole([], []), 8: remoteConsole(['mks'], ['webmks']) },
      handler: async (request) => {
        const server = door.authorized(request, rule);
        const { protocol, type } = request.body.remote_console;
        const url = await open(services, server, mainTypes[protocol] ?? '', type);
        return { status: 200, body: { remote_console: { protocol, type, url } } };
      },
    }),
  ];
}

/** The type of console that each protocol stands for. */
const mainTypes: Readonly<Record<string, string>> = {
  vnc: 'novnc',
  serial: 'serial',
  spice: 'spice-html5',
  rdp: 'rdp-html5',
  mks: 'webmks',
};

/** @throws ApiError 400, 409 */
async function open(services: ServerServices, server: Instance, kind: string, type: string): Promise<string> {
  const { host, uuid, taskState } = server;
  if (host === null) throw notReady(server);
  if (taskState === 'deleting' || taskState === 'migrating') throw wrongState(server, 'get_console', 'task_state');
  if (kind !== 'novnc' && kind !== 'serial') throw new ApiError(400, `Unavailable console type ${type}.`);
  if (type !== kind) throw new ApiError(400, `Invalid console type ${type}`);
  try {
    return await services.consoles.open({ uuid, host }, kind satisfies ConsoleType);
  } catch (error) {
    if (error instanceof BusError && error.code === 'unsupported') {
      throw new ApiError(400, `Unavailable console type ${type}.`, { cause: error });
    }
    throw asAnswer(error, server);
  }
}

/** The last lines, or with -1 all that is kept. @throws ApiError 404, 409 */
async function consoleOutput(
  { conductor }: ServerServices,
  request: ComputeRequest,
  server: Instance,
  lines: number,
): Promise<string> {
  const { host, uuid } = server;
  if (host === null) throw notReady(server);
  let log: Buffer;
  try {
    log = await conductor.consoleLog(host, uuid, undefined, contextOf(request));
  } catch (error) {
    if (error instanceof BusError && error.code === 'guest-not-found') {
      throw new ApiError(404, 'Guest does not have a console available.', { cause: error });
    }
    throw asAnswer(error, server);
  }
  // oxlint-disable-next-line no-control-regex -- what terminals obey and clients must not
  const text = log.toString('utf8').replace(/[\0-\x08\x0b-\x1f]/g, '');
  if (lines < 0) return text;
  const all = text.split('\n');
  const end = all.at(-1) === '' ? all.length - 1 : all.length;
  return all.slice(Math.max(end - lines, 0)).join('\n');
}
