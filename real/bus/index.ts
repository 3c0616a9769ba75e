/** How services speak to each other. */
export type { Bus, BusHandler, MessageContext } from './bus.ts';
export { BusError } from './bus-error.ts';
export { answering, defineEvent, defineMethod } from './define-method.ts';
export { InProcessBus } from './in-process-bus.ts';
export { RabbitMqBus } from './rabbitmq/rabbitmq-bus.ts';
