import type { RequestSpec } from '../../core/index.ts';
import type { InstanceShapes } from './instance-shapes.ts';
import type { RunInput } from './run-input.ts';

/** An engine's chooser does not look at it. */
const ANY_UUID: readonly string[] = [''];

/**
 * The requests of instances that belong to no server group, one object for all that ask for the same:
 * by its identity a chooser knows it again.
 */
export class PlainRequests {
  private readonly input: RunInput;
  private readonly shapes: InstanceShapes;
  private readonly known = new Map<number, RequestSpec>();

  constructor(input: RunInput, shapes: InstanceShapes) {
    this.input = input;
    this.shapes = shapes;
  }

  /** What an instance of the workload asks for when it boots. */
  of(instance: number): RequestSpec {
    const { workload } = this.input;
    const shape = this.shapes.indexOf(workload.flavor[instance]!, workload.image[instance]!);
    const zone = workload.zone[instance]!;
    const project = workload.project[instance]!;
    const key = (project * (workload.zones.length + 1) + zone + 1) * this.shapes.all.length + shape;
    return this.known.get(key) ?? this.learn(key, { shape, zone, project });
  }

  /** One request for every flavor with every image and zone that the workload has. */
  kinds(): readonly RequestSpec[] {
    const { workload } = this.input;
    const seen = new Uint8Array(this.shapes.all.length * (workload.zones.length + 1));
    const kinds: RequestSpec[] = [];
    for (let instance = 0; instance < workload.count && kinds.length < seen.length; instance++) {
      const shape = this.shapes.indexOf(workload.flavor[instance]!, workload.image[instance]!);
      const kind = shape * (workload.zones.length + 1) + workload.zone[instance]! + 1;
      if (seen[kind] === 1) continue;
      seen[kind] = 1;
      kinds.push(this.of(instance));
    }
    return kinds;
  }

  private learn(
    key: number,
    { shape, zone, project }: Readonly<Record<'shape' | 'zone' | 'project', number>>,
  ): RequestSpec {
    const { workload } = this.input;
    const projectId = workload.projects[project] ?? '';
    const { flavor, image } = this.shapes.all[shape]!;
    const spec: RequestSpec = {
      instanceUuids: ANY_UUID,
      projectId,
      userId: projectId,
      flavor,
      image,
      availabilityZone: workload.zones[zone],
    };
    this.known.set(key, spec);
    return spec;
  }
}
