import type { Instance } from '../../../objects/instance.ts';
import type { InstanceNetworks } from '../../../network/api/instance-networks.ts';
import type { PolicyTarget } from '../../../http/api-route.ts';
import type { ComputeParts } from '../../compute-parts.ts';
import type { ComputeRequest } from '../../http/compute-route.ts';
import { targetOf } from '../server-door.ts';
import { serverJson } from './server-json.ts';
import type { Json, ServerParts, ServerView } from './server-json.ts';
import { ServerPlaces } from './server-places.ts';

/** What an answer is to: each shows something else of a server. */
export type ViewKind = 'show' | 'list' | 'update' | 'rebuild';

interface ViewSources extends Pick<ComputeParts, 'tables' | 'zones' | 'now'> {
  readonly networks: Pick<InstanceNetworks, 'vifs' | 'securityGroups'>;
}

/** Shows servers to callers, with what the policy lets each of them see. */
export class ServerViewer {
  readonly #sources: ViewSources;

  constructor(sources: ViewSources) {
    this.#sources = sources;
  }

  one(request: ComputeRequest, kind: Exclude<ViewKind, 'list'>, server: Instance): Json {
    return serverJson(server, this.#parts(server), this.#view(request, kind, targetOf(server)));
  }

  list(request: ComputeRequest, servers: readonly Instance[]): Json[] {
    const view = this.#view(request, 'list', {});
    return servers.map((server) => serverJson(server, this.#parts(server), view));
  }

  #parts(server: Instance): ServerParts {
    const { tables, networks } = this.#sources;
    return {
      vifs: networks.vifs(server.uuid),
      securityGroups: networks.securityGroups(server.uuid),
      fault: tables.faults.get(server.uuid),
    };
  }

  #view(request: ComputeRequest, kind: ViewKind, target: PolicyTarget): ServerView {
    const { minor, links } = request;
    const isWhole = kind === 'show' || kind === 'list' || minor >= 75;
    const allows = (rule: string): boolean => request.allows(rule, target);
    return {
      minor,
      links,
      places: new ServerPlaces(this.#sources),
      isWhole,
      showsKeyName: isWhole || (kind === 'rebuild' && minor >= 54),
      showsServerGroups: kind !== 'list' && minor >= 71,
      showsUserData: kind !== 'rebuild',
      extendedAttributes: isWhole && allows('os_compute_api:os-extended-server-attributes'),
      hostStatus: !isWhole || minor < 16 ? 'none' : hostStatusFor(allows),
      extraSpecs: minor >= 47 && allows('os_compute_api:servers:show:flavor-extra-specs'),
      faultDetails: request.allows('context_is_admin'),
    };
  }
}

function hostStatusFor(allows: (rule: string) => boolean): ServerView['hostStatus'] {
  if (allows('os_compute_api:servers:show:host_status')) return 'all';
  return allows('os_compute_api:servers:show:host_status:unknown-only') ? 'unknown-only' : 'none';
}
