import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadScenario, planRuns, resolveRun, runSimulation } from '../../sim/index.ts';
import type { HostSpec, RunInput, Workload } from '../../sim/index.ts';
import type { RealHost } from './real-run.ts';
import { flavors, groups } from './request-stream.ts';
import type { StreamItem } from './request-stream.ts';

/** So far apart that each request has ended before the next. */
const apartSeconds = 1000;

/**
 * Plays the stream in the simulator, on hosts with the inventories that the real cloud's Placement has.
 *
 * @param controlPlane a scenario's section of that name, YAML
 * @returns the host of each server of the stream; null where no host was valid
 */
export async function simulatedRun(
  stream: readonly StreamItem[],
  hosts: readonly RealHost[],
  controlPlane: string,
): Promise<readonly (string | null)[]> {
  const template = await readTemplate(controlPlane);
  const input: RunInput = {
    ...template,
    hosts: hosts.map((host) => hostSpec(host, template.hosts[0]!)),
    workload: workloadOf(stream, template.workload),
    batchesAreRequests: false,
    metrics: { ...template.metrics, decisionLog: true },
    durationSeconds: (stream.length + 1) * apartSeconds,
  };
  const chosen: (string | null)[] = stream.map(() => null);
  await runSimulation(input, (rows) => {
    for (const row of rows) {
      if (row.kind === 'decision' && row.outcome === 'scheduled') chosen[row.request] = row.hosts[0] ?? null;
    }
  });
  return chosen;
}

/** The simulator's own defaults, which are Nova's; and the calibration, read as any scenario is. */
async function readTemplate(controlPlane: string): Promise<RunInput> {
  const folder = mkdtempSync(join(tmpdir(), 'modes-'));
  const file = join(folder, 'scenario.yaml');
  const scenario = `name: modes
cloud: { hosts: [{ kind: host, count: 1, vcpus: 1, ram: 1 GiB, disk: 1 GiB }] }
flavors: { any: { vcpus: 1, ram: 1 MiB, disk: 0 GiB } }
workload: { generate: { vmsPerHour: 1 } }
duration: 1h
${controlPlane}`;
  try {
    writeFileSync(file, scenario);
    const loaded = await loadScenario(file);
    return await resolveRun(loaded, planRuns(loaded)[0]!);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function hostSpec({ name, hypervisorType, inventories }: RealHost, template: HostSpec): HostSpec {
  const of = (resourceClass: string): RealHost['inventories'][string] => inventories[resourceClass]!;
  const [cpu, ram, disk] = [of('VCPU'), of('MEMORY_MB'), of('DISK_GB')];
  return {
    ...template,
    name,
    kind: hypervisorType,
    hypervisorType,
    vcpus: cpu.total,
    ramMib: ram.total,
    diskGib: disk.total,
    reservedVcpus: cpu.reserved,
    reservedRamMib: ram.reserved,
    reservedDiskGib: disk.reserved,
    cpuAllocationRatio: cpu.allocation_ratio,
    ramAllocationRatio: ram.allocation_ratio,
    diskAllocationRatio: disk.allocation_ratio,
  };
}

function workloadOf(stream: readonly StreamItem[], template: Workload): Workload {
  const count = stream.length;
  const at = (index: number): number => (index + 1) * apartSeconds;
  return {
    ...template,
    count,
    flavors: flavors.map((flavor) => ({ ...flavor, id: flavor.name, ephemeralGib: 0, swapMib: 0, extraSpecs: {} })),
    arrivalSeconds: Float64Array.from(stream, (_, index) => at(index)),
    // Right before the creation that they make room for; boots take seconds.
    lifetimeSeconds: Float64Array.from(stream, (item, index) => at(item.deletedBefore) - at(index) - apartSeconds / 2),
    flavor: Uint16Array.from(stream, (item) => item.flavor),
    project: new Uint32Array(count),
    projects: ['admin'],
    batch: Uint32Array.from(stream, (_, index) => index),
    image: new Uint16Array(count),
    group: Int32Array.from(stream, (item) => item.group),
    groups: groups.map((policy) => ({ policy })),
    zone: new Int16Array(count).fill(-1),
    zones: [],
    resizes: { instance: new Uint32Array(0), afterSeconds: new Float64Array(0), flavor: new Uint16Array(0) },
    horizonSeconds: (count + 1) * apartSeconds,
  };
}
