import type { RandomStream } from '../random.ts';
import type { ResolvedOptions } from '../options/resolve-options.ts';
import type { HostList } from './host-list.ts';

/**
 * Positions of a weighed list, best first, hosts of equal weight in the order of the list; equals at
 * the top shuffled, and one of the best N put first, where the options ask for it.
 * Nova: `SchedulerManager._get_sorted_hosts`.
 *
 * Draws: `shuffle` and `subset` streams, keyed by (item, round).
 */
export function orderHosts(
  list: HostList,
  weights: Float64Array,
  options: ResolvedOptions['filterScheduler'],
  draw: (purpose: 'shuffle' | 'subset', number: number) => number,
): number[] {
  const order = Array.from({ length: list.count }, (_, i) => i);
  order.sort((a, b) => weights[b]! - weights[a]!);
  if (options.shuffle_best_same_weighed_hosts) shuffleBest(order, weights, (i) => draw('shuffle', i));
  const subset = Math.min(options.host_subset_size, order.length);
  if (subset > 1) {
    const [chosen] = order.splice(Math.floor(draw('subset', 0) * subset), 1);
    order.unshift(chosen!);
  }
  return order;
}

/** Fisher and Yates over the hosts that share the best weight. */
function shuffleBest(order: number[], weights: Float64Array, draw: (i: number) => number): void {
  let best = 1;
  while (best < order.length && weights[order[best]!] === weights[order[0]!]) best += 1;
  for (let i = best - 1; i > 0; i--) {
    const j = Math.floor(draw(i) * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
}

/** Draws of one decision: uniform in [0, 1), a function of (seed, purpose, item, round, number). */
export function roundDraws(
  streams: Readonly<Record<'shuffle' | 'subset', RandomStream>>,
  item: number,
  round: number,
): (purpose: 'shuffle' | 'subset', number: number) => number {
  return (purpose, number) => streams[purpose].uniform(item, round * 1_048_576 + number);
}
