import { Agent, request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchCloud } from './cloud-process.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked into member by member
  readonly body: any;
}

/** A client of a cloud's services over raw HTTP, as its admin. */
export class CloudClient {
  readonly #cloud: Pick<BenchCloud, 'urls' | 'password'>;
  readonly #agent = new Agent({ keepAlive: true });
  #token = '';

  constructor(cloud: Pick<BenchCloud, 'urls' | 'password'>) {
    this.#cloud = cloud;
  }

  /** A new token, which later calls take. */
  async logIn(): Promise<string> {
    const domain = { id: 'default' };
    const user = { name: 'admin', domain, password: this.#cloud.password };
    const scope = { project: { name: 'admin', domain } };
    const auth = { identity: { methods: ['password'], password: { user } }, scope };
    const { headers } = await this.call('identity', 'POST', '/auth/tokens', { auth });
    this.#token = String(headers['x-subject-token']);
    return this.#token;
  }

  /** @throws Error for any status but 2xx and 300 */
  async call(service: string, method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await this.ask(service, method, path, body);
    if (answer.status <= 300) return answer;
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`);
  }

  ask(service: string, method: string, path: string, body?: unknown): Promise<Answer> {
    const url = `${this.#cloud.urls[service]}${path}`;
    const headers = {
      'content-type': 'application/json',
      'x-auth-token': this.#token,
      'x-subject-token': this.#token,
      'openstack-api-version': service === 'placement' ? 'placement 1.39' : 'compute 2.79',
    };
    return new Promise((resolve, reject) => {
      const asked = request(url, { method, agent: this.#agent, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const read: unknown = text.startsWith('{') ? JSON.parse(text) : text;
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: read });
        });
      });
      asked.on('error', reject);
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** Waits until nothing is done to the server any more; its status then. */
  async settled(id: string, pollMs: number): Promise<string> {
    for (;;) {
      const { server } = (await this.call('compute', 'GET', `/servers/${id}`)).body;
      if (server.status !== 'BUILD' && server['OS-EXT-STS:task_state'] === null) return server.status;
      await sleep(pollMs);
    }
  }

  async gone(id: string, pollMs: number): Promise<void> {
    while ((await this.ask('compute', 'GET', `/servers/${id}`)).status !== 404) await sleep(pollMs);
  }

  close(): void {
    this.#agent.destroy();
  }
}
