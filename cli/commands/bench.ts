import { Command, Option } from 'commander';
import { type DecisionsResult, type DecisionsTask, measureDecisions } from '../../bench/index.ts';
import { positiveSeconds, wholeNumber } from '../option-values.ts';
import { addTerminalOptions, Terminal, type TerminalOptions } from '../terminal.ts';
import { textTable } from '../text-table.ts';

/** `astrolabe bench decisions`: what a decision costs on this machine. */
export function benchCommand(): Command {
  const decisions = new Command('decisions')
    .description('measure decisions per second of CPU time in a cloud that is kept full')
    .option('-n, --hosts <n>', 'number of hosts', wholeNumber(1, 1_000_000), 10_000)
    .addOption(
      new Option(
        '-p, --policy <policy>',
        'spread, as Nova comes, or pack: free vCPU, RAM and disk count against a host',
      )
        .choices(['spread', 'pack'])
        .default('spread'),
    )
    .addOption(
      new Option('-e, --engine <engine>', 'who decides; scan is one pass over plain columns, for comparison')
        .choices(['fast', 'reference', 'scan'])
        .default('fast'),
    )
    .option('-s, --seconds <n>', 'how long to measure, after the cloud was filled', positiveSeconds, 3)
    .option('--alternates <n>', 'hosts named besides the chosen one', wholeNumber(0, 100), 0)
    .option('--distinct', 'let the states of nearly all hosts differ')
    .option('--undeclared', 'add a filter that says nothing of what it reads')
    .addHelpText('after', help)
    .action((options: DecisionsTask & TerminalOptions) => {
      const { json: _json, quiet: _quiet, ...task } = options;
      const result = measureDecisions(task);
      new Terminal(options).result(decisionsText(result), result);
    });
  return new Command('bench').description('what things cost on this machine').addCommand(addTerminalOptions(decisions));
}

function decisionsText(result: DecisionsResult): string {
  const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
  const [lower, median, upper] = result.quartiles;
  return textTable(
    [
      ['decisions per CPU second', whole(result.decisionsPerCpuSecond)],
      ['quartiles of slices', `${whole(lower)} / ${whole(median)} / ${whole(upper)}`],
      ['decisions', whole(result.decisions)],
      ['refused', whole(result.refused)],
      ['instances', whole(result.instances)],
      ['different host states', whole(result.states)],
    ],
    ['left', 'right'],
  );
}

const help = `
Hosts of three kinds are filled to 85 % of their vCPUs with 15 flavors. Then every decision is claimed
and built, a build in flight ends, and one instance departs. Filters and weighers are those of Nova 26.2.

Examples:
  astrolabe bench decisions --hosts 10000 --policy pack
  astrolabe bench decisions --hosts 1000 --engine reference --json`;
