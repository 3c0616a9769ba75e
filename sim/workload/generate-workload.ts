import { type Flavor, RandomStream } from '../../core/index.ts';
import type { WeeklyShape } from './arrival-shape.ts';
import { buildWorkload } from './build-workload.ts';
import { ItemDraws } from './item-draws.ts';
import type { LifetimeDistribution } from './lifetime-distribution.ts';
import { type Amounts, arrivalRateForLoad, type LoadTarget } from './load-target.ts';
import { poissonArrivals } from './poisson-arrivals.ts';
import { WeightedChoice } from './weighted-choice.ts';
import type { Workload } from './workload.ts';

/** A batch holds between `least` and `most` instances, each number equally likely. */
export interface BatchSize {
  readonly least: number;
  readonly most: number;
  readonly weight: number;
}

export interface GeneratorSpec {
  /** Instances per hour on average, or the share of a capacity that they shall come to hold. */
  readonly demand: { readonly instancesPerHour: number } | { readonly load: LoadTarget; readonly capacity: Amounts };
  readonly shape: WeeklyShape;
  readonly batchSizes: readonly BatchSize[];
  readonly lifetimes: LifetimeDistribution;
  /** Probability that an arriving instance is never deleted. */
  readonly neverDeleted: number;
  readonly flavors: readonly { readonly flavor: Flavor; readonly weight: number }[];
  /** The k-th project sends batches in proportion to 1/k (Zipf). */
  readonly projects: number;
  /** Start with the population of the steady state, arriving evenly over this time; `undefined`: start empty. */
  readonly standingFillSeconds: number | undefined;
  readonly durationSeconds: number;
}

/**
 * Demand made from distributions: batches arrive as a Poisson process with a weekly shape; a batch
 * has one project and one flavor, its instances live independently.
 *
 * Everything of a batch is drawn by (seed, stream, number of the batch).
 */
export function generateWorkload(spec: GeneratorSpec, seed: number): Workload {
  const ratePerSecond = instanceRate(spec);
  const draft = emptyDraft();
  const choices = makeChoices(spec, seed);
  const standing = spec.standingFillSeconds === undefined ? 0 : Math.round(ratePerSecond * spec.lifetimes.meanSeconds);
  addStanding(draft, spec, seed, standing, choices);
  addArrivals(draft, spec, seed, ratePerSecond / meanBatchSize(spec.batchSizes), standing, choices);
  return buildWorkload({
    ...draft,
    flavors: spec.flavors.map(({ flavor }) => flavor),
    projects: Array.from({ length: spec.projects }, (_, k) => `project-${k + 1}`),
    horizonSeconds: spec.durationSeconds,
  });
}

/** About how many instances the demand will have. */
export function expectedInstances(spec: GeneratorSpec): number {
  const standing = spec.standingFillSeconds === undefined ? 0 : spec.lifetimes.meanSeconds;
  return instanceRate(spec) * (spec.durationSeconds + standing);
}

function instanceRate(spec: GeneratorSpec): number {
  if ('instancesPerHour' in spec.demand) return spec.demand.instancesPerHour / 3600;
  const mean = spec.lifetimes.meanSeconds;
  const total = spec.flavors.reduce((sum, { weight }) => sum + weight, 0);
  const work = (amount: (flavor: Flavor) => number) =>
    (mean * spec.flavors.reduce((sum, { flavor, weight }) => sum + weight * amount(flavor), 0)) / total;
  return arrivalRateForLoad(spec.demand.load, spec.demand.capacity, {
    vcpus: work((flavor) => flavor.vcpus),
    ramMib: work((flavor) => flavor.ramMib),
    diskGib: work((flavor) => flavor.rootGib + flavor.ephemeralGib + flavor.swapMib / 1024),
  });
}

function meanBatchSize(sizes: readonly BatchSize[]): number {
  const total = sizes.reduce((sum, size) => sum + size.weight, 0);
  return sizes.reduce((sum, { least, most, weight }) => sum + (weight * (least + most)) / 2, 0) / total;
}

interface Draft {
  readonly arrivalSeconds: number[];
  readonly lifetimeSeconds: number[];
  readonly flavor: number[];
  readonly project: number[];
  readonly batch: number[];
}

function emptyDraft(): Draft {
  return { arrivalSeconds: [], lifetimeSeconds: [], flavor: [], project: [], batch: [] };
}

interface Choices {
  size(item: number): number;
  flavor(item: number, stream?: RandomStream): number;
  project(item: number, stream?: RandomStream): number;
}

function makeChoices(spec: GeneratorSpec, seed: number): Choices {
  const sizes = new WeightedChoice(spec.batchSizes.map((size) => size.weight));
  const flavors = new WeightedChoice(spec.flavors.map(({ weight }) => weight));
  const projects = new WeightedChoice(Array.from({ length: spec.projects }, (_, k) => 1 / (k + 1)));
  const sizeStream = new RandomStream(seed, 'batch-sizes');
  const flavorStream = new RandomStream(seed, 'flavors');
  const projectStream = new RandomStream(seed, 'projects');
  return {
    size(item) {
      const { least, most } = spec.batchSizes[sizes.pick(sizeStream.uniform(item))]!;
      return least + sizeStream.integer(most - least + 1, item, 1);
    },
    flavor: (item, stream = flavorStream) => flavors.pick(stream.uniform(item, 0)),
    project: (item, stream = projectStream) => projects.pick(stream.uniform(item, 1)),
  };
}

/** The steady state's population: lives drawn in proportion to their length, what is left of each uniform. */
function addStanding(draft: Draft, spec: GeneratorSpec, seed: number, count: number, choices: Choices): void {
  const stream = new RandomStream(seed, 'standing');
  const lives = new RandomStream(seed, 'standing-lifetimes');
  for (let item = 0; item < count; item++) {
    const draws = new ItemDraws(lives, item);
    draft.arrivalSeconds.push((item / count) * spec.standingFillSeconds!);
    draft.lifetimeSeconds.push(spec.lifetimes.drawStanding(draws) * draws.uniform());
    draft.flavor.push(choices.flavor(item, stream));
    draft.project.push(choices.project(item, stream));
    draft.batch.push(item);
  }
}

function addArrivals(
  draft: Draft,
  spec: GeneratorSpec,
  seed: number,
  batchesPerSecond: number,
  firstBatch: number,
  choices: Choices,
): void {
  const lives = new RandomStream(seed, 'lifetimes');
  const forever = new RandomStream(seed, 'never-deleted');
  let item = 0;
  for (const at of poissonArrivals(seed, batchesPerSecond, spec.shape, spec.durationSeconds)) {
    const draws = new ItemDraws(lives, item);
    const size = choices.size(item);
    for (let i = 0; i < size; i++) {
      const lifetime = spec.lifetimes.draw(draws);
      draft.arrivalSeconds.push(at);
      draft.lifetimeSeconds.push(forever.uniform(item, i) < spec.neverDeleted ? Infinity : lifetime);
      draft.flavor.push(choices.flavor(item));
      draft.project.push(choices.project(item));
      draft.batch.push(firstBatch + item);
    }
    item++;
  }
}
