import { type CandidatesQuery, invariant } from '../../core/index.ts';
import { instanceState } from '../cloud/instance-table.ts';
import { countRunning } from './hold.ts';
import type { RunState } from './run-state.ts';

/** The other host of a move, what the instance will be there, and what to claim. */
export interface Target {
  readonly host: number;
  readonly flavor: number;
  readonly query: CandidatesQuery;
}

/**
 * Claims a second host for an instance that moves. As in Nova, the allocation on the source is kept
 * beside it until the move ends.
 */
export function holdTarget(run: RunState, instance: number, { host: target, flavor, query }: Target): void {
  const { instances, cloud } = run;
  const newShape = run.shapes.of(flavor, run.imageOf(instance));
  const claim = cloud.placement.take(target, query);
  invariant(claim >= 0, 'the host that was just chosen has room');
  run.ledger.claim(target, newShape.demand);
  cloud.state.occupy(target, newShape.flavor);
  cloud.state.beginOperation(instances.host(instance));
  run.groups.join(run.groupOf(instance), instance, target);
  instances.aim(instance, target, claim);
  instances.planFlavor(instance, flavor);
}

/** A running instance with a target starts to move there. The image is copied along, which takes part of the move's time. */
export function beginMove(run: RunState, instance: number, isLiveMigration: boolean): void {
  const { instances } = run;
  instances.setMigrating(instance, isLiveMigration);
  instances.setState(instance, instanceState.moving);
  run.images.use(instances.target(instance), run.imageOf(instance), run.nowSeconds);
}

/** The move is over: the source is freed, and the instance is on the target with its new flavor. */
export function settleOnTarget(run: RunState, instance: number): void {
  const { instances, cloud } = run;
  const source = instances.host(instance);
  const target = instances.target(instance);
  const oldShape = run.shape(instance);
  cloud.placement.giveBack(instances.claim(instance));
  run.ledger.release(source, oldShape.demand);
  cloud.state.vacate(source, oldShape.flavor, true);
  run.groups.leave(run.groupOf(instance), instance, source, true);
  run.images.leave(source, run.imageOf(instance), run.nowSeconds);
  cloud.state.endOperation(target);
  instances.leave(instance);
  instances.settle(instance, target, instances.targetClaim(instance));
  instances.dropAim(instance);
  instances.takeNewFlavor(instance);
  instances.outdate(instance);
}

/** The move does not take place: the target is freed, and pending events of the move lose their meaning. */
export function breakOffMove(run: RunState, instance: number): void {
  const { instances, cloud } = run;
  const target = instances.target(instance);
  const newShape = run.newShape(instance);
  cloud.placement.giveBack(instances.targetClaim(instance));
  run.ledger.release(target, newShape.demand);
  cloud.state.vacate(target, newShape.flavor, true);
  cloud.state.endOperation(instances.host(instance));
  run.groups.leave(run.groupOf(instance), instance, target, true);
  run.images.leave(target, run.imageOf(instance), run.nowSeconds);
  instances.planFlavor(instance, instances.flavor(instance));
  instances.dropAim(instance);
  instances.outdate(instance);
}

/** The flavor of a running instance changes with its move: it is counted out before and in after. */
export function settleRunning(run: RunState, instance: number): void {
  countRunning(run, instance, -1);
  settleOnTarget(run, instance);
  countRunning(run, instance, 1);
}
