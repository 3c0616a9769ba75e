import { execFile, spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, chmodSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type {
  NetworkBinding,
  NetworkDriver,
  PortBinding,
  SecurityGroupRule,
  SubnetBinding,
} from '../../../real/network/index.ts';

const runFile = promisify(execFile);
const script = fileURLToPath(new URL('../../fixtures/network/fake-guest.py', import.meta.url));
/** Debian's, which the packages below bring; another on the path may lack the system's modules. */
const python = '/usr/bin/python3';

const tools = {
  ip: 'iproute2',
  nft: 'nftables',
  dnsmasq: 'dnsmasq-base',
  busybox: 'busybox-static',
  ping: 'iputils-ping',
  nc: 'netcat-openbsd',
  dhclient: 'isc-dhcp-client',
  python3: 'python3-minimal',
};

/** Why tests with devices of the kernel are skipped here, for their title; empty where they run. In CI it throws. */
export function networkAbsence(): string {
  const obstacle = networkObstacle();
  if (obstacle === undefined) return '';
  if (process.env['CI'] !== 'true') return ` (skipped: ${obstacle})`;
  throw new Error(`CI must run the tests with network devices, but ${obstacle}`);
}

function networkObstacle(): string | undefined {
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  if (!existsSync('/dev/net/tun')) return 'there is no /dev/net/tun';
  const folders = (process.env['PATH'] ?? '').split(':').concat('/usr/sbin', '/sbin', '/usr/bin');
  const missing = Object.keys(tools).filter((name) => !folders.some((folder) => existsSync(path.join(folder, name))));
  return missing.length === 0 ? undefined : `not installed: ${missing.join(', ')}`;
}

const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` };

/** A network namespace of its own, and what a test puts into it. */
export class Namespace {
  readonly name: string;
  readonly path: string;
  readonly #children: ChildProcessWithoutNullStreams[] = [];

  private constructor(name: string) {
    this.name = name;
    this.path = `/run/netns/${name}`;
  }

  static async make(): Promise<Namespace> {
    const namespace = new Namespace(`ast-${randomBytes(4).toString('hex')}`);
    await runFile('ip', ['netns', 'add', namespace.name], { env });
    await namespace.run('ip', 'link', 'set', 'dev', 'lo', 'up');
    return namespace;
  }

  /** What a program inside says. */
  async run(program: string, ...args: readonly string[]): Promise<string> {
    const { stdout } = await runFile('nsenter', [`--net=${this.path}`, '--', program, ...args], {
      env,
      maxBuffer: 1 << 26,
    });
    return stdout;
  }

  /** Whether a program inside ends well. */
  async succeeds(program: string, ...args: readonly string[]): Promise<boolean> {
    return this.run(program, ...args).then(
      () => true,
      () => false,
    );
  }

  /** A program of the fixture that stays; resolves when it is ready. */
  async start(...args: readonly string[]): Promise<Conversation> {
    const words = [`--net=${this.path}`, '--', python, script, ...args];
    const child = spawn('nsenter', words, { env, stdio: 'pipe' });
    this.#children.push(child);
    const conversation = new Conversation(child);
    const first = await conversation.hear();
    if (first !== 'ready') throw new Error(`${args.join(' ')}: ${first}`);
    return conversation;
  }

  act(...args: readonly string[]): Promise<string> {
    return this.run(python, script, ...args).then((said) => said.trim());
  }

  async remove(): Promise<void> {
    await Promise.all(this.#children.map((child) => ended(child)));
    await runFile('ip', ['netns', 'delete', this.name], { env });
  }
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const end = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await end;
}

/** Lines to and from a program. */
export class Conversation {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #problem = '';

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    this.#lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    child.stderr.on('data', (text: Buffer) => (this.#problem += text.toString()));
  }

  async hear(): Promise<string> {
    const next = await this.#lines.next();
    return next.done ? `ended: ${this.#problem}` : next.value;
  }

  ask(line: string): Promise<string> {
    this.#child.stdin.write(`${line}\n`);
    return this.hear();
  }

  async hearUntil(last: string): Promise<string[]> {
    const heard = [];
    for (let line = await this.hear(); line !== last; line = await this.hear()) {
      if (line.startsWith('ended')) throw new Error(line);
      heard.push(line);
    }
    return heard;
  }
}

