import { ApiError } from '../../../http/api-error.ts';
import type { ServerGroupRow } from '../../../objects/catalogue.ts';
import type { Credentials } from '../../../policy/credentials.ts';
import type { QuotaResource, QuotaUsage } from '../../quotas/quota-resources.ts';
import type { Quotas } from '../../quotas/quotas.ts';

/** Contents in base64. */
export interface InjectedFile {
  readonly path: string;
  readonly contents: string;
}

/** Limits of one thing at a time. */
export class ServerLimits {
  readonly #quotas: Quotas;
  readonly #owner: readonly [project: string, user: string];

  constructor(quotas: Quotas, { project_id, user_id }: Credentials) {
    this.#quotas = quotas;
    this.#owner = [project_id ?? '', user_id ?? ''];
  }

  /** @throws ApiError 403 */
  checkMetadata(metadata: Readonly<Record<string, string>>): void {
    const allowed = this.#limit('metadata_items');
    if (Object.keys(metadata).length > allowed) {
      throw new ApiError(403, `Maximum number of metadata items exceeds ${allowed}`);
    }
  }

  /** @throws ApiError 403 */
  checkFiles(files: readonly InjectedFile[]): void {
    if (files.length > this.#limit('injected_files')) throw new ApiError(403, 'Personality file limit exceeded');
    const pathMax = this.#limit('injected_file_path_bytes');
    if (files.some(({ path }) => path.length > pathMax)) {
      throw new ApiError(403, `Personality file path exceeds maximum ${pathMax}`);
    }
    const contentMax = this.#limit('injected_file_content_bytes');
    if (files.some(({ contents }) => contents.length > contentMax)) {
      throw new ApiError(403, `Personality file content exceeds maximum ${contentMax}`);
    }
  }

  /** @throws ApiError 403 */
  checkGroup(group: ServerGroupRow, more: number): void {
    if (group.members.length + more > this.#limit('server_group_members')) {
      throw new ApiError(403, 'Quota exceeded, too many servers in group');
    }
  }

  #limit(resource: Exclude<QuotaResource, keyof QuotaUsage>): number {
    const limit = this.#quotas.limit(resource, ...this.#owner);
    return limit === -1 ? Number.POSITIVE_INFINITY : limit;
  }
}
