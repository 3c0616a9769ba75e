import { setFlagsFromString } from 'node:v8';
import { Command, InvalidArgumentError } from 'commander';
import { pino } from 'pino';
import { cloud } from '../../real/index.ts';
import { asInput } from '../cloud/as-input.ts';
import { addDriverOptions, type DriverOptions, hypervisorsOf } from '../cloud/driver-options.ts';
import { addCloudOptions, type CloudCommandOptions } from '../cloud/state-option.ts';
import { aborted, interruptible } from '../interruption.ts';
import { wholeNumber } from '../option-values.ts';
import { Terminal } from '../terminal.ts';

interface UpOptions extends CloudCommandOptions, DriverOptions {
  readonly host: string;
  readonly portBase?: number;
  readonly bus?: string;
  readonly otlp?: string;
  readonly networkCidr: string;
  readonly policyFile: Readonly<Partial<Record<cloud.ServiceName, string>>>;
  readonly logLevel: string;
}

/** `astrolabe cloud up`: all services and the host, in this process, until Ctrl-C. */
export function cloudUpCommand(): Command {
  const command = new Command('up')
    .description('start a cloud and stay until Ctrl-C; its servers go on')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port-base <number>', "first of six ports, 0 for any free ones; default OpenStack's own", portBase);
  addDriverOptions(command, ['libvirt', 'fake', 'mixed', 'none'])
    .option('--bus <url>', 'RabbitMQ for the messages between services, such as amqp://127.0.0.1')
    .option('--network-cidr <cidr>', 'addresses of the default network, at the first start', '10.77.0.0/20')
    .option('--policy-file <service=file>', 'rules of your own for a service, YAML (repeatable)', policyFile, {})
    .option('--otlp <url>', 'OpenTelemetry collector for the traces, such as http://127.0.0.1:4318/v1/traces')
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
  // A cloud lives long beside its guests: collected when there is 40 % more than was left, it stays a quarter smaller.
  setFlagsFromString('--heap-growing-percent=40');
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
  return {
    stateFolder: options.state,
    hypervisors: hypervisorsOf(options),
    host: options.host,
    portBase: options.portBase,
    busUrl: options.bus,
    otlpUrl: options.otlp,
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
  throw new InvalidArgumentError(
    `Found "${text}"; accepted: SERVICE=FILE with SERVICE ${cloud.serviceNames.join(', ')}`,
  );
}
