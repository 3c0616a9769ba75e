import { Command, Option } from 'commander';
import { readTrace, summarizeTrace, traceKinds, type TraceSummary } from '../../sim/index.ts';
import { durationText } from '../duration-text.ts';
import { addTerminalOptions, Terminal, type TerminalOptions } from '../terminal.ts';
import { textTable } from '../text-table.ts';

interface InspectOptions extends TerminalOptions {
  readonly kind: string;
}

/** `astrolabe trace inspect FILE`: what is in a recorded workload. */
export function traceCommand(): Command {
  const inspect = new Command('inspect')
    .description('tell what is in a trace: kind, span, flavors, lifetimes, what ran at the same time')
    .argument('<file>', 'trace, plain or gzip')
    .addOption(
      new Option('--kind <kind>', 'format of the file; auto goes by its header')
        .choices(['auto', ...traceKinds.map(({ name }) => name)])
        .default('auto'),
    )
    .addHelpText('after', '\nExample:\n  astrolabe trace inspect huawei-east-1-lt.csv.gz\n')
    .action(async (file: string, options: InspectOptions) => {
      const summary = summarizeTrace(await readTrace(file, options.kind));
      new Terminal(options).result(summaryText(summary), summary);
    });
  return new Command('trace').description('recorded workloads').addCommand(addTerminalOptions(inspect));
}

const SHOWN_FLAVORS = 15;

function summaryText(summary: TraceSummary): string {
  const { instances, flavors, peak } = summary;
  const facts = [
    ['file', summary.file],
    ['kind', summary.kind],
    [
      'instances',
      `${count(instances)} in ${count(summary.batches)} batches, the largest ${count(summary.largestBatch)}`,
    ],
    ['projects', count(summary.projects)],
    [
      'arrivals',
      `over ${durationText(summary.arrivalSpanSeconds)}${summary.sortedByArrival ? '' : '; not sorted in the file'}`,
    ],
    ['never deleted', `${count(summary.openEnded)}, or still running when the recording ended`],
    [
      'peak',
      `${count(peak.instances)} instances, ${count(peak.vcpus)} vCPUs, ${count(Math.round(peak.ramMib / 1024))} GiB of RAM`,
    ],
    ['at the end', `${count(summary.instancesAtLastArrival)} instances at the last arrival`],
  ];
  const lifetimes = summary.lifetimeSeconds.map(({ quantile, value }) => [`p${quantile * 100}`, durationText(value)]);
  const mix = flavors
    .slice(0, SHOWN_FLAVORS)
    .map(({ name, vcpus, ramMib, instances: n, share }) => [
      name,
      String(vcpus),
      gib(ramMib),
      count(n),
      percent(share),
    ]);
  const more = flavors.length > SHOWN_FLAVORS ? `\nand ${flavors.length - SHOWN_FLAVORS} more` : '';
  return [
    textTable(facts, ['left', 'left']),
    lifetimes.length === 0 ? 'no lifetimes' : textTable([['lifetime', ''], ...lifetimes], ['left', 'right']),
    textTable(
      [['flavor', 'vCPUs', 'RAM GiB', 'instances', 'share'], ...mix],
      ['left', 'right', 'right', 'right', 'right'],
    ) + more,
  ].join('\n\n');
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function gib(ramMib: number): string {
  return String(Number((ramMib / 1024).toFixed(2)));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
