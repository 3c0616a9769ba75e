import { Command, Option } from 'commander';
import { pino } from 'pino';
import { cloud, DatabaseError, HypervisorError, network, PolicyError } from '../../real/index.ts';
import { addCloudOptions, type CloudCommandOptions } from '../cloud/state-option.ts';
import { CommandError, exitCode } from '../exit-code.ts';
import { aborted, interruptible } from '../interruption.ts';
import { wholeNumber } from '../option-values.ts';
import { Terminal } from '../terminal.ts';

interface UpOptions extends CloudCommandOptions {
  readonly host: string;
  readonly portBase?: number;
  readonly driver: 'libvirt' | 'fake';
  readonly hosts: number;
  readonly libvirt?: string;
  readonly netns?: string;
  readonly virtType?: 'kvm' | 'qemu';
  readonly cpuMode?: 'host-passthrough' | 'host-model' | 'maximum' | 'none';
  readonly cpuFlag: readonly string[];
  readonly bus?: string;
  readonly networkCidr: string;
  readonly policyFile: Readonly<Partial<Record<cloud.ServiceName, string>>>;
  readonly logLevel: string;
}

/** `astrolabe cloud up`: all services and the host, in this process, until Ctrl-C. */
export function cloudUpCommand(): Command {
  const command = new Command('up')
    .description('start a cloud and stay until Ctrl-C; its servers go on')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port-base <number>', "first of six ports, 0 for any free ones; default OpenStack's own", portBase)
    .addOption(new Option('--driver <name>', 'what runs servers').choices(['libvirt', 'fake']).default('libvirt'))
    .option('--hosts <number>', 'how many hosts (with --driver fake)', wholeNumber(1, 10_000), 1)
    .option('--libvirt <uri>', "libvirt to use; default the machine's, or one of its own where none runs")
    .option('--netns <path>', 'network namespace of guests, such as /run/netns/lab')
    .addOption(new Option('--virt-type <type>', 'how guests run; default what works').choices(['kvm', 'qemu']))
    .addOption(
      new Option('--cpu-mode <mode>', 'processor of guests').choices([
        'host-passthrough',
        'host-model',
        'maximum',
        'none',
      ]),
    )
    .option('--cpu-flag <flag>', 'feature of the processor, with + or - before it (repeatable)', collect, [])
    .option('--bus <url>', 'RabbitMQ for the messages between services, such as amqp://127.0.0.1')
    .option('--network-cidr <cidr>', 'addresses of the default network, at the first start', '10.77.0.0/20')
    .option('--policy-file <service=file>', 'rules of your own for a service, YAML (repeatable)', policyFile, {})
    .option('--log-level <level>', 'silent, error, warn, info or debug', 'warn')
    .addHelpText('after', help)
    .action((options: UpOptions) => asInput(() => up(options)));
  return addCloudOptions(command);
}

const help = `
Then, in another terminal:
  export OS_CLIENT_CONFIG_FILE=.../clouds.yaml OS_CLOUD=astrolabe
  openstack server create --image astrolabe-test --flavor m1.nano --wait first

Examples:
  astrolabe cloud up
  astrolabe cloud up --driver fake --hosts 100 --state /tmp/cloud
`;

async function up(options: UpOptions): Promise<void> {
  const terminal = new Terminal(options);
  await interruptible(async (signal) => {
    const opened = await cloud.Cloud.open(cloudOptions(options));
    try {
      // Said only now: who reads it may use the cloud at once.
      terminal.result(welcome(opened), { urls: opened.urls, cloudsFile: opened.cloudsFile });
      terminal.remark('Ctrl-C ends the cloud; its servers go on.');
      await aborted(signal);
    } finally {
      await opened.close();
    }
  });
}

function cloudOptions(options: UpOptions): cloud.CloudOptions {
  const { libvirt, netns, virtType, cpuMode, cpuFlag } = options;
  const guests = {
    ...(virtType && { virtType }),
    ...(cpuMode && { cpuMode }),
    ...(cpuFlag.length > 0 && { cpuModelExtraFlags: cpuFlag }),
  };
  return {
    stateFolder: options.state,
    hypervisors: [
      options.driver === 'fake'
        ? { kind: 'fake', hosts: options.hosts }
        : { kind: 'libvirt', uri: libvirt, networkNamespace: netns, guests },
    ],
    host: options.host,
    portBase: options.portBase,
    busUrl: options.bus,
    networkCidr: options.networkCidr,
    policyFiles: options.policyFile,
    logger: pino({ level: options.logLevel }, pino.destination(2)),
  };
}

function welcome({ urls, cloudsFile }: cloud.Cloud): string {
  const width = Math.max(...Object.keys(urls).map((name) => name.length));
  return [
    'The cloud is up.',
    ...Object.entries(urls).map(([name, url]) => `  ${name.padEnd(width)}  ${url}`),
    'To use it:',
    `  export OS_CLIENT_CONFIG_FILE=${cloudsFile} OS_CLOUD=astrolabe`,
  ].join('\n');
}

/** What the user can repair ends with the exit code for wrong input. */
async function asInput(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof HypervisorError) throw input(`${error.step}: ${error.message}`);
    const isInput =
      error instanceof DatabaseError ||
      error instanceof PolicyError ||
      error instanceof network.NetworkError ||
      ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTDIR', 'EROFS', 'ENOSPC'].includes(
        (error as NodeJS.ErrnoException).code ?? '',
      );
    throw isInput ? input((error as Error).message) : error;
  }
}

const input = (message: string): CommandError => new CommandError(exitCode.usage, message);

function portBase(text: string): number {
  return wholeNumber(0, 65_530)(text);
}

function policyFile(
  text: string,
  before: Partial<Record<cloud.ServiceName, string>>,
): Partial<Record<cloud.ServiceName, string>> {
  const [, service, file] = /^([a-z]+)=(.+)$/s.exec(text) ?? [];
  if (file !== undefined && (cloud.serviceNames as readonly (string | undefined)[]).includes(service)) {
    return { ...before, [service!]: file };
  }
  throw input(`--policy-file: found "${text}"; accepted: SERVICE=FILE with SERVICE ${cloud.serviceNames.join(', ')}`);
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
