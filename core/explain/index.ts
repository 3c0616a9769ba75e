export * from './change.ts';
export { applyChange, type Amended, type AmendablePlacement } from './apply-change.ts';
export * from './describe-change.ts';
export * from './explanation.ts';
export * from './find-changes.ts';
export * from './sentences.ts';
