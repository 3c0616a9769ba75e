import { once } from 'node:events';
import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../real/libvirt/index.ts';
import type { Connection, ConnectOptions } from '../../../real/libvirt/index.ts';
import { FakeDaemon, frameOf } from './fake-daemon.ts';
import type { FakeCall } from './fake-daemon.ts';

const clientErrorNames = ['ConnectionLostError', 'CallTimeoutError', 'ProtocolError', 'ConnectionClosedError'];
const uuid = '6c0a3b5e-6f5d-4a3e-9d38-0c4f5d1b7a10';
const dom = { name: 'web', uuid, id: 7 };
const info = { state: 1, maxMem: 2048n, memory: 1024n, nrVirtCpu: 2, cpuTime: 5n };

let daemon: FakeDaemon;
let connection: Connection | undefined;

beforeEach(async () => {
  daemon = new FakeDaemon();
  await daemon.listen();
});

afterEach(async () => {
  connection?.close();
  connection = undefined;
  await daemon.stop();
});

async function open(options: ConnectOptions = {}): Promise<Connection> {
  connection = await connect({ uri: daemon.uri, reconnect: { delayMs: 5, delayMsMax: 20 }, ...options });
  return connection;
}

/** Lets the daemon keep calls for later. */
function hold(name: 'domainGetInfo' | 'domainSuspend'): FakeCall[] {
  const held: FakeCall[] = [];
  daemon.on(name, (call) => held.push(call));
  return held;
}

async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 2000 && !condition(); turn += 1) await sleep(1);
  expect(condition()).toBe(true);
}

describe('connecting', () => {
  it('authenticates, announces keepalive and opens the driver of the URI', async () => {
    await open();
    expect(daemon.calls.map((call) => call.name)).toEqual(['authList', 'connectSupportsFeature', 'connectOpen']);
    expect(daemon.calls[2]?.args).toEqual({ name: 'qemu:///system', flags: 0 });
  });

  it('says that it only reads when it only reads', async () => {
    await open({ readOnly: true });
    expect(daemon.calls[2]?.args).toEqual({ name: 'qemu:///system', flags: 1 });
  });

  it('says what is wanted when the daemon asks for SASL', async () => {
    daemon.on('authList', (call) => call.reply({ types: [1] }));
    await expect(open()).rejects.toMatchObject({
      name: 'AuthenticationError',
      code: 'AUTHENTICATION',
      message: expect.stringContaining('asks for SASL'),
    });
  });

  it('lets polkit decide where the daemon asks for it', async () => {
    daemon.on('authList', (call) => call.reply({ types: [2] }));
    daemon.on('authPolkit', (call) => call.reply({ complete: 0 }));
    await expect(open()).rejects.toThrow('polkit did not let this process in');
    daemon.on('authPolkit', (call) => call.reply({ complete: 1 }));
    await open();
  });

  it('says where nobody listens', async () => {
    await expect(connect({ socketPath: '/nowhere/sock' })).rejects.toMatchObject({
      code: 'CONNECT_FAILED',
      message: expect.stringContaining('/nowhere/sock'),
    });
  });

  it('gives up on a daemon that takes the connection and says nothing', async () => {
    daemon.on('authList', () => {});
    await expect(open({ connectTimeoutMs: 20 })).rejects.toThrow(/authList: no reply within 20 ms/);
  });
});

