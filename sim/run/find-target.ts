import type { Purpose } from './scheduler-desk.ts';
import { moveSpec } from './request-specs.ts';
import type { RunState } from './run-state.ts';
import { holdTarget } from './two-hosts.ts';

export interface MoveWish {
  readonly purpose: Exclude<Purpose, 'boot'>;
  readonly newFlavor: number;
  /** The host it is on may be chosen. */
  readonly mayStay: boolean;
}

/**
 * Asks the scheduler for a second host of a living instance and claims it. False, and nothing
 * changed, when there is none.
 */
export function findTarget(run: RunState, instance: number, wish: MoveWish): boolean {
  const { instances, input } = run;
  const source = input.hosts[instances.host(instance)]!;
  instances.countAsked(instance);
  const shape = run.shapes.of(wish.newFlavor, run.imageOf(instance));
  const decision = run.desk.ask(
    {
      purpose: wish.purpose,
      spec: moveSpec(run, instance, shape, wish.mayStay ? [] : [source.name]),
      request: run.requests.ofInstance[instance]!,
      instance,
      attempt: instances.asked(instance),
      alternates: 0,
    },
    run.nowSeconds,
  );
  if (decision.outcome !== 'scheduled') return false;
  const host = decision.selections[0]![0]!.hostIndex;
  holdTarget(run, instance, { host, flavor: wish.newFlavor, query: decision.query! });
  instances.setHostFailures(instance, run.health.failures[host]!);
  return true;
}
