import { CloudClient } from './cloud-client.ts';
import { startCloud } from './cloud-process.ts';
import type { BenchCloud } from './cloud-process.ts';

export interface CloudBenchmarkOptions {
  /** How often each thing is done. */
  readonly repeats: number;
  readonly hosts: number;
  /** How many servers are there when lists are measured. */
  readonly servers: number;
  readonly clients: number;
}

/** Milliseconds of one kind of request, and what a cloud's process spent on each. */
export interface CloudFigure {
  readonly name: string;
  readonly count: number;
  readonly medianMs: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly cpuMs: number;
  /** Where several clients worked at a time. */
  readonly perSecond?: number;
}

export interface CloudBenchmark {
  readonly startMs: number;
  readonly figures: readonly CloudFigure[];
  /** With the most servers that were there. */
  readonly memoryMib: { readonly rss: number; readonly pss: number };
}

/** Between two looks at a server: the times have this error, and looks are work for the cloud. */
const pollMs = { alone: 2, together: 25 } as const;

/** Measures a whole cloud with hosts in memory over its public API, as any client sees it. */
export async function benchmarkCloud(
  options: CloudBenchmarkOptions,
  say: (line: string) => void = () => undefined,
): Promise<CloudBenchmark> {
  const cloud = await startCloud(['--driver', 'fake', '--hosts', String(options.hosts)]);
  try {
    const bench = await CloudBench.prepare(cloud, options, say);
    await bench.measure();
    return { startMs: cloud.startMs, figures: bench.figures, memoryMib: cloud.memoryMib() };
  } finally {
    await cloud.stop();
  }
}

class CloudBench {
  readonly figures: CloudFigure[] = [];
  readonly #cloud: BenchCloud;
  readonly #options: CloudBenchmarkOptions;
  readonly #say: (line: string) => void;
  readonly #client: CloudClient;
  #image = '';
  #network = '';
  #made: string[] = [];

  private constructor(cloud: BenchCloud, options: CloudBenchmarkOptions, say: (line: string) => void) {
    this.#cloud = cloud;
    this.#options = options;
    this.#say = say;
    this.#client = new CloudClient(cloud);
  }

  static async prepare(cloud: BenchCloud, options: CloudBenchmarkOptions, say: (line: string) => void) {
    const bench = new CloudBench(cloud, options, say);
    const client = bench.#client;
    await client.logIn();
    const { projects } = (await client.call('identity', 'GET', '/projects?name=admin')).body;
    const quotas = { instances: -1, cores: -1, ram: -1 };
    await client.call('compute', 'PUT', `/os-quota-sets/${projects[0].id}`, { quota_set: quotas });
    await client.call('network', 'PUT', `/v2.0/quotas/${projects[0].id}`, { quota: { port: -1 } });
    bench.#image = (await client.call('image', 'GET', '/v2/images')).body.images[0].id;
    bench.#network = (await client.call('network', 'GET', '/v2.0/networks?name=default')).body.networks[0].id;
    return bench;
  }

  async measure(): Promise<void> {
    const { repeats, clients, servers } = this.#options;
    const client = this.#client;
    const list = (path: string) => () => client.call('compute', 'GET', path);
    await this.#time('token', repeats, () => client.logIn());
    await this.#time('validation of a token', repeats * 5, () => client.call('identity', 'GET', '/auth/tokens'));
    await this.#create('POST to ACTIVE, no network', repeats, 'none');
    await this.#create('POST to ACTIVE, with a port', repeats, this.#network);
    await this.#atOnce(`POST to ACTIVE, with a port, ${clients} clients`, repeats * clients, (each) =>
      this.#serverOf(each, this.#network),
    );
    await this.#clear();
    await this.#atOnce(`filling up to ${servers} servers`, servers, (each) => this.#serverOf(each, this.#network));
    await this.#time(`GET /servers/detail of ${servers}`, repeats, list(`/servers/detail?limit=${servers}`));
    await this.#time(`GET /servers of ${servers}`, repeats, list(`/servers?limit=${servers}`));
    await this.#create(`POST to ACTIVE, with a port, among ${servers}`, repeats, this.#network);
    await this.#clear();
  }

  async #create(name: string, count: number, network: string): Promise<void> {
    await this.#time(name, count, () => this.#serverOf(this.#client, network));
  }

  async #serverOf(client: CloudClient, network: string): Promise<void> {
    const networks = network === 'none' ? 'none' : [{ uuid: network }];
    const server = { name: 'bench', imageRef: this.#image, flavorRef: '42', networks };
    const { id } = (await client.call('compute', 'POST', '/servers', { server })).body.server;
    this.#made.push(id);
    const status = await client.settled(id, pollMs[client === this.#client ? 'alone' : 'together']);
    if (status !== 'ACTIVE') throw new Error(`a server became ${status}`);
  }

  async #clear(): Promise<void> {
    const ids = this.#made;
    this.#made = [];
    await this.#atOnce('DELETE until it is gone', ids.length, async (client) => {
      const id = ids.pop()!;
      await client.call('compute', 'DELETE', `/servers/${id}`);
      await client.gone(id, pollMs.together);
    });
  }

  /** One after the other. */
  async #time(name: string, count: number, work: () => Promise<unknown>): Promise<void> {
    await work();
    const cpuBefore = this.#cloud.cpuMs();
    const times: number[] = [];
    for (let turn = 0; turn < count; turn += 1) times.push(await timed(work));
    this.#note(name, times, this.#cloud.cpuMs() - cpuBefore);
  }

  /** Several clients, each with a connection of its own. */
  async #atOnce(name: string, count: number, work: (client: CloudClient) => Promise<void>): Promise<void> {
    const times: number[] = [];
    let left = count;
    const cpuBefore = this.#cloud.cpuMs();
    const begun = performance.now();
    const one = async (): Promise<void> => {
      const client = new CloudClient(this.#cloud);
      await client.logIn();
      while (left-- > 0) times.push(await timed(() => work(client)));
      client.close();
    };
    await Promise.all(Array.from({ length: this.#options.clients }, one));
    const seconds = (performance.now() - begun) / 1000;
    this.#note(name, times, this.#cloud.cpuMs() - cpuBefore, count / seconds);
  }

  #note(name: string, times: readonly number[], cpuMs: number, perSecond?: number): void {
    const sorted = [...times].sort((a, b) => a - b);
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
    const figure = {
      name,
      count: times.length,
      medianMs: at(0.5),
      p90Ms: at(0.9),
      p99Ms: at(0.99),
      cpuMs: cpuMs / times.length,
      ...(perSecond !== undefined && { perSecond }),
    };
    this.figures.push(figure);
    this.#say(figureText(figure));
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function figureText({ name, count, medianMs, p90Ms, p99Ms, cpuMs, perSecond }: CloudFigure): string {
  const [median, p90, p99, cpu] = [medianMs, p90Ms, p99Ms, cpuMs].map((ms) => ms.toFixed(1).padStart(7));
  const rate = perSecond === undefined ? '' : `  ${perSecond.toFixed(0)}/s`;
  return `${name.padEnd(46)} n=${String(count).padEnd(5)} median${median}  p90${p90}  p99${p99}  CPU${cpu} ms${rate}`;
}