describe('replies', () => {
  it('reach their call however they are torn and whatever their order', async () => {
    const held = hold('domainGetInfo');
    const { rpc } = await open();
    const results = Promise.all([0, 1, 2].map((id) => rpc.domainGetInfo({ dom: { ...dom, id } })));
    await until(() => held.length === 3);
    const bytes = Buffer.concat(
      [2, 0, 1].map((index) => (held[index] as FakeCall).replyFrame({ ...info, cpuTime: BigInt(index) })),
    );
    for (let at = 0; at < bytes.length; at += 7) {
      held[0]?.socket.write(bytes.subarray(at, at + 7));
      await sleep(0);
    }
    expect((await results).map((result) => result.cpuTime)).toEqual([0n, 1n, 2n]);
  });

  it('that are errors become errors with names', async () => {
    daemon.on('domainLookupByName', (call) => call.refuse(42, 'no domain with matching name'));
    const opened = await open();
    await expect(opened.lookupDomainByName('web')).rejects.toMatchObject({
      name: 'LibvirtError',
      code: 'NO_DOMAIN',
      number: 42,
      domain: 'QEMU',
      level: 'error',
      procedure: 'domainLookupByName',
    });
  });

  it('with a serial number that nobody used are counted and disturb nothing', async () => {
    daemon.on('domainGetInfo', (call) => {
      call.socket.write(call.replyFrame(info, { serial: 4711 }));
      call.reply(info);
    });
    const opened = await open();
    expect(await opened.domain(dom).info()).toMatchObject({ state: 'running', memoryKib: 1024 });
    expect(opened.statistics().strayReplies).toBe(1);
  });

  it('of another procedure than the call end the connection: nothing on it can be believed', async () => {
    daemon.on('domainGetInfo', (call) => call.socket.write(call.replyFrame(info, { procedure: 212 })));
    const opened = await open({ reconnect: false });
    await expect(opened.domain(dom).info()).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
      mayHaveRun: true,
      cause: expect.objectContaining({ code: 'PROTOCOL' }),
    });
    expect(opened.state).toBe('closed');
  });

  it('that cannot be read fail their call and no other', async () => {
    const held = hold('domainGetInfo');
    const opened = await open();
    const bad = opened.domain(dom).info();
    const good = opened.domain(dom).info();
    await until(() => held.length === 2);
    held[0]?.socket.write(frameOf({ ...held[0].head, type: 1 }, Buffer.alloc(5)));
    held[1]?.reply(info);
    await expect(bad).rejects.toThrow(/domainGetInfo: unreadable reply: the message ends early/);
    expect(await good).toMatchObject({ vcpus: 2 });
  });

  it.each([
    ['too long', Buffer.from('7fffffff', 'hex')],
    ['too short', Buffer.from('0000001b', 'hex')],
    [
      'of an unknown version',
      frameOf({ program: 0x20008086, procedure: 1, type: 9, serial: 1, status: 0 }, Buffer.alloc(0)),
    ],
    ['that is another protocol', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ])('%s end the connection, and the calls on it say that they may have run', async (_what, bytes) => {
    daemon.on('domainGetInfo', (call) => call.socket.write(bytes));
    const opened = await open({ reconnect: false });
    await expect(opened.domain(dom).info()).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
      mayHaveRun: true,
      cause: expect.objectContaining({ name: 'ProtocolError' }),
    });
  });

  it('may be as large as the bound and not a byte larger', async () => {
    daemon.on('domainGetXmlDesc', (call) => call.reply({ xml: 'x'.repeat(100_000) }));
    const large = await open({ frameBytesMax: 28 + 4 + 100_000, reconnect: false });
    expect(await large.domain(dom).xml()).toHaveLength(100_000);
    large.close();
    const small = await open({ frameBytesMax: 28 + 4 + 99_996, reconnect: false });
    await expect(small.domain(dom).xml()).rejects.toThrow(/a message of 100032 bytes was announced/);
  });
});

describe('whatever the daemon sends', () => {
  it('every call ends with an answer or a typed error, and the connection mends itself', async () => {
    const opened = await open({ callTimeoutMs: 500 });
    const spoil = fc.record({ at: fc.nat(200), byte: fc.nat(255), cut: fc.option(fc.nat(80)), extra: fc.uint8Array() });
    await fc.assert(
      fc.asyncProperty(fc.array(spoil, { minLength: 1, maxLength: 6 }), async (spoils) => {
        let turn = 0;
        daemon.on('domainGetInfo', (call) => {
          const { at, byte, cut, extra } = spoils[turn % spoils.length] as (typeof spoils)[number];
          turn += 1;
          const frame = call.replyFrame(info);
          frame[at % frame.length] = byte;
          call.socket.write(Buffer.concat([frame.subarray(0, cut ?? frame.length), extra]));
        });
        const outcomes = await Promise.allSettled(spoils.map(() => opened.domain(dom).info({ timeoutMs: 30 })));
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected')
            expect(['LibvirtError', ...clientErrorNames]).toContain(outcome.reason.name);
        }
        // A message cut short leaves the stream torn: what follows may still be swallowed, until the daemon is dropped.
        daemon.dropAll();
        await expect.poll(() => opened.hostname({ timeoutMs: 100 }).catch(() => 'not yet')).toBe('fake');
      }),
      { numRuns: 60 },
    );
  });
});

