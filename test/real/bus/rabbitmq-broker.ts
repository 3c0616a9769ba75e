import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from 'rabbitmq-client';

/** As Debian installs it; the one on the path is a wrapper that changes to another user. */
const program = '/usr/lib/rabbitmq/bin/rabbitmq-server';

/** Why tests with a broker are skipped; undefined when they run. CI has all that tests need. */
export const withoutRabbitMq =
  existsSync(program) || process.env['CI'] ? undefined : 'RabbitMQ is not installed: apt-get install rabbitmq-server';

/**
 * A broker of its own in a folder, on free ports of the loopback. What it keeps outlives `kill` and `start`; `end` takes
 * all of it away.
 */
export class RabbitMqBroker {
  readonly url: string;
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  #epmd: ChildProcess | undefined;
  #server: ChildProcess | undefined;

  private constructor(folder: string, [port, distPort, epmdPort]: readonly number[]) {
    this.#folder = folder;
    this.url = `amqp://guest:guest@127.0.0.1:${port}`;
    writeFileSync(path.join(folder, 'enabled_plugins'), '[].\n');
    writeFileSync(path.join(folder, 'rabbitmq.conf'), 'loopback_users.guest = true\nlog.console = false\n');
    this.#env = {
      PATH: process.env['PATH'],
      // Erlang keeps its cookie there.
      HOME: folder,
      ERL_EPMD_PORT: String(epmdPort),
      ERL_EPMD_ADDRESS: '127.0.0.1',
      RABBITMQ_NODENAME: `astrolabe-${port}@localhost`,
      RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
      RABBITMQ_NODE_PORT: String(port),
      RABBITMQ_DIST_PORT: String(distPort),
      RABBITMQ_MNESIA_BASE: path.join(folder, 'mnesia'),
      RABBITMQ_LOG_BASE: path.join(folder, 'log'),
      RABBITMQ_PID_FILE: path.join(folder, 'pid'),
      RABBITMQ_GENERATED_CONFIG_DIR: path.join(folder, 'generated'),
      RABBITMQ_CONFIG_FILE: path.join(folder, 'rabbitmq.conf'),
      RABBITMQ_ADVANCED_CONFIG_FILE: path.join(folder, 'advanced.config'),
      RABBITMQ_CONF_ENV_FILE: path.join(folder, 'none'),
      RABBITMQ_ENABLED_PLUGINS_FILE: path.join(folder, 'enabled_plugins'),
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1} +S 1:1',
    };
  }

  static async start(): Promise<RabbitMqBroker> {
    const folder = mkdtempSync(path.join(tmpdir(), 'astrolabe-rabbitmq-'));
    const broker = new RabbitMqBroker(folder, await freePorts(3));
    try {
      broker.#epmd = spawn('epmd', ['-relaxed_command_check'], { env: broker.#env, stdio: 'ignore' });
      await broker.start();
      return broker;
    } catch (error) {
      await broker.end();
      throw error;
    }
  }

  /** Resolves when clients can connect. */
  async start(): Promise<void> {
    // A group of its own: the script starts the emulator as a child.
    const server = spawn(program, { env: this.#env, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    this.#server = server;
    let complaints = '';
    server.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
    for (let turn = 0; turn < 600; turn += 1) {
      if (server.exitCode !== null) throw new Error(`RabbitMQ ended: ${complaints}${this.#log()}`);
      if (await isReady(this.url)) return;
      await sleep(100);
    }
    throw new Error(`RabbitMQ does not answer: ${complaints}${this.#log()}`);
  }

  /** Ends it at once, without a chance to write anything. */
  async kill(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server?.pid === undefined || server.exitCode !== null) return;
    const ended = new Promise((resolve) => server.once('close', resolve));
    process.kill(-server.pid, 'SIGKILL');
    await ended;
  }

  async end(): Promise<void> {
    await this.kill();
    this.#epmd?.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #log(): string {
    const file = path.join(this.#folder, 'log', `${this.#env['RABBITMQ_NODENAME']}.log`);
    return existsSync(file) ? `\n${readFileSync(file, 'utf8').slice(-2000)}` : '';
  }
}

async function isReady(url: string): Promise<boolean> {
  const connection = new Connection({ url, connectionTimeout: 2000, retryLow: 60_000 });
  connection.on('error', () => undefined);
  try {
    await connection.onConnect(2000);
    await (await connection.acquire()).close();
    return true;
  } catch {
    return false;
  } finally {
    connection.unsafeDestroy();
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
