import type { CandidatesQuery, RequestGroup } from '../../../core/index.ts';
import { NAMED_SUFFIX, NUMBER_SUFFIX } from '../schemas/patterns.ts';
import { errorCodes, HttpError } from './http-error.ts';
import { readInTree, readMemberOf, readOnce, readResources, readTraitList, readTraits } from './query-values.ts';

/** Reads the parameters of `GET /allocation_candidates`, which its schema has accepted. Throws 400. */
export function readCandidatesQuery(query: URLSearchParams, minor: number): CandidatesQuery {
  const limit = query.get('limit');
  const root = readRootRequired(query);
  const sameSubtree = readSameSubtree(query);
  const groups = readGroups(query, minor);
  if (minor >= 36) checkSubtrees(groups, sameSubtree);
  else checkOrphans(groups);
  if (minor >= 22) checkConflicts(groups);
  const groupPolicy = (query.get('group_policy') ?? undefined) as CandidatesQuery['groupPolicy'];
  if (groupPolicy === undefined && groups.filter((group) => group.suffix !== '').length > 1) {
    throw new HttpError(
      400,
      'The "group_policy" parameter is required when specifying more than one "resources{N}" parameter.',
    );
  }
  return {
    groups,
    groupPolicy,
    sameSubtree,
    rootRequired: root.required.flat(),
    rootForbidden: root.forbidden,
    limit: limit === null ? undefined : readLimit(limit),
  };
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1) return limit;
  throw new HttpError(400, `Invalid query string parameters: '${text}' is not a limit`);
}

function readGroups(query: URLSearchParams, minor: number): RequestGroup[] {
  const suffixes = minor >= 33 ? NAMED_SUFFIX : NUMBER_SUFFIX;
  const pattern = new RegExp(`^(resources|required|member_of|in_tree)(${suffixes})?$`);
  const found = new Set<string>();
  for (const key of query.keys()) {
    const match = pattern.exec(key);
    if (match) found.add(match[2] ?? '');
  }
  return [...found].map((suffix) => readGroup(query, suffix, minor));
}

function readGroup(query: URLSearchParams, suffix: string, minor: number): RequestGroup {
  const resources = query.getAll(`resources${suffix}`).map(readResources);
  const inTree = query.getAll(`in_tree${suffix}`).map(readInTree);
  const traits = readTraits(query, suffix, minor);
  const aggregates = readMemberOf(query, suffix, minor);
  return {
    suffix,
    resources: resources.at(-1) ?? {},
    requiredTraits: traits.required,
    forbiddenTraits: traits.forbidden,
    memberOf: aggregates.required,
    forbiddenAggregates: aggregates.forbidden,
    inTree: inTree.at(-1),
  };
}

function readRootRequired(query: URLSearchParams): { required: string[][]; forbidden: readonly string[] } {
  const value = readOnce(query, 'root_required');
  if (value === undefined) return { required: [], forbidden: [] };
  const { required, forbidden } = readTraitList(value, true, false);
  const names = required.map((anyOf) => [...anyOf]);
  const conflicts = names.flat().filter((name) => forbidden.includes(name));
  if (conflicts.length > 0) {
    throw new HttpError(
      400,
      `Conflicting required and forbidden traits found in root_required: ${conflicts.join(', ')}`,
      errorCodes.badParameter,
    );
  }
  return { required: names, forbidden };
}

function readSameSubtree(query: URLSearchParams): string[][] {
  return query.getAll('same_subtree').map((value) => {
    const suffixes = value.split(',').map((suffix) => suffix.trim());
    if (!suffixes.includes('')) return suffixes;
    throw new HttpError(
      400,
      'Empty string (unsuffixed group) can not be specified in `same_subtree` ',
      errorCodes.badParameter,
    );
  });
}

function isResourceless(group: RequestGroup): boolean {
  return Object.keys(group.resources).length === 0;
}

/** A group without resources must be tied to others by `same_subtree`, which must name real groups. */
function checkSubtrees(groups: readonly RequestGroup[], sameSubtree: readonly (readonly string[])[]): void {
  const resourceless = groups.filter(isResourceless).map((group) => group.suffix);
  if (resourceless.length === groups.length) {
    throw new HttpError(
      400,
      'There must be at least one resources or resources[$S] parameter.',
      errorCodes.missingParameter,
    );
  }
  const tied = sameSubtree.flat();
  const loose = resourceless.filter((suffix) => !tied.includes(suffix));
  if (loose.length > 0) {
    throw new HttpError(
      400,
      `Resourceless suffixed group request should be specified in \`same_subtree\` query param: bad group(s) - ${loose.join(', ')}.`,
      errorCodes.badParameter,
    );
  }
  const real = groups.map((group) => group.suffix);
  const unreal = tied.filter((suffix) => !real.includes(suffix));
  if (unreal.length > 0) {
    throw new HttpError(
      400,
      `Real suffixes should be specified in \`same_subtree\`: ${unreal.join(', ')} not found in ${real.join(', ')}.`,
      errorCodes.badParameter,
    );
  }
}

/** Before microversion 1.36 every group asks for resources. */
function checkOrphans(groups: readonly RequestGroup[]): void {
  const empty = groups.filter(isResourceless);
  const traits = empty.filter((group) => group.requiredTraits.length > 0).map((group) => `required${group.suffix}`);
  if (traits.length > 0) {
    throw new HttpError(
      400,
      `All traits parameters must be associated with resources.  Found the following orphaned traits keys: ${traits.join(', ')}`,
    );
  }
  const aggregates = empty
    .filter((group) => group.memberOf.length > 0 || group.forbiddenAggregates.length > 0)
    .map((group) => `member_of${group.suffix}`);
  if (aggregates.length > 0) {
    throw new HttpError(
      400,
      `All member_of parameters must be associated with resources. Found the following orphaned member_of keys: ${aggregates.join(', ')}`,
    );
  }
  if (empty.length > 0) throw new HttpError(400, 'All request groups must specify resources.');
  if (groups.length === 0) {
    throw new HttpError(400, 'At least one request group (`resources` or `resources{$S}`) is required.');
  }
}

function checkConflicts(groups: readonly RequestGroup[]): void {
  const conflicts = groups.flatMap(({ suffix, requiredTraits, forbiddenTraits }) =>
    requiredTraits
      .filter((anyOf) => anyOf.every((trait) => forbiddenTraits.includes(trait)))
      .map((anyOf) => `required${suffix}: (${[...anyOf].sort().join(', ')})`),
  );
  if (conflicts.length > 0) {
    throw new HttpError(
      400,
      `Conflicting required and forbidden traits found in the following traits keys: ${conflicts.sort().join(', ')}`,
    );
  }
}
