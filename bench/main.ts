import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { ReplayEngine, ReplayResult } from './replay.ts';
import { replayInOwnProcess } from './replay-in-own-process.ts';

const MIB = 1024 * 1024;
/** Hosts of the replays that are compared for their memory. */
const MEMORY_HOSTS = 100_000;

/** The root of the checkout, seen from the compiled program in `dist/bench`. */
const root = fileURLToPath(new URL('../..', import.meta.url));

interface Replay {
  /** Traces and lists that it wants. */
  readonly files: readonly string[];
  /** The reference engine would need days for the large clouds. */
  readonly engines: readonly ReplayEngine[];
}

const engines: readonly ReplayEngine[] = ['fast', 'reference'];

/** Replays of recorded workloads by name, and made-up ones for what no trace is large enough for. */
const replays: Readonly<Record<string, Replay>> = {
  'huawei-100': { files: ['huawei-east-1-lt.csv.gz'], engines },
  'huawei-1000': { files: ['huawei-east-1-lt.csv.gz'], engines },
  'azure-5000': {
    files: ['azure2017-v1-test.csv.gz', 'alibaba-openb_node_list_all_node.csv.gz'],
    engines,
  },
  'steady-10000': { files: [], engines: ['fast'] },
  'steady-100000': { files: [], engines: ['fast'] },
  'empty-100000': { files: [], engines: ['fast'] },
};

const header = [
  'replay'.padEnd(14),
  'engine'.padStart(10),
  ...[
    'hosts',
    'instances',
    'refused',
    'load s',
    'wall s',
    'CPU s',
    'decisions/s',
    'instances/s',
    'events/s',
    'RSS MiB',
  ].map((title) => title.padStart(12)),
].join('');

const program = new Command('npm run bench --')
  .description('Replays recorded months, and large made-up clouds, through the simulator and prints what that cost.')
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
    for (const engine of replays[name]!.engines) {
      if (options.engine !== undefined && options.engine !== engine) continue;
      const result = await replayInOwnProcess(join(root, 'bench/replays', `${name}.yaml`), traces, engine);
      results.push(result);
      console.log(line(name, result));
    }
  }
  const memory = memoryPerItem(results);
  if (memory !== undefined) console.log(memoryLine(memory));
  if (options.json !== undefined)
    await writeFile(options.json, `${JSON.stringify(report(results, memory), null, 2)}\n`);
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
  const wanted = [...new Set(names.flatMap((name) => replays[name]!.files))];
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
    ...[loadSeconds, wallSeconds, cpuSeconds].map((seconds) => seconds.toFixed(2)),
    Math.round(result.decisionsPerSecond).toLocaleString('en'),
    Math.round(result.instancesPerSecond).toLocaleString('en'),
    Math.round(result.eventsPerSecond).toLocaleString('en'),
    Math.round(result.peakRssMib).toLocaleString('en'),
  ];
  return name.padEnd(14) + engine.padStart(10) + columns.map((column) => column.padStart(12)).join('');
}

interface Memory {
  /** Of a cloud of empty hosts, beyond what the program takes without one. */
  readonly bytesPerHost: number;
  /** Beyond the hosts, for each instance that runs at the peak, everything that came before included. */
  readonly bytesPerInstance: number;
}

/** From the difference of two replays with the same hosts; `undefined` without both. */
function memoryPerItem(results: readonly ReplayResult[]): Memory | undefined {
  const [least, most] = results
    .filter(({ hosts, engine }) => hosts === MEMORY_HOSTS && engine === 'fast')
    .toSorted((a, b) => a.instances - b.instances);
  if (least === undefined || most === undefined) return undefined;
  return {
    bytesPerHost: ((least.peakRssMib - least.ownRssMib) * MIB) / least.hosts,
    bytesPerInstance: ((most.peakRssMib - least.peakRssMib) * MIB) / most.runningPeak,
  };
}

function memoryLine({ bytesPerHost, bytesPerInstance }: Memory): string {
  const bytes = (value: number) => Math.round(value).toLocaleString('en');
  return `memory at ${MEMORY_HOSTS.toLocaleString('en')} hosts: ${bytes(bytesPerHost)} bytes a host, ${bytes(bytesPerInstance)} bytes an instance that runs`;
}

function report(results: readonly ReplayResult[], memory: Memory | undefined): object {
  return {
    node: process.version,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    results,
    ...(memory === undefined ? {} : { memory }),
  };
}
