import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { createExpressServer } from './express-server.ts';

/** An API that answers on a port. */
export class HttpService {
  readonly #app: Express;
  #server: Server | undefined;

  constructor(app: Express) {
    this.#app = app;
  }

  /** Answers on a port (0: any free one) of the loopback, or of the address given; resolves with its URL. */
  async listen(port: number, host = '127.0.0.1'): Promise<string> {
    const server = createExpressServer(this.#app);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    this.#server = server;
    return `http://${host}:${(server.address() as AddressInfo).port}`;
  }

  /** Ends requests under way too. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }
}
