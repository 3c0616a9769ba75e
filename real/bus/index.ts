/** How services speak to each other. */
export type { Bus, BusEvent, BusHandler, BusMethod, CallOptions, MessageContext } from './bus.ts';
export { BusError } from './bus-error.ts';
export type { BusErrorCode } from './bus-error.ts';
export { answering, defineEvent, defineMethod } from './define-method.ts';
export { InProcessBus } from './in-process-bus.ts';
export type { InProcessBusOptions } from './in-process-bus.ts';
