/** Networks of a cloud: Neutron's API v2.0, and the same for its servers. */
export type { AllocateOptions, InstanceNetworks, InstanceSecurityGroup } from './instance-networks.ts';
export { networkRules } from './network-rules.ts';
export { NetworkService } from './network-service.ts';
export type { NetworkServiceOptions } from './network-service.ts';
export type { NetworkHost } from './routes/agents.ts';
