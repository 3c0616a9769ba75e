/** The network of one host. Start with {@link LinuxBridgeDriver}. */
export { LinuxBridgeDriver } from './linux-bridge-driver.ts';
export type { LinuxBridgeOptions } from './driver-options.ts';
export { NetworkError, networkErrorCodes } from './network-error.ts';
export type { NetworkErrorCode } from './network-error.ts';
export type { NetworkDriver, PluggedPort, PlugOptions } from './network-driver.ts';
export type { NetworkBinding, PortBinding, SecurityGroupRule, SubnetBinding } from './port.ts';
export { inspectNetworkHost } from './inspect-network-host.ts';
export type { NetworkFinding } from './inspect-network-host.ts';
export type { Tracking } from './rules/tracking.ts';
