import type { Flavor } from '../../core/index.ts';
import type { WeeklyShape } from '../workload/arrival-shape.ts';
import { type DiskRule, flavorFromTrace } from '../workload/disk-rule.ts';
import type { BatchSize, GeneratorSpec } from '../workload/generate-workload.ts';
import { type GeneratorProfile, generatorProfiles } from '../workload/generator-profiles.ts';
import { type LifetimeDistribution, logNormalMixture, quantileLifetimes } from '../workload/lifetime-distribution.ts';
import type { Amounts } from '../workload/load-target.ts';
import type { ScenarioConfig } from './scenario-schema.ts';
import { type GenerateConfig, weekDays } from './workload-schema.ts';

/** What the generator needs, from the scenario and, where it is silent, from the profile. */
export function buildGenerator(
  config: ScenarioConfig,
  generate: GenerateConfig,
  capacity: Amounts,
  durationSeconds: number,
): GeneratorSpec {
  const profile = generatorProfiles.find(({ name }) => name === generate.profile)!;
  const { vmsPerHour, load } = generate;
  return {
    demand:
      vmsPerHour === undefined
        ? { load: { share: load!, of: generate.loadOf }, capacity }
        : { instancesPerHour: vmsPerHour },
    shape: weeklyShape(generate, profile),
    batchSizes: generate.batchSizes ? parseBatchSizes(generate.batchSizes) : profile.batchSizes,
    lifetimes: lifetimesOf(generate, profile),
    neverDeleted: generate.neverDeleted,
    flavors: weightedFlavors(config, profile),
    projects: generate.projects,
    standingFillSeconds: generate.standing ? Math.min(generate.fill, durationSeconds) : undefined,
    durationSeconds,
  };
}

/** The shape that a scenario gives; hours and days it leaves out are those of the profile, or even. */
export function weeklyShape(
  given: Pick<GenerateConfig, 'daily' | 'weekly' | 'startDay' | 'startHour'>,
  profile?: Pick<GeneratorProfile, 'daily' | 'weekly'>,
): WeeklyShape {
  return {
    daily: given.daily ?? profile?.daily ?? Array<number>(24).fill(1),
    weekly: given.weekly ?? profile?.weekly ?? Array<number>(7).fill(1),
    startHour: 24 * weekDays.indexOf(given.startDay) + given.startHour,
  };
}

/** A flavor of the scenario, as Nova knows it. */
export function configuredFlavor(name: string, flavor: ScenarioConfig['flavors'][string]): Flavor {
  const { vcpus, ram: ramMib, disk: rootGib, ephemeral: ephemeralGib, swap: swapMib, extraSpecs } = flavor;
  return { id: name, name, vcpus, ramMib, rootGib, ephemeralGib, swapMib, extraSpecs };
}

export function diskRule({ workload: { disk } }: ScenarioConfig): DiskRule {
  return { baseGib: disk.base, perVcpuGib: disk.perVcpu, perRamGibGib: disk.perRamGib };
}

function weightedFlavors(config: ScenarioConfig, profile: GeneratorProfile): GeneratorSpec['flavors'] {
  const own = Object.entries(config.flavors);
  if (own.length > 0)
    return own.map(([name, flavor]) => ({ flavor: configuredFlavor(name, flavor), weight: flavor.weight }));
  const rule = diskRule(config);
  return profile.flavors.map((flavor) => ({ flavor: flavorFromTrace(flavor, rule), weight: flavor.weight }));
}

function lifetimesOf(generate: GenerateConfig, profile: GeneratorProfile): LifetimeDistribution {
  const { quantiles, mixture } = generate.lifetimes ?? {};
  if (mixture === undefined) return quantileLifetimes(quantiles ?? profile.lifetimes);
  return logNormalMixture(mixture.map(({ weight, median, sigma }) => ({ weight, medianSeconds: median, sigma })));
}

function parseBatchSizes(weights: Readonly<Record<string, number>>): BatchSize[] {
  return Object.entries(weights).map(([range, weight]) => {
    const [least = 1, most = least] = range.split('-').map(Number);
    return { least, most, weight };
  });
}
