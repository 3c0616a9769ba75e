/** What the command line measures. */
export type { DecisionEngine } from './decision-cloud.ts';
export { type DecisionsResult, type DecisionsTask, measureDecisions } from './decisions.ts';
