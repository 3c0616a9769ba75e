import { Command } from 'commander';
import { packageVersion } from './package-root.ts';

/** Every command: one file each, read when it is needed. */
const verbs: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import('./commands/demo.ts')).demoCommand(),
  simulate: async () => (await import('./commands/simulate.ts')).simulateCommand(),
  sweep: async () => (await import('./commands/sweep.ts')).sweepCommand(),
  merge: async () => (await import('./commands/merge.ts')).mergeCommand(),
  compare: async () => (await import('./commands/compare.ts')).compareCommand(),
  decide: async () => (await import('./commands/decide.ts')).decideCommand(),
  report: async () => (await import('./commands/report.ts')).reportCommand(),
  trace: async () => (await import('./commands/trace.ts')).traceCommand(),
  scenario: async () => (await import('./commands/scenario.ts')).scenarioCommand(),
  extension: async () => (await import('./commands/extension.ts')).extensionCommand(),
  bench: async () => (await import('./commands/bench.ts')).benchCommand(),
  host: async () => (await import('./commands/host.ts')).hostCommand(),
  cloud: async () => (await import('./commands/cloud.ts')).cloudCommand(),
  server: async () => (await import('./commands/server.ts')).serverCommand(),
  placement: async () => (await import('./commands/placement.ts')).placementCommand(),
};

/**
 * `astrolabe VERB`, with the command of one verb, or with all of them when the verb is unknown or
 * none was given. Usage errors are thrown, not exited with.
 */
export async function createProgram(verb?: string): Promise<Command> {
  const program = new Command('astrolabe')
    .description('A scheduling lab for OpenStack-style clouds.')
    .version(packageVersion(), '-V, --version')
    .addHelpText('after', help)
    .showHelpAfterError('(add --help for what is accepted)');
  const known = verb !== undefined && Object.hasOwn(verbs, verb);
  for (const make of known ? [verbs[verb]!] : Object.values(verbs)) program.addCommand(await make());
  return withThrownErrors(program);
}

/** Commander copies settings to commands that it makes itself, not to those that are added. */
function withThrownErrors(command: Command): Command {
  command.exitOverride();
  for (const child of command.commands) withThrownErrors(child.copyInheritedSettings(command));
  return command;
}

const help = `
Exit codes: 0 done; 1 a check that was asked for failed; 2 wrong usage or input; 3 internal error or
a failed run; 130 interrupted. ASTROLABE_DEBUG=1 adds stacks to errors.

Example:
  astrolabe demo`;
