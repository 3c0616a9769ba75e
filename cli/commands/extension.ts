import { Command } from 'commander';
import type { ExtensionReport } from '../../core/index.ts';
import { checkModule, type ModuleCheck } from '../../sim/index.ts';
import { CommandError, exitCode } from '../exit-code.ts';
import { positiveSeconds, wholeNumber } from '../option-values.ts';
import { addTerminalOptions, Terminal, type TerminalOptions } from '../terminal.ts';

interface CheckOptions extends TerminalOptions {
  readonly seed: number;
  readonly limit?: number;
}

/** `astrolabe extension check MODULE`: does an own filter or weigher keep its laws. */
export function extensionCommand(): Command {
  const check = new Command('check')
    .description('try the filters and weighers of a module on a varied cloud, and tell which laws they break')
    .argument('<module>', 'TypeScript or JavaScript module')
    .option('-s, --seed <number>', 'seed of the cloud and the requests', wholeNumber(0, 2 ** 31), 1)
    .option(
      '-l, --limit <seconds>',
      'how long one call may take (default: ASTROLABE_EXTENSION_SECONDS, or 30)',
      positiveSeconds,
    )
    .addHelpText('after', help)
    .action(checkLaws);
  return new Command('extension').description('filters and weighers of your own').addCommand(addTerminalOptions(check));
}

const help = `
The laws: the same answer when asked again; no field of a host read that "reads" does not name; nothing
changed; only declared codes; numbers; nothing thrown; every call returns. Exit code 1 when one is broken.

Example:
  astrolabe extension check scenarios/quiet-racks.ts
`;

async function checkLaws(module: string, options: CheckOptions): Promise<void> {
  const { seed, limit } = options;
  const found = await checkModule(module, { seed, ...(limit === undefined ? {} : { limitSeconds: limit }) });
  new Terminal(options).result(sentences(found).join('\n'), { module, seed, ...found });
  const broken = found.reports.reduce((sum, report) => sum + lawsBroken(report), found.overdue ? 1 : 0);
  if (broken > 0)
    throw new CommandError(
      exitCode.checkFailed,
      `${module}: ${broken} ${broken === 1 ? 'law is' : 'laws are'} broken.`,
    );
}

/** One law may be broken in several ways. */
function lawsBroken({ violations }: ExtensionReport): number {
  return new Set(violations.map(({ law }) => law)).size;
}

function sentences({ reports, overdue }: ModuleCheck): string[] {
  const said = reports.flatMap(reportSentences);
  return overdue === undefined ? said : [...said, `${overdue.name} (${overdue.kind}): ${overdue.message}.`];
}

function reportSentences(report: ExtensionReport): string[] {
  const { name, kind, violations } = report;
  const verdict = violations.length === 0 ? 'keeps every law' : 'breaks laws';
  const title = `${name} (${kind}) ${verdict}: ${tried(report)}.`;
  return [
    title,
    ...violations.map(({ law, message, host, times }) => {
      const often = times === 1 ? 'once' : `${times} times`;
      const where = host === '' ? often : `${often}, first on ${host}`;
      return `  ${message} [${law}], ${where}.`;
    }),
  ];
}

function tried({ kind, hosts, requests, concerned, refused }: ExtensionReport): string {
  const all = `${requests} requests on ${hosts} hosts tried`;
  if (kind === 'weigher') return all;
  if (concerned === 0) return `${all}, but none of the requests concerned it, so that little was seen`;
  const pairs = concerned * hosts;
  return `${all}; ${concerned} requests concerned it, and it refused ${refused} of ${pairs} times`;
}