describe('a call that is given up', () => {
  it('after its time says so, and its late reply is dropped', async () => {
    const held = hold('domainGetInfo');
    const opened = await open();
    const call = opened.domain(dom).info({ timeoutMs: 20 });
    await expect(call).rejects.toMatchObject({ code: 'CALL_TIMEOUT', mayHaveRun: true });
    held[0]?.reply(info);
    expect(await opened.hostname()).toBe('fake');
    expect(opened.statistics()).toMatchObject({ strayReplies: 0, callsUnderWay: 0 });
  });

  it('by its signal rejects as an AbortError with the reason', async () => {
    hold('domainGetInfo');
    const opened = await open();
    const controller = new AbortController();
    const call = opened.domain(dom).info({ signal: controller.signal });
    controller.abort(new Error('changed my mind'));
    await expect(call).rejects.toMatchObject({
      name: 'AbortError',
      code: 'CALL_ABORTED',
      mayHaveRun: true,
      cause: expect.objectContaining({ message: 'changed my mind' }),
    });
  });

  it('before it was sent never leaves this process', async () => {
    const held = hold('domainGetInfo');
    const opened = await open({ callsUnderWayMax: 1 });
    const first = opened.domain(dom).info();
    const controller = new AbortController();
    const second = opened.domain(dom).info({ signal: controller.signal });
    const third = opened.domain(dom).info({ timeoutMs: 20 });
    controller.abort();
    await expect(second).rejects.toMatchObject({ code: 'CALL_ABORTED', mayHaveRun: false });
    await expect(third).rejects.toMatchObject({ code: 'CALL_TIMEOUT', mayHaveRun: false });
    held[0]?.reply(info);
    await first;
    daemon.on('domainGetInfo', (call) => call.reply(info));
    await opened.domain(dom).info();
    expect(daemon.calls.filter((call) => call.name === 'domainGetInfo')).toHaveLength(2);
  });

  it('with a signal that was aborted already is not made', async () => {
    const opened = await open();
    const signal = AbortSignal.abort();
    await expect(opened.hostname({ signal })).rejects.toMatchObject({ name: 'AbortError', mayHaveRun: false });
  });

  it('for arguments that do not fit names the call and the argument', async () => {
    const opened = await open();
    await expect(opened.lookupDomainByName('a\0b')).rejects.toMatchObject({
      code: 'BAD_ARGUMENT',
      field: 'name',
      message: expect.stringMatching(/^domainLookupByName: name: found a NUL character/),
    });
    await expect(opened.rpc.domainGetInfo(undefined as never)).rejects.toMatchObject({ code: 'BAD_ARGUMENT' });
    expect(await opened.hostname()).toBe('fake');
  });
});

describe('many calls', () => {
  it('wait behind the window, in order, and all are answered', async () => {
    const held = hold('domainGetInfo');
    const opened = await open({ callsUnderWayMax: 3 });
    const order: number[] = [];
    const all = Promise.all(
      Array.from({ length: 20 }, async (_, id) => {
        await opened.domain({ ...dom, id }).info();
        order.push(id);
      }),
    );
    for (let answered = 0; answered < 20; answered += 1) {
      await until(() => held.length > answered);
      expect(held.length - answered).toBeLessThanOrEqual(3);
      held[answered]?.reply(info);
    }
    await all;
    expect(order).toEqual(Array.from({ length: 20 }, (_, id) => id));
  });

  it('past the bound on waiting ones fail at once and were not sent', async () => {
    hold('domainGetInfo');
    const opened = await open({ callsUnderWayMax: 1, callsWaitingMax: 2, reconnect: false });
    const calls = Array.from({ length: 4 }, () => opened.domain(dom).info());
    const outcomes = Promise.allSettled(calls);
    await expect(calls[3]).rejects.toMatchObject({ code: 'TOO_MANY_CALLS', mayHaveRun: false });
    opened.close();
    await outcomes;
  });

  it("that are slow have lines of their own, four calls on each, and stand in nobody's way", async () => {
    const held = hold('domainSuspend');
    daemon.on('domainGetInfo', (call) => call.reply(info));
    const opened = await open({ slowLinesMax: 2 });
    const suspended = Promise.all(Array.from({ length: 10 }, () => opened.domain(dom).suspend()));
    await until(() => held.length === 8);
    expect(await opened.domain(dom).info()).toMatchObject({ vcpus: 2 });
    await sleep(10);
    expect(held).toHaveLength(8);
    expect(new Set(held.map((call) => call.line))).toEqual(new Set([1, 2]));
    // The guest hangs: what ends that must get through although every place for slow calls is taken.
    daemon.on('domainDestroyFlags', (call) => {
      call.reply(undefined);
      daemon.on('domainSuspend', (late) => late.reply(undefined));
      for (const stuck of held) stuck.reply(undefined);
    });
    await opened.domain(dom).destroy();
    await suspended;
  });
});

