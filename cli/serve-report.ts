import { ReportServerError, startReportServer, type ReportServer } from '../reports/index.ts';
import { CommandError, exitCode } from './exit-code.ts';
import { aborted, interruptible } from './interruption.ts';
import type { Terminal } from './terminal.ts';

export interface ServeRequest {
  readonly port?: number;
  readonly host?: string;
}

/** Tried first when no port was asked for, so that the address stays the same from day to day. */
const usualPort = 8420;

/** Serves the report of a results file until Ctrl-C. */
export async function serveReport(resultsFile: string, request: ServeRequest, terminal: Terminal): Promise<void> {
  const server = await start(resultsFile, request);
  terminal.result(`Report: ${server.url}`, { url: server.url, resultsFile });
  terminal.remark('Ctrl-C ends it.');
  await interruptible(aborted);
  await server.close();
}

async function start(resultsFile: string, { port, host }: ServeRequest): Promise<ReportServer> {
  const options = { resultsFile, ...(host === undefined ? {} : { host }) };
  try {
    return await startReportServer({ ...options, port: port ?? usualPort });
  } catch (error) {
    if (!(error instanceof ReportServerError) || error.code !== 'cannot-listen') throw error;
    if (port !== undefined) throw new CommandError(exitCode.usage, error.message);
    return startReportServer({ ...options, port: 0 });
  }
}
