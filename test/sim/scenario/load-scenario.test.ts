import { describe, expect, it } from 'vitest';
import { inputCodes } from '../../../sim/input-error.ts';
import { loadScenario } from '../../../sim/scenario/load-scenario.ts';
import { ScenarioError } from '../../../sim/scenario/scenario-error.ts';
import { temporaryFiles } from '../workload/temporary-files.ts';
import { smallScenario } from './scenario-text.ts';

const write = temporaryFiles();

async function refusal(text: string, name = 'bad.yaml') {
  const file = write(name, text);
  const error = await loadScenario(file).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ScenarioError);
  for (const problem of (error as ScenarioError).problems) {
    expect(problem.file).toBe(file);
    expect(inputCodes).toHaveProperty(problem.code);
  }
  return (error as ScenarioError).problems;
}

const replaced = (from: string, to: string) => {
  expect(smallScenario).toContain(from);
  return smallScenario.replace(from, to);
};

describe('a scenario that is right', () => {
  it('is loaded with its defaults filled in and its amounts in one unit', async () => {
    const scenario = await loadScenario(write('good.yaml', smallScenario));
    expect(scenario).toMatchObject({ name: 'small', baseline: 'base', seeds: [1], inputs: [] });
    const { config } = scenario.variants[0]!;
    expect(config.duration).toBe(21_600);
    expect(config.cloud.hosts[0]).toMatchObject({ ram: 65_536, disk: 1024 });
    expect(config.cloud.ratios).toEqual({ cpu: 4, ram: 1, disk: 1 });
    expect(config.controlPlane.api).toEqual({ median: 0.2, sigma: 0.3 });
    expect(config.metrics).toMatchObject({ sampleEvery: 900, warmUp: 0, decisionLog: false });
  });

  it('is plain data that a worker thread can be given', async () => {
    const scenario = await loadScenario(write('clone.yaml', smallScenario));
    expect(structuredClone(scenario)).toEqual(scenario);
  });
});

