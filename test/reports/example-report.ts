import { mkdtempSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { startReportServer, type ReportServer } from '../../reports/index.ts';
import { writeExampleResults, type ExampleOptions } from './write-example-results.ts';

/** A new folder, removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'astrolabe-report-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A report server over an example results file, which tests with equal options share. It ends with the test. */
export async function exampleReport(options: ExampleOptions = {}): Promise<ReportServer> {
  return served(await sharedFile(options));
}

/** The same over a file of its own, to look into or to change. */
export async function exampleReportFile(
  options: ExampleOptions = {},
): Promise<ReportServer & { readonly file: string }> {
  const file = join(await temporaryFolder(), 'results.sqlite');
  await writeExampleResults(file, options);
  return { file, ...(await served(file)) };
}

async function served(resultsFile: string): Promise<ReportServer> {
  const server = await startReportServer({ resultsFile });
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= server.close());
  onTestFinished(close);
  return { url: server.url, close };
}

const sharedFolder = mkdtempSync(join(tmpdir(), 'astrolabe-reports-'));
afterAll(() => rm(sharedFolder, { recursive: true, force: true }));

const sharedFiles = new Map<string, Promise<string>>();

function sharedFile(options: ExampleOptions): Promise<string> {
  const key = JSON.stringify(options);
  const known = sharedFiles.get(key);
  if (known) return known;
  const folder = mkdtempSync(join(sharedFolder, 'file-'));
  const file = join(folder, 'results.sqlite');
  const written = writeExampleResults(file, options).then(() => file);
  sharedFiles.set(key, written);
  return written;
}
