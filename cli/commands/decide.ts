import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import {
  CaseError,
  type CaseTrial,
  checkCase,
  decideCase,
  type DecidedCase,
  explain,
  type Explanation,
  type NumaFitCase,
  readCaseText,
  type ScheduleCase,
  sentences,
} from '../../core/index.ts';
import { CommandError, exitCode } from '../exit-code.ts';
import { addTerminalOptions, Terminal, type TerminalOptions } from '../terminal.ts';

interface DecideOptions extends TerminalOptions {
  readonly output?: string;
  readonly explain?: boolean;
}

/** `astrolabe decide CASES`: the state of a cloud and a request in, the decision out. */
export function decideCommand(): Command {
  const command = new Command('decide')
    .description('decide where requests go: cases in (a cloud and a request each), decisions out')
    .argument('<cases>', 'JSON file with a case or a list of them, or JSON lines; - for standard input')
    .option('-o, --output <file>', 'write the results there, as JSON lines')
    .option('-e, --explain', 'tell in sentences why each host was refused, chosen or passed over')
    .addHelpText('after', help)
    .action((cases: string, options: DecideOptions) => decide(cases, options));
  return addTerminalOptions(command);
}

const help = `
Results are JSON lines, one a case; --json makes them one list, --explain sentences (with --json:
results with explanations). A case that is malformed ends the command before anything is decided.

Examples:
  astrolabe decide case.json --explain
  astrolabe decide cases.jsonl -o results.jsonl
`;

function decide(file: string, options: DecideOptions): void {
  const terminal = new Terminal(options);
  const decided = readCases(file).map((each) => ({ given: each, ...decideCase(each) }));
  const lines = () => decided.map(({ result }) => jsonText(result)).join('\n');
  if (options.output !== undefined) {
    writeWhole(options.output, decided.length > 0 ? `${lines()}\n` : '');
    terminal.remark(`${decided.length} results written to ${options.output}.`);
    if (!options.explain) return;
  }
  const text = () => (options.explain ? decided.map(explained).join('\n\n') : lines());
  if (options.json)
    process.stdout.write(
      `${jsonText(
        decided.map((each) => record(each, options)),
        2,
      )}\n`,
    );
  else process.stdout.write(`${text()}\n`);
}

type Decided = DecidedCase & { readonly given: ScheduleCase | NumaFitCase };

function record({ result, trial }: Decided, { explain: wanted }: DecideOptions): unknown {
  return wanted ? { result, explanation: trial ? explanationOf(trial) : null } : result;
}

function explained({ given, result, trial }: Decided): string {
  const title = `Case ${caseName(given.id)}`;
  if (trial) return [title, ...sentences(explanationOf(trial))].join('\n  ');
  if (result.error) return `${title}\n  The request ends with ${result.error.type}: ${result.error.message}`;
  const fits = result.mode === 'numa_fit' && result.fitted !== null;
  return `${title}\n  The guest ${fits ? 'fits' : 'does not fit'} the host.`;
}

function caseName(id: unknown): string {
  if (id === undefined || id === null) return '(without id)';
  return typeof id === 'string' ? id : JSON.stringify(id);
}

function explanationOf({ cloud, config, request, nowSeconds, derive }: CaseTrial): Explanation {
  return explain(cloud, config, request, { nowSeconds, derive });
}

/** Every case, checked; throws CommandError with file, line and path for the first that is malformed. */
function readCases(file: string): (ScheduleCase | NumaFitCase)[] {
  const text = readText(file);
  const name = file === '-' ? 'standard input' : file;
  if (text.trim() === '') throw new CommandError(exitCode.usage, `${name}: holds no case.`);
  const lines = text.split('\n');
  if (isJsonLines(lines)) {
    return lines.flatMap((line, i) => (line.trim() === '' ? [] : [located(`${name}:${i + 1}`, () => readCase(line))]));
  }
  const whole = located(name, () => readCaseText(text), text);
  if (!Array.isArray(whole)) return [located(name, () => checkCase(whole))];
  return whole.map((each, i) => located(`${name}: [${i}]`, () => checkCase(each)));
}

function readCase(text: string): ScheduleCase | NumaFitCase {
  return checkCase(readCaseText(text));
}

function readText(file: string): string {
  if (file !== '-' && !existsSync(file)) throw new CommandError(exitCode.usage, `${file}: no such file.`);
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new CommandError(exitCode.usage, `${file}: cannot be read: ${(error as Error).message}.`);
  }
}

/** The first line is a whole value and not the only one. */
function isJsonLines(lines: readonly string[]): boolean {
  const filled = lines.filter((line) => line.trim() !== '');
  if (filled.length < 2) return false;
  try {
    readCaseText(filled[0]!);
    return true;
  } catch {
    return false;
  }
}

/** Adds the place to an error; with the whole text also the line in it. */
function located<T>(place: string, read: () => T, text?: string): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    const { offset } = error;
    const line = text === undefined || offset === undefined ? '' : `:${text.slice(0, offset).split('\n').length}`;
    throw new CommandError(exitCode.usage, `${place}${line}: ${error.message}.`);
  }
}

/** Whole or not at all: a reader never meets half a file. */
function writeWhole(file: string, text: string): void {
  const part = `${file}.${randomUUID()}.part`;
  try {
    writeFileSync(part, text);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw new CommandError(exitCode.usage, `${file}: cannot be written: ${(error as Error).message}.`);
  }
}

const MARK = '\u0000';

/** JSON as Python writes it: weights may be NaN or infinite, for which JSON has no word. */
function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(
    value,
    (_key, each: unknown) => {
      return typeof each === 'number' && !Number.isFinite(each) ? `${MARK}${each}${MARK}` : each;
    },
    indent,
  );
  return text.replace(/"\\u0000(NaN|-?Infinity)\\u0000"/g, '$1');
}