describe('a scenario that is wrong is refused with line, column, path, what was found and what is accepted', () => {
  it('for a misspelt key, with the nearest one', async () => {
    expect(await refusal(replaced('vcpus: 16', 'vcpu: 16'))).toMatchObject([
      {
        code: 'unknown-key',
        line: 4,
        column: 28,
        path: 'cloud.hosts[0].vcpu',
        found: 'the key "vcpu"',
        nearest: 'vcpus',
      },
    ]);
    expect(await refusal(replaced('duration:', 'durations:'))).toMatchObject([
      { code: 'unknown-key', line: 17, column: 1, nearest: 'duration' },
    ]);
  });

  it('for a host with no CPU', async () => {
    expect(await refusal(replaced('vcpus: 16', 'vcpus: 0'))).toMatchObject([
      { line: 4, path: 'cloud.hosts[0].vcpus', found: '0', accepted: 'a whole number from 1: a host has CPUs' },
    ]);
  });

  it('for a negative lifetime', async () => {
    expect(await refusal(replaced('median: 1h', 'median: -1h'))).toMatchObject([
      {
        code: 'wrong-value',
        line: 13,
        path: 'workload.generate.lifetimes.mixture[0].median',
        found: '"-1h"',
        accepted: expect.stringContaining('never negative') as string,
      },
    ]);
  });

  it('for an unknown filter or weigher, with the nearest name', async () => {
    expect(await refusal(replaced('RamFilter', 'RanFilter'))).toMatchObject([
      { code: 'unknown-name', line: 15, column: 28, path: 'scheduler.filters[1]', nearest: 'RamFilter' },
    ]);
    expect(await refusal(replaced('RAMWeigher', 'RAMWeiger'))).toMatchObject([
      { code: 'unknown-name', line: 16, path: 'scheduler.weighers[0]', nearest: 'RAMWeigher' },
    ]);
  });

  it('for an amount without a unit, in a unit of ten, and for a bare number', async () => {
    for (const ram of ['64', '"64"', '64 GB']) {
      const [problem] = await refusal(replaced('ram: 64 GiB', `ram: ${ram}`));
      expect(problem).toMatchObject({ line: 4, path: 'cloud.hosts[0].ram' });
      expect(problem!.accepted).toContain('"256 GiB"');
    }
  });

  it('for several things at once, all of them, in the order of the file', async () => {
    const text = replaced('ram: 64 GiB', 'ram: 64').replace('vcpus: 4,', 'vcpus: many,').replace('6h', '6 hours');
    const problems = await refusal(text);
    expect(problems.map(({ path }) => path)).toEqual(['cloud.hosts[0].ram', 'flavors.large.vcpus', 'duration']);
  });

  it('for text that is not YAML, and for YAML that is no map', async () => {
    expect(await refusal('name: [x\n')).toMatchObject([{ code: 'yaml-syntax', line: expect.any(Number) as number }]);
    expect(await refusal('a: 1\na: 2\n')).toMatchObject([{ code: 'yaml-syntax', line: 2 }]);
    expect(await refusal('hello\n')).toMatchObject([{ code: 'wrong-type', line: 1, accepted: 'a map of keys' }]);
    expect(await refusal('')).toMatchObject([{ code: 'wrong-type' }]);
  });

  it('for a scenario file that is not there', async () => {
    await expect(loadScenario('/no/such.yaml')).rejects.toMatchObject({ name: 'ScenarioError', code: 'file-missing' });
  });

  it('for no workload, and for two', async () => {
    const none = smallScenario.replace(/ {2}generate:[\s\S]*?(?=scheduler:)/, '  batches: apart\n');
    expect(await refusal(none)).toMatchObject([{ code: 'conflict', path: 'workload', found: 'none' }]);
    const two = replaced('  generate:', '  resample: { file: x.csv, load: 0.5 }\n  generate:');
    expect((await refusal(two)).map(({ code }) => code)).toContain('file-missing');
  });

  it('for neither a rate nor a load, and for both', async () => {
    expect(await refusal(replaced('    vmsPerHour: 30\n', ''))).toMatchObject([{ code: 'conflict', found: 'neither' }]);
    expect(await refusal(replaced('vmsPerHour: 30', 'vmsPerHour: 30\n    load: 0.5'))).toMatchObject([
      { code: 'conflict', path: 'workload.generate', found: 'both' },
    ]);
  });

  it('for a file that is not there, with the places that were looked at', async () => {
    const text = smallScenario.replace(/ {2}generate:[\s\S]*?(?=scheduler:)/, '  trace: { file: missing.csv }\n');
    const [problem] = await refusal(text);
    expect(problem).toMatchObject({ code: 'file-missing', line: 10, path: 'workload.trace.file' });
    expect(problem!.accepted).toContain('ASTROLABE_TRACES');
  });

  it('for a trace with a torn last line, with the line in the trace', async () => {
    const trace = write('torn.csv', 'arrival_s,lifetime_s,vcpus,ram_mib\n0,1,1,1\n5,1,1\n');
    const text = smallScenario.replace(/ {2}generate:[\s\S]*?(?=scheduler:)/, '  trace: { file: torn.csv }\n');
    await expect(loadScenario(write('torn.yaml', text))).rejects.toMatchObject({
      name: 'TraceError',
      problems: [{ code: 'trace-fields', file: trace, line: 3 }],
    });
  });

  it('for options of nova.conf that do not exist or have another type', async () => {
    const options = (line: string) => smallScenario.replace('weighers: [RAMWeigher]', `options: { ${line} }`);
    expect(await refusal(options('filter_scheduler: { ram_weight_multipler: 2 }'))).toMatchObject([
      { code: 'unknown-name', line: 16, nearest: 'ram_weight_multiplier' },
    ]);
    expect(await refusal(options('filter_scheduler: { host_subset_size: none }'))).toMatchObject([
      { code: 'wrong-value', path: 'scheduler.options.filter_scheduler.host_subset_size', found: '"none"' },
    ]);
    expect(await refusal(options('filter_schedular: {}'))).toMatchObject([
      { code: 'unknown-key', nearest: 'filter_scheduler' },
    ]);
  });

  it('for events and aggregates that select no host', async () => {
    const event = (hosts: string) => `${smallScenario}events: [{ at: 1h, type: fail, hosts: ${hosts} }]\n`;
    expect(await refusal(event('{ rack: a-rack-9 }'))).toMatchObject([
      { code: 'no-hosts', path: 'events[0].hosts.rack', found: '"a-rack-9"', nearest: 'a-rack-1' },
    ]);
    expect(await refusal(event('{}'))).toMatchObject([{ code: 'no-hosts', path: 'events[0].hosts' }]);
    expect(await refusal(event('{ kind: b, zone: z1 }'))).toMatchObject([{ code: 'no-hosts' }]);
  });

  it('for an event after the end of the run', async () => {
    expect(await refusal(`${smallScenario}events: [{ at: 1d, type: fail, hosts: { all: true } }]\n`)).toMatchObject([
      { path: 'events[0].at', accepted: 'a time before the end of the run, 21600 s' },
    ]);
  });

  it('for traits and resource classes that Placement does not know', async () => {
    const text = replaced(
      'kind: b,',
      'kind: b, traits: [HW_CPU_X86_AVX3, CUSTOM_X], inventories: { VGPUS: 2, CUSTOM_Y: 1 },',
    );
    expect(await refusal(text)).toMatchObject([
      { code: 'unknown-name', path: 'cloud.hosts[1].traits[0]', nearest: 'HW_CPU_X86_AVX' },
      { code: 'unknown-name', path: 'cloud.hosts[1].inventories.VGPUS', nearest: 'VGPU' },
    ]);
    expect(await refusal(replaced('kind: b,', 'kind: b, inventories: { VCPU: 2 },'))).toMatchObject([
      { found: '"VCPU"' },
    ]);
  });

  it('for two hosts of one name', async () => {
    expect(await refusal(replaced('kind: b', 'kind: b, name: "a-{n}"'))).toMatchObject([
      { code: 'duplicate-name', found: 'two hosts "a-1"' },
    ]);
  });

  it('for zones that no host is in', async () => {
    const text = replaced('  generate:', '  zones: { weights: { z3: 1 } }\n  generate:');
    expect(await refusal(text)).toMatchObject([{ code: 'unknown-name', line: 10, found: '"z3"', nearest: 'z1' }]);
  });

  it('for a length that nothing gives', async () => {
    expect(await refusal(replaced('duration: 6h\n', ''))).toMatchObject([{ code: 'missing-key', path: 'duration' }]);
  });

  it('for a module that does not load or exports nothing of use', async () => {
    write('empty.mjs', 'export const x = 1;\n');
    const module = (name: string) => replaced('  weighers:', `  modules: [${name}]\n  weighers:`);
    expect(await refusal(module('empty.mjs'))).toMatchObject([{ code: 'own-module', path: 'scheduler.modules[0]' }]);
    expect(await refusal(module('none.mjs'))).toMatchObject([{ code: 'file-missing' }]);
  });

  it('for an alias without its anchor', async () => {
    expect(await refusal('name: *nobody\n')).toMatchObject([{ code: 'yaml-syntax' }]);
  });

  it('for a load of something that is not there', async () => {
    const loaded = replaced('vmsPerHour: 30', 'load: 0.5');
    const noDisk = loaded.replaceAll('disk: 1 TiB', 'disk: 0 GiB');
    expect(await refusal(noDisk)).toMatchObject([{ code: 'conflict', path: 'cloud' }]);
    const diskless = loaded.replace(', disk: 10 GiB', '').replace(', disk: 40 GiB', '');
    expect(await refusal(diskless.replace('load: 0.5', 'load: 0.5\n    loadOf: disk'))).toMatchObject([
      { code: 'conflict', path: 'workload.generate.loadOf' },
    ]);
  });

  it('for more instances than can be held', async () => {
    expect(await refusal(replaced('6h', '9000000d'))).toMatchObject([
      { code: 'wrong-value', path: 'workload.generate', accepted: 'up to 20000000' },
    ]);
  });

  it('for a part of a trace after its end', async () => {
    write('short.csv', 'arrival_s,lifetime_s,vcpus,ram_mib\n0,1,1,1\n5,1,1,1\n');
    const text = smallScenario.replace(
      / {2}generate:[\s\S]*?(?=scheduler:)/,
      '  trace: { file: short.csv, from: 6s }\n',
    );
    expect(await refusal(text)).toMatchObject([
      { path: 'workload.trace.from', accepted: expect.stringContaining('5 s') as string },
    ]);
  });

  it('for lifetimes whose quantiles do not rise from 0 to 1', async () => {
    const mixture = 'lifetimes: { mixture: [{ weight: 1, median: 1h, sigma: 1 }] }';
    for (const quantiles of ['[[0, 1m], [0.5, 1h]]', '[[0, 1h], [0.5, 1m], [1, 2h]]', '[[0, 1m], [0, 2m], [1, 3m]]']) {
      const [problem] = await refusal(replaced(mixture, `lifetimes: { quantiles: ${quantiles} }`));
      expect(problem).toMatchObject({ path: 'workload.generate.lifetimes.quantiles' });
    }
  });
});

