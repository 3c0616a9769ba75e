import { Command } from 'commander';
import { pino } from 'pino';
import { cloud } from '../../real/index.ts';
import { asInput } from '../cloud/as-input.ts';
import { addDriverOptions, type DriverOptions, hypervisorsOf } from '../cloud/driver-options.ts';
import { aborted, interruptible } from '../interruption.ts';
import { addTerminalOptions, Terminal, type TerminalOptions } from '../terminal.ts';

interface AgentOptions extends TerminalOptions, DriverOptions {
  readonly config: string;
  readonly state: string;
  readonly otlp?: string;
  readonly logLevel: string;
}

/** `astrolabe cloud agent`: hosts for a cloud whose services run in another process. */
export function cloudAgentCommand(): Command {
  const command = new Command('agent')
    .description('run hosts for a cloud of another process, over its RabbitMQ')
    .requiredOption('--config <file>', 'agent.json, which cloud up --bus writes into its folder')
    .requiredOption('--state <folder>', "folder of the hosts, not the cloud's");
  addDriverOptions(command, ['libvirt', 'fake'])
    .option('--otlp <url>', 'OpenTelemetry collector for the traces of the hosts')
    .option('--log-level <level>', 'silent, error, warn, info or debug', 'warn')
    .addHelpText('after', help)
    .action((options: AgentOptions) => asInput(() => run(options)));
  return addTerminalOptions(command);
}

const help = `
Example:
  astrolabe cloud up --bus amqp://127.0.0.1 --driver none --state /var/lib/cloud
  astrolabe cloud agent --config /var/lib/cloud/agent.json --state /var/lib/host
`;

async function run(options: AgentOptions): Promise<void> {
  await interruptible(async (signal) => {
    const agent = await cloud.HostAgent.open({
      access: await cloud.readAgentAccess(options.config),
      stateFolder: options.state,
      hypervisors: hypervisorsOf(options),
      otlpUrl: options.otlp,
      logger: pino({ level: options.logLevel }, pino.destination(2)),
    });
    try {
      new Terminal(options).result('The agent is up.', { pid: process.pid });
      await aborted(signal);
    } finally {
      await agent.close();
    }
  });
}
