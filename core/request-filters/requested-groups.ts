import type { RequestGroup } from '../placement/candidates-query.ts';
import { RequestError } from '../scheduler/request-error.ts';
import type { QueryDraft } from './query-draft.ts';

/**
 * Adds groups that come from ports, device profiles or PCI requests, each under a suffix of its own.
 * Throws RequestError: ValueError for a group without suffix, RequestGroupSuffixConflict for a second
 * one of the same suffix.
 */
export function addRequestedGroups(groups: readonly RequestGroup[] = [], draft: QueryDraft): void {
  for (const given of groups) {
    if (given.suffix === '') {
      throw new RequestError('ValueError', 'a requested group needs a suffix', { stage: 'request' });
    }
    if (draft.groups.has(given.suffix)) {
      const message = `two groups have the suffix "${given.suffix}"`;
      throw new RequestError('RequestGroupSuffixConflict', message, { stage: 'request' });
    }
    const group = draft.group(given.suffix);
    for (const [name, amount] of Object.entries(given.resources)) group.resources.set(name, amount);
    group.anyTraits.push(...given.requiredTraits);
    for (const trait of given.forbiddenTraits) group.forbiddenTraits.add(trait);
    group.memberOf.push(...given.memberOf);
    for (const uuid of given.forbiddenAggregates) group.forbiddenAggregates.add(uuid);
    group.inTree = given.inTree;
  }
}
