import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { cloud } from '../../real/index.ts';
import { addCloudOptions, type CloudCommandOptions } from '../cloud/state-option.ts';
import { durationText } from '../duration-text.ts';
import { CommandError, exitCode } from '../exit-code.ts';
import { Terminal } from '../terminal.ts';
import { textTable } from '../text-table.ts';

/** `astrolabe cloud status` */
export function cloudStatusCommand(): Command {
  const command = new Command('status')
    .description('say whether the cloud runs, where, and whether each service answers; exit code 1 when not all do')
    .addHelpText('after', '\nExample:\n  astrolabe cloud status\n')
    .action((options: CloudCommandOptions) => tellStatus(options));
  return addCloudOptions(command);
}

async function tellStatus(options: CloudCommandOptions): Promise<void> {
  const running = await runningIn(options);
  const services = await Promise.all(
    Object.entries(running.urls).map(async ([service, url]) => ({ service, url, answers: await answers(url) })),
  );
  const upSeconds = Date.now() / 1000 - running.startedAtSeconds;
  const rows = services.map(({ service, url, answers: good }) => [service, url, good ? 'answers' : 'DOES NOT ANSWER']);
  const head = `process ${running.pid}, up for ${durationText(upSeconds)}`;
  const table = textTable([['service', 'address', 'state'], ...rows], ['left', 'left', 'left']);
  new Terminal(options).result(`${head}\n${table}`, { pid: running.pid, upSeconds, services });
  if (services.every((each) => each.answers)) return;
  throw new CommandError(exitCode.checkFailed, 'not every service answers');
}

interface DownOptions extends CloudCommandOptions {
  readonly deleteServers: boolean;
}

/** `astrolabe cloud down` */
export function cloudDownCommand(): Command {
  const command = new Command('down')
    .description('end the cloud; its servers go on, unless they are deleted')
    .option('--delete-servers', 'delete the servers of all projects first', false)
    .addHelpText('after', '\nExample:\n  astrolabe cloud down --delete-servers\n')
    .action((options: DownOptions) => takeDown(options));
  return addCloudOptions(command);
}

const downSecondsMax = 120;

async function takeDown(options: DownOptions): Promise<void> {
  const { pid, urls } = await runningIn(options);
  const deleted = options.deleteServers ? await deleteServers(urls, options.state) : 0;
  process.kill(pid, 'SIGTERM');
  for (let turn = 0; turn < downSecondsMax * 10; turn += 1) {
    if ((await cloud.runningCloud(options.state))?.pid !== pid) {
      const servers = options.deleteServers ? `; ${deleted} servers were deleted` : '';
      return new Terminal(options).result(`The cloud is down${servers}.`, { pid, deleted });
    }
    await sleep(100);
  }
  throw new CommandError(exitCode.internal, `process ${pid} has not ended within ${downSecondsMax} s`);
}

async function runningIn({ state }: CloudCommandOptions): Promise<cloud.RunningCloud> {
  const running = await cloud.runningCloud(state);
  if (running) return running;
  throw new CommandError(exitCode.checkFailed, `no cloud runs with ${state}; astrolabe cloud up starts one`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    await response.body?.cancel();
    return response.status < 500;
  } catch {
    return false;
  }
}

/** As any client does; returns how many there were. */
async function deleteServers(urls: Readonly<Record<string, string>>, state: string): Promise<number> {
  const token = await adminToken(urls['identity'] ?? '', state);
  const call = async (method: string, path: string): Promise<Response> =>
    fetch(`${urls['compute']}${path}`, {
      method,
      headers: { 'x-auth-token': token, 'openstack-api-version': 'compute 2.79' },
    });
  const list = async (): Promise<readonly { id: string }[]> => {
    const answer = await call('GET', '/servers?all_tenants=1');
    if (!answer.ok) throw new CommandError(exitCode.internal, `the compute API answered ${answer.status}`);
    return ((await answer.json()) as { servers: { id: string }[] }).servers;
  };
  const gone = new Set<string>();
  for (let turn = 0; turn < downSecondsMax * 4; turn += 1) {
    const left = await list();
    if (left.length === 0) return gone.size;
    for (const { id } of left.filter(({ id: each }) => !gone.has(each))) {
      gone.add(id);
      await call('DELETE', `/servers/${id}`);
    }
    await sleep(250);
  }
  throw new CommandError(exitCode.checkFailed, `some servers are not gone after ${downSecondsMax} s; the cloud is up`);
}

async function adminToken(identityUrl: string, state: string): Promise<string> {
  const password = (await cloud.readSecrets(state))?.adminPassword ?? '';
  const domain = { id: 'default' };
  const auth = {
    identity: { methods: ['password'], password: { user: { name: 'admin', domain, password } } },
    scope: { project: { name: 'admin', domain } },
  };
  const answer = await fetch(`${identityUrl}/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth }),
  });
  const token = answer.headers.get('x-subject-token');
  if (token !== null) return token;
  throw new CommandError(exitCode.checkFailed, `the identity service answered ${answer.status} to the admin`);
}
