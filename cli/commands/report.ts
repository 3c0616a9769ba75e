import { Command } from 'commander';
import { wholeNumber } from '../option-values.ts';
import { serveReport, type ServeRequest } from '../serve-report.ts';
import { addTerminalOptions, Terminal, type TerminalOptions } from '../terminal.ts';

/** `astrolabe report RESULTS` */
export function reportCommand(): Command {
  const command = new Command('report')
    .description('serve the report of a results file to a browser, until Ctrl-C')
    .argument('<results>', 'results file')
    .option('-p, --port <number>', 'port; 0 is any free one (default: 8420, or a free one)', wholeNumber(0, 65_535))
    .option('--host <address>', 'address to listen on (default: 127.0.0.1, this machine only)')
    .addHelpText('after', help);
  return addTerminalOptions(command).action(async (results: string, options: ServeRequest & TerminalOptions) => {
    await serveReport(results, options, new Terminal(options));
  });
}

const help = `
The file may still be written to by a sweep; the report shows the runs that are complete.

Examples:
  astrolabe report results/demo.sqlite
  astrolabe report results/demo.sqlite --port 9000`;
