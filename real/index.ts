/** The door of the real mode: other folders import from here only. */
export * from './compute/index.ts';
export * from './placement/index.ts';
export * as libvirt from './libvirt/index.ts';
export * as network from './network/index.ts';
export * as networkApi from './network/api/index.ts';
export type { PortBinding, SecurityGroupRule } from './network/port.ts';
export * as identity from './identity/index.ts';
export * as image from './image/index.ts';
export * as consoles from './console/index.ts';
export * as cloud from './cloud/index.ts';
export type { ServerExplanation, ServerTrace, StoryAction, StoryDecision, StoryServer } from './trace/index.ts';
export type { SpanRecord } from './trace/index.ts';
export * as computeApi from './compute-api/index.ts';
export { openComputeTables } from './objects/tables.ts';
export type { ComputeTables } from './objects/tables.ts';
export * as conductor from './conductor/index.ts';
export * as scheduler from './scheduler/index.ts';
export * as bus from './bus/index.ts';