describe('variants', () => {
  const variants = `${smallScenario}variants:
  - name: as it is
  - name: ratio 8
    set: { cloud.ratios.cpu: 8 }
  - name: nested
    set:
      cloud: { ratios: { ram: 1.5 }, reserved: { ram: 1 GiB } }
      flavors: { small: null }
      cloud.hosts[1].count: 5
`;

  it('merge maps, replace scalars and lists, reach into lists by path and take keys away with null', async () => {
    const { variants: loaded, baseline } = await loadScenario(write('v.yaml', variants));
    expect(baseline).toBe('as it is');
    expect(loaded.map(({ config }) => config.cloud.ratios)).toEqual([
      { cpu: 4, ram: 1, disk: 1 },
      { cpu: 8, ram: 1, disk: 1 },
      { cpu: 4, ram: 1.5, disk: 1 },
    ]);
    expect(Object.keys(loaded[2]!.config.flavors)).toEqual(['large']);
    expect(loaded[2]!.config.cloud.hosts.map(({ count }) => count)).toEqual([4, 5]);
  });

  it('point at their own line when the change is wrong, and at the base when the base is', async () => {
    const wrong = variants.replace('cloud.ratios.cpu: 8', 'cloud.ratios.cpus: 8');
    expect(await refusal(wrong)).toMatchObject([
      { code: 'unknown-key', line: 21, column: 12, path: 'cloud.ratios.cpus (variant "ratio 8")', nearest: 'cpu' },
    ]);
    const deep = variants.replace('ram: 1.5', 'ram: much');
    expect(await refusal(deep)).toMatchObject([{ code: 'wrong-type', line: 24, found: '"much"' }]);
    const base = variants.replace('RamFilter', 'RanFilter');
    expect(await refusal(base)).toMatchObject([{ line: 15, path: 'scheduler.filters[1]' }]);
  });

  it('cannot change what is not of one run', async () => {
    const seeds = variants.replace('cloud.ratios.cpu: 8', 'seeds: 3');
    expect(await refusal(seeds)).toMatchObject([{ code: 'unknown-key', line: 21, found: 'the key "seeds"' }]);
  });

  it('have names that differ, and a baseline among them', async () => {
    expect(await refusal(variants.replace('name: nested', 'name: ratio 8'))).toMatchObject([
      { code: 'duplicate-name', line: 22, path: 'variants[2].name' },
    ]);
    expect(await refusal(`${variants}baseline: ratio 9\n`)).toMatchObject([
      { code: 'unknown-name', line: 27, path: 'baseline', nearest: 'ratio 8' },
    ]);
  });

  it('are made of every combination of what varies', async () => {
    const text = `${smallScenario}vary:\n  cloud.ratios.cpu: [2, 4]\n  cloud.ratios: [{ ram: 1 }, { ram: 2 }]\n`;
    const { variants: loaded } = await loadScenario(write('vary.yaml', text));
    expect(loaded.map(({ name }) => name)).toEqual([
      'cpu=2, ratios=#1',
      'cpu=2, ratios=#2',
      'cpu=4, ratios=#1',
      'cpu=4, ratios=#2',
    ]);
    expect(loaded.map(({ config }) => [config.cloud.ratios.cpu, config.cloud.ratios.ram])).toEqual([
      [2, 1],
      [2, 2],
      [4, 1],
      [4, 2],
    ]);
    const wrong = text.replace('[2, 4]', '[2, 0]');
    expect(await refusal(wrong)).toMatchObject([{ line: 19, column: 25, found: '0', accepted: 'a number above 0' }]);
    expect(await refusal(`${text}variants: [{ name: x }]\n`)).toMatchObject([{ code: 'conflict', path: 'vary' }]);
  });
});
