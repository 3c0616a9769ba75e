import { Command } from 'commander';
import { addSweepOptions, sweepScenario, throwIfFailed, type SweepRequest } from '../sweep-scenario.ts';
import { addTerminalOptions, Terminal, type TerminalOptions } from '../terminal.ts';

/** `astrolabe simulate SCENARIO` */
export function simulateCommand(): Command {
  const command = new Command('simulate')
    .description('run every variant of a scenario with every seed, into one results file')
    .argument('<scenario>', 'scenario file (YAML)')
    .addHelpText('after', help);
  return addTerminalOptions(addSweepOptions(command)).action(
    async (scenario: string, options: SweepRequest & TerminalOptions) => {
      const terminal = new Terminal(options);
      const report = await sweepScenario(scenario, options, terminal);
      terminal.result(`Results: ${report.file}`, report);
      terminal.remark(`Compare:  astrolabe compare ${report.file}\nLook:     astrolabe report ${report.file}`);
      throwIfFailed(report);
    },
  );
}

const help = `
A sweep that was stopped or killed loses nothing that was complete: --resume runs the rest. The same
scenario, seeds and version give the same results, with one worker or many ("resultsHash" in --json).

Examples:
  astrolabe simulate scenarios/demo.yaml
  astrolabe simulate scenarios/demo.yaml -o ratios.sqlite --seeds 1-10 --workers 8
  astrolabe simulate scenarios/demo.yaml -o ratios.sqlite --seeds 1-10 --resume`;
