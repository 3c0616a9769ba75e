import type { RunState } from '../run/run-state.ts';
import type { InstalledTotals } from './installed-totals.ts';
import type { RowSink } from './row-sink.ts';
import { StrandedCapacity } from './stranded-capacity.ts';
import { gauge } from './usage-meter.ts';

/** Sums over the samples after the warm-up, for means. */
export interface StrandedSums {
  samples: number;
  vcpu: number;
  ram: number;
  disk: number;
}

/**
 * Writes the series of a run. A sample shows the cloud just before its time: what happens at the
 * very same time is not in it.
 */
export class Sampler {
  readonly stranded: StrandedSums = { samples: 0, vcpu: 0, ram: 0, disk: 0 };
  private readonly run: RunState;
  private readonly sink: RowSink;
  private readonly totals: InstalledTotals;
  private readonly strandedCapacity: StrandedCapacity;
  private readonly accepts: (host: number) => boolean;
  /** Number of the next sample and of the next host sample: times are products, so that they do not drift. */
  private nextSample = 0;
  private nextHostSample = 0;
  /** When the next sample of either kind is due. */
  private nextSeconds = 0;

  constructor(run: RunState, sink: RowSink, totals: InstalledTotals) {
    this.run = run;
    this.sink = sink;
    this.totals = totals;
    this.strandedCapacity = new StrandedCapacity(
      run.ledger,
      run.shapes.all.map(({ demand }) => demand),
    );
    this.accepts = (host) => run.health.accepts(host);
  }

  /** Takes every sample that is due up to `seconds`, and none after the end of the run. */
  takeUntil(seconds: number): void {
    if (seconds < this.nextSeconds) return;
    const { metrics, durationSeconds } = this.run.input;
    const until = Math.min(seconds, durationSeconds);
    for (;;) {
      const sampleAt = metrics.sampleSeconds > 0 ? this.nextSample * metrics.sampleSeconds : Number.POSITIVE_INFINITY;
      const hostsAt =
        metrics.hostSampleSeconds > 0 ? this.nextHostSample * metrics.hostSampleSeconds : Number.POSITIVE_INFINITY;
      const at = Math.min(sampleAt, hostsAt);
      this.nextSeconds = at;
      if (at > until) return;
      this.run.meter.advance(at);
      if (sampleAt === at) {
        this.sample(at);
        this.nextSample++;
      }
      if (hostsAt === at) {
        this.sampleHosts(at);
        this.nextHostSample++;
      }
    }
  }

  private sample(atSeconds: number): void {
    const { run, totals } = this;
    const { values } = run.meter;
    const put = (metric: string, value: number) => this.sink.put({ kind: 'sample', atSeconds, metric, value });
    const { capacity, installed } = totals;
    put('vcpu-allocation', share(values[gauge.vcpuAllocated]!, capacity.vcpus));
    put('ram-allocation', share(values[gauge.ramAllocatedMib]!, capacity.ramMib));
    put('disk-allocation', share(values[gauge.diskAllocatedGib]!, capacity.diskGib));
    put('vcpu-utilisation', share(values[gauge.vcpuAllocated]!, installed.vcpus));
    put('ram-utilisation', share(values[gauge.ramAllocatedMib]!, installed.ramMib));
    put('disk-utilisation', share(values[gauge.diskAllocatedGib]!, installed.diskGib));
    this.sampleStranded(atSeconds, put);
    put('instances-running', values[gauge.running]!);
    put('instances-building', values[gauge.building]!);
    put('instances-arrived-total', run.arrived);
    put('instances-refused-total', run.refused);
    put('hosts-used', values[gauge.hostsUsed]!);
    put('hosts-empty', run.input.hosts.length - values[gauge.hostsUsed]!);
    put('hosts-down', values[gauge.hostsDown]!);
  }

  private sampleStranded(atSeconds: number, put: (metric: string, value: number) => void): void {
    const { run, stranded, totals } = this;
    const { vcpus, ramMib, diskGib } = this.strandedCapacity.measure(this.accepts, run.running);
    const vcpu = share(vcpus, totals.capacity.vcpus);
    const ram = share(ramMib, totals.capacity.ramMib);
    const disk = share(diskGib, totals.capacity.diskGib);
    put('vcpu-stranded', vcpu);
    put('ram-stranded', ram);
    put('disk-stranded', disk);
    if (atSeconds < run.input.metrics.warmupSeconds) return;
    stranded.samples += 1;
    stranded.vcpu += vcpu;
    stranded.ram += ram;
    stranded.disk += disk;
  }

  private sampleHosts(atSeconds: number): void {
    const { ledger } = this.run;
    const vcpus = new Float32Array(ledger.hosts);
    const ram = new Float32Array(ledger.hosts);
    for (let host = 0; host < ledger.hosts; host++) {
      vcpus[host] = share(ledger.vcpusUsed(host), ledger.vcpuCapacity(host));
      ram[host] = share(ledger.ramUsedMib(host), ledger.ramCapacityMib(host));
    }
    this.sink.put({ kind: 'host-sample', atSeconds, metric: 'host-vcpu-allocation', values: vcpus });
    this.sink.put({ kind: 'host-sample', atSeconds, metric: 'host-ram-allocation', values: ram });
  }
}

/** Of nothing, nothing is taken. */
export function share(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
