import { architectures } from '../model/canonical-names.ts';
import {
  booleanOption,
  choiceOption,
  floatOption,
  integerOption,
  listOption,
  type OptionType,
  stringOption,
} from './option-type.ts';

/** Options of Nova's group `[filter_scheduler]` that take part in a decision. */
const filterScheduler = {
  host_subset_size: integerOption(1, 1),
  max_io_ops_per_host: integerOption(8, 0),
  max_instances_per_host: integerOption(50, 1),
  track_instance_changes: booleanOption(true),
  available_filters: listOption(['nova.scheduler.filters.all_filters']),
  enabled_filters: listOption([
    'ComputeFilter',
    'ComputeCapabilitiesFilter',
    'ImagePropertiesFilter',
    'ServerGroupAntiAffinityFilter',
    'ServerGroupAffinityFilter',
  ]),
  weight_classes: listOption(['nova.scheduler.weights.all_weighers']),
  ram_weight_multiplier: floatOption(1),
  cpu_weight_multiplier: floatOption(1),
  disk_weight_multiplier: floatOption(1),
  io_ops_weight_multiplier: floatOption(-1),
  pci_weight_multiplier: floatOption(1, 0),
  soft_affinity_weight_multiplier: floatOption(1, 0),
  soft_anti_affinity_weight_multiplier: floatOption(1, 0),
  build_failure_weight_multiplier: floatOption(1_000_000),
  cross_cell_move_weight_multiplier: floatOption(1_000_000),
  shuffle_best_same_weighed_hosts: booleanOption(false),
  image_properties_default_architecture: choiceOption(architectures),
  isolated_images: listOption([]),
  isolated_hosts: listOption([]),
  restrict_isolated_hosts_to_isolated_images: booleanOption(true),
  aggregate_image_properties_isolation_namespace: stringOption(undefined),
  aggregate_image_properties_isolation_separator: stringOption('.'),
};

/** Options of `[filter_scheduler]` that came after 26. */
const newerFilterScheduler = {
  hypervisor_version_weight_multiplier: floatOption(1),
  num_instances_weight_multiplier: floatOption(0),
  image_props_weight_multiplier: floatOption(0),
  image_props_weight_setting: listOption([]),
  pci_in_placement: booleanOption(false),
};

/** Options of Astrolabe's own weighers, kept in the same group because they read the same way. */
const ownFilterScheduler = {
  random_weight_multiplier: floatOption(1),
};

const metrics = {
  weight_multiplier: floatOption(1),
  weight_setting: listOption([]),
  required: booleanOption(true),
  weight_of_unavailable: floatOption(-10_000),
};

const scheduler = {
  max_attempts: integerOption(3, 1),
  discover_hosts_in_cells_interval: integerOption(-1, -1),
  max_placement_results: integerOption(1000, 1),
  workers: integerOption(0, 0),
  query_placement_for_routed_network_aggregates: booleanOption(false),
  limit_tenants_to_placement_aggregate: booleanOption(false),
  placement_aggregate_required_for_tenants: booleanOption(false),
  query_placement_for_availability_zone: booleanOption(true),
  query_placement_for_image_type_support: booleanOption(false),
  enable_isolated_aggregate_filtering: booleanOption(false),
  image_metadata_prefilter: booleanOption(false),
};

const compute = {
  packing_host_numa_cells_allocation_strategy: booleanOption(false),
};

const topLevel = {
  service_down_time: integerOption(60),
  default_availability_zone: stringOption('nova'),
};

type Options = Readonly<Record<string, OptionType<unknown>>>;

/** Values of a catalogue. */
export type OptionValues<C> = { readonly [K in keyof C]: C[K] extends OptionType<infer T> ? T : never };

export type FilterSchedulerOptions = OptionValues<
  typeof filterScheduler & typeof newerFilterScheduler & typeof ownFilterScheduler
>;
export type MetricsOptions = OptionValues<typeof metrics>;
export type PlacementQueryOptions = OptionValues<typeof scheduler>;
export type ComputeOptions = OptionValues<typeof compute>;
export type TopLevelOptions = OptionValues<typeof topLevel>;

/** Every option that the core reads, by nova.conf group; `DEFAULT` is the top level. */
export const optionCatalogue = {
  DEFAULT: topLevel as Options,
  filter_scheduler: { ...filterScheduler, ...newerFilterScheduler, ...ownFilterScheduler } as Options,
  metrics: metrics as Options,
  scheduler: scheduler as Options,
  compute: compute as Options,
} as const;

export type OptionGroup = keyof typeof optionCatalogue;

/** Options of `[filter_scheduler]` that Nova 26 does not know. */
export const optionsSince27: readonly string[] = Object.keys(newerFilterScheduler);

/** Options that Nova no longer knows: the availability zone is always asked of Placement since 28. */
export const optionsUntil26: readonly string[] = ['query_placement_for_availability_zone'];
