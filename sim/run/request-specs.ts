import type { RequestSpec } from '../../core/index.ts';
import { instanceUuid } from '../cloud/instance-uuids.ts';
import type { InstanceShape } from './instance-shapes.ts';
import type { RunState } from './run-state.ts';

/** The request that boots instances `first` to `end - 1`, which agree in everything a request can say. */
export function bootSpec(run: RunState, first: number, end: number): RequestSpec {
  const instanceUuids: string[] = [];
  for (let instance = first; instance < end; instance++) instanceUuids.push(instanceUuid(instance));
  const spec = makeSpec(run, first, run.shape(first), instanceUuids);
  const { serverGroup } = spec;
  if (serverGroup === undefined) return spec;
  // Nova's API makes instances members before it schedules them: those of one request see each other.
  return { ...spec, serverGroup: { ...serverGroup, members: [...serverGroup.members, ...instanceUuids] } };
}

/** The request that finds another host for a living instance, as `shape`, on none of the ignored hosts. */
export function moveSpec(
  run: RunState,
  instance: number,
  shape: InstanceShape,
  ignoreHosts: readonly string[],
): RequestSpec {
  return { ...makeSpec(run, instance, shape, [instanceUuid(instance)]), ignoreHosts };
}

function makeSpec(
  run: RunState,
  instance: number,
  shape: InstanceShape,
  instanceUuids: readonly string[],
): RequestSpec {
  const { workload } = run.input;
  const projectId = workload.projects[workload.project[instance]!] ?? '';
  return {
    instanceUuids,
    projectId,
    userId: projectId,
    flavor: shape.flavor,
    image: shape.image,
    availabilityZone: workload.zones[workload.zone[instance]!],
    serverGroup: run.groups.view(run.groupOf(instance)),
  };
}
