import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { schemaAt } from '../../../../real/compute-api/http/check-value.ts';
import { serverRoutes } from '../../../../real/compute-api/servers/server-routes.ts';
import { bodiesOf } from './bodies-of.ts';
import type { JsonSchema } from './bodies-of.ts';

const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('nova-schemas.py', import.meta.url));
const isInstalled = spawnSync(python, ['-c', 'import nova.api.validation'], { stdio: 'ignore' }).status === 0;

/** Nova's schema, and our route and microversion that it belongs to. */
const pairs: readonly (readonly [schema: string, route: string, minor: number])[] = [
  ...versions('servers.create', 'POST /servers', [1, 19, 32, 33, 37, 42, 52, 57, 63, 67, 74, 90]),
  ...versions('servers.update', 'PUT /servers/:server_id', [1, 19, 90]),
  ...versions('servers.rebuild', 'rebuild', [1, 19, 54, 57, 63, 90]),
  ['servers.resize', 'resize', 1],
  ['servers.create_image', 'createImage', 1],
  ['servers.reboot', 'reboot', 1],
  ['servers.trigger_crash_dump', 'trigger_crash_dump', 17],
  ['create_backup.create_backup', 'createBackup', 1],
  ['console_output.get_console_output', 'os-getConsoleOutput', 1],
  ['admin_password.change_password', 'changePassword', 1],
  ['rescue.rescue', 'rescue', 1],
  ['reset_server_state.reset_state', 'os-resetState', 1],
  ['lock_server.lock_v2_73', 'lock', 73],
  ['migrate_server.migrate_v2_56', 'migrate', 56],
  ['migrate_server.migrate_live', 'os-migrateLive', 1],
  ['migrate_server.migrate_live_v2_25', 'os-migrateLive', 25],
  ['migrate_server.migrate_live_v2_30', 'os-migrateLive', 30],
  ['migrate_server.migrate_live_v2_68', 'os-migrateLive', 68],
  ['evacuate.evacuate', 'evacuate', 1],
  ['evacuate.evacuate_v214', 'evacuate', 14],
  ['evacuate.evacuate_v2_29', 'evacuate', 29],
  ['evacuate.evacuate_v2_68', 'evacuate', 68],
  ['shelve.unshelve_v277', 'unshelve', 77],
  ['shelve.unshelve_v291', 'unshelve', 91],
  ['remote_consoles.get_vnc_console', 'os-getVNCConsole', 1],
  ['remote_consoles.get_serial_console', 'os-getSerialConsole', 1],
  ['remote_consoles.create_v26', 'POST /servers/:server_id/remote-consoles', 6],
  ['remote_consoles.create_v28', 'POST /servers/:server_id/remote-consoles', 8],
  ['server_metadata.create', 'POST /servers/:server_id/metadata', 1],
  ['server_metadata.update_all', 'PUT /servers/:server_id/metadata', 1],
  ['server_metadata.update', 'PUT /servers/:server_id/metadata/:key', 1],
  ['server_tags.update_all', 'PUT /servers/:server_id/tags', 26],
  ['attach_interfaces.create', 'POST /servers/:server_id/os-interface', 1],
  ['attach_interfaces.create_v249', 'POST /servers/:server_id/os-interface', 49],
  ['volumes.create_volume_attachment', 'POST /servers/:server_id/os-volume_attachments', 1],
  ['volumes.create_volume_attachment_v249', 'POST /servers/:server_id/os-volume_attachments', 49],
  ['volumes.create_volume_attachment_v279', 'POST /servers/:server_id/os-volume_attachments', 79],
  ['volumes.update_volume_attachment', 'PUT /servers/:server_id/os-volume_attachments/:volume_id', 1],
  ['volumes.update_volume_attachment_v285', 'PUT /servers/:server_id/os-volume_attachments/:volume_id', 85],
  ['server_migrations.force_complete', 'force_complete', 22],
];

function versions(schema: string, route: string, minors: readonly number[]): [string, string, number][] {
  return minors.map((minor) => [minor === 1 ? schema : `${schema}_v2${minor}`, route, minor]);
}

/** Bodies for each schema; the long run asks for more. */
const runs = Number(process.env['SCHEMA_RUNS'] ?? 120);

describe.skipIf(!isInstalled && process.env['CI'] !== 'true')('bodies are accepted as by Nova (python3-nova)', () => {
  let nova: NovaSchemas;
  beforeAll(async () => {
    nova = new NovaSchemas();
    // Python reads all of Nova before it answers.
    await nova.schema('servers.reboot');
  });
  afterAll(() => nova.close());

  test.each(pairs)('%s: %s at 2.%i', async (name, route, minor) => {
    const ours = schemaOf(route, minor);
    const bodies = fc.sample(bodiesOf(await nova.schema(name)), { numRuns: runs, seed: 7 });
    const accepted = await nova.accepts(name, bodies);
    const others = bodies.filter((body, at) => {
      const result = ours.safeParse(body);
      return result.success !== accepted[at] && !isKnown(result, accepted[at]);
    });
    expect(others).toEqual([]);
    // A schema that is never met says nothing.
    expect(accepted.some(Boolean)).toBe(true);
    expect(accepted.some((each) => !each)).toBe(true);
  });
});

/** Nova accepts files without a path or contents, and then fails; here they are refused. */
function isKnown(result: z.ZodSafeParseResult<unknown>, isAccepted: boolean | undefined): boolean {
  return isAccepted === true && result.error?.issues[0]?.path.includes('personality') === true;
}

function schemaOf(name: string, minor: number): z.ZodType {
  // Only the routes' forms are looked at: nobody is asked to do anything.
  const route = serverRoutes({} as never).find(({ method, path, action, since = 1, until = Infinity }) => {
    return (action === name || `${method} ${path}` === name) && since <= minor && minor <= until;
  });
  const schema = route?.body && schemaAt(route.body, minor);
  if (!schema) throw new Error(`${name} has no schema at 2.${minor}`);
  return schema;
}

class NovaSchemas {
  readonly #process: ChildProcessWithoutNullStreams = spawn(python, [script], { stdio: 'pipe' });
  readonly #lines = createInterface(this.#process.stdout)[Symbol.asyncIterator]();

  constructor() {
    this.#process.stderr.resume();
  }

  async schema(schema: string): Promise<JsonSchema> {
    return (await this.#ask({ schema })) as JsonSchema;
  }

  async accepts(schema: string, bodies: readonly unknown[]): Promise<readonly boolean[]> {
    return (await this.#ask({ schema, bodies })) as readonly boolean[];
  }

  close(): void {
    this.#process.stdin.end();
  }

  async #ask(asked: object): Promise<unknown> {
    this.#process.stdin.write(`${JSON.stringify(asked)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('Nova has ended');
    return JSON.parse(value);
  }
}
