import { Command } from 'commander';
import { wholeNumber } from '../option-values.ts';
import { addHostOptions, type HostOptions, withHost } from '../host/host-options.ts';
import { addTerminalOptions, Terminal } from '../terminal.ts';
import { textTable } from '../text-table.ts';

const lookOnly = { startsGuests: false };

/** `astrolabe host list` */
export function hostListCommand(): Command {
  const command = new Command('list')
    .description('list the guests of this host')
    .addHelpText('after', '\nExample:\n  astrolabe host list\n')
    .action((options: HostOptions) =>
      withHost(options, lookOnly, async (host) => {
        const states = new Map(host.agent.instances().map((each) => [each.uuid, each]));
        const guests = (await host.requests()).map(({ uuid, displayName, flavor, ports }) => ({
          uuid,
          name: displayName,
          powerState: states.get(uuid)?.powerState ?? 'nostate',
          vcpus: flavor.vcpus,
          ramMib: flavor.ramMib,
          addresses: ports.flatMap(({ fixedIps }) => fixedIps.map(({ ipAddress }) => ipAddress)),
        }));
        const rows = guests.map((guest) => [
          guest.uuid,
          guest.name,
          guest.powerState,
          String(guest.vcpus),
          String(guest.ramMib),
          guest.addresses.join(', '),
        ]);
        const head = ['uuid', 'name', 'state', 'vCPUs', 'RAM MiB', 'addresses'];
        const text = textTable([head, ...rows], ['left', 'left', 'left', 'right', 'right', 'left']);
        new Terminal(options).result(text, guests);
      }),
    );
  return addTerminalOptions(addHostOptions(command));
}

interface ConsoleLogOptions extends HostOptions {
  readonly bytes: number;
}

/** `astrolabe host console-log UUID` */
export function hostConsoleLogCommand(): Command {
  const command = new Command('console-log')
    .description('print what a guest wrote to its serial console')
    .argument('<uuid>', 'the guest, as host list prints it')
    .option('--bytes <number>', 'how much of its end', wholeNumber(1, 100_000_000), 102_400)
    .addHelpText('after', '\nExample:\n  astrolabe host console-log 6f5c9b1e-4a0f-4a52-9c7d-0b8f0a3c1d2e\n')
    .action((uuid: string, options: ConsoleLogOptions) =>
      withHost(options, lookOnly, async (host) => {
        const log = await host.hypervisor.consoleLog(uuid, options.bytes);
        new Terminal(options).result(log.toString(), { uuid, log: log.toString() });
      }),
    );
  return addTerminalOptions(addHostOptions(command));
}

/** `astrolabe host delete UUID` */
export function hostDeleteCommand(): Command {
  const command = new Command('delete')
    .description('delete guests of this host with all that is theirs')
    .argument('<uuid...>', 'the guests, as host list prints them')
    .addHelpText('after', '\nExample:\n  astrolabe host delete 6f5c9b1e-4a0f-4a52-9c7d-0b8f0a3c1d2e\n')
    .action((uuids: string[], options: HostOptions) =>
      withHost(options, lookOnly, async (host) => {
        // One that is not here is a slip of the finger; nothing has been deleted then.
        for (const uuid of uuids) await host.hypervisor.guestRequest(uuid);
        await Promise.all(uuids.map((uuid) => host.agent.delete(uuid)));
        new Terminal(options).result(uuids.map((uuid) => `deleted ${uuid}`).join('\n'), { deleted: uuids });
      }),
    );
  return addTerminalOptions(addHostOptions(command));
}
