import { didYouMean } from '../../../core/index.ts';
import { badRequest, unsupported } from './bad-request.ts';
import type { Bounds, HardwareWishes } from './hardware-wishes.ts';
import type { HostAbilities } from './host-settings.ts';

export interface CpuQuota {
  /** Weight among the guests of the host. */
  readonly shares?: number | undefined;
  readonly periodMicroseconds?: number | undefined;
  /** What one vCPU may use in each period; negative: no limit. */
  readonly quotaMicroseconds?: number | undefined;
}

/** libvirt's `iotune` elements by name: bytes or operations a second, and seconds for the `_max_length` ones. */
export type DiskQuota = Readonly<Record<string, number>>;

/** One direction of a NIC: KiB a second, and KiB for the burst. */
export interface NicRate {
  readonly averageKibPerSecond: number;
  readonly peakKibPerSecond?: number | undefined;
  readonly burstKib?: number | undefined;
}

export interface Quotas {
  readonly cpu: CpuQuota;
  readonly disk: DiskQuota;
  /** As the guest sees it: what comes in, what goes out. */
  readonly nicInbound?: NicRate | undefined;
  readonly nicOutbound?: NicRate | undefined;
}

/**
 * The limits of a flavor (`quota:cpu_*`, `quota:disk_*`, `quota:vif_*`).
 *
 * @throws HypervisorError `bad-request` for names and values that do not exist, `unsupported` where the host cannot limit
 */
export function quotas(wishes: HardwareWishes, abilities: HostAbilities): Quotas {
  refuseUnknown(wishes);
  const cpu = cpuQuota(wishes);
  if (Object.values(cpu).some((value) => value !== undefined) && !abilities.cpuTuning) {
    throw unsupported('the flavor has quota:cpu_*, but CPU control groups do not work on this host');
  }
  const nicInbound = nicRate(wishes, 'inbound');
  const nicOutbound = nicRate(wishes, 'outbound');
  if ((nicInbound ?? nicOutbound) !== undefined && !abilities.nicBandwidth) {
    throw unsupported('the flavor has quota:vif_*, but the kernel of this host cannot limit NICs');
  }
  return { cpu, disk: diskQuota(wishes), nicInbound, nicOutbound };
}

/** Whether `quotas` will need to know if CPU control groups work. */
export function asksForCpuQuota(extraSpecs: Readonly<Record<string, string>>): boolean {
  return Object.keys(extraSpecs).some((name) => name.startsWith('quota:cpu_'));
}

/** Whether `quotas` will need to know if the host can limit NICs. */
export function asksForNicQuota(extraSpecs: Readonly<Record<string, string>>): boolean {
  return Object.keys(extraSpecs).some((name) => name.startsWith('quota:vif_'));
}

function cpuQuota(wishes: HardwareWishes): CpuQuota {
  return {
    // The bounds are the kernel's for weights and libvirt's for the others.
    shares: wishes.extraInteger('quota:cpu_shares', { min: 2, max: 262_144 }),
    periodMicroseconds: wishes.extraInteger('quota:cpu_period', { min: 1000, max: 1_000_000 }),
    quotaMicroseconds: unlimitedOr(wishes, 'quota:cpu_quota', { min: 1000, max: 17_592_186_044_415 }),
  };
}

function unlimitedOr(wishes: HardwareWishes, name: string, bounds: Bounds): number | undefined {
  return wishes.extra(name)?.trim() === '-1' ? -1 : wishes.extraInteger(name, bounds);
}

const diskAmounts = ['total', 'read', 'write'].flatMap((what) =>
  ['bytes', 'iops'].flatMap((unit) => ['', '_max', '_max_length'].map((tail) => `${what}_${unit}_sec${tail}`)),
);
const diskNames = [...diskAmounts, 'size_iops_sec'];
const nicNames = ['inbound', 'outbound'].flatMap((way) => ['average', 'peak', 'burst'].map((what) => `${way}_${what}`));

const known: readonly string[] = [
  'quota:cpu_shares',
  'quota:cpu_period',
  'quota:cpu_quota',
  ...diskNames.map((name) => `quota:disk_${name}`),
  ...nicNames.map((name) => `quota:vif_${name}`),
];

function refuseUnknown(wishes: HardwareWishes): void {
  for (const name of Object.keys(wishes.flavor.extraSpecs)) {
    if (!/^quota:(cpu|disk|vif)_/.test(name) || known.includes(name)) continue;
    throw badRequest(`extra spec ${JSON.stringify(name)} is not known${didYouMean(name, known)}`);
  }
}

function diskQuota(wishes: HardwareWishes): DiskQuota {
  const quota: Record<string, number> = {};
  for (const name of diskNames) {
    const value = wishes.extraInteger(`quota:disk_${name}`, { min: 0, max: Number.MAX_SAFE_INTEGER });
    if (value !== undefined && value > 0) quota[name] = value;
  }
  for (const unit of ['bytes', 'iops']) refuseTotalBesideParts(quota, unit);
  return quota;
}

/** libvirt takes a limit for both directions together, or one for each. */
function refuseTotalBesideParts(quota: DiskQuota, unit: string): void {
  for (const tail of ['', '_max', '_max_length']) {
    if (quota[`total_${unit}_sec${tail}`] === undefined) continue;
    const part = ['read', 'write'].find((way) => quota[`${way}_${unit}_sec${tail}`] !== undefined);
    if (part === undefined) continue;
    throw badRequest(
      `quota:disk_total_${unit}_sec${tail} and quota:disk_${part}_${unit}_sec${tail} exclude each other`,
    );
  }
}

function nicRate(wishes: HardwareWishes, way: 'inbound' | 'outbound'): NicRate | undefined {
  const amount = (what: string): number | undefined =>
    wishes.extraInteger(`quota:vif_${way}_${what}`, { min: 1, max: 4_294_967_295 });
  const [average, peak, burst] = [amount('average'), amount('peak'), amount('burst')];
  if (average !== undefined) return { averageKibPerSecond: average, peakKibPerSecond: peak, burstKib: burst };
  if ((peak ?? burst) !== undefined) throw badRequest(`quota:vif_${way}_peak and _burst need quota:vif_${way}_average`);
  return undefined;
}
