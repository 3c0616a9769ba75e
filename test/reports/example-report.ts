import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startReportServer, type ReportServer } from '../../reports/index.ts';
import { writeExampleResults, type ExampleOptions } from './write-example-results.ts';

/** A new folder, removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'astrolabe-report-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A report server over an example results file; both end with the test. */
export async function exampleReport(options: ExampleOptions = {}): Promise<ReportServer> {
  return exampleReportFile(options);
}

/** The same, with the file that it serves. */
export async function exampleReportFile(
  options: ExampleOptions = {},
): Promise<ReportServer & { readonly file: string }> {
  const file = join(await temporaryFolder(), 'results.sqlite');
  await writeExampleResults(file, options);
  const server = await startReportServer({ resultsFile: file });
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= server.close());
  onTestFinished(close);
  return { file, url: server.url, close };
}
