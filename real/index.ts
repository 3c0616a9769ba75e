/** The door of the real mode: other folders import from here only. */
export * from './compute/index.ts';
export * from './placement/index.ts';
export * as libvirt from './libvirt/index.ts';
export * as network from './network/index.ts';
export type { PortBinding, SecurityGroupRule } from './network/port.ts';
export * as identity from './identity/index.ts';
export * as image from './image/index.ts';
export * as consoles from './console/index.ts';
