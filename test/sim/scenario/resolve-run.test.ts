import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../../sim/scenario/load-scenario.ts';
import { planRuns } from '../../../sim/scenario/plan-runs.ts';
import { resolveRun } from '../../../sim/scenario/resolve-run.ts';
import { scenarioHash } from '../../../sim/scenario/scenario-hash.ts';
import { hasTraces, traceDirectory } from '../workload/recorded-traces.ts';
import { temporaryFiles } from '../workload/temporary-files.ts';
import { smallScenario } from './scenario-text.ts';

const write = temporaryFiles();

async function resolved(text: string, run = 0) {
  const scenario = await loadScenario(write('scenario.yaml', text));
  return resolveRun(scenario, planRuns(scenario)[run]!);
}

describe('the runs of a scenario', () => {
  it('are every variant of the first seed, then of the next', async () => {
    const text = `${smallScenario}seeds: [7, 3]\nvariants: [{ name: a }, { name: b }]\n`;
    expect(planRuns(await loadScenario(write('p.yaml', text)))).toEqual([
      { index: 0, variant: 'a', seed: 7 },
      { index: 1, variant: 'b', seed: 7 },
      { index: 2, variant: 'a', seed: 3 },
      { index: 3, variant: 'b', seed: 3 },
    ]);
  });
});

describe('a run', () => {
  it('has the hosts of every group, in racks and zones, with ratios and reservations', async () => {
    const { hosts } = await resolved(
      smallScenario.replace(
        'kind: b,',
        'kind: b, ratios: { cpu: 1 }, reserved: { vcpus: 2 }, hypervisor: { version: 9.1.0 },',
      ),
    );
    expect(hosts.map(({ name }) => name)).toEqual(['a-1', 'a-2', 'a-3', 'a-4', 'b-1', 'b-2']);
    expect(hosts.map(({ rack }) => rack)).toEqual(['a-rack-1', 'a-rack-1', 'a-rack-2', 'a-rack-2', '', '']);
    expect(hosts.map(({ zone }) => zone)).toEqual(['z1', 'z1', 'z2', 'z2', '', '']);
    expect(hosts[0]).toMatchObject({ cpuAllocationRatio: 4, reservedVcpus: 0, reservedRamMib: 512, ramMib: 65_536 });
    expect(hosts[5]).toMatchObject({ cpuAllocationRatio: 1, reservedVcpus: 2, reservedRamMib: 512 });
    expect([hosts[0]!.hypervisorVersion, hosts[5]!.hypervisorVersion]).toEqual([8_002_002, 9_001_000]);
  });

  it('goes through a list of hosts again when more are wanted than it has', async () => {
    write('hosts.csv', 'name,vcpus,ram_mib,disk_gib,rack\nx,8,1024,,r1\ny,16,2048,50,r2\n');
    const groups = /  hosts:\n(    - .*\n)+/;
    const { hosts } = await resolved(
      smallScenario.replace(groups, '  hostFile: { file: hosts.csv, count: 3 }\n  reserved: { ram: 0 MiB }\n'),
    );
    expect(hosts.map(({ name, vcpus, diskGib, rack }) => [name, vcpus, diskGib, rack])).toEqual([
      ['x', 8, 10_240, 'r1'],
      ['y', 16, 50, 'r2'],
      ['x-2', 8, 10_240, 'r1'],
    ]);
  });

  it("follows nova.conf's options and Nova's defaults where the scenario names no filters", async () => {
    const bare = smallScenario.replace(/scheduler:\n(  .*\n)+/, '');
    const { scheduler } = await resolved(bare);
    expect(scheduler.filters).toContain('ComputeFilter');
    expect(scheduler.filters).toContain('ServerGroupAntiAffinityFilter');
    expect(scheduler.weighers).toContain('RAMWeigher');
    expect([scheduler.maxAttempts, scheduler.options.nova]).toEqual([3, '2026.1']);
    const options =
      '{ filter_scheduler: { enabled_filters: "ComputeFilter,RamFilter" }, scheduler: { max_attempts: 5 } }';
    const configured = await resolved(`${bare}scheduler: { nova: 26, options: ${options} }\n`);
    expect(configured.scheduler).toMatchObject({
      filters: ['ComputeFilter', 'RamFilter'],
      maxAttempts: 5,
      options: { nova: '26' },
    });
  });

  it('has aggregates by selection', async () => {
    const text = smallScenario.replace(
      'flavors:',
      '  aggregates:\n    - { name: fast, hosts: { name: "a-*", zone: z2 }, metadata: { ssd: true } }\nflavors:',
    );
    expect((await resolved(text)).aggregates).toEqual([
      { name: 'fast', hosts: ['a-3', 'a-4'], metadata: { ssd: 'true' } },
    ]);
  });

  it('meets the same demand with the same seed whatever the cloud and the scheduler of the variant', async () => {
    const text = `${smallScenario.replace('vmsPerHour: 30', 'load: 0.5')}variants:
  - name: base
  - name: other cloud
    set: { cloud.ratios.cpu: 8, cloud.hosts.0.count: 1, scheduler.weighers: [CPUWeigher] }
  - name: other demand
    set: { workload.generate.load: 0.7 }
`;
    const [base, cloud, demand] = [await resolved(text, 0), await resolved(text, 1), await resolved(text, 2)];
    expect(cloud.hosts.length).toBe(3);
    expect(cloud.workload).toEqual(base.workload);
    expect(demand.workload.count).toBeGreaterThan(base.workload.count);
  });

  it('meets another demand with another seed', async () => {
    const text = `${smallScenario}seeds: 2\n`;
    expect((await resolved(text, 0)).workload.arrivalSeconds).not.toEqual(
      (await resolved(text, 1)).workload.arrivalSeconds,
    );
  });

  it('lasts until the last arrival of its trace, in whole hours, when nothing else is said', async () => {
    write('t.csv', 'arrival_s,lifetime_s,vcpus,ram_mib,flavor,image\n0,60,1,512,tiny,b\n3600,60,1,512,small,a\n');
    const generate = / {2}generate:[\s\S]*?(?=scheduler:)/;
    const images = 'images: [{ name: a }, { name: b, size: 2 GiB }]\n';
    const text = smallScenario.replace(generate, '  trace: { file: t.csv }\n').replace('duration: 6h\n', images);
    const run = await resolved(text);
    expect(run.durationSeconds).toBe(7200);
    expect(run.workload.count).toBe(2);
    expect([...run.workload.image]).toEqual([1, 0]);
    expect(run.images[1]).toMatchObject({ sizeMib: 2048, image: { name: 'b' } });
    // `tiny` is the trace's own; `small` is defined in the scenario.
    expect(run.workload.flavors).toMatchObject([
      { vcpus: 1, ramMib: 512, rootGib: 20 },
      { vcpus: 1, ramMib: 2048, rootGib: 10 },
    ]);
  });
});

