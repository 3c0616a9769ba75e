import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answering, defineEvent, defineMethod, InProcessBus } from '../../../real/bus/index.ts';
import type { Bus, MessageContext } from '../../../real/bus/index.ts';
import { createApi } from '../../../real/http/create-api.ts';
import { route } from '../../../real/http/api-route.ts';
import type { ApiRoute } from '../../../real/http/api-route.ts';
import { HttpService } from '../../../real/http/http-service.ts';
import { PolicyEngine } from '../../../real/policy/policy-engine.ts';
import {
  annotate,
  collectSpans,
  consecutiveSteps,
  currentContext,
  SpanStore,
  step,
  tracedBus,
  tracedRequests,
  Tracing,
} from '../../../real/trace/index.ts';
import type { SpanRecord } from '../../../real/trace/index.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${traceId}-b7ad6b7169203331-01`;
const context: MessageContext = { traceparent, requestId: 'req-00000000-0000-4000-8000-000000000001' };
const server = '7b1f0c52-8ed4-4bb5-9a77-1c9e0f2c1d11';

const build = defineMethod({
  name: 'build',
  version: 1,
  args: z.object({ uuids: z.array(z.string()) }),
  result: z.null(),
});
const spawn = defineMethod({ name: 'spawn', version: 1, args: z.object({ uuid: z.string() }), result: z.string() });
const happened = defineEvent({ name: 'happened', version: 1, body: z.object({ uuid: z.string() }) });

let tracing: Tracing;
let bus: Bus;

beforeEach(async () => {
  tracing = await Tracing.open({ file: ':memory:' });
  bus = tracedBus(new InProcessBus(), tracing);
});
afterEach(async () => {
  await bus.close();
  await tracing.close();
});

async function spansOf(trace = traceId): Promise<SpanRecord[]> {
  await tracing.flush();
  return tracing.store.ofTrace(trace);
}

/** `service name` of each span, below that of its parent. */
function tree(spans: readonly SpanRecord[], parent?: string): unknown[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  return spans
    .filter(({ parentSpanId }) => (parent === undefined ? !known.has(parentSpanId ?? '') : parentSpanId === parent))
    .map((span) => {
      const below = tree(spans, span.spanId);
      const label = `${span.service} ${span.name}`;
      return below.length > 0 ? [label, below] : label;
    });
}

