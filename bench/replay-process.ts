import { replay, type ReplayEngine } from './replay.ts';

/** Child of `replayInOwnProcess`: runs one replay and sends its result, or why there is none. */
const [scenarioFile, traceDirectory, engine] = process.argv.slice(2);
try {
  process.send!({ result: await replay(scenarioFile!, traceDirectory!, engine as ReplayEngine) });
} catch (error) {
  process.send!({ problem: error instanceof Error ? error.message : String(error) });
}
process.disconnect();
