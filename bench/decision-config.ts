import { defineFilter, type EngineConfig } from '../core/index.ts';

export type Policy = 'spread' | 'pack';

/** Enabled in Nova 26.2 unless the configuration says otherwise. */
const defaultFilters = [
  'ComputeFilter',
  'ComputeCapabilitiesFilter',
  'ImagePropertiesFilter',
  'ServerGroupAntiAffinityFilter',
  'ServerGroupAffinityFilter',
];

/** Passes nine hosts of ten, and says nothing of what it reads. */
export const undeclaredFilter = defineFilter({
  name: 'UndeclaredFilter',
  summary: 'Passes hosts whose number does not end in 7.',
  codes: ['seven'],
  bind: () => ({
    passes: ({ index }) => index % 10 !== 7,
    explain: ({ index }) => ({ code: 'seven', needed: 'another digit', had: `${index}` }),
  }),
});

/** Nova 26.2 as it comes; `pack` counts free vCPU, RAM and disk against a host. */
export function decisionConfig(policy: Policy, undeclared: boolean): EngineConfig {
  const multiplier = policy === 'spread' ? 1 : -1;
  const filterScheduler = {
    ram_weight_multiplier: multiplier,
    cpu_weight_multiplier: multiplier,
    disk_weight_multiplier: multiplier,
  };
  const options = { nova: '26', filterScheduler } as const;
  return undeclared ? { options, filters: [...defaultFilters, undeclaredFilter] } : { options };
}
