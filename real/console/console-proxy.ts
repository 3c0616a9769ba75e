import type { IncomingMessage } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { ConsoleTarget } from './console-target.ts';
import { closeCodes, joinWebSocket } from './join-web-socket.ts';

export interface ConsoleProxyOptions {
  /** The console that a token opens; undefined for none. Asked once for each visit. */
  readonly redeem: (token: string) => ConsoleTarget | undefined | Promise<ConsoleTarget | undefined>;
  /** Path of the visits; default `/websockify`, as noVNC's. The token is its query: `?token=…`. */
  readonly path?: string | undefined;
  /**
   * Pages of which origins (`https://cloud.example`) may visit, besides those of the same host and port. A program that
   * is no browser says no origin and may visit.
   */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** Visits at a time; default 1,000. */
  readonly visitsMax?: number | undefined;
  /** Largest message of a visitor, bytes; default 1 MiB, which is room for a long text in the clipboard. */
  readonly messageBytesMax?: number | undefined;
  /** How long a console may take to be reached, milliseconds; default 5,000. */
  readonly openTimeoutMs?: number | undefined;
  /** A visitor who is silent this long, milliseconds, and does not answer a ping either, is gone; default 30,000. */
  readonly silenceMs?: number | undefined;
  readonly logger?: Logger | undefined;
}

/** Why a visit is refused, with its HTTP status. */
class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/**
 * The websocket side of noVNC and of serial consoles: give its {@link ConsoleProxy.upgrade} to the `upgrade` event of an
 * HTTP server. Nothing is accepted before the origin, the token and the console are known to be good.
 */
export class ConsoleProxy {
  readonly #options: ConsoleProxyOptions;
  readonly #server: WebSocketServer;
  readonly #visits = new Set<WebSocket>();
  /** Visits whose console is being looked for. */
  #arriving = 0;
  #closed = false;
  readonly #timer: NodeJS.Timeout;
  readonly #heard = new WeakSet<WebSocket>();

  constructor(options: ConsoleProxyOptions) {
    this.#options = options;
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: options.messageBytesMax ?? 1024 * 1024,
      handleProtocols: (offered) => (offered.has('binary') ? 'binary' : false),
    });
    this.#timer = setInterval(() => this.#askTheSilent(), options.silenceMs ?? 30_000);
    this.#timer.unref();
  }

  /** How many are visiting. */
  get visits(): number {
    return this.#visits.size;
  }

  readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // A visitor may leave while we look for the console.
    socket.on('error', () => socket.destroy());
    this.#arriving += 1;
    this.#findConsole(request)
      .then((target) => this.#admit(request, socket, head, target))
      .catch((error: unknown) => this.#refuse(socket, error))
      .finally(() => (this.#arriving -= 1));
  };

  /** Ends every visit and takes no more. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    for (const visit of this.#visits) visit.close(closeCodes.goingAway, 'the console proxy ends');
  }

  async #findConsole(request: IncomingMessage): Promise<Duplex> {
    const { path = '/websockify', visitsMax = 1000, openTimeoutMs = 5000 } = this.#options;
    const url = readUrl(request.url ?? '', 'ws://unknown');
    if (url?.pathname !== path) throw new Refusal(404, `consoles are at ${path}`);
    if (!this.#isWelcome(request)) throw new Refusal(403, `pages of ${request.headers.origin} may not visit consoles`);
    if (this.#closed || this.#visits.size + this.#arriving > visitsMax) throw new Refusal(503, 'too many visits');
    const token = url.searchParams.get('token') ?? '';
    const target = token === '' ? undefined : await this.#options.redeem(token);
    if (!target) throw new Refusal(403, 'the token is unknown, used or expired');
    return target.open(AbortSignal.timeout(openTimeoutMs)).catch((error: unknown) => {
      throw new Refusal(502, 'the console cannot be reached', { cause: error });
    });
  }

  /** Browsers let any page open a websocket to anywhere, and say which page it was. */
  #isWelcome({ headers: { origin, host } }: IncomingMessage): boolean {
    if (origin === undefined || this.#options.allowedOrigins?.includes(origin)) return true;
    const from = readUrl(origin);
    return from !== undefined && (from.protocol === 'http:' || from.protocol === 'https:') && from.host === host;
  }

  #admit(request: IncomingMessage, socket: Duplex, head: Buffer, target: Duplex): void {
    // Until it is joined, nobody else would hear that it failed.
    target.once('error', () => {});
    // Also when the request was none for a websocket: then it is answered, and no visit begins.
    socket.once('close', () => target.destroy());
    this.#server.handleUpgrade(request, socket, head, (visit) => {
      this.#visits.add(visit);
      this.#heard.add(visit);
      visit.on('pong', () => this.#heard.add(visit));
      visit.on('message', () => this.#heard.add(visit));
      visit.on('close', () => this.#visits.delete(visit));
      joinWebSocket(visit, target);
      if (this.#closed) visit.close(closeCodes.goingAway);
    });
  }

  #refuse(socket: Duplex, error: unknown): void {
    const { status, message } = error instanceof Refusal ? error : new Refusal(500, 'internal error');
    this.#options.logger?.warn({ err: error, status }, 'a visit to a console was refused');
    const text = `${message}\n`;
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Connection: close',
      'Content-Type: text/plain; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(text)}`,
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
  }

  /** Those who neither spoke nor answered since the last time are gone. One whom we do not read cannot answer. */
  #askTheSilent(): void {
    for (const visit of this.#visits) {
      if (visit.isPaused) continue;
      if (!this.#heard.has(visit)) visit.terminate();
      this.#heard.delete(visit);
      visit.ping();
    }
  }
}

/** `URL.parse` of newer Nodes. */
const readUrl = (text: string, base?: string): URL | undefined =>
  URL.canParse(text, base) ? new URL(text, base) : undefined;
