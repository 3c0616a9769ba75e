import { Command } from 'commander';
import { share } from '../option-values.ts';
import { addSweepOptions, sweepScenario, throwIfFailed, type SweepRequest } from '../sweep-scenario.ts';
import { addTerminalOptions, Terminal, type TerminalOptions } from '../terminal.ts';

/** `astrolabe sweep SCENARIO` */
export function sweepCommand(): Command {
  const command = new Command('sweep')
    .description('run a scenario, or one share of it beside other machines, into one results file')
    .argument('<scenario>', 'scenario file (YAML)')
    .option('--shard <i/n>', 'do the i-th of n equal shares; "astrolabe merge" joins them', share)
    .addHelpText('after', help);
  return addTerminalOptions(addSweepOptions(command)).action(
    async (scenario: string, options: SweepRequest & TerminalOptions) => {
      const terminal = new Terminal(options);
      const report = await sweepScenario(scenario, options, terminal);
      terminal.result(`Results: ${report.file}`, report);
      if (report.shard === undefined) terminal.remark(`Compare:  astrolabe compare ${report.file}`);
      else terminal.remark('When all shards are there:  astrolabe merge OUT FILES...');
      throwIfFailed(report);
    },
  );
}

const help = `
Without --shard it is "astrolabe simulate". The shares of one scenario, seeds and version, merged, are
what one machine would have written. A share that was stopped or killed loses nothing that was
complete: --resume runs the rest. docs/cluster has a Slurm job array and a Kubernetes job.

Examples:
  astrolabe sweep scenarios/demo.yaml --seeds 1-100 --shard 3/64
  astrolabe sweep scenarios/demo.yaml --seeds 1-100 --shard 3/64 --resume
  astrolabe merge results/demo.sqlite results/demo.shard-*.sqlite`;
