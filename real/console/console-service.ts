import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import express from 'express';
import type { Express } from 'express';
import type { Logger } from 'pino';
import { ConsoleProxy } from './console-proxy.ts';
import type { ConsoleTarget } from './console-target.ts';
import { ConsoleTokens } from './console-tokens.ts';
import type { ConsoleType } from './console-urls.ts';
import { vncPage } from './vnc-page.ts';

export interface ConsoleServiceOptions {
  /** 0: any free one. */
  readonly port: number;
  /** Default the loopback. */
  readonly host?: string | undefined;
  /** What users' browsers reach this service by (`https://cloud.example:6080`); default its own address. */
  readonly publicUrl?: string | undefined;
  /** How long an address may be visited, seconds; default 600. */
  readonly ttlSeconds?: number | undefined;
  /** Pages of which origins may visit besides this service's own. */
  readonly allowedOrigins?: readonly string[] | undefined;
  readonly logger?: Logger | undefined;
}

interface Visit {
  readonly serverUuid: string;
  readonly target: ConsoleTarget;
}

/** Consoles in a browser: noVNC's page and the websockets of VNC and serial consoles. Nova: `nova-novncproxy`, `nova-serialproxy`. */
export class ConsoleService {
  readonly #tokens: ConsoleTokens<Visit>;
  readonly #proxy: ConsoleProxy;
  readonly #server: Server;
  readonly #publicUrl: string | undefined;
  readonly #host: string;

  static async listen(options: ConsoleServiceOptions): Promise<ConsoleService> {
    const service = new ConsoleService(options);
    await new Promise<void>((resolve, reject) => {
      service.#server.once('error', reject);
      service.#server.listen(options.port, service.#host, resolve);
    });
    return service;
  }

  private constructor({ host = '127.0.0.1', publicUrl, ttlSeconds, allowedOrigins, logger }: ConsoleServiceOptions) {
    this.#host = host;
    this.#publicUrl = publicUrl;
    this.#tokens = new ConsoleTokens({ ttlSeconds });
    const ownOrigin = publicUrl === undefined ? [] : [new URL(publicUrl).origin];
    this.#proxy = new ConsoleProxy({
      redeem: (token) => this.#tokens.redeem(token)?.target,
      // As Nova's proxy, which looks at the token only.
      path: '/',
      allowedOrigins: [...ownOrigin, ...(allowedOrigins ?? [])],
      logger,
    });
    this.#server = createServer(pages()).on('upgrade', this.#proxy.upgrade);
  }

  /** `http://host:port`, as it listens. */
  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://${this.#host.includes(':') ? `[${this.#host}]` : this.#host}:${port}`;
  }

  /** An address that opens the console once, within its time. */
  addressOf(serverUuid: string, type: ConsoleType, target: ConsoleTarget): string {
    const token = this.#tokens.create({ serverUuid, target });
    const base = (this.#publicUrl ?? this.url).replace(/\/+$/, '');
    if (type === 'serial') return `${base.replace(/^http/, 'ws')}/?token=${token}`;
    return `${base}/vnc_auto.html?path=${encodeURIComponent(`?token=${token}`)}`;
  }

  revoke(serverUuid: string): void {
    this.#tokens.revoke((visit) => visit.serverUuid === serverUuid);
  }

  /** Ends every visit. */
  async close(): Promise<void> {
    this.#proxy.close();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }
}

const noVncFolder = path.dirname(path.dirname(fileURLToPath(import.meta.resolve('@novnc/novnc'))));

/** noVNC sets cursors from `data:`; a browser may not count websockets among `'self'`. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

function pages(): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', false);
  app.use((_request, response, next) => {
    response.set({
      'Content-Security-Policy': contentSecurityPolicy,
      'X-Content-Type-Options': 'nosniff',
      // The address has the token in it.
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-cache',
    });
    next();
  });
  app.get('/vnc_auto.html', (_request, response) => void response.type('html').send(vncPage.html));
  app.get('/vnc.css', (_request, response) => void response.type('css').send(vncPage.css));
  app.get('/vnc.js', (_request, response) => void response.type('js').send(vncPage.script));
  for (const folder of ['core', 'vendor']) app.use(`/novnc/${folder}`, express.static(path.join(noVncFolder, folder)));
  app.use((_request, response) => void response.status(404).type('text').send('There is nothing here.\n'));
  return app;
}