/** Whether a TCP connection comes about. On one machine that takes milliseconds. */
export function reaches(from: Namespace, address: string, number: number): Promise<boolean> {
  return from.succeeds('timeout', '1.2', 'nc', '-n', '-z', address, String(number));
}

/** What a guest does, in a namespace of its own behind the tap that the driver made. */
export class FakeGuest {
  readonly namespace: Namespace;
  readonly mac: string;
  readonly #folder: string;

  private constructor(namespace: Namespace, mac: string, folder: string) {
    this.namespace = namespace;
    this.mac = mac;
    this.#folder = folder;
  }

  static async make(lab: Lab, tap: string, mac: string): Promise<FakeGuest> {
    const namespace = await lab.namespace();
    const guest = new FakeGuest(namespace, mac, lab.folder);
    await namespace.run('sysctl', '-q', '-w', 'net.ipv6.conf.all.accept_dad=0', 'net.ipv6.conf.default.accept_dad=0');
    await namespace.start('cable', lab.host.path, tap, namespace.path, mac);
    return guest;
  }

  /** What the DHCP server said, as udhcpc hands it on; undefined when nobody answered. */
  async dhcp(tries = 3): Promise<Record<string, string> | undefined> {
    const hook = path.join(this.#folder, 'udhcpc-hook');
    if (!existsSync(hook)) {
      writeFileSync(
        hook,
        '#!/bin/sh\n[ "$1" = bound ] || exit 0\nip address replace "$ip/$mask" dev "$interface"\n' +
          '[ -z "$mtu" ] || ip link set dev "$interface" mtu "$mtu"\n' +
          '[ -z "$router" ] || ip route replace default via "$router"\nenv\n',
        { mode: 0o755 },
      );
    }
    const args = ['udhcpc', '-f', '-n', '-q', '-t', String(tries), '-T', '1', '-i', 'eth0', '-s', hook];
    const options = ['mtu', 'router', 'dns', 'staticroutes'].flatMap((name) => ['-O', name]);
    const said = await this.namespace.run('busybox', ...args, ...options).catch(() => undefined);
    if (said === undefined) return undefined;
    return Object.fromEntries(said.split('\n').map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]));
  }

  /** Takes an address without asking. */
  async address(cidr: string, gateway?: string): Promise<void> {
    const ipv6 = cidr.includes(':');
    await this.namespace.run('ip', 'address', 'replace', cidr, 'dev', 'eth0', ...(ipv6 ? ['nodad'] : []));
    if (gateway) await this.namespace.run('ip', ...(ipv6 ? ['-6'] : []), 'route', 'replace', 'default', 'via', gateway);
  }

  pings(address: string): Promise<boolean> {
    return this.namespace.succeeds('ping', '-c', '1', '-w', '1', '-n', address);
  }

  connects(address: string, number: number): Promise<boolean> {
    return reaches(this.namespace, address, number);
  }
}

/** A host in a namespace, guests, an outside, and a folder: all gone at the end. */
export class Lab {
  readonly folder: string;
  readonly host: Namespace;
  readonly #namespaces: Namespace[] = [];

  private constructor(host: Namespace) {
    this.host = host;
    this.folder = mkdtempSync(path.join(tmpdir(), 'network-'));
    chmodSync(this.folder, 0o711);
    mkdirSync(this.runFolder);
  }

  static async make(): Promise<Lab> {
    return new Lab(await Namespace.make());
  }

  get runFolder(): string {
    return path.join(this.folder, 'run');
  }

  async namespace(): Promise<Namespace> {
    const made = await Namespace.make();
    this.#namespaces.push(made);
    return made;
  }

