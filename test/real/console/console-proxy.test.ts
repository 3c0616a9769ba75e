import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Duplex, PassThrough } from 'node:stream';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { ClientOptions } from 'ws';
import { unixSocketTarget } from '../../../real/console/index.ts';
import type { ConsoleTarget } from '../../../real/console/index.ts';
import { visitedProxy } from './visited-proxy.ts';
import type { VisitedProxy } from './visited-proxy.ts';

/** A console that says what it hears. */
const echo = (): ConsoleTarget => ({ open: async () => new PassThrough() });

describe('the console proxy', () => {
  let visited: VisitedProxy;

  beforeEach(async () => {
    visited = await visitedProxy();
  });
  afterEach(() => visited.close());

  async function visit(target: ConsoleTarget, protocols: readonly string[] = []): Promise<WebSocket> {
    const socket = new WebSocket(visited.address(target), [...protocols]);
    await once(socket, 'open');
    return socket;
  }

  /** The status of a visit that is refused. */
  async function refusal(address: string, options: ClientOptions = {}): Promise<string> {
    const socket = new WebSocket(address, options);
    const [error] = (await once(socket, 'error')) as [Error];
    return error.message;
  }

  it('carries bytes both ways, in order, whatever their pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 5000 }), { maxLength: 20 }),
        async (pieces) => {
          const socket = await visit(echo());
          const sent = Buffer.concat(pieces);
          const heard: Buffer[] = [];
          const all = new Promise<void>((resolve) => {
            const check = (): void => void (Buffer.concat(heard).length === sent.length && resolve());
            socket.on('message', (piece: Buffer) => {
              heard.push(piece);
              check();
            });
            check();
          });
          for (const piece of pieces) socket.send(piece);
          await all;
          expect(Buffer.concat(heard).equals(sent)).toBe(true);
          socket.close();
          await once(socket, 'close');
        },
      ),
      { numRuns: 20 },
    );
    await expect.poll(() => visited.proxy.visits).toBe(0);
  });

  it('speaks the subprotocol "binary" to those who offer it', async () => {
    expect((await visit(echo(), ['base64', 'binary'])).protocol).toBe('binary');
    expect((await visit(echo())).protocol).toBe('');
  });

  it('takes a token once, and no other text', async () => {
    const address = visited.address(echo());
    const first = new WebSocket(address);
    await once(first, 'open');
    expect(await refusal(address)).toMatch(/403/);
    const base = `ws://127.0.0.1:${visited.port}`;
    expect(await refusal(`${base}/websockify`)).toMatch(/403/);
    expect(await refusal(`${base}/websockify?token=guess`)).toMatch(/403/);
    expect(await refusal(`${base}/elsewhere?token=guess`)).toMatch(/404/);
  });

  it('takes pages of its own host and of those named, and no others', async () => {
    await visited.close();
    visited = await visitedProxy({ allowedOrigins: ['https://cloud.example'] });
    const own = `http://127.0.0.1:${visited.port}`;
    for (const origin of [own, 'https://cloud.example']) {
      const socket = new WebSocket(visited.address(echo()), { origin });
      await once(socket, 'open');
    }
    for (const origin of [
      'https://cloud.example.evil',
      'http://127.0.0.1:1',
      'null',
      'file://',
      `ftp://127.0.0.1:${visited.port}`,
    ]) {
      expect(await refusal(visited.address(echo()), { origin })).toMatch(/403/);
    }
  });

  it('leaves the token of a page that may not visit for one that may', async () => {
    const address = visited.address(echo());
    expect(await refusal(address, { origin: 'https://evil.example' })).toMatch(/403/);
    await once(new WebSocket(address), 'open');
  });

  it('says when the console cannot be reached', async () => {
    expect(await refusal(visited.address(unixSocketTarget('/nowhere/vnc.sock')))).toMatch(/502/);
    await visited.close();
    visited = await visitedProxy({ openTimeoutMs: 20 });
    const never: ConsoleTarget = {
      open: (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('late')))),
    };
    expect(await refusal(visited.address(never))).toMatch(/502/);
  });

  it('refuses more visits than it may have, and takes the next when one has gone', async () => {
    await visited.close();
    visited = await visitedProxy({ visitsMax: 1 });
    const first = await visit(echo());
    expect(await refusal(visited.address(echo()))).toMatch(/503/);
    first.close();
    await expect.poll(() => visited.proxy.visits).toBe(0);
    await visit(echo());
  });

  it('ends the visit when the console ends, fails or is destroyed', async () => {
    for (const [end, code] of [
      [(console_: Duplex) => console_.push(null), 1000],
      [(console_: Duplex) => console_.destroy(new Error('broken')), 1011],
      [(console_: Duplex) => console_.destroy(), 1000],
    ] as const) {
      const target = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
      const socket = await visit({ open: async () => target });
      end(target);
      const [closed] = (await once(socket, 'close')) as [number];
      expect(closed).toBe(code);
    }
  });

  it('ends the console when the visitor goes, politely or not', async () => {
    for (const go of ['close', 'terminate'] as const) {
      const target = new PassThrough();
      const socket = await visit({ open: async () => target });
      socket[go]();
      if (!target.destroyed) await once(target, 'close');
      expect(target.destroyed).toBe(true);
    }
  });

  it('ends a console that was opened for what is no visit', async () => {
    const target = new PassThrough();
    const token = visited.tokens.create({ open: async () => target });
    const socket = net.connect(visited.port, '127.0.0.1');
    socket.write(
      `GET /websockify?token=${token} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 400 /);
    if (!target.destroyed) await once(target, 'close');
    expect(visited.proxy.visits).toBe(0);
  });

  it('takes no text and no message that is too long', async () => {
    const talker = await visit(echo());
    talker.send('text');
    expect(((await once(talker, 'close')) as [number])[0]).toBe(1003);
    await visited.close();
    visited = await visitedProxy({ messageBytesMax: 1000 });
    const long = await visit(echo());
    long.on('error', () => {});
    long.send(Buffer.alloc(1001));
    expect(((await once(long, 'close')) as [number])[0]).toBe(1009);
  });

  it('reads a console no faster than the visitor does', async () => {
    let read = 0;
    const target = new Duplex({
      read() {
        read += 65_536;
        this.push(Buffer.alloc(65_536));
      },
      write: (_chunk, _encoding, done) => done(),
    });
    const socket = await visit({ open: async () => target });
    socket.pause();
    let before = -1;
    // The buffers of the kernel on both sides hold some MiB; then it stands still.
    await expect
      .poll(
        () => {
          const still = read === before;
          before = read;
          return still;
        },
        { interval: 300, timeout: 20_000 },
      )
      .toBe(true);
    expect(read).toBeLessThan(64 * 1024 * 1024);
    socket.resume();
    await expect.poll(() => read).toBeGreaterThan(before);
    socket.terminate();
  });

  it('reads a visitor no faster than the console does', async () => {
    let taken = 0;
    const waiting: (() => void)[] = [];
    const target = new Duplex({
      read() {},
      write: (chunk: Buffer, _encoding, done) => {
        taken += chunk.length;
        waiting.push(done);
      },
    });
    const socket = await visit({ open: async () => target });
    for (let piece = 0; piece < 200; piece += 1) socket.send(Buffer.alloc(500_000));
    await expect.poll(() => taken).toBeGreaterThan(0);
    let before = -1;
    await expect
      .poll(
        () => {
          const still = socket.bufferedAmount === before;
          before = socket.bufferedAmount;
          return still;
        },
        { interval: 300, timeout: 20_000 },
      )
      .toBe(true);
    expect(before).toBeGreaterThan(10_000_000);
    expect(target.writableLength).toBeLessThan(5_000_000);
    const serve = setInterval(() => waiting.splice(0).forEach((done) => done()), 1);
    await expect.poll(() => taken).toBe(100_000_000);
    clearInterval(serve);
    socket.terminate();
  });

  it('loses a visitor who is silent and does not answer', async () => {
    await visited.close();
    visited = await visitedProxy({ silenceMs: 500 });
    const deaf = new WebSocket(visited.address(echo()), { autoPong: false });
    await once(deaf, 'open');
    const quiet = await visit(echo());
    await once(deaf, 'close');
    await expect.poll(() => visited.proxy.visits).toBe(1);
    expect(quiet.readyState).toBe(WebSocket.OPEN);
  });

  it('ends every visit when it is closed', async () => {
    const socket = await visit(echo());
    visited.proxy.close();
    expect(((await once(socket, 'close')) as [number])[0]).toBe(1001);
    expect(await refusal(visited.address(echo()))).toMatch(/503/);
  });

  it('reaches consoles behind unix sockets', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'console-'));
    const socketPath = path.join(folder, 'serial.sock');
    const server = net.createServer((guest) => guest.pipe(guest).write('login: ')).listen(socketPath);
    await once(server, 'listening');
    const socket = new WebSocket(visited.address(unixSocketTarget(socketPath)));
    let heard = '';
    socket.on('message', (piece: Buffer) => (heard += piece.toString()));
    await expect.poll(() => heard).toBe('login: ');
    socket.send(Buffer.from('root\n'));
    await expect.poll(() => heard).toBe('login: root\n');
    socket.close();
    await once(socket, 'close');
    server.close();
    rmSync(folder, { recursive: true });
  });
});
