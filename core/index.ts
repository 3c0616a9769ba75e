/** The door of the core: other folders import from here only. */
export * from './random.ts';
export * from './model/flavor.ts';
export * from './model/image.ts';
export * from './model/aggregate.ts';
export * from './model/server-group.ts';
export * from './model/request-spec.ts';
export * from './model/host-state.ts';
export * from './model/cloud.ts';
export * from './placement/candidates-query.ts';
export * from './filters/define-filter.ts';
export * from './weighers/define-weigher.ts';
export * from './scheduler/candidate-source.ts';
export * from './scheduler/options.ts';
export * from './scheduler/engine.ts';
export * from './scheduler/decision.ts';
