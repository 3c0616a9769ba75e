import { setTimeout as sleep } from 'node:timers/promises';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../../real/libvirt/index.ts';
import type { Connection, StorageVolume, StreamPiece } from '../../../../real/libvirt/index.ts';
import { encoded, errorFrame, FakeDaemon, frameOf } from '../fake-daemon.ts';
import type { FakeCall } from '../fake-daemon.ts';

const ok = 0;
const more = 2;

let daemon: FakeDaemon;
let connection: Connection;
let volume: StorageVolume;
/** Everything the client sent on the stream after its call. */
let packets: FakeCall[];

beforeEach(async () => {
  daemon = new FakeDaemon();
  await daemon.listen();
  connection = await connect({ uri: daemon.uri });
  volume = connection.storageVolume({ pool: 'default', name: 'disk', key: '/disk' });
  packets = [];
});

afterEach(async () => {
  connection.close();
  await daemon.stop();
});

function packet(call: FakeCall, data: Uint8Array, status = more): Buffer {
  return frameOf({ ...call.head, type: 3, status }, data);
}

function hole(call: FakeCall, lengthBytes: number): Buffer {
  const body = encoded((writer) => {
    writer.hyper(BigInt(lengthBytes), 'length');
    writer.uint(0, 'flags');
  });
  return frameOf({ ...call.head, type: 6, status: more }, body);
}

/** A daemon that sends these packets for a download, and confirms the end. */
function serveDownload(send: (call: FakeCall) => readonly Buffer[]): void {
  daemon.on('storageVolDownload', (call) => {
    if (call.head.type === 0) {
      call.socket.cork();
      call.reply(undefined);
      for (const frame of send(call)) call.socket.write(frame);
      call.socket.uncork();
      return;
    }
    packets.push(call);
    call.socket.write(packet(call, Buffer.alloc(0), ok));
  });
}

/** libvirtd has been seen to send data before the reply to the call. */
function serveDownloadAhead(sendAhead: (call: FakeCall) => readonly Buffer[]): void {
  daemon.on('storageVolDownload', (call) => {
    if (call.head.type !== 0) return void call.socket.write(packet(call, Buffer.alloc(0), ok));
    for (const frame of sendAhead(call)) call.socket.write(frame);
    call.reply(undefined);
    call.socket.write(packet(call, Buffer.alloc(0)));
  });
}

