export interface DefaultNetworkOptions {
  /** Of the network service. */
  readonly url: string;
  readonly token: string;
  readonly projectId: string;
  readonly cidr: string;
}

export const defaultNetworkName = 'default';

/**
 * A network for everybody, whose servers reach the outside through this machine, once. It is external, which is what makes
 * its host translate addresses, and shared, which is what lets everybody have servers on it.
 */
export async function makeDefaultNetwork({ url, token, projectId, cidr }: DefaultNetworkOptions): Promise<void> {
  const call = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await fetch(`${url}/v2.0${path}`, {
      method,
      headers: { 'x-auth-token': token, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: the network service answered ${answer.status}: ${text}`);
    return JSON.parse(text) as Answer;
  };
  const named = await call<{ networks: Network[] }>('GET', `/networks?name=${defaultNetworkName}`);
  const wanted = { name: defaultNetworkName, project_id: projectId, shared: true, 'router:external': true };
  const network =
    named.networks[0] ?? (await call<{ network: Network }>('POST', '/networks', { network: wanted })).network;
  if (network.subnets.length > 0) return;
  const subnet = { name: defaultNetworkName, network_id: network.id, project_id: projectId, ip_version: 4, cidr };
  await call('POST', '/subnets', { subnet });
}

interface Network {
  readonly id: string;
  readonly subnets: readonly string[];
}
