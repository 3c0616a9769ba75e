import { extname } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { ResultsReader, type Comparison } from '../../store/index.ts';
import { compareAcross, compareWithin, type CompareChoice } from '../compare-variants-of.ts';
import { comparisonText } from '../comparison-text.ts';
import { CommandError, exitCode } from '../exit-code.ts';
import { nameList } from '../option-values.ts';
import { addSweepOptions, sweepScenario, throwIfFailed, type SweepRequest } from '../sweep-scenario.ts';
import { addTerminalOptions, Terminal, type TerminalOptions } from '../terminal.ts';

interface CompareOptions extends SweepRequest, TerminalOptions, CompareChoice {
  readonly all?: boolean;
  readonly require?: readonly string[];
}

/** `astrolabe compare A B` */
export function compareCommand(): Command {
  const command = new Command('compare')
    .description('say in words and figures what one variant does against another, paired by seed')
    .argument('<a>', 'results file, or a scenario with variants (it is run first)')
    .argument('[b]', 'second results file')
    .option('-v, --variants <names>', 'which variants, the baseline first: a,b; names with commas in quotes', nameList)
    .option('-m, --metrics <names>', 'metrics that decide the verdict, instead of the usual ones', nameList)
    .option('-a, --all', 'show every metric')
    .option(
      '--require <verdicts>',
      `exit with 1 unless each verdict is one of these: ${verdicts.join(', ')}`,
      verdictList,
    )
    .addHelpText('after', help);
  return addTerminalOptions(addSweepOptions(command)).action(compare);
}

async function compare(a: string, b: string | undefined, options: CompareOptions): Promise<void> {
  const terminal = new Terminal(options);
  const comparisons = b === undefined ? await compareOne(a, options, terminal) : await compareTwo(a, b, options);
  const text = comparisons.map((comparison) => comparisonText(comparison, terminal, options.all)).join('\n\n');
  terminal.result(text, { comparisons });
  const unwanted = comparisons.filter(({ verdict }) => options.require && !options.require.includes(hyphened(verdict)));
  if (unwanted.length === 0) return;
  const found = unwanted.map(({ candidate, verdict }) => `${candidate}: ${verdict}`).join('; ');
  throw new CommandError(exitCode.checkFailed, `required: ${options.require?.join(' or ')}; found ${found}.`);
}

async function compareOne(file: string, options: CompareOptions, terminal: Terminal): Promise<Comparison[]> {
  if (!isScenario(file)) return ResultsReader.use(file, (reader) => compareWithin(reader, options));
  const report = await sweepScenario(file, options, terminal);
  throwIfFailed(report);
  return ResultsReader.use(report.file, (reader) => compareWithin(reader, options));
}

function compareTwo(a: string, b: string, options: CompareOptions): Promise<Comparison[]> {
  const scenario = [a, b].find(isScenario);
  if (scenario !== undefined) {
    throw new CommandError(
      exitCode.usage,
      `${scenario}: is a scenario; accepted: two results files, or one scenario alone.`,
    );
  }
  return ResultsReader.use(a, (first) =>
    ResultsReader.use(b, async (second) => [await compareAcross(first, second, options)]),
  );
}

function isScenario(file: string): boolean {
  return ['.yaml', '.yml'].includes(extname(file).toLowerCase());
}

const verdicts = ['better', 'worse', 'trade-off', 'no-difference-seen', 'identical', 'no-verdict'] as const;

function hyphened(verdict: Comparison['verdict']): string {
  return verdict.replaceAll(' ', '-');
}

function verdictList(text: string): string[] {
  const names = nameList(text);
  const wrong = names.find((name) => !(verdicts as readonly string[]).includes(name));
  if (wrong === undefined) return names;
  throw new InvalidArgumentError(`Found "${wrong}"; accepted: ${verdicts.join(', ')}.`);
}

const help = `
Runs of the two are paired by seed, so that both met the same demand; each metric gets the mean
difference with a 95 % interval (Student's t). The verdict is taken over a few metrics that
decide; the others inform (--all).

Examples:
  astrolabe compare results/demo.sqlite
  astrolabe compare results/demo.sqlite --variants "spread,pack" --all
  astrolabe compare before.sqlite after.sqlite --require better,no-difference-seen
  astrolabe compare scenarios/demo.yaml --seeds 1-10`;
