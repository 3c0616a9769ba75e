import {
  buildQuery,
  type CandidatesQuery,
  type Flavor,
  type Image,
  RequestError,
  resolveOptions,
} from '../../core/index.ts';
import type { Demand } from '../cloud/host-ledger.ts';
import type { RunInput } from './run-input.ts';

/** A flavor with an image: what one instance of it takes. */
export interface InstanceShape {
  readonly flavor: Flavor;
  readonly image: Image | null;
  /** As Placement counts it, extra specs such as `resources:VCPU` included. */
  readonly demand: Demand;
}

/** Every flavor of the workload with every image, by number. */
export class InstanceShapes {
  readonly all: readonly InstanceShape[];
  private readonly images: number;

  constructor({ images, workload }: RunInput) {
    const choices = images.length === 0 ? [null] : images.map(({ image }) => image);
    this.images = choices.length;
    this.all = workload.flavors.flatMap((flavor) =>
      choices.map((image) => ({ flavor, image, demand: demandOf(flavor, image) })),
    );
  }

  indexOf(flavor: number, image: number): number {
    return flavor * this.images + Math.min(image, this.images - 1);
  }

  of(flavor: number, image: number): InstanceShape {
    return this.all[this.indexOf(flavor, image)]!;
  }
}

/** Amounts come from the flavor and the image alone: the cloud and the options only narrow the hosts. */
function demandOf(flavor: Flavor, image: Image | null): Demand {
  const request = { instanceUuids: [''], projectId: '', userId: '', flavor, image };
  try {
    const query = buildQuery(request, { hosts: [], aggregates: [] }, resolveOptions());
    return {
      vcpus: amountOf(query, 'VCPU'),
      ramMib: amountOf(query, 'MEMORY_MB'),
      diskGib: amountOf(query, 'DISK_GB'),
    };
  } catch (error) {
    // Nobody ever places such a flavor: each of its requests ends the same way.
    if (error instanceof RequestError) return { vcpus: 0, ramMib: 0, diskGib: 0 };
    throw error;
  }
}

function amountOf(query: CandidatesQuery, resourceClass: string): number {
  return query.groups.reduce((sum, group) => sum + (group.resources[resourceClass] ?? 0), 0);
}
