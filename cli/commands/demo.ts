import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { ResultsReader, StoreError } from '../../store/index.ts';
import { compareWithin } from '../compare-variants-of.ts';
import { comparisonText } from '../comparison-text.ts';
import { seedList, wholeNumber } from '../option-values.ts';
import { packageRoot } from '../package-root.ts';
import { serveReport } from '../serve-report.ts';
import { sweepScenario, throwIfFailed, type SweepReport } from '../sweep-scenario.ts';
import { addTerminalOptions, Terminal, type TerminalOptions } from '../terminal.ts';
import { wrapText } from '../text-table.ts';

interface DemoOptions extends TerminalOptions {
  readonly output: string;
  readonly workers?: number;
  readonly seeds?: readonly number[];
  readonly port?: number;
  readonly serve: boolean;
}

/** `astrolabe demo`, which is what `npm start` runs. */
export function demoCommand(): Command {
  const command = new Command('demo')
    .description("answer a capacity planner's question from scenarios/demo.yaml and serve the report")
    .option('-o, --output <file>', 'results file', join('results', 'demo.sqlite'))
    .option('-w, --workers <number>', 'worker threads (default: one for each processor)', wholeNumber(1, 1024))
    .option('-s, --seeds <list>', 'seeds instead of those of the scenario: 1-8 or 1,2,5', seedList)
    .option('-p, --port <number>', 'port of the report (default: 8420, or a free one)', wholeNumber(0, 65_535))
    .option('--no-serve', 'end after the verdict')
    .addHelpText('after', help);
  return addTerminalOptions(command).action(demo);
}

async function demo(options: DemoOptions): Promise<void> {
  const terminal = new Terminal(options);
  const report = await sweep(options, terminal);
  throwIfFailed(report);
  await ResultsReader.use(report.file, async (reader) => {
    const { question } = await reader.scenario();
    const comparisons = await compareWithin(reader, {});
    const texts = comparisons.map((comparison) => comparisonText(comparison, terminal));
    terminal.result(['', wrapText(question, terminal.columns), '', texts.join('\n\n'), ''].join('\n'), {
      question,
      comparisons,
    });
  });
  if (options.serve) await serveReport(report.file, options, terminal);
}

/** Takes up what an earlier demonstration left when it is of the same scenario and build; else starts anew. */
async function sweep(options: DemoOptions, terminal: Terminal): Promise<SweepReport> {
  const scenario = join(packageRoot, 'scenarios', 'demo.yaml');
  if (!existsSync(options.output)) return sweepScenario(scenario, options, terminal);
  try {
    return await sweepScenario(scenario, { ...options, resume: true }, terminal);
  } catch (error) {
    const replaceable = error instanceof StoreError && ['other-sweep', 'other-version', 'damaged'].includes(error.code);
    if (!replaceable) throw error;
    return sweepScenario(scenario, { ...options, overwrite: true }, terminal);
  }
}

const help = `
Examples:
  astrolabe demo
  astrolabe demo --no-serve --json`;
