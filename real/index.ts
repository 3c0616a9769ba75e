/** The door of the real mode: other folders import from here only. */
export * from './placement/index.ts';
export * as libvirt from './libvirt/index.ts';
