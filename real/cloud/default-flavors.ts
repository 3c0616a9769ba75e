import type { FlavorRow } from '../objects/catalogue.ts';

/** `[id, name, vCPUs, RAM MiB, root GiB]`: the names and ids are DevStack's, the sizes are for small machines. */
const sizes: readonly (readonly [id: string, name: string, vcpus: number, ramMib: number, rootGib: number])[] = [
  ['42', 'm1.nano', 1, 128, 1],
  ['84', 'm1.micro', 1, 256, 1],
  ['1', 'm1.tiny', 1, 512, 1],
  ['2', 'm1.small', 1, 1024, 5],
  ['3', 'm1.medium', 2, 2048, 10],
  ['4', 'm1.large', 4, 4096, 20],
];

/** What a cloud offers at its first start. */
export function defaultFlavors(createdAtSeconds: number): readonly FlavorRow[] {
  return sizes.map(([id, name, vcpus, ramMib, rootGib]) => ({
    id,
    name,
    vcpus,
    ramMib,
    rootGib,
    ephemeralGib: 0,
    swapMib: 0,
    rxtxFactor: 1,
    isPublic: true,
    disabled: false,
    description: null,
    extraSpecs: {},
    projects: [],
    createdAtSeconds,
  }));
}
