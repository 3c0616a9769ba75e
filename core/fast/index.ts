/** The fast engine's door. */
export { createFastEngine } from './fast-engine.ts';
