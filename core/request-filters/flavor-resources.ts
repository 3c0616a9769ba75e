import type { Flavor } from '../model/flavor.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import { standardResourceClasses } from '../placement/standard-resource-classes.ts';
import { parseIntegerText } from '../python/number.ts';
import type { GroupDraft, QueryDraft } from './query-draft.ts';

/** `resources[SUFFIX]:CLASS` and `trait[SUFFIX]:NAME`. */
const GROUP_KEY = /^(resources|trait)([a-zA-Z0-9_-]{1,64})?:(.*)$/;

/** Adds the groups that a flavor's extra specs spell out. */
export function addExtraSpecGroups(flavor: Flavor, draft: QueryDraft): void {
  for (const [key, value] of Object.entries(flavor.extraSpecs)) {
    if (key === 'group_policy') {
      if (value === 'none' || value === 'isolate') draft.groupPolicy = value;
      continue;
    }
    const match = GROUP_KEY.exec(key);
    if (match === null) continue;
    const [, kind, suffix, name] = match;
    if (kind === 'resources') addResource(draft.group(suffix), name!, value);
    else addTrait(draft.group(suffix), name!, value);
  }
}

/**
 * Adds what the flavor's own fields ask for, unless extra specs have said it: they override a class
 * with any amount, 0 included. Swap counts as whole GiB; a volume-backed server has no root disk.
 */
export function addFlavorAmounts({ flavor, bootFromVolume }: RequestSpec, draft: QueryDraft): void {
  const group = draft.group();
  if (draft.total('VCPU') === undefined && draft.total('PCPU') === undefined) group.resources.set('VCPU', flavor.vcpus);
  if (draft.total('MEMORY_MB') === undefined) group.resources.set('MEMORY_MB', flavor.ramMib);
  if (draft.total('DISK_GB') !== undefined) return;
  const rootGib = bootFromVolume === true ? 0 : flavor.rootGib;
  const diskGib = rootGib + flavor.ephemeralGib + Math.ceil(flavor.swapMib / 1024);
  if (diskGib > 0) group.resources.set('DISK_GB', diskGib);
}

/** Nova passes over (with a warning) a class that does not exist and an amount that is no whole number. */
function addResource(group: GroupDraft, name: string, value: string): void {
  const amount = parseIntegerText(value);
  if (amount === undefined || amount < 0) return;
  if (!name.startsWith('CUSTOM_') && !standardResourceClasses.includes(name)) return;
  group.resources.set(name, amount);
}

/** A trait may be `required` or `forbidden`; Nova passes over any other value. */
function addTrait(group: GroupDraft, name: string, value: string): void {
  if (value === 'required') group.requiredTraits.add(name);
  if (value === 'forbidden') group.forbiddenTraits.add(name);
}
