import { ApiError } from '../../http/api-error.ts';
import type { FlavorRow } from '../../objects/catalogue.ts';
import type { ComputeTables } from '../../objects/tables.ts';
import type { ComputeRequest } from '../http/compute-route.ts';
import { cut, pageOf } from '../http/paging.ts';
import { truthOf } from '../http/truth.ts';
import { seesFlavor } from './find-flavor.ts';

type Value = string | number | boolean | null;

/** Nova's columns; `id` counts flavors in the order in which they were made. */
const sortValues = {
  created_at: (flavor: FlavorRow): Value => flavor.createdAtSeconds,
  description: (flavor: FlavorRow): Value => flavor.description,
  disabled: (flavor: FlavorRow): Value => flavor.disabled,
  ephemeral_gb: (flavor: FlavorRow): Value => flavor.ephemeralGib,
  flavorid: (flavor: FlavorRow): Value => flavor.id,
  id: (flavor: FlavorRow): Value => flavor.createdAtSeconds,
  is_public: (flavor: FlavorRow): Value => flavor.isPublic,
  memory_mb: (flavor: FlavorRow): Value => flavor.ramMib,
  name: (flavor: FlavorRow): Value => flavor.name,
  root_gb: (flavor: FlavorRow): Value => flavor.rootGib,
  rxtx_factor: (flavor: FlavorRow): Value => flavor.rxtxFactor,
  swap: (flavor: FlavorRow): Value => flavor.swapMib,
  updated_at: (): Value => null,
  vcpu_weight: (): Value => null,
  vcpus: (flavor: FlavorRow): Value => flavor.vcpus,
};

export const flavorSortKeys = Object.keys(sortValues);

/** The flavors that the caller asked for and may see. @throws ApiError 400 */
export function flavorPage(tables: ComputeTables, request: ComputeRequest): FlavorRow[] {
  const { query } = request;
  const page = pageOf(query);
  const minRamMib = whole(query, 'minRam');
  const minRootGib = whole(query, 'minDisk');
  const isWanted = wanted(request);
  const flavors = [...tables.flavors.all()].filter(
    (flavor) => isWanted(flavor) && flavor.ramMib >= minRamMib && flavor.rootGib >= minRootGib,
  );
  const valueOf = sortValues[(query.get('sort_key') || 'flavorid') as keyof typeof sortValues];
  const sign = query.get('sort_dir') === 'desc' ? -1 : 1;
  const sorted = flavors.toSorted((a, b) => sign * (order(valueOf(a), valueOf(b)) || order(a.id, b.id)));
  return cut(sorted, page, ({ id }) => id);
}

/** Admins may ask for flavors that are not public too; others see theirs, without those that are disabled. */
function wanted(request: ComputeRequest): (flavor: FlavorRow) => boolean {
  const ownProject = request.credentials.project_id ?? '';
  if (!request.allows('context_is_admin')) return (flavor) => !flavor.disabled && seesFlavor(request, flavor);
  const text = request.query.get('is_public');
  if (text?.toLowerCase() === 'none') return () => true;
  const isPublic = text === null ? true : truthOf(text);
  if (isPublic === undefined) throw new ApiError(400, `Invalid is_public filter [${text}]`);
  return (flavor) => flavor.isPublic === isPublic || (isPublic && flavor.projects.includes(ownProject));
}

function whole(query: URLSearchParams, name: string): number {
  const text = query.get(name);
  if (text === null) return -Infinity;
  if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new ApiError(400, `Invalid ${name} filter [${text}]`);
  return Number(text);
}

/** null before everything else. */
function order(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return a < b ? -1 : 1;
}