describe('a download', () => {
  it('brings the bytes in order, then says that it has them all', async () => {
    serveDownload((call) => [
      packet(call, Buffer.from('one ')),
      packet(call, Buffer.from('two')),
      packet(call, Buffer.alloc(0)),
    ]);
    const data = await buffer(await volume.download({ offsetBytes: 5, lengthBytes: 7 }));
    expect(data.toString()).toBe('one two');
    const call = daemon.calls.find(({ name }) => name === 'storageVolDownload');
    expect(call?.args).toMatchObject({ offset: 5n, length: 7n, flags: 0 });
    expect(packets.map(({ head }) => [head.type, head.status])).toEqual([[3, ok]]);
  });

  it('loses nothing that the daemon sends before it has answered the call', async () => {
    serveDownloadAhead((call) => [packet(call, Buffer.from('one ')), packet(call, Buffer.from('two'))]);
    expect((await buffer(await volume.download())).toString()).toBe('one two');
  });

  it('hears of a failure that comes before the answer', async () => {
    serveDownloadAhead((call) => [errorFrame({ ...call.head, type: 3, status: 1 }, 38, 'cannot read')]);
    await expect(buffer(await volume.download())).rejects.toMatchObject({ code: 'SYSTEM_ERROR' });
  });

  it('has a connection of its own, which ends with it', async () => {
    serveDownload((call) => [packet(call, Buffer.alloc(0))]);
    expect(await buffer(await volume.download())).toHaveLength(0);
    await expect.poll(() => daemon.sockets.size).toBe(1);
    expect(daemon.linesSoFar).toBe(2);
  });

  it('with holes has zeros where they are, or says how long they are', async () => {
    const send = (call: FakeCall): Buffer[] => [
      packet(call, Buffer.from('a')),
      hole(call, 100_000),
      packet(call, Buffer.from('b')),
      packet(call, Buffer.alloc(0)),
    ];
    serveDownload(send);
    const data = await buffer(await volume.download({ sparse: true }));
    expect(data).toEqual(Buffer.concat([Buffer.from('a'), Buffer.alloc(100_000), Buffer.from('b')]));
    const pieces: StreamPiece[] = [];
    for await (const piece of await volume.downloadPieces()) pieces.push(piece);
    expect(pieces).toEqual([{ data: Buffer.from('a') }, { holeBytes: 100_000 }, { data: Buffer.from('b') }]);
  });

  it("that fails on the way ends with libvirt's error", async () => {
    serveDownload((call) => [
      packet(call, Buffer.from('some')),
      errorFrame({ ...call.head, type: 3, status: 1 }, 38, 'cannot read'),
    ]);
    await expect(buffer(await volume.download())).rejects.toMatchObject({ code: 'SYSTEM_ERROR' });
  });

  it('whose connection breaks ends with that, not as if all had come', async () => {
    serveDownload((call) => {
      setImmediate(() => call.socket.destroy());
      return [packet(call, Buffer.from('some'))];
    });
    await expect(buffer(await volume.download())).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  });

  it('that nobody reads is not read from the socket either, and calls go on meanwhile', async () => {
    let sentBytes = 0;
    let allSent = false;
    const blocks = 400;
    daemon.on('storageVolDownload', (call) => {
      if (call.head.type === 3) return void call.socket.write(packet(call, Buffer.alloc(0), ok));
      call.reply(undefined);
      const sendAll = async (): Promise<void> => {
        for (let block = 0; block < blocks; block += 1) {
          sentBytes += 65_536;
          const room = call.socket.write(packet(call, Buffer.alloc(65_536, block)));
          if (!room) await new Promise((resolve) => call.socket.once('drain', resolve));
        }
        call.socket.write(packet(call, Buffer.alloc(0)));
        allSent = true;
      };
      void sendAll();
    });
    const stream = await volume.download();
    await sleep(100);
    expect(sentBytes).toBeLessThan(5_000_000);
    expect(await connection.hostname()).toBe('fake');
    const data = await buffer(stream);
    expect(allSent).toBe(true);
    expect(data).toHaveLength(blocks * 65_536);
    for (let block = 0; block < blocks; block += 1) expect(data[block * 65_536]).toBe(block % 256);
  });

  it('that is destroyed early tells the daemon to stop', async () => {
    serveDownload((call) => [packet(call, Buffer.from('some'))]);
    const stream = await volume.download();
    stream.destroy();
    await expect.poll(() => packets.map(({ head }) => [head.type, head.status])).toEqual([[3, 1]]);
    await expect.poll(() => daemon.sockets.size).toBe(1);
  });

  it('ends by its signal', async () => {
    serveDownload((call) => [packet(call, Buffer.from('some'))]);
    const controller = new AbortController();
    const stream = await volume.download({}, { signal: controller.signal });
    const reading = buffer(stream);
    controller.abort();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('that the daemon refuses is the error of the call', async () => {
    daemon.on('storageVolDownload', (call) => call.refuse(50, 'no such volume'));
    await expect(volume.download()).rejects.toMatchObject({ code: 'NO_STORAGE_VOL' });
    await expect.poll(() => daemon.sockets.size).toBe(1);
  });
});

describe('an upload', () => {
  function serveUpload(onEnd: (call: FakeCall) => void): void {
    daemon.on('storageVolUpload', (call) => {
      if (call.head.type === 0) return call.reply(undefined);
      packets.push(call);
      if (call.head.status !== more) onEnd(call);
    });
  }

  it('sends packets that libvirt takes, and finishes when the daemon has confirmed', async () => {
    let confirmed = false;
    serveUpload((call) => {
      setTimeout(() => {
        confirmed = true;
        call.socket.write(packet(call, Buffer.alloc(0), ok));
      }, 30);
    });
    const data = Buffer.alloc(700_000, 'abcdefg');
    await pipeline(Readable.from([data.subarray(0, 600_000), data.subarray(600_000)]), await volume.upload());
    expect(confirmed).toBe(true);
    const sent = packets.filter(({ head }) => head.status === more).map(({ body }) => body);
    expect(Math.max(...sent.map((body) => body.length))).toBeLessThanOrEqual(262_120);
    expect(Buffer.concat(sent).equals(data)).toBe(true);
    await expect.poll(() => daemon.sockets.size).toBe(1);
  });

  it('can leave holes', async () => {
    serveUpload((call) => call.socket.write(packet(call, Buffer.alloc(0), ok)));
    const sink = await volume.upload({ sparse: true });
    sink.write('head');
    await sink.skip(1_000_000);
    await new Promise<void>((resolve) => sink.end('tail', resolve));
    expect(packets.map(({ head }) => head.type)).toEqual([3, 6, 3, 3]);
    expect(packets[1]?.body.readBigInt64BE(0)).toBe(1_000_000n);
  });

  it('fails when the daemon cannot take it, on the way or at the end', async () => {
    serveUpload((call) => call.socket.write(errorFrame({ ...call.head, type: 3, status: 1 }, 38, 'disk full')));
    await expect(pipeline(Readable.from([Buffer.from('x')]), await volume.upload())).rejects.toThrow(/disk full/);
    daemon.on('storageVolUpload', (call) => {
      if (call.head.type === 0) return call.reply(undefined);
      if (call.head.status === more) call.socket.write(errorFrame({ ...call.head, status: 1 }, 38, 'disk full'));
    });
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) yield await sleep(1, Buffer.alloc(1000));
    }
    await expect(pipeline(Readable.from(endless()), await volume.upload())).rejects.toThrow(/disk full/);
  });
});

describe('a console', () => {
  it('carries both directions, and ends from either side', async () => {
    daemon.on('domainOpenConsole', (call) => {
      if (call.head.type === 0) return call.reply(undefined);
      if (call.head.status === more) {
        call.socket.write(packet(call, Buffer.from(`you said ${call.body.toString()}`)));
      } else {
        packets.push(call);
        call.socket.write(packet(call, Buffer.alloc(0), ok));
      }
    });
    const domain = connection.domain({ name: 'web', uuid: '6c0a3b5e-6f5d-4a3e-9d38-0c4f5d1b7a10', id: 1 });
    const talk = await domain.openConsole();
    talk.write('hello');
    const [answer] = (await new Promise((resolve) => talk.once('data', (...data) => resolve(data)))) as [Buffer];
    expect(answer.toString()).toBe('you said hello');
    talk.end();
    await expect.poll(() => packets.map(({ head }) => head.status)).toEqual([ok]);
    await expect.poll(() => daemon.sockets.size).toBe(1);
  });
});
