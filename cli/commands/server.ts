import { Command, Option } from 'commander';
import type { ServerExplanation, ServerTrace, StoryAction } from '../../real/index.ts';
import { addCloudAccessOptions, cloudAccess, type CloudAccessOptions } from '../cloud/cloud-access.ts';
import { CloudClient } from '../cloud/cloud-client.ts';
import { traceText } from '../cloud/trace-text.ts';
import { CommandError, exitCode } from '../exit-code.ts';
import { addTerminalOptions, Terminal, type TerminalOptions } from '../terminal.ts';

type ServerOptions = TerminalOptions & CloudAccessOptions;

/** `astrolabe server`: what OpenStack's client cannot tell of a server. */
export function serverCommand(): Command {
  return new Command('server')
    .description('what happened to a server of a cloud, and why it is where it is')
    .addCommand(traceCommand())
    .addCommand(explainCommand());
}

interface TraceOptions extends ServerOptions {
  readonly action?: string;
  readonly all?: boolean;
}

function traceCommand(): Command {
  const command = new Command('trace')
    .description("show a server's creation, or another action, step by step with its durations")
    .argument('<server>', 'id or name')
    .option('--action <name>', 'the latest action of this name: create, stop, resize, … (default: create)')
    .addOption(new Option('--all', 'every action, the oldest first').conflicts('action'))
    .addHelpText(
      'after',
      '\nExample:\n  astrolabe server trace web-1\n  astrolabe server trace web-1 --action reboot\n',
    )
    .action((server: string, options: TraceOptions) => trace(server, options));
  return addTerminalOptions(addCloudAccessOptions(command));
}

async function trace(server: string, options: TraceOptions): Promise<void> {
  const found = (await storyOf(server, 'trace', options)) as ServerTrace;
  const actions = options.all ? found.actions : [chosenAction(found, options.action ?? 'create')];
  const text = actions.map((action) => traceText(found, action)).join('\n\n');
  new Terminal(options).result(text, { ...found, actions });
}

function chosenAction({ actions, server }: ServerTrace, name: string): StoryAction {
  const chosen = actions.findLast(({ action }) => action === name);
  if (chosen) return chosen;
  const names = [...new Set(actions.flatMap(({ action }) => action ?? []))].join(', ');
  const what = names === '' ? 'nothing is known of any' : `it had ${names}`;
  throw new CommandError(exitCode.usage, `${server.name} had no action ${name}; ${what}`);
}

function explainCommand(): Command {
  const command = new Command('explain')
    .description('tell in sentences why each host was refused, chosen or passed over')
    .argument('<server>', 'id or name')
    .option('--all', 'every decision about the server, the oldest first (default: the latest)')
    .addHelpText('after', '\nExample:\n  astrolabe server explain web-1\n')
    .action((server: string, options: ServerOptions & { all?: boolean }) => explain(server, options));
  return addTerminalOptions(addCloudAccessOptions(command));
}

async function explain(server: string, options: ServerOptions & { readonly all?: boolean }): Promise<void> {
  const found = (await storyOf(server, 'explain', options)) as ServerExplanation;
  const decisions = options.all ? found.decisions : found.decisions.slice(-1);
  const { id, name } = found.server;
  const text = decisions.map(({ decidedAtSeconds, sentences }) =>
    [`${name} (${id}), decided at ${new Date(decidedAtSeconds * 1000).toISOString()}`, ...sentences].join('\n  '),
  );
  new Terminal(options).result(text.join('\n\n') || `Nothing was decided about ${name} yet.`, { ...found, decisions });
}

async function storyOf(server: string, what: 'trace' | 'explain', options: ServerOptions): Promise<unknown> {
  const client = await CloudClient.connect(cloudAccess(options));
  const story = (id: string): Promise<unknown> =>
    client.find('compute', `/astrolabe/v1/servers/${encodeURIComponent(id)}/${what}`);
  const byId = await story(server);
  if (byId !== undefined) return byId;
  const ids = await idsOf(client, server);
  if (ids.length > 1) throw new CommandError(exitCode.usage, `several servers are called ${server}: ${ids.join(', ')}`);
  const byName = ids[0] === undefined ? undefined : await story(ids[0]);
  if (byName !== undefined) return byName;
  throw new CommandError(exitCode.usage, `there is no server ${server}`);
}

/** Of all projects for those who may see them; Nova reads the name as a regular expression. */
async function idsOf(client: CloudClient, name: string): Promise<string[]> {
  const query = new URLSearchParams({ name: `^${name.replaceAll(/[^\w\s]/g, '\\$&')}$`, all_tenants: 'True' });
  const answer = (await client.find('compute', `servers?${query.toString()}`)) as {
    servers: { id: string; name: string }[];
  };
  return answer.servers.filter((each) => each.name === name).map(({ id }) => id);
}
