/** The door of the store: other folders import from here only. */
export type * from './rows.ts';
export type * from './plan.ts';
export type * from './run-lockfile.ts';
export * from './metric-catalogue.ts';
export * from './store-error.ts';
export * from './results-writer.ts';
export * from './results-reader.ts';
export * from './results-hash.ts';
export * from './variant-figures.ts';
export * from './statistics/compare-variants.ts';
export * from './statistics/format-figure.ts';
export { confidence, type PairedDifference } from './statistics/paired-difference.ts';
export * from './sample-columns.ts';
export * from './share.ts';
export { mergeResults, type MergeOptions, type MergeReport } from './merge/merge-results.ts';
export { incompleteText } from './merge/incomplete-text.ts';
export type { MissingRuns } from './merge/missing-runs.ts';
