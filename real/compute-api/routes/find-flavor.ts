import { ApiError } from '../../http/api-error.ts';
import type { FlavorRow } from '../../objects/catalogue.ts';
import type { ComputeTables } from '../../objects/tables.ts';
import type { ComputeRequest } from '../http/compute-route.ts';

type Asking = Pick<ComputeRequest, 'credentials' | 'allows'>;

/** Whether the caller may see and use it: a public one, one that its project was given, or any for an admin. */
export function seesFlavor({ credentials, allows }: Asking, flavor: FlavorRow): boolean {
  if (flavor.isPublic || allows('context_is_admin')) return true;
  return flavor.projects.includes(credentials.project_id ?? '');
}

/** @throws ApiError 404, also for a flavor that the caller may not see */
export function findFlavor({ flavors }: ComputeTables, request: Asking, id: string): FlavorRow {
  const flavor = flavors.get(id);
  if (!flavor || !seesFlavor(request, flavor)) throw flavorNotFound(id);
  return flavor;
}

export function flavorNotFound(id: string): ApiError {
  return new ApiError(404, `Flavor ${id} could not be found.`);
}
