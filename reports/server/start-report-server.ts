import { access } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { ResultsReader } from '../../store/index.ts';
import { reportApp } from './report-app.ts';
import { ReportServerError } from './report-server-error.ts';
import { webAssetsFolder } from './web-assets-folder.ts';

export interface ReportServerOptions {
  readonly resultsFile: string;
  /** Default `127.0.0.1`: this machine only. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Told of errors that are the program's own; default: printed on standard error. */
  readonly onError?: (error: unknown) => void;
}

export interface ReportServer {
  /** Where the report is, with a slash at its end. */
  readonly url: string;
  /** Ends open connections and closes the results file. */
  readonly close: () => Promise<void>;
}

/**
 * Serves the report page of a results file and its data as JSON. The file may still be written by
 * a sweep; only complete runs are shown. Throws `StoreError` for a file that cannot be read, and
 * `ReportServerError` `cannot-listen` or `page-not-built`.
 */
export async function startReportServer(options: ReportServerOptions): Promise<ReportServer> {
  const { resultsFile, host = '127.0.0.1', port = 0, onError = printError } = options;
  await access(join(webAssetsFolder, 'index.html')).catch(() => {
    throw new ReportServerError('page-not-built', 'The report page is not built. Run: npm run build');
  });
  const reader = await ResultsReader.open(resultsFile);
  let closing = false;
  // Answers that closing cuts off fail, which is no news.
  const tell = (error: unknown): void => (closing ? undefined : onError(error));
  const server = createServer(reportApp(reader, { localOnly: isLoopback(host), onError: tell }));
  try {
    await listen(server, host, port);
  } catch (error) {
    await reader.close();
    throw error;
  }
  return {
    url: urlOf(server),
    close: () => {
      closing = true;
      return close(server, reader);
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, host, port)));
    server.listen(port, host, resolve);
  });
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): ReportServerError {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: 'the port is taken. Name another port, or 0 for any that is free.',
    EACCES: 'the port may not be opened by this user. Ports from 1024 on may.',
    EADDRNOTAVAIL: 'this machine has no such address. 127.0.0.1 always works.',
    ENOTFOUND: 'there is no host of that name. 127.0.0.1 always works.',
  };
  const reason = reasons[error.code ?? ''] ?? error.message;
  return new ReportServerError('cannot-listen', `Cannot listen on ${host}, port ${port}: ${reason}`, { cause: error });
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}/`;
}

async function close(server: Server, reader: ResultsReader): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  await closed;
  await reader.close();
}

function printError(error: unknown): void {
  process.stderr.write(`${inspect(error)}\n`);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
