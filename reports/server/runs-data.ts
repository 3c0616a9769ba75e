import type { ResultsReader } from '../../store/index.ts';
import type { RunData } from '../web/report-data.ts';

/** Every run of the file, with its lockfile once it is complete. */
export async function runsData(reader: ResultsReader): Promise<readonly RunData[]> {
  const runs = await reader.runs();
  return Promise.all(
    runs.map(async ({ id, variant, seed, status, decisions, events, decisionsHash, metricsHash, error }) => ({
      ...{ id, variant, seed, status, decisions, events, decisionsHash, metricsHash, error },
      lockfile: status === 'complete' ? await reader.lockfile(id) : null,
    })),
  );
}