describe('signs of life', () => {
  it('are given when the daemon asks', async () => {
    const opened = await open();
    const [socket] = daemon.sockets;
    socket?.write(frameOf({ program: 0x6b656570, procedure: 1, type: 2, serial: 0, status: 0 }, Buffer.alloc(0)));
    await opened.hostname();
    await expect.poll(() => daemon.pongs).toBe(1);
  });

  it('are asked for in silence, and a daemon that gives none is given up', async () => {
    daemon.answersPings = false;
    hold('domainGetInfo');
    const opened = await open({ keepalive: { intervalMs: 10, unansweredMax: 2 }, reconnect: false });
    await expect(opened.domain(dom).info()).rejects.toThrow(/no sign of life for 30 ms; it may have run/);
    expect(daemon.pings).toBe(2);
  });

  it('keep a silent connection as long as they come', async () => {
    const opened = await open({ keepalive: { intervalMs: 5, unansweredMax: 2 }, reconnect: false });
    await until(() => daemon.pings >= 5);
    expect(opened.state).toBe('open');
  });
});

describe('a daemon that goes away', () => {
  it('fails what was sent, keeps what was not, and is found again', async () => {
    const held = hold('domainGetInfo');
    const opened = await open({ callsUnderWayMax: 1 });
    const sent = opened.domain(dom).info();
    await until(() => held.length === 1);
    const waiting = opened.domain(dom).info();
    const lost = once(opened, 'lost');
    await daemon.crash();
    await expect(sent).rejects.toMatchObject({ code: 'CONNECTION_LOST', mayHaveRun: true });
    await lost;
    expect(opened.state).toBe('reconnecting');
    const later = opened.hostname();
    await expect(opened.hostname({ timeoutMs: 20 })).rejects.toMatchObject({ code: 'CALL_TIMEOUT', mayHaveRun: false });
    daemon.on('domainGetInfo', (call) => call.reply(info));
    const restored = once(opened, 'restored');
    await daemon.listen();
    await restored;
    expect(await waiting).toMatchObject({ vcpus: 2 });
    expect(await later).toBe('fake');
  });

  it('is the end when reconnecting is off, and calls then say that they have not run', async () => {
    const opened = await open({ reconnect: false });
    const lost = once(opened, 'lost');
    daemon.dropAll();
    await lost;
    await expect(opened.hostname()).rejects.toMatchObject({ code: 'CONNECTION_CLOSED', mayHaveRun: false });
  });

  it('is not asked again in a tight loop when it takes connections and drops them', async () => {
    await open({ reconnect: { delayMs: 30, delayMsMax: 30 } });
    daemon.on('connectOpen', (call) => {
      call.reply(undefined);
      setImmediate(() => call.socket.destroy());
    });
    daemon.dropAll();
    await sleep(150);
    expect(daemon.linesSoFar).toBeLessThan(10);
  });
});

describe('closing', () => {
  it('fails calls under way and waiting, each saying what is known', async () => {
    const held = hold('domainGetInfo');
    const opened = await open({ callsUnderWayMax: 1 });
    const sent = opened.domain(dom).info();
    const waiting = opened.domain(dom).info();
    const outcomes = Promise.allSettled([sent, waiting]);
    await until(() => held.length === 1);
    opened.close();
    opened.close();
    await expect(sent).rejects.toMatchObject({ code: 'CONNECTION_CLOSED', mayHaveRun: true });
    await expect(waiting).rejects.toMatchObject({ code: 'CONNECTION_CLOSED', mayHaveRun: false });
    await outcomes;
    await until(() => daemon.sockets.size === 0);
  });
});

