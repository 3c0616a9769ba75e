import { instanceState } from '../cloud/instance-table.ts';
import type { RunState } from '../run/run-state.ts';
import { BootTimes } from './boot-times.ts';
import type { InstalledTotals } from './installed-totals.ts';
import type { RowSink } from './row-sink.ts';
import { share, type StrandedSums } from './sampler.ts';
import { gauge } from './usage-meter.ts';

const SECONDS_PER_HOUR = 3600;
const MIB_PER_GIB = 1024;

/** Writes every figure of a finished run: refusals, boot times and one value for each metric. */
export function writeRunFigures(run: RunState, totals: InstalledTotals, stranded: StrandedSums, sink: RowSink): void {
  for (const row of run.tally.refusalRows()) sink.put(row);
  const boots = bootTimesOf(run);
  sink.put(boots.histogram());
  const put = (metric: string, value: number) => sink.put({ kind: 'metric', metric, value });
  writeDemand(run, put);
  writeUse(run, totals, put);
  writeStranded(stranded, put);
  writeBoots(boots, put);
  run.tally.eachCount(put);
}

type Put = (metric: string, value: number) => void;

/** Whether an instance belongs to the demand that is counted: it arrived after the warm-up and before the end. */
function isCounted(run: RunState, instance: number): boolean {
  const atSeconds = run.input.workload.arrivalSeconds[instance]!;
  return atSeconds >= run.input.metrics.warmupSeconds && atSeconds <= run.input.durationSeconds;
}

function writeDemand(run: RunState, put: Put): void {
  const { requests, instances } = run;
  let requestsArrived = 0;
  let requestsRefused = 0;
  for (let request = 0; request < requests.count; request++) {
    if (!isCounted(run, requests.first[request]!)) continue;
    requestsArrived += 1;
    requestsRefused += run.requestRefused[request]!;
  }
  const arrived = { instances: 0, vcpus: 0 };
  const refused = { instances: 0, vcpus: 0 };
  for (let instance = 0; instance < instances.count; instance++) {
    if (!isCounted(run, instance)) continue;
    const { vcpus } = run.input.workload.flavors[run.input.workload.flavor[instance]!]!;
    addTo(arrived, vcpus);
    if (instances.state(instance) === instanceState.refused) addTo(refused, vcpus);
  }
  put('requests-arrived', requestsArrived);
  put('requests-accepted', requestsArrived - requestsRefused);
  put('requests-refused', requestsRefused);
  put('instances-arrived', arrived.instances);
  put('instances-accepted', arrived.instances - refused.instances);
  put('instances-refused', refused.instances);
  put('instances-refused-fraction', share(refused.instances, arrived.instances));
  put('vcpus-refused-fraction', share(refused.vcpus, arrived.vcpus));
}

function addTo(sum: { instances: number; vcpus: number }, vcpus: number): void {
  sum.instances += 1;
  sum.vcpus += vcpus;
}

function writeUse({ meter, input }: RunState, { installed, capacity }: InstalledTotals, put: Put): void {
  const hours = (which: Parameters<typeof meter.integral>[0]) => meter.integral(which) / SECONDS_PER_HOUR;
  put('vcpu-allocation-mean', share(meter.mean(gauge.vcpuAllocated), capacity.vcpus));
  put('ram-allocation-mean', share(meter.mean(gauge.ramAllocatedMib), capacity.ramMib));
  put('disk-allocation-mean', share(meter.mean(gauge.diskAllocatedGib), capacity.diskGib));
  put('vcpu-utilisation-mean', share(meter.mean(gauge.vcpuAllocated), installed.vcpus));
  put('ram-utilisation-mean', share(meter.mean(gauge.ramAllocatedMib), installed.ramMib));
  put('disk-utilisation-mean', share(meter.mean(gauge.diskAllocatedGib), installed.diskGib));
  put('vcpu-peak', meter.peak(gauge.vcpuAllocated));
  put('ram-peak', meter.peak(gauge.ramAllocatedMib) / MIB_PER_GIB);
  put('disk-peak', meter.peak(gauge.diskAllocatedGib));
  put('vcpu-hours', hours(gauge.vcpuRunning));
  put('ram-hours', hours(gauge.ramRunningMib) / MIB_PER_GIB);
  put('disk-hours', hours(gauge.diskRunningGib));
  put('instance-hours', hours(gauge.running));
  const vcpuOfUsed = meter.integral(gauge.vcpuInstalledInUsedHosts);
  put('packing-density-vcpu', share(meter.integral(gauge.vcpuAllocated), vcpuOfUsed));
  const ramOfUsed = meter.integral(gauge.ramInstalledInUsedHostsMib);
  put('packing-density-ram', share(meter.integral(gauge.ramAllocatedMib), ramOfUsed));
  put('instances-running-mean', meter.mean(gauge.running));
  put('instances-running-peak', meter.peak(gauge.running));
  put('hosts-used-mean', meter.mean(gauge.hostsUsed));
  put('hosts-used-peak', meter.peak(gauge.hostsUsed));
  put('hosts-empty-mean', input.hosts.length - meter.mean(gauge.hostsUsed));
}

/** Absent when no sample fell into the window. */
function writeStranded({ samples, vcpu, ram, disk }: StrandedSums, put: Put): void {
  if (samples === 0) return;
  put('vcpu-stranded-mean', vcpu / samples);
  put('ram-stranded-mean', ram / samples);
  put('disk-stranded-mean', disk / samples);
}

/** Absent when nothing booted. */
function writeBoots(boots: BootTimes, put: Put): void {
  if (boots.length === 0) return;
  put('boot-seconds-mean', boots.mean());
  put('boot-seconds-p50', boots.percentile(0.5));
  put('boot-seconds-p95', boots.percentile(0.95));
  put('boot-seconds-p99', boots.percentile(0.99));
}

function bootTimesOf(run: RunState): BootTimes {
  const boots = new BootTimes();
  const { instances } = run;
  for (let instance = 0; instance < run.arrived; instance++) {
    if (Number.isNaN(instances.activeAtSeconds(instance)) || !isCounted(run, instance)) continue;
    boots.add(instances.activeAtSeconds(instance) - run.input.workload.arrivalSeconds[instance]!);
  }
  return boots;
}
