import { defineWeigher } from './define-weigher.ts';

/** Spreads at random: a drawn number per host and decision, repeatable from the seed. Our own. */
export const randomWeigher = defineWeigher({
  name: 'RandomWeigher',
  summary: 'Prefers hosts by a number drawn anew for each decision, repeatable from the seed.',
  options: ['[filter_scheduler] random_weight_multiplier'],
  minimum: 0,
  maximum: 1,
  aggregateKey: 'random_weight_multiplier',
  multiplier: ({ filterScheduler }) => filterScheduler.random_weight_multiplier,
  bind: (_request, _hosts, context) => ({ raw: (host) => context.random(host.index) }),
});
