import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { ReplayEngine, ReplayResult } from './replay.ts';
import { replayInOwnProcess } from './replay-in-own-process.ts';

/** The root of the checkout, seen from the compiled program in `dist/bench`. */
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Replays by name, with the files that each wants. */
const replays: Readonly<Record<string, readonly string[]>> = {
  'huawei-100': ['huawei-east-1-lt.csv.gz'],
  'huawei-1000': ['huawei-east-1-lt.csv.gz'],
  'azure-5000': ['azure2017-v1-test.csv.gz', 'alibaba-openb_node_list_all_node.csv.gz'],
};

const engines: readonly ReplayEngine[] = ['fast', 'reference'];

const header = [
  'replay'.padEnd(12),
  'engine'.padStart(10),
  ...['hosts', 'instances', 'refused', 'load s', 'wall s', 'CPU s', 'decisions/s', 'instances/s', 'RSS MiB'].map(
    (title) => title.padStart(12),
  ),
].join('');

const program = new Command('npm run bench --')
  .description('Replays recorded months through the simulator and prints what that cost.')
  .argument('[replay...]', `which: ${Object.keys(replays).join(', ')} (default: all)`)
  .option('--traces <directory>', 'where the traces are (default: ASTROLABE_TRACES, then ../shared/traces)')
  .addOption(new Option('--engine <name>', 'one engine instead of both, side by side').choices(engines))
  .option('--json <file>', 'also write the results as JSON')
  .addHelpText('after', '\nExample:\n  npm run bench -- huawei-1000 --traces ~/traces --json bench.json')
  .action(async (names: string[], options: BenchOptions) => {
    process.exitCode = await bench(names.length > 0 ? names : Object.keys(replays), options);
  });
await program.parseAsync();

interface BenchOptions {
  readonly traces?: string;
  readonly engine?: ReplayEngine;
  readonly json?: string;
}

async function bench(names: readonly string[], options: BenchOptions): Promise<number> {
  const traces = options.traces ?? process.env['ASTROLABE_TRACES'] ?? join(root, '../shared/traces');
  const problem = findProblem(names, traces);
  if (problem !== undefined) {
    console.error(problem);
    return 2;
  }
  const results: ReplayResult[] = [];
  console.log(header);
  for (const name of names) {
    for (const engine of options.engine === undefined ? engines : [options.engine]) {
      const result = await replayInOwnProcess(join(root, 'bench/replays', `${name}.yaml`), traces, engine);
      results.push(result);
      console.log(line(name, result));
    }
  }
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report(results), null, 2)}\n`);
  const problems = findFlaws(results);
  for (const flaw of problems) console.error(flaw);
  return problems.length === 0 ? 0 : 1;
}

/** What must hold of any replay: nothing is lost, and both engines decide the same. */
function findFlaws(results: readonly ReplayResult[]): string[] {
  return results.flatMap(({ name, engine, instances, accepted, refused, decisionsHash }) => {
    const twin = results.find((other) => other.name === name && other.engine !== engine);
    return [
      ...(accepted + refused === instances ? [] : [`${name}, ${engine}: accepted and refused do not add up`]),
      ...(twin === undefined || twin.decisionsHash === decisionsHash
        ? []
        : [`${name}: the engines decide differently`]),
    ];
  });
}

function findProblem(names: readonly string[], traces: string): string | undefined {
  const unknown = names.find((name) => !Object.hasOwn(replays, name));
  if (unknown !== undefined) return `found replay "${unknown}", accepted is ${Object.keys(replays).join(', ')}`;
  const wanted = [...new Set(names.flatMap((name) => replays[name]!))];
  const missing = wanted.filter((file) => !existsSync(join(traces, file)));
  if (missing.length === 0) return undefined;
  return `${traces}: found no ${missing.join(', ')}; name the directory that has it with --traces or ASTROLABE_TRACES`;
}

function line(name: string, result: ReplayResult): string {
  const { engine, hosts, instances, refused, loadSeconds, wallSeconds, cpuSeconds } = result;
  const columns = [
    hosts.toLocaleString('en'),
    instances.toLocaleString('en'),
    refused.toLocaleString('en'),
    ...[loadSeconds, wallSeconds, cpuSeconds].map((seconds) => seconds.toFixed(1)),
    Math.round(result.decisionsPerSecond).toLocaleString('en'),
    Math.round(result.instancesPerSecond).toLocaleString('en'),
    Math.round(result.peakRssMib).toLocaleString('en'),
  ];
  return name.padEnd(12) + engine.padStart(10) + columns.map((column) => column.padStart(12)).join('');
}

function report(results: readonly ReplayResult[]): object {
  return {
    node: process.version,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    results,
  };
}
