/** What happened, in which order, and how long it took: spans of requests, messages and steps. */
export { annotate, consecutiveSteps, currentContext, step } from './active-span.ts';
export { serverAttribute } from './span.ts';
export type { SpanRecord } from './span.ts';
export { collectSpans } from './spans-over-bus.ts';
export { SpanStore } from './span-store.ts';
export { tracedBus } from './traced-bus.ts';
export { tracedRequests } from './traced-requests.ts';
export { Tracing } from './tracing.ts';
export { astrolabeRoutes } from './astrolabe-routes.ts';
export type { ServerExplanation, ServerTrace, StoryAction, StoryDecision, StoryServer } from './astrolabe-routes.ts';
