import { ApiError } from '../../../http/api-error.ts';
import { boolean } from '../../http/schemas.ts';
import type { Instance } from '../../../objects/instance.ts';
import { canonicalUuid } from '../schemas/parameter-types.ts';
import { joinedTables, knownParameters, tagFilters } from '../schemas/list-servers-query.ts';
import { parseTime } from '../schemas/parse-time.ts';
import { statesOf } from '../views/server-status.ts';

/** What a list is narrowed to: one value for each filter. */
export type ServerFilters = ReadonlyMap<string, string>;

const always = ['reservation_id', 'name', 'status', 'image', 'flavor', 'ip', 'changes-since', 'all_tenants'];

/** Filters that those may use who may not use all: the minor number of the microversion, and what came with it. */
const since: readonly (readonly [number, readonly string[]])[] = [
  [1, always],
  [5, ['ip6']],
  [26, tagFilters],
  [66, ['changes-before']],
  [73, ['locked']],
  [
    83,
    [
      'availability_zone',
      'config_drive',
      'key_name',
      'created_at',
      'launched_at',
      'terminated_at',
      'power_state',
      'task_state',
      'vm_state',
      'progress',
      'user_id',
    ],
  ],
  [90, ['hostname']],
];

const paging = ['sort_key', 'sort_dir', 'limit', 'marker', 'offset', 'page_size'];

/** The filters of a query: what is not known, or not for this caller, is passed over. @throws ApiError 400 */
export function filtersOf(query: URLSearchParams, minor: number, mayUseAll: boolean): ServerFilters {
  const known = knownParameters(minor);
  const allowed = new Set(since.flatMap(([first, names]) => (minor >= first ? names : [])));
  const filters = new Map<string, string>();
  for (const [name, value] of query) {
    if (paging.includes(name)) continue;
    if (mayUseAll ? known.has(name) || name.startsWith('_') : allowed.has(name)) filters.set(name, value);
  }
  for (const name of filters.keys()) {
    if (joinedTables.includes(name) || name.startsWith('_')) {
      throw new ApiError(400, `Invalid filter field: ${name}.`);
    }
  }
  return filters;
}

/** Whether the servers of all projects are asked for. @throws ApiError 400 */
export function asksForAllProjects(filters: ServerFilters): boolean {
  const text = filters.get('all_tenants');
  if (text === undefined || text === '') return text === '';
  return truthOf(text);
}

const truths = ['1', 't', 'true', 'on', 'y', 'yes'];
const untruths = ['0', 'f', 'false', 'off', 'n', 'no'];

/** As oslo.utils reads a word strictly. */
function truthOf(text: string): boolean {
  const word = text.trim().toLowerCase();
  if (truths.includes(word)) return true;
  if (untruths.includes(word)) return false;
  const acceptable = [...untruths, ...truths].toSorted().map((each) => `'${each}'`);
  throw new ApiError(400, `Unrecognized value '${text}', acceptable values are: ${acceptable.join(', ')}`);
}

/** Whether a server is told of at all: those that are deleted, by the rules of Nova's lists. */
export function deletionFilter(filters: ServerFilters, isDeletedAsked: boolean): (server: Instance) => boolean {
  const text = filters.get('deleted');
  const hasTimes = filters.has('changes-since') || filters.has('changes-before');
  if (text === undefined && hasTimes && !isDeletedAsked) return () => true;
  const deleted = isDeletedAsked || boolean.safeParse(text).data === true;
  return ({ deletedAtSeconds }) => (deletedAtSeconds !== null) === deleted;
}

/** The span of times of the last change. @throws ApiError 400 */
export function changesFilter(filters: ServerFilters): (server: Instance) => boolean {
  const from = timeOf(filters, 'changes-since') ?? Number.NEGATIVE_INFINITY;
  const to = timeOf(filters, 'changes-before') ?? Number.POSITIVE_INFINITY;
  if (to < from) throw new ApiError(400, 'The value of changes-since must be less than or equal to changes-before.');
  return ({ updatedAtSeconds }) => updatedAtSeconds >= from && updatedAtSeconds <= to;
}

function timeOf(filters: ServerFilters, name: string): number | undefined {
  const text = filters.get(name);
  if (text === undefined) return undefined;
  const seconds = parseTime(text);
  if (seconds === undefined) throw new ApiError(400, `Invalid filter field: ${name}.`);
  return seconds;
}

/** Tags are told apart by commas. */
export function tagsFilter(filters: ServerFilters): (server: Instance) => boolean {
  const wanted = (name: string): readonly string[] | undefined => filters.get(name)?.split(',');
  const [all, any, notAll, notAny] = tagFilters.map(wanted);
  return ({ tags }) =>
    (all?.every((tag) => tags.includes(tag)) ?? true) &&
    (any?.some((tag) => tags.includes(tag)) ?? true) &&
    !(notAll?.every((tag) => tags.includes(tag)) ?? false) &&
    !(notAny?.some((tag) => tags.includes(tag)) ?? false);
}

const exactAttributes: Readonly<Record<string, (server: Instance) => string | null>> = {
  user_id: ({ userId }) => userId,
  host: ({ host }) => host,
  vm_state: ({ vmState }) => vmState,
  task_state: ({ taskState }) => taskState,
  uuid: ({ uuid }) => uuid,
  flavor: ({ flavor }) => flavor.id,
};

/** Filters whose values must be the same. */
export function exactFilter(filters: ServerFilters, statuses: readonly string[]): (server: Instance) => boolean {
  const checks: ((server: Instance) => boolean)[] = [];
  for (const [name, attribute] of Object.entries(exactAttributes)) {
    const value = filters.get(name);
    const isOverruled = statuses.length > 0 && (name === 'vm_state' || name === 'task_state');
    if (value !== undefined && !isOverruled) checks.push((server) => attribute(server) === value);
  }
  const image = filters.get('image') ?? filters.get('image_ref');
  if (image !== undefined) checks.push(({ imageId }) => (imageId ?? '') === (canonicalUuid(image) ?? image));
  const locked = filters.get('locked');
  if (locked !== undefined) {
    const isLocked = truthOf(locked);
    checks.push(({ lockedBy }) => (lockedBy !== null) === isLocked);
  }
  if (statuses.length > 0) checks.push(statusFilter(statuses));
  return (server) => checks.every((check) => check(server));
}

function statusFilter(statuses: readonly string[]): (server: Instance) => boolean {
  const states = statesOf(statuses);
  if (!states) return () => false;
  const { vmStates, tasks } = states;
  return ({ vmState, taskState }) => vmStates.has(vmState) && (tasks === 'any' || tasks.has(taskState ?? 'default'));
}
