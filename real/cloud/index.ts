/** A whole small cloud in one process. Start with {@link Cloud}. */
export { Cloud } from './cloud.ts';
export { HostAgent, readAgentAccess } from './host-agent.ts';
export type { AgentAccess, HostAgentOptions } from './host-agent.ts';
export { examineCloudHost } from './examine-cloud-host.ts';
export { serviceNames, usualPorts } from './cloud-options.ts';
export type { CloudOptions, FakeHosts, LibvirtHost, ServiceName } from './cloud-options.ts';
export { readSecrets, runningCloud } from './state-folder.ts';
export type { RunningCloud } from './state-folder.ts';
