import { ApiError } from '../../http/api-error.ts';
import type { Instance } from '../../objects/instance.ts';
import type { ComputeTables } from '../../objects/tables.ts';
import type { PolicyTarget } from '../../http/api-route.ts';
import type { ComputeRequest } from '../http/compute-route.ts';

type Asking = Pick<ComputeRequest, 'params' | 'credentials' | 'allows' | 'authorize'>;

/** The only way from a request to a server: those of other projects are not there, but for admins. */
export class ServerDoor {
  readonly #tables: ComputeTables;

  constructor(tables: ComputeTables) {
    this.#tables = tables;
  }

  /** @throws ApiError 404, also for a server of another project or one that is deleted */
  visible(request: Asking): Instance {
    const server = this.evenDeleted(request);
    if (server.deletedAtSeconds !== null) throw serverNotFound(server.uuid);
    return server;
  }

  /** @throws ApiError 404 */
  evenDeleted(request: Asking): Instance {
    const id = request.params['server_id'] ?? '';
    const server = this.#tables.instances.get(id);
    if (!server || !isOwn(request, server)) throw serverNotFound(id);
    return server;
  }

  /** @throws ApiError 404, 403 */
  authorized(request: Asking, rule: string): Instance {
    const server = this.visible(request);
    request.authorize(rule, targetOf(server));
    return server;
  }
}

function isOwn(request: Asking, { projectId }: Instance): boolean {
  return projectId === request.credentials.project_id || request.allows('context_is_admin');
}

export function targetOf({ projectId, userId }: Instance): PolicyTarget {
  return { project_id: projectId, user_id: userId };
}

export function serverNotFound(id: string): ApiError {
  return new ApiError(404, `Instance ${id} could not be found.`);
}
