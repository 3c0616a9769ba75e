import { replay } from './replay.ts';

/** Child of `replayInOwnProcess`: runs one replay and sends its result, or why there is none. */
const [scenarioFile, traceDirectory] = process.argv.slice(2);
try {
  process.send!({ result: await replay(scenarioFile!, traceDirectory!) });
} catch (error) {
  process.send!({ problem: error instanceof Error ? error.message : String(error) });
}
process.disconnect();
