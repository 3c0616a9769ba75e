import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { answering, BusError, defineEvent, defineMethod } from '../../../real/bus/index.ts';
import type { Bus, BusHandler, MessageContext } from '../../../real/bus/index.ts';

/** A place where buses meet: a broker, or this process. */
export interface Meeting {
  /** Another end; in one process it may be the same one. */
  connect(): Promise<Bus>;
  end(): Promise<void>;
}

export const context: MessageContext = {
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  requestId: 'req-00000000-0000-4000-8000-000000000001',
};

export const add = defineMethod({
  name: 'add',
  version: 2,
  args: z.object({ left: z.number(), right: z.number() }),
  result: z.number(),
});
const echo = defineMethod({ name: 'echo', version: 1, args: z.json(), result: z.json() });
const note = defineMethod({ name: 'note', version: 1, args: z.string(), result: z.null() });
const changed = defineEvent({ name: 'changed', version: 1, body: z.object({ what: z.string() }) });

class DriverError extends Error {
  readonly code = 'no-space';
  readonly step = 'image';
}

/** What every `Bus` keeps. */
export function busContract(meet: () => Promise<Meeting>): void {
  let meeting: Meeting;
  let client: Bus;
  let server: Bus;
  // A topic of its own for each test: topics outlive connections.
  let topic: string;
  let count = 0;

  beforeEach(async () => {
    topic = `topic-${(count += 1)}`;
    meeting = await meet();
    client = await meeting.connect();
    server = await meeting.connect();
  });
  afterEach(() => meeting.end());

  const adding = answering(add, async ({ left, right }) => left + right);
  const serve = (...handlers: BusHandler<never>[]): Promise<() => Promise<void>> => server.serve(topic, handlers);
  const failureOf = async (work: Promise<unknown>): Promise<BusError> => {
    const error = await work.then(() => undefined).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BusError);
    return error as BusError;
  };

  it('brings the answer of a handler, and the context to it', async () => {
    const contexts: MessageContext[] = [];
    await serve(
      answering(add, async ({ left, right }, from) => {
        contexts.push(from);
        return left + right;
      }),
    );
    expect(await client.call(topic, add, { left: 2, right: 3 }, context)).toBe(5);
    expect(contexts).toEqual([context]);
  });

  it('carries any JSON there and back, as JSON', async () => {
    await serve(answering(echo, async (value) => value));
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const there = JSON.parse(JSON.stringify(value)) as z.core.util.JSONType;
        expect(await client.call(topic, echo, value as never, context)).toEqual(there);
      }),
      { numRuns: 50 },
    );
  });

  it('shares nothing between the sender and the handler', async () => {
    const seen: unknown[] = [];
    const kept = { inner: [1] };
    await serve(
      answering(echo, async (value) => {
        seen.push(value);
        return kept;
      }),
    );
    const sent = { inner: ['sent'] };
    const waiting = client.call(topic, echo, sent, context);
    sent.inner.push('afterwards');
    const answer = (await waiting) as { inner: number[] };
    answer.inner.push(2);
    expect(seen).toEqual([{ inner: ['sent'] }]);
    expect(kept).toEqual({ inner: [1] });
  });

  it('tells what a handler threw by its code, step and message', async () => {
    await serve(
      answering(add, async () => {
        throw new DriverError('the disk is full');
      }),
      answering(note, async () => {
        throw new TypeError('undefined is not a function');
      }),
    );
    expect(await failureOf(client.call(topic, add, { left: 1, right: 1 }, context))).toMatchObject({
      code: 'no-space',
      step: 'image',
      message: 'the disk is full',
    });
    expect(await failureOf(client.call(topic, note, 'x', context))).toMatchObject({
      code: 'internal',
      step: null,
      message: 'undefined is not a function',
    });
  });

  it('refuses arguments and results that are not what the schema says', async () => {
    await serve(
      answering({ ...add, args: z.object({ left: z.number(), right: z.number().max(9) }) }, async () => 1),
      answering({ ...echo, result: z.unknown() }, async () => 'a text'),
    );
    const refused = await failureOf(client.call(topic, add, { left: 1, right: 10 }, context));
    expect(refused.code).toBe('malformed');
    expect(refused.message).toMatch(/^arguments of add: right: /);
    const result = await failureOf(client.call(topic, { ...echo, result: z.number() }, 1, context));
    expect(result.code).toBe('malformed');
    expect(result.message).toMatch(/^result of echo: /);
  });

  it('refuses a method that the server does not have, and a newer version, and takes an older one', async () => {
    await serve(adding);
    expect(await failureOf(client.call(topic, note, 'x', context))).toMatchObject({
      code: 'unknown-method',
      message: expect.stringContaining('has no method note; it has add') as string,
    });
    expect(await failureOf(client.call(topic, { ...add, version: 3 }, { left: 1, right: 1 }, context))).toMatchObject({
      code: 'newer-version',
      message: expect.stringContaining('came in version 3; this server knows it up to 2') as string,
    });
    expect(await client.call(topic, { ...add, version: 1 }, { left: 1, right: 1 }, context)).toBe(2);
  });

  it('keeps messages until there is a server', async () => {
    const notes: string[] = [];
    await client.cast(topic, note, 'early', context);
    const sum = client.call(topic, add, { left: 1, right: 2 }, context);
    await sleep(20);
    await serve(
      adding,
      answering(note, async (text) => {
        notes.push(text);
        return null;
      }),
    );
    expect(await sum).toBe(3);
    await expect.poll(() => notes).toEqual(['early']);
  });

  it('ends a call that nobody answers in time, and does not hand it out afterwards', async () => {
    const waiting = client.call(topic, add, { left: 1, right: 2 }, context, { timeoutMs: 30 });
    expect(await failureOf(waiting)).toMatchObject({
      code: 'timed-out',
      message: expect.stringContaining(`add of the topic ${topic} had no answer within 30 ms`) as string,
    });
    // A broker counts from when the message came to it.
    await sleep(100);
    const sums: number[] = [];
    await serve(
      answering(add, async ({ left, right }) => {
        sums.push(left + right);
        return left + right;
      }),
    );
    await client.call(topic, add, { left: 5, right: 5 }, context);
    expect(sums).toEqual([10]);
  });

  it('takes no answer that comes too late for another', async () => {
    await serve(
      answering(add, async ({ left, right }) => {
        await sleep(left);
        return right;
      }),
    );
    const late = failureOf(client.call(topic, add, { left: 80, right: 1 }, context, { timeoutMs: 30 }));
    expect((await late).code).toBe('timed-out');
    expect(await client.call(topic, add, { left: 100, right: 2 }, context)).toBe(2);
  });

  it('shares the messages of a topic among its servers by turns', async () => {
    const third = await meeting.connect();
    const taken = [0, 0];
    const counting = (at: number): BusHandler<never>[] => [
      answering(note, async () => {
        taken[at]! += 1;
        return null;
      }),
    ];
    await server.serve(topic, counting(0));
    await third.serve(topic, counting(1));
    for (let i = 0; i < 10; i += 1) await client.call(topic, note, 'x', context);
    expect(taken).toEqual([5, 5]);
  });

  it('lets the handlers of a server run at the same time', async () => {
    let inside = 0;
    let most = 0;
    await serve(
      answering(note, async () => {
        most = Math.max(most, (inside += 1));
        await sleep(20);
        inside -= 1;
        return null;
      }),
    );
    await Promise.all([1, 2, 3, 4].map(() => client.call(topic, note, 'x', context)));
    expect(most).toBe(4);
  });

  it('ends serving after what is under way, and leaves the rest to others', async () => {
    const ended: string[] = [];
    const stop = await serve(
      answering(note, async (text) => {
        await sleep(40);
        ended.push(text);
        return null;
      }),
    );
    const first = client.call(topic, note, 'first', context);
    await sleep(20);
    const stopping = stop();
    await stopping;
    expect(ended).toEqual(['first']);
    await first;
    await client.cast(topic, note, 'second', context);
    await sleep(20);
    expect(ended).toEqual(['first']);
    await serve(
      answering(note, async (text) => {
        ended.push(`${text} by another`);
        return null;
      }),
    );
    await expect.poll(() => ended).toEqual(['first', 'second by another']);
  });

  it('goes on after a cast whose handler threw or was refused', async () => {
    const notes: string[] = [];
    await serve(
      answering(note, async (text) => {
        if (text === 'bad') throw new Error('not today');
        notes.push(text);
        return null;
      }),
    );
    await client.cast(topic, note, 'bad', context);
    await client.cast(topic, add, { left: 1, right: 1 }, context);
    await client.cast(topic, note, 'good', context);
    await expect.poll(() => notes).toEqual(['good']);
  });

  it('tells an event to all who listen, each its own, until they end', async () => {
    const heard: string[] = [];
    const third = await meeting.connect();
    const stop = await server.subscribe(changed, (body, from) => {
      heard.push(`server ${body.what} ${from.requestId}`);
      body.what = 'spoiled';
    });
    await third.subscribe(changed, async (body) => {
      heard.push(`third ${body.what}`);
    });
    await client.publish(changed, { what: 'one' }, context);
    await expect.poll(() => heard.toSorted()).toEqual([`server one ${context.requestId}`, 'third one']);
    await stop();
    await client.publish(changed, { what: 'two' }, context);
    await expect.poll(() => heard.length).toBe(3);
    expect(heard.at(-1)).toBe('third two');
  });

  it('lets no listener disturb another: by throwing, or by not knowing a newer version', async () => {
    const heard: string[] = [];
    await server.subscribe(changed, () => {
      throw new Error('I do not want to hear it');
    });
    await server.subscribe(changed, (body) => void heard.push(body.what));
    await client.publish({ ...changed, version: 2 }, { what: 'newer' }, context);
    await client.publish(changed, { what: 'known' }, context);
    await expect.poll(() => heard).toEqual(['known']);
  });

  it('ends with close what waits for it, and takes nothing more', async () => {
    const waiting = failureOf(client.call(topic, add, { left: 1, right: 2 }, context));
    await sleep(20);
    await client.close();
    expect((await waiting).code).toBe('closed');
    expect((await failureOf(client.call(topic, add, { left: 1, right: 2 }, context))).code).toBe('closed');
    expect((await failureOf(client.cast(topic, note, 'x', context))).code).toBe('closed');
    expect((await failureOf(client.publish(changed, { what: 'x' }, context))).code).toBe('closed');
    expect((await failureOf(client.serve(topic, [adding]))).code).toBe('closed');
    await client.close();
  });
}
