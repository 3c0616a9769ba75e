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
 * Claims a second host for an instance that moves. As in Nova, the migration becomes the consumer
 * of the allocation on the source, and the instance itself that of the one on the target.
 */
export function holdTarget(run: RunState, instance: number, { host: target, flavor, query }: Target): void {
  const { instances, cloud } = run;
  const { workload } = run.input;
  const source = instances.host[instance]!;
  const uuid = run.uuids.of(instance);
  const newShape = run.shapes.of(flavor, workload.image[instance]!);
  cloud.placement.transfer(uuid, run.uuids.ofMigration(instance));
  invariant(cloud.placement.claim(target, uuid, query), 'the host that was just chosen has room');
  run.ledger.claim(target, newShape.demand);
  cloud.state.consume(target, newShape.flavor, uuidOnTarget(run, instance, source, target));
  cloud.state.beginOperation(source);
  run.groups.join(workload.group[instance]!, uuid, target);
  instances.target[instance] = target;
  instances.newFlavor[instance] = flavor;
}

/** A running instance with a target starts to move there. The image is copied along, which takes part of the move's time. */
export function beginMove(run: RunState, instance: number, isLiveMigration: boolean): void {
  const { instances } = run;
  instances.migrating[instance] = Number(isLiveMigration);
  instances.setState(instance, instanceState.moving);
  run.images.use(instances.target[instance]!, run.input.workload.image[instance]!, run.nowSeconds);
}

/** The move is over: the source is freed, and the instance is on the target with its new flavor. */
export function settleOnTarget(run: RunState, instance: number): void {
  const { instances, cloud } = run;
  const { workload } = run.input;
  const source = instances.host[instance]!;
  const target = instances.target[instance]!;
  const uuid = run.uuids.of(instance);
  const oldShape = run.shape(instance);
  cloud.placement.release(run.uuids.ofMigration(instance));
  run.ledger.release(source, oldShape.demand);
  cloud.state.free(source, oldShape.flavor, uuid, true);
  run.groups.leave(workload.group[instance]!, uuid, source, true);
  run.images.leave(source, workload.image[instance]!, run.nowSeconds);
  if (source === target) renameOnHost(run, instance);
  cloud.state.endOperation(target);
  instances.leave(instance);
  instances.settle(instance, target);
  instances.flavor[instance] = instances.newFlavor[instance]!;
  instances.target[instance] = -1;
  instances.version[instance]! += 1;
}

/** The move does not take place: the target is freed, and pending events of the move lose their meaning. */
export function breakOffMove(run: RunState, instance: number): void {
  const { instances, cloud } = run;
  const { workload } = run.input;
  const source = instances.host[instance]!;
  const target = instances.target[instance]!;
  const uuid = run.uuids.of(instance);
  const newShape = run.newShape(instance);
  cloud.placement.release(uuid);
  cloud.placement.transfer(run.uuids.ofMigration(instance), uuid);
  run.ledger.release(target, newShape.demand);
  cloud.state.free(target, newShape.flavor, uuidOnTarget(run, instance, source, target), true);
  cloud.state.endOperation(source);
  run.groups.leave(workload.group[instance]!, uuid, target, true);
  run.images.leave(target, workload.image[instance]!, run.nowSeconds);
  instances.newFlavor[instance] = instances.flavor[instance]!;
  instances.target[instance] = -1;
  instances.version[instance]! += 1;
}

/** The flavor of a running instance changes with its move: it is counted out before and in after. */
export function settleRunning(run: RunState, instance: number): void {
  countRunning(run, instance, -1);
  settleOnTarget(run, instance);
  countRunning(run, instance, 1);
}

/** A host cannot hold the same instance twice: on its own host, the second one has the migration's name. */
function uuidOnTarget(run: RunState, instance: number, source: number, target: number): string {
  return source === target ? run.uuids.ofMigration(instance) : run.uuids.of(instance);
}

function renameOnHost(run: RunState, instance: number): void {
  const { state } = run.cloud;
  const target = run.instances.target[instance]!;
  const { flavor } = run.newShape(instance);
  invariant(!state.hosts[target]!.instances.has(run.uuids.of(instance)), 'the source is freed before the target');
  state.free(target, flavor, run.uuids.ofMigration(instance), true);
  state.consume(target, flavor, run.uuids.of(instance));
}