  guest(tap: string, mac: string): Promise<FakeGuest> {
    return FakeGuest.make(this, tap, mac);
  }

  /** Guests on these ports, with the ports' addresses and without waiting for DHCP. */
  async plugged(driver: NetworkDriver, ports: readonly PortBinding[]): Promise<FakeGuest[]> {
    return Promise.all(
      ports.map(async (one) => {
        const { tapDevice } = await driver.plug(one);
        const guest = await this.guest(tapDevice, one.macAddress);
        for (const { subnetId: id, ipAddress } of one.fixedIps) {
          const subnet = one.network.subnets.find((candidate) => candidate.id === id)!;
          await guest.address(`${ipAddress}/${subnet.cidr.split('/')[1]}`, subnet.gatewayIp ?? undefined);
        }
        return guest;
      }),
    );
  }

  /** What is beyond the host: 198.51.100.2 and 2001:db8:2::2, with a route to the host only. */
  async outside(): Promise<Namespace> {
    const outside = await this.namespace();
    await this.host.run('ip', 'link', 'add', 'uplink', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', outside.name);
    for (const [where, device, last] of [
      [this.host, 'uplink', '1'],
      [outside, 'eth0', '2'],
    ] as const) {
      await where.run('ip', 'address', 'add', `198.51.100.${last}/24`, 'dev', device);
      await where.run('ip', 'address', 'add', `2001:db8:2::${last}/64`, 'dev', device, 'nodad');
      await where.run('ip', 'link', 'set', 'dev', device, 'up');
    }
    return outside;
  }

  /** Guests and the outside go, the host stays. */
  async removeOthers(): Promise<void> {
    await Promise.all(this.#namespaces.splice(0).map((namespace) => namespace.remove()));
  }

  async remove(): Promise<void> {
    await this.removeOthers();
    await this.host.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const subnetId = '5a0e7d20-0000-4000-8000-000000000001';
export const subnet6Id = '5a0e7d20-0000-4000-8000-000000000002';

export const subnet6: SubnetBinding = {
  id: subnet6Id,
  cidr: 'fd00:1::/64',
  gatewayIp: 'fd00:1::1',
  dnsNameservers: ['2001:db8::53'],
  hostRoutes: [],
  enableDhcp: true,
};

/** 10.1.0.0/24 with its gateway, or with another second octet. */
export function network(changes: Partial<NetworkBinding> = {}, octet = 1): NetworkBinding {
  const first = String(octet).padStart(8, '0');
  return {
    id: `${first}-c3d4-4e5f-8a9b-0e70a1b20000`,
    mtu: 1450,
    nat: false,
    subnets: [
      {
        id: subnetId,
        cidr: `10.${octet}.0.0/24`,
        gatewayIp: `10.${octet}.0.1`,
        dnsNameservers: ['192.0.2.53'],
        hostRoutes: [],
        enableDhcp: true,
      },
    ],
    ...changes,
  };
}

export const everythingOut: readonly SecurityGroupRule[] = [
  { direction: 'egress', etherType: 'IPv4' },
  { direction: 'egress', etherType: 'IPv6' },
];
export const everythingIn: readonly SecurityGroupRule[] = [
  { direction: 'ingress', etherType: 'IPv4' },
  { direction: 'ingress', etherType: 'IPv6' },
];

/** A port with 10.1.0.`last` that may send everything and is sent nothing. */
export function port(last: number, changes: Partial<PortBinding> = {}): PortBinding {
  const octet = /^10\.(\d+)/.exec((changes.network ?? network()).subnets[0]?.cidr ?? '10.1')?.[1];
  return {
    id: randomUUID(),
    network: network(),
    macAddress: `fa:16:3e:00:00:${last.toString(16).padStart(2, '0')}`,
    fixedIps: [{ subnetId, ipAddress: `10.${octet}.0.${last}` }],
    allowedAddressPairs: [],
    portSecurity: true,
    rules: everythingOut,
    ...changes,
  };
}