describe('spans of messages', () => {
  it('follow a request through services, hosts and steps, without any handler passing something on', async () => {
    await bus.serve('compute.host-1', [
      answering(spawn, async ({ uuid }) => {
        await step('image', () => sleep(1));
        const steps = consecutiveSteps();
        steps.next('define');
        await sleep(1);
        steps.next('start');
        steps.end();
        return uuid;
      }),
    ]);
    await bus.serve('conductor', [
      answering(build, async ({ uuids }) => {
        await Promise.all(uuids.map((uuid) => bus.call('compute.host-1', spawn, { uuid }, currentContext())));
        return null;
      }),
    ]);
    await bus.call('conductor', build, { uuids: [server] }, context);
    const spans = await spansOf();
    expect(tree(spans)).toEqual([
      ['conductor build', [['compute spawn', ['compute image', 'compute define', 'compute start']]]],
    ]);
    const spawned = spans.find(({ service, name }) => service === 'compute' && name === 'spawn')!;
    expect(spawned.attributes).toEqual({
      'messaging.operation': 'spawn',
      'messaging.destination': 'compute.host-1',
      'server.uuid': server,
      host: 'host-1',
    });
    expect(spans[0]).toMatchObject({ traceId, parentSpanId: 'b7ad6b7169203331', kind: 'consumer', status: 'ok' });
    for (const { startUs, endUs } of spans) {
      expect(Math.abs(startUs / 1000 - Date.now())).toBeLessThan(60_000);
      expect(endUs).toBeGreaterThanOrEqual(startUs);
    }
    expect(await tracing.store.tracesOfServer(server)).toEqual([traceId]);
  });

  it('tell of failures of handlers', async () => {
    await bus.serve('compute.host-1', [
      answering(spawn, async () => {
        throw new Error('no KVM here');
      }),
    ]);
    await expect(bus.call('compute.host-1', spawn, { uuid: server }, context)).rejects.toThrow('no KVM here');
    expect(await spansOf()).toMatchObject([
      { name: 'spawn', service: 'compute', status: 'error', message: 'no KVM here' },
    ]);
  });

  it('tell of messages that no handler answers, or can', async () => {
    await expect(bus.call('nobody', spawn, { uuid: server }, context, { timeoutMs: 5 })).rejects.toThrow('no answer');
    await bus.serve('compute.host-1', []);
    await expect(bus.call('compute.host-1', spawn, { uuid: server }, context)).rejects.toThrow('no method spawn');
    const spans = await spansOf();
    expect(spans.map(({ service, name, kind, status }) => [service, name, kind, status])).toEqual([
      ['elsewhere', 'call spawn', 'client', 'error'],
      ['elsewhere', 'call spawn', 'client', 'error'],
    ]);
    expect(spans[0]!.endUs - spans[0]!.startUs).toBeGreaterThan(3000);
    expect(spans[0]).toMatchObject({ message: expect.stringContaining('within 5 ms') as string });
    expect(spans[1]!.attributes).toMatchObject({ 'server.uuid': server, 'messaging.destination': 'compute.host-1' });
  });

  it('leave small talk out, but not what comes of it, nor its failures', async () => {
    const changed = defineMethod({ ...spawn, name: 'instance_changed', result: z.null() });
    await bus.serve('compute.host-1', [answering(spawn, async ({ uuid }) => uuid)]);
    await bus.serve('conductor', [
      answering(changed, async ({ uuid }) => {
        if (uuid !== server) throw new Error('unknown server');
        await bus.call('compute.host-1', spawn, { uuid }, currentContext());
        return null;
      }),
    ]);
    await bus.call('conductor', changed, { uuid: server }, context);
    await expect(bus.call('conductor', changed, { uuid: 'other' }, context)).rejects.toThrow('unknown server');
    expect(await spansOf()).toMatchObject([
      { name: 'spawn', parentSpanId: 'b7ad6b7169203331' },
      { name: 'instance_changed', status: 'error', parentSpanId: 'b7ad6b7169203331' },
    ]);
  });

  it('do not mix requests that are under way at the same time', async () => {
    const ids: string[] = [];
    await bus.serve('conductor', [
      answering(build, async ({ uuids }) => {
        await sleep(5);
        annotate({ mark: uuids[0]! });
        ids.push(currentContext().requestId);
        return null;
      }),
    ]);
    const contexts = Array.from({ length: 20 }, (_, i) => ({
      traceparent: `00-${String(i + 1).padStart(32, '0')}-b7ad6b7169203331-01`,
      requestId: `req-${i}`,
    }));
    await Promise.all(contexts.map((each, i) => bus.call('conductor', build, { uuids: [String(i)] }, each)));
    expect(ids.toSorted()).toEqual(contexts.map(({ requestId }) => requestId).toSorted());
    for (const [i, each] of contexts.entries()) {
      const spans = await spansOf(each.traceparent.split('-')[1]);
      expect(spans.at(-1)!.attributes['mark']).toBe(String(i));
    }
  });

  it('cover casts and events, and what listeners do', async () => {
    const done: string[] = [];
    await bus.subscribe(happened, async ({ uuid }) => {
      await step('noted', async () => void done.push(uuid));
    });
    await bus.serve('conductor', [
      answering(build, async () => {
        await bus.publish(happened, { uuid: server }, currentContext());
        return null;
      }),
    ]);
    await bus.cast('conductor', build, { uuids: [server] }, context);
    await expect.poll(() => done).toEqual([server]);
    expect(tree(await spansOf())).toEqual([['conductor build', [['listener happened', ['listener noted']]]]]);
  });

  it("begin anew where the sender's traceparent is broken, or hostile", async () => {
    const traces: string[] = [];
    await bus.serve('conductor', [
      answering(build, async () => {
        traces.push(currentContext().traceparent);
        return null;
      }),
    ]);
    const texts = fc.oneof(
      fc.string(),
      fc.constantFrom(
        `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
        `00-${traceId}-${'0'.repeat(16)}-01`,
        `ff-${traceId}-b7ad6b7169203331-01`,
        `00-${traceId}-b7ad6b7169203331-01-more`,
        `00-${traceId.toUpperCase()}-b7ad6b7169203331-01`,
        `01-${traceId}-b7ad6b7169203331-01-${'x'.repeat(10_000)}`,
        "'; DROP TABLE span; --",
      ),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        await bus.call('conductor', build, { uuids: [] }, { traceparent: text, requestId: 'req-x' });
        const own = traces.at(-1)!;
        expect(own).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
        expect(own).not.toContain(traceId);
      }),
    );
  });
});

describe('outside of anything recorded', () => {
  it('steps are just done, and messages begin a trace', async () => {
    expect(await step('alone', async () => 5)).toBe(5);
    annotate({ nothing: 'to annotate' });
    consecutiveSteps().next('alone');
    const [one, two] = [currentContext(), currentContext()];
    expect(one.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(one.requestId).toMatch(/^req-[0-9a-f-]{36}$/);
    expect(one.traceparent).not.toBe(two.traceparent);
  });
});

describe('requests of an API', () => {
  const routes: ApiRoute[] = [
    route({
      method: 'POST',
      path: '/servers/:id/action',
      access: 'open',
      handler: async ({ params }) => {
        annotate({ 'server.uuid': params['id']! });
        await step('work', async () => {});
        return { status: 202, body: currentContext() };
      },
    }),
    route({
      method: 'GET',
      path: '/servers',
      access: 'open',
      handler: () => ({ status: 200, body: currentContext() }),
    }),
    route({
      method: 'POST',
      path: '/broken',
      access: 'open',
      handler: () => {
        throw new Error('a defect');
      },
    }),
  ];
  let service: HttpService;
  let url: string;

  beforeEach(async () => {
    service = new HttpService(
      createApi({
        routes,
        policy: new PolicyEngine({}),
        authenticate: () => undefined,
        renderError: ({ message }) => ({ message }),
        trace: tracedRequests(tracing, 'compute-api'),
      }),
    );
    url = await service.listen(0);
  });
  afterEach(() => service.close());

  const ask = async (method: string, where: string, headers: Record<string, string> = {}) => {
    const response = await fetch(url + where, { method, headers });
    return { headers: response.headers, body: (await response.json()) as MessageContext };
  };

  it('are recorded with their answer, under the request id that the client is told', async () => {
    const { body, headers } = await ask('POST', `/servers/${server}/action`);
    expect(body.requestId).toBe(headers.get('x-openstack-request-id'));
    const spans = await spansOf(body.traceparent.split('-')[1]);
    expect(tree(spans)).toEqual([['compute-api POST /servers/:id/action', ['compute-api work']]]);
    expect(spans[0]!.parentSpanId).toBeNull();
    expect(spans[0]!.attributes).toEqual({
      'http.request.method': 'POST',
      'url.path': `/servers/${server}/action`,
      'openstack.request_id': body.requestId,
      'http.response.status_code': 202,
      'server.uuid': server,
    });
  });

  it("go on with the client's trace, also where the client does not record it", async () => {
    for (const flags of ['01', '00']) {
      const { body } = await ask('POST', `/servers/${server}/action`, {
        traceparent: `00-${traceId}-b7ad6b7169203331-${flags}`,
      });
      expect(body.traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
    }
    expect((await spansOf()).filter(({ parentSpanId }) => parentSpanId === 'b7ad6b7169203331')).toHaveLength(2);
  });

  it('that only read are recorded only when the client says so', async () => {
    const quiet = await ask('GET', '/servers');
    expect(quiet.body.traceparent).toMatch(/-00$/);
    expect(await spansOf(quiet.body.traceparent.split('-')[1])).toEqual([]);
    await ask('GET', '/servers', { traceparent });
    expect(tree(await spansOf())).toEqual(['compute-api GET /servers']);
  });

  it('pass over a broken traceparent', async () => {
    for (const broken of ['', 'x', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`, `00-${traceId}-b7ad6b7169203331`]) {
      const { body } = await ask('POST', `/servers/${server}/action`, { traceparent: broken });
      expect(body.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      expect(body.traceparent).not.toContain(traceId);
    }
  });

  it('show a defect as an error', async () => {
    await ask('POST', '/broken', { traceparent });
    expect(await spansOf()).toMatchObject([{ status: 'error', message: 'answered 500' }]);
  });
});

describe('the store of spans', () => {
  const span = (at: number, more: Partial<SpanRecord> = {}): SpanRecord => ({
    traceId: String(at).padStart(32, '0'),
    spanId: String(at).padStart(16, '0'),
    parentSpanId: null,
    name: 'work',
    service: 'conductor',
    kind: 'internal',
    startUs: 1_800_000_000_000_000 + at,
    endUs: 1_800_000_000_000_010 + at,
    status: 'ok',
    message: null,
    attributes: {},
    ...more,
  });

  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'astrolabe-spans-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives back what it was given, over a restart, whatever texts are in it', async () => {
    const file = path.join(folder, 'spans.sqlite');
    const texts = fc.string({ unit: 'grapheme' });
    let at = 0;
    await fc.assert(
      fc.asyncProperty(
        texts,
        texts,
        fc.dictionary(texts, fc.oneof(texts, fc.integer(), fc.boolean())),
        async (...given) => {
          const [name, message, attributes] = given;
          const record = span((at += 1), { name, message, attributes, status: 'error' });
          const writing = await SpanStore.open(file);
          await writing.add([record]);
          await writing.close();
          const reading = await SpanStore.open(file);
          expect(await reading.ofTrace(record.traceId)).toEqual([record]);
          await reading.close();
        },
      ),
      { numRuns: 25 },
    );
  });

  it('keeps so many, and lets the oldest go with the servers that nothing else is known of', async () => {
    const store = await SpanStore.open(':memory:', { spansMax: 10 });
    for (let at = 1; at <= 25; at += 1) {
      await store.add([span(at, { attributes: { 'server.uuid': [`server-${at}`, 'server-all'] } })]);
    }
    const left = await Promise.all(Array.from({ length: 25 }, (_, i) => store.ofTrace(span(i + 1).traceId)));
    expect(left.map(({ length }) => length)).toEqual([...Array<number>(15).fill(0), ...Array<number>(10).fill(1)]);
    expect(await store.tracesOfServer('server-15')).toEqual([]);
    expect(await store.tracesOfServer('server-16')).toEqual([span(16).traceId]);
    expect(await store.tracesOfServer('server-all')).toHaveLength(10);
    expect(await store.tracesOfServer("' OR 1=1 --")).toEqual([]);
    await store.close();
  });

  it('refuses a file of something else, and leaves it as it was', async () => {
    const file = path.join(folder, 'other.sqlite');
    const { ServiceDatabase } = await import('../../../real/database/index.ts');
    const other = await ServiceDatabase.open(file, { applicationId: 5, migrations: ['CREATE TABLE thing (id TEXT)'] });
    await other.close();
    await expect(SpanStore.open(file)).rejects.toThrow(/holds something else/);
    await (await ServiceDatabase.open(file, { applicationId: 5, migrations: ['x'] })).close();
    const text = path.join(folder, 'text');
    writeFileSync(text, 'no database at all, but long enough to be one: '.repeat(100));
    await expect(SpanStore.open(text)).rejects.toThrow('not a database');
  });
});

