import { spawn } from 'node:child_process';
import { NetworkError } from '../network-error.ts';

/** The programs that the driver calls, and Debian's packages of them. */
export const toolPackages = {
  ip: 'iproute2',
  nft: 'nftables',
  dnsmasq: 'dnsmasq-base',
  sysctl: 'procps',
  id: 'coreutils',
  nsenter: 'util-linux',
  unshare: 'util-linux',
  setpriv: 'util-linux',
} as const;

export type Tool = keyof typeof toolPackages;

export interface CommandOptions {
  readonly input?: string | undefined;
  /** Default 30. */
  readonly timeoutSeconds?: number | undefined;
}

/** A program that outlived this one could undo what the next has just mended. A daemon that it started is not meant. */
const untilWeEnd = ['setpriv', '--pdeathsig', 'KILL', '--'];
const outputBytesMax = 64 * 1024 * 1024;
/** System administration programs are not on everybody's path. */
const searchPath = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin:/usr/bin:/bin`;

/** Runs programs without a shell, in one place: this process's network namespace, another, or a fresh one for each. */
export class HostCommands {
  readonly #before: readonly string[];

  private constructor(before: readonly string[]) {
    this.#before = before;
  }

  /** @param namespace path of a network namespace, such as `/run/netns/lab`; this process's when undefined */
  static in(namespace: string | undefined): HostCommands {
    return new HostCommands(namespace === undefined ? [] : ['nsenter', `--net=${namespace}`, '--']);
  }

  /** Each program in an empty network namespace that ends with it: for trying out what the kernel can do. */
  static inEmptyNamespace(): HostCommands {
    return new HostCommands(['unshare', '--net', '--']);
  }

  /**
   * Resolves to what the program printed.
   * @throws NetworkError `missing-tool`, `no-permission`, `missing-device`, `timed-out`, `command-failed`
   */
  run(tool: Tool, args: readonly string[], options: CommandOptions = {}): Promise<string> {
    const [program, ...rest] = [...untilWeEnd, ...this.#before, tool, ...args] as [string, ...string[]];
    return new Promise((resolve, reject) => {
      const child = spawn(program, rest, { env: { PATH: searchPath, LC_ALL: 'C' }, stdio: ['pipe', 'pipe', 'pipe'] });
      const said = { out: [] as Buffer[], err: [] as Buffer[], bytes: 0 };
      const timeoutSeconds = options.timeoutSeconds ?? 30;
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        child.kill('SIGKILL');
      }, timeoutSeconds * 1000);
      const gather = (pieces: Buffer[]) => (piece: Buffer) => {
        said.bytes += piece.length;
        if (said.bytes > outputBytesMax) child.kill('SIGKILL');
        else pieces.push(piece);
      };
      child.stdout.on('data', gather(said.out));
      child.stderr.on('data', gather(said.err));
      child.on('error', (error) => {
        clearTimeout(timer);
        reject(cannotRun(program, error));
      });
      child.on('close', (status) => {
        clearTimeout(timer);
        const problem = Buffer.concat(said.err).toString().trim();
        if (late) reject(new NetworkError('timed-out', `${tool} did not end within ${timeoutSeconds} s`));
        else if (status === 0) resolve(Buffer.concat(said.out).toString());
        else reject(failure(tool, args, problem || `ended with status ${status}`));
      });
      // A program that ends before it has read everything says why by its status.
      child.stdin.on('error', () => {});
      child.stdin.end(options.input ?? '');
    });
  }
}

function cannotRun(program: string, error: NodeJS.ErrnoException): NetworkError {
  if (error.code !== 'ENOENT')
    return new NetworkError('command-failed', `${program}: ${error.message}`, { cause: error });
  const debian = toolPackages[program as Tool];
  return new NetworkError('missing-tool', `${program} is not installed; to install it: apt-get install ${debian}`, {
    cause: error,
  });
}

function failure(tool: Tool, args: readonly string[], problem: string): NetworkError {
  const missing = /(?:nsenter|unshare|setpriv): failed to execute (\S+):/.exec(problem)?.[1];
  if (missing !== undefined) return cannotRun(missing, Object.assign(new Error(problem), { code: 'ENOENT' }));
  const text = `${tool} ${args.join(' ')}: ${problem}`;
  if (/Operation not permitted|Permission denied|you must be root/i.test(problem)) {
    return new NetworkError('no-permission', `${text}; the driver needs root, or CAP_NET_ADMIN`);
  }
  if (/Cannot find device|does not exist|No such device/i.test(problem))
    return new NetworkError('missing-device', text);
  return new NetworkError('command-failed', text);
}
