import { Command, InvalidArgumentError, Option } from 'commander';
import { pino } from 'pino';
import {
  auditPlacement,
  ExpectedConsumersError,
  healPlacement,
  PlacementClient,
  PlacementClientError,
  DatabaseError,
  PlacementService,
  placementRules,
  PolicyEngine,
  PolicyError,
  readExpectedConsumers,
  readPolicyFile,
  TokenAuth,
} from '../../real/index.ts';
import type { AuditReport, CorsOptions, HealReport } from '../../real/index.ts';
import { CommandError, exitCode } from '../exit-code.ts';
import { aborted, interruptible } from '../interruption.ts';
import { addTerminalOptions, Terminal, type TerminalOptions } from '../terminal.ts';

interface ServeOptions extends TerminalOptions {
  readonly port: number;
  readonly host: string;
  readonly database?: string;
  readonly auth: 'noauth2' | 'token';
  readonly identityUrl?: string;
  readonly policyFile?: string;
  readonly enforceScope: boolean;
  readonly enforceNewDefaults: boolean;
  readonly allowedOrigin: readonly string[];
  readonly allowHeader: readonly string[];
  readonly logLevel: string;
  readonly testing: boolean;
}

interface AuditOptions extends TerminalOptions {
  readonly url: string;
  readonly token: string;
  readonly consumers?: string;
  readonly heal: boolean;
}

/** `astrolabe placement`: the placement service alone, and its audit. */
export function placementCommand(): Command {
  const serve = new Command('placement')
    .description('run a Placement service (API 1.0 to 1.39), durable in one SQLite file')
    .option('--port <number>', 'port to listen on, 0 for any free one', readPort, 8778)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--database <file>', 'SQLite file; made when it is missing')
    .addOption(new Option('--auth <strategy>', 'who is believed').choices(['noauth2', 'token']).default('noauth2'))
    .option('--identity-url <url>', 'identity service that validates tokens (with --auth token)')
    .option('--policy-file <file>', 'rules of your own, YAML in the language of oslo.policy')
    .option('--enforce-scope', 'refuse tokens of a scope that a rule is not meant for', false)
    .option('--enforce-new-defaults', 'without the deprecated defaults, under which an admin may do all', false)
    .option('--allowed-origin <origin>', 'origin of web pages that may call (repeatable)', collect, [])
    .option('--allow-header <name>', 'header that those pages may send (repeatable)', collect, [])
    .option('--log-level <level>', 'silent, error, warn, info or debug', 'warn')
    .option('--testing', 'open POST /__reset, which EMPTIES the database; for tests only', false)
    .addHelpText('after', '\nExample:\n  astrolabe placement --port 8778 --database placement.sqlite\n')
    .action((options: ServeOptions) => asInput(() => runService(options)));
  return addTerminalOptions(serve).addCommand(auditCommand());
}

function auditCommand(): Command {
  const audit = new Command('audit')
    .description('find allocations of consumers that nobody knows, missing allocations, exceeded capacities')
    .option('--url <url>', "Placement service, this one or OpenStack's", 'http://127.0.0.1:8778')
    .option('--token <token>', 'token of an admin', 'admin')
    .option('--consumers <file>', 'consumers that should hold allocations, JSON lines; without it: capacities only')
    .option('--heal', 'free what orphans hold and book what is missing', false)
    .addHelpText('after', '\nExample:\n  astrolabe placement audit --consumers instances.jsonl --heal\n')
    .action((_: unknown, command: Command) => {
      // The service's command knows --json and --quiet too, and takes them first.
      const options = command.optsWithGlobals<AuditOptions>();
      return asInput(() => runAudit(options));
    });
  return addTerminalOptions(audit);
}

async function runService(options: ServeOptions): Promise<void> {
  const { database } = options;
  if (database === undefined)
    throw new CommandError(exitCode.usage, 'placement needs --database, the file to keep its state in');
  const logger = pino({ level: options.logLevel }, pino.destination(2));
  const service = await PlacementService.start({
    database,
    port: options.port,
    host: options.host,
    authenticator: options.auth === 'token' ? new TokenAuth({ identityUrl: identityUrl(options) }) : undefined,
    policy: new PolicyEngine(placementRules, {
      enforceScope: options.enforceScope,
      enforceNewDefaults: options.enforceNewDefaults,
      rules: options.policyFile === undefined ? undefined : readPolicyFile(options.policyFile),
    }),
    cors: corsOptions(options),
    testing: options.testing,
    logger,
  });
  await interruptible((signal) => {
    // Said only now: who reads the address may ask the service to end at once.
    new Terminal(options).result(`placement on ${service.url}`, { url: service.url });
    return aborted(signal);
  });
  await service.close();
  logger.info(service.counters.figures(), 'writes and conflicts since the start');
}

async function runAudit(options: AuditOptions): Promise<void> {
  const client = new PlacementClient(options.url, options.token);
  const expected = options.consumers === undefined ? undefined : readExpectedConsumers(options.consumers);
  const report = await auditPlacement(client, expected);
  const healed = options.heal ? await healPlacement(client, report) : undefined;
  new Terminal(options).result(auditText(report, healed), { ...report, healed: healed ?? null });
  const open = healed === undefined ? report.orphans.length + report.missing.length : healed.refused.length;
  if (open + report.exceeded.length > 0) throw new CommandError(exitCode.checkFailed, 'the account is not in order');
}

function auditText(report: AuditReport, healed: HealReport | undefined): string {
  const lines = [`${report.providers} providers, ${report.consumers} consumers`];
  for (const { consumer, provider, resources } of report.orphans) {
    lines.push(`orphaned: ${consumer} holds ${JSON.stringify(resources)} of ${provider}`);
  }
  for (const { uuid } of report.missing) lines.push(`missing: ${uuid} holds nothing`);
  for (const { provider, resourceClass, used, capacity, consumers } of report.exceeded) {
    lines.push(`exceeded: ${used} of ${capacity} ${resourceClass} of ${provider}, by ${consumers.length} consumers`);
  }
  if (healed) {
    lines.push(`healed: ${healed.deleted.length} freed, ${healed.created.length} booked`);
    for (const { consumer, reason } of healed.refused) lines.push(`not healed: ${consumer}: ${reason}`);
  }
  return lines.join('\n');
}

/** What the user can repair ends with the exit code for wrong input. */
async function asInput(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const isInput =
      error instanceof DatabaseError ||
      error instanceof PolicyError ||
      error instanceof PlacementClientError ||
      error instanceof ExpectedConsumersError ||
      ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].includes((error as NodeJS.ErrnoException).code ?? '');
    throw isInput ? new CommandError(exitCode.usage, (error as Error).message) : error;
  }
}

function identityUrl({ identityUrl: url }: ServeOptions): string {
  if (url === undefined)
    throw new CommandError(exitCode.usage, '--auth token needs --identity-url, the identity service to ask');
  return url;
}

function corsOptions(options: ServeOptions): CorsOptions | undefined {
  if (options.allowedOrigin.length === 0) return undefined;
  return { allowedOrigins: options.allowedOrigin, allowHeaders: options.allowHeader };
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new InvalidArgumentError('a port is a whole number from 0 to 65535');
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