describe('a process that keeps no spans', () => {
  it('tells them over the bus to one that does', async () => {
    const plain = new InProcessBus();
    const agent = await Tracing.overBus({ bus: plain });
    const stop = await collectSpans(plain, tracing);
    const traced = tracedBus(plain, agent);
    await traced.serve('compute.host-1', [answering(spawn, async ({ uuid }) => step('start', async () => uuid))]);
    await traced.call('compute.host-1', spawn, { uuid: server }, context);
    await agent.flush();
    await expect.poll(async () => tree(await spansOf())).toEqual([['compute spawn', ['compute start']]]);
    expect(await tracing.store.tracesOfServer(server)).toEqual([traceId]);
    expect(() => agent.store).toThrow(/kept by another/);
    await stop();
    await agent.close();
    await plain.close();
  });
});

describe('export by OTLP', () => {
  it('posts spans as OTLP/JSON, and a collector that is away costs nothing but its copy', async () => {
    const posts: { url: string; type: string | undefined; body: OtlpBody }[] = [];
    const collector = createServer((request, response) => {
      void readAll(request).then((body) => {
        const { url = '', headers } = request;
        posts.push({ url, type: headers['content-type'], body: JSON.parse(body) as OtlpBody });
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    const { port } = collector.address() as AddressInfo;
    const exporting = await Tracing.open({ file: ':memory:', otlpUrl: `http://127.0.0.1:${port}/v1/traces` });
    const traced = tracedBus(new InProcessBus(), exporting);
    await traced.serve('compute.host-1', [answering(spawn, async ({ uuid }) => uuid)]);
    await traced.call('compute.host-1', spawn, { uuid: server }, context);
    await expect(traced.call('nobody', spawn, { uuid: server }, context, { timeoutMs: 1 })).rejects.toThrow(
      'no answer',
    );
    await exporting.flush();
    collector.closeAllConnections();
    await new Promise((resolve) => collector.close(resolve));
    const resources = posts.flatMap(({ body }) => body.resourceSpans);
    const names = resources.flatMap(({ resource, scopeSpans }) => {
      const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue;
      return scopeSpans.flatMap(({ spans }) => spans.map((each) => [service, each.name, each.traceId, each.kind]));
    });
    expect(names.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      ['compute', 'spawn', traceId, 5],
      ['elsewhere', 'call spawn', traceId, 3],
    ]);
    expect(posts.map(({ url, type }) => [url, type])).toEqual([['/v1/traces', 'application/json']]);
    const stored = await exporting.store.ofTrace(traceId);
    expect(stored).toHaveLength(2);
    await traced.call('compute.host-1', spawn, { uuid: server }, context);
    await traced.close();
    await exporting.close();
  });
});

interface OtlpBody {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly { key: string; value: { stringValue?: string } }[] };
    readonly scopeSpans: readonly {
      readonly spans: readonly { readonly name: string; readonly traceId: string; readonly kind: number }[];
    }[];
  }[];
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
