import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { pino } from 'pino';
import { HypervisorError, LocalHost, network } from '../../real/index.ts';
import { CommandError, exitCode } from '../exit-code.ts';
import type { TerminalOptions } from '../terminal.ts';

/** What every command takes that works with this host's guests. */
export interface HostOptions extends TerminalOptions {
  readonly state: string;
  readonly libvirt: string;
  readonly netns?: string;
  readonly virtType: 'kvm' | 'qemu';
  readonly cpuMode?: 'host-passthrough' | 'host-model' | 'maximum' | 'none';
  readonly cpuFlag: readonly string[];
  readonly logLevel: string;
}

export function addHostOptions(command: Command): Command {
  return command
    .option('--state <folder>', 'where guests, cached images and snapshots are kept', '/var/lib/astrolabe')
    .option('--libvirt <uri>', 'libvirt to use', 'qemu:///system')
    .option('--netns <path>', "network namespace of libvirt's guests, such as /run/netns/lab")
    .addOption(new Option('--virt-type <type>', 'how guests run').choices(['kvm', 'qemu']).default('kvm'))
    .addOption(
      new Option('--cpu-mode <mode>', 'processor of guests; default host-model with kvm, none with qemu').choices([
        'host-passthrough',
        'host-model',
        'maximum',
        'none',
      ]),
    )
    .option('--cpu-flag <flag>', 'feature of the processor, with + or - before it (repeatable)', collect, [])
    .option('--log-level <level>', 'silent, error, warn, info or debug', 'error');
}

export interface HostUse {
  /** Whether to find out first, with a canary, that guests run here: two seconds. */
  readonly startsGuests: boolean;
  readonly imageFile?: string | undefined;
}

/** Opens the host, lets `work` do something with it, and closes it. Guests go on. */
export async function withHost(
  options: HostOptions,
  use: HostUse,
  work: (host: LocalHost) => Promise<void>,
): Promise<void> {
  const { state, libvirt, netns, virtType, cpuMode, cpuFlag, logLevel } = options;
  try {
    const host = await LocalHost.open({
      stateFolder: resolve(state),
      imageRoot: use.imageFile ?? '/nonexistent',
      canary: use.startsGuests,
      libvirtUri: libvirt,
      networkNamespace: netns,
      guests: { virtType, ...(cpuMode && { cpuMode }), cpuModelExtraFlags: cpuFlag },
      // Nobody waits here for what others of this host do: they would be another process's.
      agent: { syncPowerStateSeconds: 0, updateResourcesSeconds: 0, imageCacheManagerSeconds: 0 },
      logger: pino({ level: logLevel }, pino.destination(2)),
    });
    try {
      await work(host);
    } finally {
      await host.close();
    }
  } catch (error) {
    throw asInput(error);
  }
}

/** What the host refuses is for the user to repair. */
function asInput(error: unknown): unknown {
  if (error instanceof HypervisorError) return new CommandError(exitCode.usage, `${error.step}: ${error.message}`);
  if (error instanceof network.NetworkError) return new CommandError(exitCode.usage, `network: ${error.message}`);
  return error;
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
