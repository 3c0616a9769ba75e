import type { Step } from '../story.ts';
import { flavorStory } from './flavors.ts';
import { aggregateStory, hypervisorStory } from './hosts.ts';
import { keyPairStory, serverGroupStory } from './keys-and-groups.ts';
import { limitStory } from './limits.ts';
import { mutationStory } from './mutations.ts';

export const stories: Readonly<Record<string, readonly Step[]>> = {
  flavors: flavorStory,
  'key-pairs': keyPairStory,
  'server-groups': serverGroupStory,
  aggregates: aggregateStory,
  hypervisors: hypervisorStory,
  limits: limitStory,
  mutations: mutationStory,
};