describe('events', () => {
  let registered: FakeCall[];
  beforeEach(() => {
    registered = [];
    daemon.on('connectDomainEventCallbackRegisterAny', (call) => {
      registered.push(call);
      call.reply({ callbackId: 100 + registered.length });
    });
    daemon.on('connectDomainEventCallbackDeregisterAny', (call) => call.reply(undefined));
  });
  const started = (callbackId: number, name = 'web') => ({ callbackId, dom: { ...dom, name }, event: 2, detail: 0 });

  it('that follow the registration in the same packet are heard', async () => {
    daemon.on('connectDomainEventCallbackRegisterAny', (call) => {
      call.socket.cork();
      call.reply({ callbackId: 5 });
      daemon.sendEvent(call.socket, 'domain.lifecycle', started(5));
      call.socket.uncork();
    });
    const opened = await open();
    const heard: string[] = [];
    await opened.subscribe('domain.lifecycle', (event) => heard.push(event.dom.name));
    expect(heard).toEqual(['web']);
  });

  it('of one kind and object are registered once for all listeners, and given back after the last', async () => {
    const opened = await open();
    const first: string[] = [];
    const second: string[] = [];
    const one = await opened.subscribe('domain.lifecycle', (event) => first.push(event.dom.name));
    const two = await opened.subscribe('domain.lifecycle', (event) => second.push(event.dom.name));
    await opened.subscribe('domain.lifecycle', () => {}, { of: dom });
    await opened.subscribe('domain.reboot', () => {});
    expect(registered.map((call) => call.args)).toEqual([
      { eventId: 0, dom: null },
      { eventId: 0, dom },
      { eventId: 1, dom: null },
    ]);
    const socket = (registered[0] as FakeCall).socket;
    daemon.sendEvent(socket, 'domain.lifecycle', started(101, 'a'));
    await until(() => second.length === 1);
    await one.close();
    daemon.sendEvent(socket, 'domain.lifecycle', started(101, 'b'));
    await until(() => second.length === 2);
    await two.close();
    await two.close();
    expect(first).toEqual(['a']);
    expect(second).toEqual(['a', 'b']);
    const given = daemon.calls.filter((call) => call.name === 'connectDomainEventCallbackDeregisterAny');
    expect(given.map((call) => call.args)).toEqual([{ callbackId: 101 }]);
  });

  it('go on after the daemon was lost, under its new numbers', async () => {
    const opened = await open();
    const heard: string[] = [];
    await opened.subscribe('domain.lifecycle', (event) => heard.push(event.dom.name));
    const restored = once(opened, 'restored');
    daemon.dropAll();
    await restored;
    expect(registered).toHaveLength(2);
    const socket = (registered[1] as FakeCall).socket;
    daemon.sendEvent(socket, 'domain.lifecycle', started(101, 'by its old number'));
    daemon.sendEvent(socket, 'domain.lifecycle', started(102, 'by its new number'));
    await until(() => heard.length > 0);
    expect(heard).toEqual(['by its new number']);
  });

  it('of an object that is gone when the daemon comes back do not keep the connection down', async () => {
    const opened = await open();
    const heard: string[] = [];
    const gone = await opened.subscribe('domain.lifecycle', () => {}, { of: dom });
    await opened.subscribe('domain.lifecycle', (event) => heard.push(event.dom.name));
    daemon.on('connectDomainEventCallbackRegisterAny', (call) => {
      if ((call.args as { dom: unknown }).dom) return call.refuse(42, 'no domain with matching uuid');
      registered.push(call);
      call.reply({ callbackId: 200 });
    });
    const restored = once(opened, 'restored');
    daemon.dropAll();
    await restored;
    daemon.sendEvent((registered.at(-1) as FakeCall).socket, 'domain.lifecycle', started(200, 'still heard'));
    await expect.poll(() => heard).toEqual(['still heard']);
    await gone.close();
  });

  it('come as an iterator that ends with its signal', async () => {
    const opened = await open();
    const controller = new AbortController();
    const events = await opened.events('domain.lifecycle', { signal: controller.signal });
    const socket = (registered[0] as FakeCall).socket;
    for (const name of ['a', 'b']) daemon.sendEvent(socket, 'domain.lifecycle', started(101, name));
    const heard: string[] = [];
    for await (const event of events) {
      heard.push(event.dom.name);
      if (heard.length === 2) controller.abort();
    }
    expect(heard).toEqual(['a', 'b']);
    await until(() => daemon.calls.at(-1)?.name === 'connectDomainEventCallbackDeregisterAny');
  });

  it('that nobody takes are bounded, and the iterator says that some were lost', async () => {
    const opened = await open();
    const events = await opened.events('domain.lifecycle', { waitingMax: 2 });
    const socket = (registered[0] as FakeCall).socket;
    for (const name of ['a', 'b', 'c']) daemon.sendEvent(socket, 'domain.lifecycle', started(101, name));
    await opened.hostname();
    const heard: string[] = [];
    await expect(async () => {
      for await (const event of events) heard.push(event.dom.name);
    }).rejects.toMatchObject({ code: 'EVENT_OVERFLOW' });
    expect(heard).toEqual(['a', 'b']);
  });

  it('that the daemon refuses to register are an error of the subscription', async () => {
    daemon.on('connectDomainEventCallbackRegisterAny', (call) => call.refuse(3, 'not supported'));
    const opened = await open();
    await expect(opened.subscribe('domain.reboot', () => {})).rejects.toMatchObject({ code: 'NO_SUPPORT' });
  });
});
