/** The door of the conductor. */
export { ConductorService } from './conductor-service.ts';
export type { ConductorServiceOptions } from './conductor-service.ts';
export { BusConductorClient } from './conductor-client.ts';
export type { ConductorClient } from './conductor-client.ts';
export type { ConductorImages } from './conductor-parts.ts';
export type { BuildArgs, ServerOperation } from './conductor-methods.ts';
export { availabilityZoneOf } from './availability-zone.ts';
export { isServiceUp, serviceDownSeconds } from './service-registry.ts';
export type { TimedOperation } from './operation-times.ts';
