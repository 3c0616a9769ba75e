/** Servers and what they are made of: Nova's API. */
export { ComputeApi } from './compute-api.ts';
export type { ComputeApiOptions } from './compute-api.ts';
