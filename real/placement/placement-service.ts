import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import express from 'express';
import type { Logger } from 'pino';
import { Placement } from '../../core/index.ts';
import type { Transaction } from '../../core/index.ts';
import type { Authenticator } from './auth/authenticate.ts';
import { noauth2 } from './auth/noauth2.ts';
import { CommitQueue } from '../database/commit-queue.ts';
import { PlacementDatabase } from './database/placement-database.ts';
import type { CorsOptions } from './http/cors.ts';
import { createExpressServer } from '../http/express-server.ts';
import { readBody } from './http/read-body.ts';
import { createPlacementApp } from './placement-app.ts';
import type { AppContext } from './placement-app.ts';
import { PolicyEngine } from '../policy/policy-engine.ts';
import { placementRules } from './placement-rules.ts';
import { testingProfile } from './testing-profiles.ts';
import { WriteCounters } from './write-counters.ts';

export interface PlacementServiceOptions {
  /** SQLite file; made when it is missing. */
  readonly database: string;
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string | undefined;
  /** Default `noauth2`. */
  readonly authenticator?: Authenticator | undefined;
  readonly policy?: PolicyEngine | undefined;
  readonly cors?: CorsOptions | undefined;
  /** Opens `POST /__reset`, which empties the service; for tests only. */
  readonly testing?: boolean | undefined;
  readonly logger?: Logger | undefined;
  /** Default 32 MiB. */
  readonly maxBodyBytes?: number | undefined;
}

/** Placement as a running service. */
export class PlacementService implements AppContext {
  placement: Placement;
  policy: PolicyEngine;
  cors: CorsOptions | undefined;
  readonly authenticator: Authenticator;
  readonly logger: Logger | undefined;
  readonly maxBodyBytes: number;
  readonly counters = new WriteCounters();
  private readonly database: PlacementDatabase;
  private readonly host: string;
  private readonly server: Server;
  private queue: CommitQueue<Transaction<unknown>>;

  private constructor(options: PlacementServiceOptions, database: PlacementDatabase, placement: Placement) {
    this.database = database;
    this.placement = placement;
    this.queue = this.createQueue();
    this.policy = options.policy ?? new PolicyEngine(placementRules);
    this.cors = options.cors;
    this.authenticator = options.authenticator ?? noauth2;
    this.logger = options.logger;
    this.maxBodyBytes = options.maxBodyBytes ?? 32 * 1024 * 1024;
    this.host = options.host ?? '127.0.0.1';
    this.server = createExpressServer(this.createApp(options.testing ?? false));
    this.server.keepAliveTimeout = 75_000;
    this.server.on('clientError', refuseBrokenHttp);
  }

  /** Loads the database and listens. Throws `DatabaseError`, or the error of the port. */
  static async start(options: PlacementServiceOptions): Promise<PlacementService> {
    const database = await PlacementDatabase.open(options.database);
    try {
      const service = new PlacementService(options, database, await database.load());
      await service.listen(options.port);
      return service;
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  /** `http://host:port`. */
  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://${this.host.includes(':') ? `[${this.host}]` : this.host}:${port}`;
  }

  now(): number {
    return Date.now() / 1000;
  }

  commit(transaction: Transaction<unknown>): Promise<void> {
    return this.queue.add(transaction);
  }

  /** Answers the requests in flight, then ends. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeIdleConnections();
    await this.queue.idle();
    await closed;
    await this.database.close();
  }

  private createApp(testing: boolean) {
    const placement = createPlacementApp(this);
    if (!testing) return placement;
    const app = express();
    app.disable('x-powered-by');
    app.post('/__reset', async (request, response) => {
      const text = (await readBody(request, this.maxBodyBytes)).toString();
      response.status(await this.reset(text)).end();
    });
    app.use(placement);
    return app;
  }

  private async reset(body: string): Promise<number> {
    const { profile = 'default' } = (body === '' ? {} : JSON.parse(body)) as { profile?: string };
    const settings = testingProfile(profile);
    if (settings === undefined) return 400;
    await this.queue.idle();
    await this.database.clear();
    this.placement = new Placement();
    this.queue = this.createQueue();
    this.policy = settings.policy;
    this.cors = settings.cors;
    return 204;
  }

  private createQueue(): CommitQueue<Transaction<unknown>> {
    const { placement, database, counters } = this;
    return new CommitQueue(
      async (batch) => {
        // What changed nothing waits here too: it may have found what is not durable yet.
        const changed = batch.map(({ changes }) => changes).filter((changes) => !changes.isEmpty);
        if (changed.length === 0) return;
        await database.write(placement, changed);
        counters.committed(changed.length);
      },
      (transaction) => transaction.undo(),
    );
  }

  private listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, this.host, () => resolve());
    });
  }
}

/** Answers what is not HTTP, as far as there is somebody to answer. */
function refuseBrokenHttp(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable) return;
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
  const detail =
    error.code === 'HPE_INVALID_CONTENT_LENGTH' ? 'content-length header must be an integer' : 'This is not HTTP.';
  const [number, title] = [status.slice(0, 3), status.slice(4)];
  const body = JSON.stringify({ errors: [{ status: Number(number), title, detail }] });
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
