import { type Flavor, flavorDiskMib, RandomStream } from '../../core/index.ts';
import { renumberBatches } from './build-workload.ts';
import { WeightedChoice } from './weighted-choice.ts';
import type { Workload } from './workload.ts';

/** What a scenario adds to the demand of any workload. Everything is drawn by (seed, stream, batch or instance). */
export interface DemandExtras {
  /** Probability that a batch asks for a zone, and the zones with their weights. */
  readonly zones: { readonly share: number; readonly weights: Readonly<Record<string, number>> } | undefined;
  /** Weight of each image of the scenario; a workload that names images itself keeps them. */
  readonly imageWeights: readonly number[] | undefined;
  /** Batches of two or more become a server group with probability `share`; the first rule that draws one wins. */
  readonly groups: readonly {
    readonly policy: string;
    readonly share: number;
    readonly maxServerPerHost?: number | undefined;
  }[];
  readonly resizes: ResizeRule | undefined;
}

export interface ResizeRule {
  /** Probability that an instance is resized once. */
  readonly share: number;
  /** `larger`: to the smallest flavor with no less of anything; `smaller`: the other way; `any`: to any other. */
  readonly to: 'larger' | 'smaller' | 'any';
}

export function shapeDemand(workload: Workload, extras: DemandExtras, seed: number): Workload {
  const placed = { ...workload, ...askForZones(workload, extras, seed), image: chooseImages(workload, extras, seed) };
  const grouped = { ...placed, ...formGroups(placed, extras, seed) };
  const split = { ...grouped, batch: renumberBatches(grouped) };
  return extras.resizes === undefined ? split : { ...split, resizes: planResizes(split, extras.resizes, seed) };
}

function askForZones(workload: Workload, extras: DemandExtras, seed: number): Partial<Workload> {
  if (extras.zones === undefined) return {};
  const { share, weights } = extras.zones;
  const zones = Object.keys(weights);
  const choice = new WeightedChoice(Object.values(weights));
  const stream = new RandomStream(seed, 'zones');
  const zone = new Int16Array(workload.count);
  for (let i = 0; i < workload.count; i++) {
    const batch = workload.batch[i]!;
    zone[i] = stream.uniform(batch, 0) < share ? choice.pick(stream.uniform(batch, 1)) : -1;
  }
  return { zone, zones };
}

function chooseImages(workload: Workload, extras: DemandExtras, seed: number): Uint16Array {
  if (extras.imageWeights === undefined || extras.imageWeights.length < 2) return workload.image;
  const choice = new WeightedChoice(extras.imageWeights);
  const stream = new RandomStream(seed, 'images');
  return Uint16Array.from(workload.batch, (batch) => choice.pick(stream.uniform(batch)));
}

function formGroups(workload: Workload, extras: DemandExtras, seed: number): Pick<Workload, 'group' | 'groups'> {
  const group = Int32Array.from(workload.group);
  const groups = [...workload.groups];
  const stream = new RandomStream(seed, 'groups');
  for (let first = 0, next = 0; first < workload.count && extras.groups.length > 0; first = next) {
    const batch = workload.batch[first]!;
    for (next = first; next < workload.count && workload.batch[next] === batch;) next++;
    if (next - first < 2 || group[first]! >= 0) continue;
    const rule = extras.groups.find(({ share }, i) => stream.uniform(batch, i) < share);
    if (rule === undefined) continue;
    group.fill(groups.length, first, next);
    groups.push({ policy: rule.policy, maxServerPerHost: rule.maxServerPerHost });
  }
  return { group, groups };
}

/** At most one resize an instance, at a time uniform in its life (or in what is left of the run). */
function planResizes(workload: Workload, rule: ResizeRule, seed: number): Workload['resizes'] {
  const stream = new RandomStream(seed, 'resizes');
  const targets = workload.flavors.map((_, flavor) => resizeTargets(workload.flavors, flavor, rule.to));
  const instance: number[] = [];
  const afterSeconds: number[] = [];
  const flavor: number[] = [];
  for (let i = 0; i < workload.count; i++) {
    const choices = targets[workload.flavor[i]!]!;
    if (choices.length === 0 || stream.uniform(i, 0) >= rule.share) continue;
    const life = Math.min(workload.lifetimeSeconds[i]!, workload.horizonSeconds - workload.arrivalSeconds[i]!);
    instance.push(i);
    afterSeconds.push(stream.uniform(i, 1) * Math.max(0, life));
    flavor.push(choices[stream.integer(choices.length, i, 2)]!);
  }
  return {
    instance: Uint32Array.from(instance),
    afterSeconds: Float64Array.from(afterSeconds),
    flavor: Uint16Array.from(flavor),
  };
}

/** Indexes of the flavors that an instance of one flavor may be resized to. */
function resizeTargets(flavors: readonly Flavor[], from: number, to: ResizeRule['to']): number[] {
  const others = flavors.map((_, i) => i).filter((i) => i !== from);
  if (to === 'any') return others;
  const sign = to === 'larger' ? 1 : -1;
  const reaches = others.filter((i) => noSmaller(flavors[i]!, flavors[from]!, sign));
  reaches.sort((a, b) => sign * compareFlavors(flavors[a]!, flavors[b]!));
  return reaches.slice(0, 1);
}

/** No amount smaller (larger, for sign -1) and at least one different. Nova refuses to shrink a disk. */
function noSmaller(flavor: Flavor, than: Flavor, sign: number): boolean {
  const steps = [flavor.vcpus - than.vcpus, flavor.ramMib - than.ramMib].map((step) => step * sign);
  const disk = flavorDiskMib(flavor) - flavorDiskMib(than);
  return steps.every((step) => step >= 0) && disk >= 0 && (steps.some((step) => step > 0) || disk > 0);
}

function compareFlavors(a: Flavor, b: Flavor): number {
  return a.vcpus - b.vcpus || a.ramMib - b.ramMib || flavorDiskMib(a) - flavorDiskMib(b);
}