describe.runIf(hasTraces)('the whole of a recorded trace', () => {
  const replay = (cloud: string, file: string) =>
    `name: whole\ncloud: ${cloud}\nworkload: { trace: { file: ${file}, censored: keep } }\n`;

  it.each([
    ['huawei-east-1-lt.csv.gz', '{ hosts: [{ count: 2, vcpus: 8, ram: 8 GiB, disk: 1 TiB }] }', 116_313, 2, 744],
    [
      'azure2017-v1-test.csv.gz',
      '{ hostFile: { file: alibaba-openb_node_list_all_node.csv.gz, count: 5000 } }',
      410_276,
      5000,
      137,
    ],
  ])('%s becomes demand, row by row', async (file, cloud, instances, hosts, hours) => {
    const scenario = await loadScenario(write('whole.yaml', replay(cloud, file)), {
      inputDirectories: [traceDirectory],
    });
    const run = await resolveRun(scenario, planRuns(scenario)[0]!);
    expect([run.workload.count, run.hosts.length, run.durationSeconds]).toEqual([instances, hosts, hours * 3600]);
    expect(run.workload.arrivalSeconds.at(-1)).toBeLessThan(run.durationSeconds);
    expect(run.workload.lifetimeSeconds.every((seconds) => seconds >= 0)).toBe(true);
  });
});

describe('planned events', () => {
  const event = (fields: string) => `${smallScenario}events: [{ at: 1h, ${fields} }]\n`;

  it('end what they began after the time given', async () => {
    expect((await resolved(event('type: fail, hosts: { kind: b }, for: 30m'))).events).toEqual([
      { atSeconds: 3600, type: 'fail', hosts: [4, 5] },
      { atSeconds: 5400, type: 'repair', hosts: [4, 5] },
    ]);
  });

  it('go in waves', async () => {
    expect((await resolved(event('type: maintenance, hosts: { kind: a }, for: 10m, atATime: 3'))).events).toEqual([
      { atSeconds: 3600, type: 'maintenance-start', hosts: [0, 1, 2] },
      { atSeconds: 4200, type: 'maintenance-end', hosts: [0, 1, 2] },
      { atSeconds: 4200, type: 'maintenance-start', hosts: [3] },
      { atSeconds: 4800, type: 'maintenance-end', hosts: [3] },
    ]);
  });

  it('draw their hosts by the seed', async () => {
    const text = `${event('type: disable, hosts: { all: true, count: 3 }')}seeds: 20\n`;
    const scenario = await loadScenario(write('draw.yaml', text));
    const drawn = await Promise.all(
      planRuns(scenario).map(async (plan) => (await resolveRun(scenario, plan)).events[0]!.hosts),
    );
    for (const hosts of drawn) expect(new Set(hosts).size).toBe(3);
    expect(new Set(drawn.map(String)).size).toBeGreaterThan(5);
    expect(await resolveRun(scenario, planRuns(scenario)[0]!)).toMatchObject({ events: [{ hosts: drawn[0] }] });
  });
});

describe('the hash of a scenario', () => {
  const generate = / {2}generate:[\s\S]*?(?=scheduler:)/;
  const text = smallScenario.replace(generate, '  trace: { file: h.csv }\n');

  it('covers its text and every file that it names', async () => {
    write('h.csv', 'arrival_s,lifetime_s,vcpus,ram_mib\n0,60,1,512\n');
    const first = scenarioHash(await loadScenario(write('h.yaml', text)));
    expect(scenarioHash(await loadScenario(write('h.yaml', text)))).toBe(first);
    expect(scenarioHash(await loadScenario(write('h.yaml', `${text}# more\n`)))).not.toBe(first);
    write('h.csv', 'arrival_s,lifetime_s,vcpus,ram_mib\n0,61,1,512\n');
    expect(scenarioHash(await loadScenario(write('h.yaml', text)))).not.toBe(first);
  });

  it('does not depend on where the files are', async () => {
    const file = write('h.csv', 'arrival_s,lifetime_s,vcpus,ram_mib\n0,60,1,512\n');
    const here = scenarioHash(await loadScenario(write('h.yaml', text)));
    const directory = join(dirname(file), 'elsewhere');
    mkdirSync(directory);
    writeFileSync(join(directory, 'h.yaml'), text);
    const options = { inputDirectories: [dirname(file)] };
    expect(scenarioHash(await loadScenario(join(directory, 'h.yaml'), options))).toBe(here);
  });
});
