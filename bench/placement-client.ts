import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface Reply {
  readonly status: number;
  readonly body: Buffer;
}

/**
 * A client that costs little beside the service it measures: requests one after the other, each
 * written at once, on a connection that is kept while the server keeps it. It reads answers with a
 * length, or without a body (204), and no others.
 */
export class PlacementClient {
  private readonly host: string;
  private readonly port: number;
  private readonly common: string;
  private socket: Socket | undefined;
  private waiting: { resolve: (reply: Reply) => void; reject: (error: Error) => void } | undefined;
  private chunks: Buffer[] = [];
  private received = 0;
  /** Of the answer that comes in, as soon as its head is there. */
  private head: Head | undefined;

  constructor(url: string) {
    const { hostname, port, host } = new URL(url);
    this.host = hostname;
    this.port = Number(port);
    this.common =
      ` HTTP/1.1\r\nhost: ${host}\r\nx-auth-token: admin\r\naccept: application/json\r\n` +
      'openstack-api-version: placement 1.39\r\nconnection: keep-alive\r\n';
  }

  /** Sends one request; the one before must have been answered. Rejects when the connection breaks. */
  call(method: string, path: string, body?: unknown): Promise<Reply> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const length =
      body === undefined ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n`;
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket ??= this.open();
      this.socket.write(`${method} ${path}${this.common}${length}\r\n${text}`);
    });
  }

  close(): void {
    this.socket?.destroy();
    this.socket = undefined;
  }

  private open(): Socket {
    const socket = connect({ host: this.host, port: this.port, noDelay: true });
    const lost = (error?: Error): void => {
      if (this.socket !== socket) return;
      this.socket = undefined;
      this.waiting?.reject(error ?? new Error('the connection was closed before the answer was complete'));
    };
    socket.on('data', (chunk) => {
      if (this.socket === socket) this.receive(chunk);
    });
    socket.on('error', lost);
    socket.on('close', () => lost());
    return socket;
  }

  private receive(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.received += chunk.length;
    if (this.head === undefined) {
      this.chunks = [Buffer.concat(this.chunks)];
      this.head = readHead(this.chunks[0]!);
    }
    const { head } = this;
    if (head === undefined || this.received < head.bytes + head.bodyBytes) return;
    const body = Buffer.concat(this.chunks).subarray(head.bytes);
    this.chunks = [];
    this.received = 0;
    this.head = undefined;
    if (!head.keep) this.close();
    const { resolve } = this.waiting!;
    this.waiting = undefined;
    resolve({ status: head.status, body });
  }
}

interface Head {
  readonly status: number;
  readonly bytes: number;
  readonly bodyBytes: number;
  /** Whether the server keeps the connection open. */
  readonly keep: boolean;
}

/** Empty when the head is not complete yet. */
function readHead(data: Buffer): Head | undefined {
  const end = data.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const text = data.toString('latin1', 0, end);
  const [, minor, code] = /^HTTP\/1\.(\d) (\d+)/.exec(text)!;
  const status = Number(code);
  const length = /\ncontent-length: *(\d+)/i.exec(text)?.[1] ?? (status === 204 ? '0' : undefined);
  if (length === undefined) throw new Error(`an answer without a length: ${text}`);
  const keep = minor === '1' && !/\nconnection: *close/i.test(text);
  return { status, bytes: end + 4, bodyBytes: Number(length), keep };
}
