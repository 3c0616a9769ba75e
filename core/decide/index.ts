/** Deciding cases in the form of the conformance oracle. */
export * from './case-schema.ts';
export * from './parse-case.ts';
export * from './schedule-result.ts';
export * from './decide-case.ts';
