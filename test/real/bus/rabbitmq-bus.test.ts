import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from 'rabbitmq-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { answering, BusError, defineEvent, defineMethod, RabbitMqBus } from '../../../real/bus/index.ts';
import { bundleProgram } from '../../bundle-program.ts';
import { add, busContract, context } from './bus-contract.ts';
import { RabbitMqBroker, withoutRabbitMq } from './rabbitmq-broker.ts';

const skip = withoutRabbitMq === undefined ? '' : ` (skipped: ${withoutRabbitMq})`;

describe.skipIf(withoutRabbitMq)(`the bus over RabbitMQ${skip}`, () => {
  let broker: RabbitMqBroker;
  beforeAll(async () => {
    broker = await RabbitMqBroker.start();
  });
  afterAll(() => broker?.end());

  describe('keeps what every bus keeps:', () => {
    busContract(async () => {
      const prefix = `contract-${randomUUID()}`;
      const buses: RabbitMqBus[] = [];
      return {
        connect: async () => {
          const bus = await RabbitMqBus.connect({ url: broker.url, prefix });
          buses.push(bus);
          return bus;
        },
        end: async () => {
          await Promise.all(buses.map((bus) => bus.close()));
        },
      };
    });
  });

  describe('and more:', () => {
    const note = defineMethod({ name: 'note', version: 1, args: z.number(), result: z.null() });
    let prefix: string;
    let buses: RabbitMqBus[];
    let raw: Connection;

    beforeEach(() => {
      prefix = `more-${randomUUID()}`;
      buses = [];
      raw = new Connection({ url: broker.url });
      raw.on('error', () => undefined);
    });
    afterEach(async () => {
      await Promise.all(buses.map((bus) => bus.close()));
      raw.unsafeDestroy();
    });

    const connect = async (): Promise<RabbitMqBus> => {
      // A broker takes its time to start on a busy machine.
      const bus = await RabbitMqBus.connect({ url: broker.url, prefix, confirmTimeoutMs: 150_000 });
      buses.push(bus);
      return bus;
    };

    it('hands a cast whose server ended with its bus to another', async () => {
      const [client, dying, living] = [await connect(), await connect(), await connect()];
      const begun: string[] = [];
      await dying.serve('conductor', [
        answering(note, async () => {
          begun.push('dying');
          // It never gets its answer: its bus is closed meanwhile.
          await dying.call('nobody', add, { left: 1, right: 1 }, context);
          return null;
        }),
      ]);
      await client.cast('conductor', note, 7, context);
      await expect.poll(() => begun).toEqual(['dying']);
      await living.serve('conductor', [
        answering(note, async (value) => {
          begun.push(`living ${value}`);
          return null;
        }),
      ]);
      await dying.close();
      await expect.poll(() => begun).toEqual(['dying', 'living 7']);
    });

    it('hands the casts of a server that was killed to another', async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'astrolabe-bus-'));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const program = path.join(folder, 'serve.mjs');
      await bundleProgram(new URL('./serve-until-killed.ts', import.meta.url), program);
      const child = spawn(process.execPath, [program, broker.url, prefix], { stdio: ['ignore', 'pipe', 'inherit'] });
      onTestFinished(() => void child.kill('SIGKILL'));
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
      const client = await connect();
      for (const value of [1, 2, 3]) await client.cast('conductor', note, value, context);
      await expect.poll(() => said).toContain('begun 3');
      const notes: number[] = [];
      child.kill('SIGKILL');
      await client.serve('conductor', [
        answering(note, async (value) => {
          notes.push(value);
          return null;
        }),
      ]);
      await expect.poll(() => notes.toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
    });

    it('sets refused casts aside, with the reason', async () => {
      const [client, server] = [await connect(), await connect()];
      await server.serve('conductor', [answering(note, async () => null)]);
      await client.cast('conductor', { ...note, version: 2 }, 1, context);
      await client.cast('conductor', { ...note, name: 'later' }, 2, context);
      await client.cast('conductor', { ...note, args: z.any() }, 'three', context);
      const others = raw.createPublisher({ confirm: true });
      for (const text of ['not of ours', 'nor this']) await others.send({ routingKey: `${prefix}.conductor` }, text);
      const aside: unknown[] = [];
      raw.createConsumer(
        { queue: `${prefix}.conductor.refused`, queueOptions: { durable: true } },
        ({ type, body, headers }) => {
          aside.push([type, String(body), headers?.['x-refused-code']]);
        },
      );
      await expect
        .poll(() => aside.toSorted((a, b) => String(a).localeCompare(String(b))), { timeout: 10_000 })
        .toEqual(
          [
            ['later', '2', 'unknown-method'],
            ['note', '"three"', 'malformed'],
            ['note', '1', 'newer-version'],
            [undefined, 'not of ours', 'malformed'],
            [undefined, 'nor this', 'malformed'],
          ].toSorted((a, b) => String(a).localeCompare(String(b))),
        );
      expect(await client.call('conductor', note, 4, context)).toBeNull();
    });

    it('makes a queue again that somebody deleted', async () => {
      const [client, server] = [await connect(), await connect()];
      await client.cast('conductor', note, 1, context);
      await raw.queueDelete({ queue: `${prefix}.conductor` });
      await client.cast('conductor', note, 2, context);
      const notes: number[] = [];
      await server.serve('conductor', [
        answering(note, async (value) => {
          notes.push(value);
          return null;
        }),
      ]);
      await expect.poll(() => notes).toEqual([2]);
    });

    it('says why a broker cannot be used, without the password', async () => {
      const refusal = async (url: string): Promise<BusError> => {
        const error = await RabbitMqBus.connect({ url, connectTimeoutMs: 700 }).catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(BusError);
        return error as BusError;
      };
      const away = await refusal('amqp://guest:secret@127.0.0.1:1');
      expect(away.message).toMatch(/^the message broker at amqp:\/\/127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED/);
      const wrong = await refusal(broker.url.replace('guest:guest', 'guest:secret'));
      expect(wrong.message).toMatch(/ACCESS.REFUSED/i);
      expect(`${away.message}${wrong.message}`).not.toContain('secret');
    });

    it(
      'loses no cast when the broker is killed under load, and goes on with calls and events',
      { timeout: 240_000 },
      async () => {
        const seen = new Map<number, number>();
        const [client, server] = [await connect(), await connect()];
        const happened = defineEvent({ name: 'happened', version: 1, body: z.number() });
        const heard: number[] = [];
        await server.subscribe(happened, (value) => void heard.push(value));
        await server.serve('conductor', [
          answering(note, async (value) => {
            await sleep(Math.random() * 20);
            seen.set(value, (seen.get(value) ?? 0) + 1);
            return null;
          }),
          answering(add, async ({ left, right }) => {
            await sleep(Math.random() * 50);
            return left + right;
          }),
        ]);
        let sent = 0;
        const load = { isOver: false };
        const kept: number[] = [];
        const answers = { right: 0, failed: [] as string[] };
        const sender = async (): Promise<void> => {
          while (!load.isOver) {
            const value = (sent += 1);
            await client.cast('conductor', note, value, context);
            kept.push(value);
          }
        };
        const caller = async (): Promise<void> => {
          while (!load.isOver) {
            const value = (sent += 1);
            try {
              const sum = await client.call('conductor', add, { left: value, right: 1 }, context, {
                timeoutMs: 45_000,
              });
              expect(sum).toBe(value + 1);
              answers.right += 1;
            } catch (error) {
              answers.failed.push((error as BusError).code);
            }
          }
        };
        const work = [...Array.from({ length: 10 }, sender), ...Array.from({ length: 5 }, caller)];
        for (let round = 0; round < Number(process.env['BROKER_KILLS'] ?? 2); round += 1) {
          await sleep(300 + Math.random() * 700);
          await broker.kill();
          await broker.start();
        }
        await sleep(500);
        load.isOver = true;
        await Promise.all(work);
        await expect.poll(() => kept.filter((value) => !seen.has(value)), { timeout: 30_000 }).toEqual([]);
        expect(kept.length).toBeGreaterThan(100);
        // In one process nothing is handled twice either: what comes again is known.
        expect([...seen.values()].filter((times) => times > 1)).toEqual([]);
        expect(answers.right).toBeGreaterThan(20);
        expect(new Set(answers.failed)).toEqual(answers.failed.length > 0 ? new Set(['timed-out']) : new Set());
        await client.publish(happened, 1, context);
        await expect.poll(() => heard).toEqual([1]);
      },
    );
  });
});
