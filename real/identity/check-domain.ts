import { ApiError } from '../http/api-error.ts';
import type { IdentityTables } from './tables.ts';

/** @throws ApiError 404 */
export function checkDomain(tables: IdentityTables, domainId: string): void {
  if (tables.projects.get(domainId)?.isDomain !== true) throw new ApiError(404, `Could not find domain: ${domainId}.`);
}
