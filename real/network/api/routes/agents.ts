import { createHash } from 'node:crypto';
import type { ApiRoute } from '../../../http/api-route.ts';
import { fault } from '../network-faults.ts';
import type { Json } from '../resource.ts';
import { networkZone } from '../resources/networks.ts';
import { readOnlyRoutes } from './read-only.ts';

/** A host that carries networks, as its compute agent told last. Times are seconds since 1970. */
export interface NetworkHost {
  readonly host: string;
  readonly isAlive: boolean;
  readonly createdAtSeconds: number;
  readonly lastSeenSeconds: number;
}

/** What each host does for networks is Neutron's two agents: it plugs ports, and it answers DHCP. */
const kinds = [
  ['Linux bridge agent', 'neutron-linuxbridge-agent', 'N/A'],
  ['DHCP agent', 'neutron-dhcp-agent', 'dhcp_agent'],
] as const;

/** Agents and their availability zones. */
export function agentRoutes(hosts: () => readonly NetworkHost[]): ApiRoute[] {
  return [
    ...readOnlyRoutes({
      name: 'agent',
      collection: 'agents',
      path: 'agents',
      rule: 'get_agent',
      filters: ['agent_type', 'binary', 'host', 'alive', 'admin_state_up', 'availability_zone', 'topic'],
      key: 'id',
      notFound: (id) => fault(404, 'AgentNotFound', `Agent ${id} could not be found.`),
      all: () => hosts().flatMap((host) => kinds.map((kind) => agentJson(host, kind))),
    }),
    ...readOnlyRoutes({
      name: 'availability_zone',
      collection: 'availability_zones',
      path: 'availability_zones',
      rule: 'get_availability_zone',
      filters: ['name', 'resource', 'state'],
      notFound: (id) => fault(404, 'AvailabilityZoneNotFound', `AvailabilityZone ${id} could not be found.`),
      all: () => {
        const state = hosts().some(({ isAlive }) => isAlive) ? 'available' : 'unavailable';
        return hosts().length === 0 ? [] : [{ name: networkZone, resource: 'network', state }];
      },
    }),
  ];
}

function agentJson(host: NetworkHost, [type, binary, topic]: (typeof kinds)[number]): Json {
  return {
    id: idOf(`${binary} ${host.host}`),
    agent_type: type,
    binary,
    topic,
    host: host.host,
    admin_state_up: true,
    alive: host.isAlive,
    availability_zone: type === 'DHCP agent' ? networkZone : null,
    created_at: timeText(host.createdAtSeconds),
    started_at: timeText(host.createdAtSeconds),
    heartbeat_timestamp: timeText(host.lastSeenSeconds),
    description: null,
    configurations: {},
  };
}

/** The same host has the same agents tomorrow. */
function idOf(name: string): string {
  const hex = createHash('sha256').update(`astrolabe agent ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Neutron writes these without a time zone. */
const timeText = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
