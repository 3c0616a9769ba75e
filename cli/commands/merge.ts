import { Command } from 'commander';
import { incompleteText, mergeResults, ResultsReader, resultsHash, type MergeReport } from '../../store/index.ts';
import { addTerminalOptions, Terminal, type TerminalOptions } from '../terminal.ts';

interface MergeCommandOptions extends TerminalOptions {
  readonly overwrite?: boolean;
  readonly requireComplete?: boolean;
}

/** `astrolabe merge OUT FILES...` */
export function mergeCommand(): Command {
  const command = new Command('merge')
    .description('join results files of one sweep, such as its shards, into one')
    .argument('<out>', 'results file to make, or to add to')
    .argument('<files...>', 'results files; they are only read')
    .option('--require-complete', 'write nothing and exit with 1 unless every run is complete')
    .option('--overwrite', 'replace the results file instead of adding to it')
    .addHelpText('after', help);
  return addTerminalOptions(command).action(merge);
}

async function merge(out: string, files: readonly string[], options: MergeCommandOptions): Promise<void> {
  const terminal = new Terminal(options);
  const { overwrite, requireComplete } = options;
  const report = await mergeResults(out, files, { overwrite, requireComplete });
  terminal.result(summary(report), { ...report, resultsHash: await ResultsReader.use(out, resultsHash) });
  if (report.complete < report.runs) terminal.remark(incompleteText(report));
}

function summary({ file, runs, complete, changed }: MergeReport): string {
  return `Results: ${file}: ${complete} of ${runs} runs${changed ? '' : ', as before'}`;
}

const help = `
The files must be of the same scenario, seeds and version. Their order makes no difference, a file that
comes twice counts once, and what is missing is named. OUT changes in one step or not at all.

Examples:
  astrolabe merge results/demo.sqlite results/demo.shard-*.sqlite
  astrolabe merge results/demo.sqlite results/demo.shard-*.sqlite --require-complete`;
