import { writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { calibrationOf, calibrationYaml } from './modes/calibration.ts';
import { realRun } from './modes/real-run.ts';
import { requestStream } from './modes/request-stream.ts';
import { simulatedRun } from './modes/simulated-run.ts';

interface Options {
  readonly requests: number;
  readonly seed: number;
  readonly hosts: number;
  readonly libvirt: boolean;
  readonly netns?: string;
  readonly calibration?: string;
  readonly json?: string;
}

const program = new Command('npm run bench:modes --')
  .description('Asks the simulator and a real cloud for the same servers, and compares the hosts that they choose.')
  .option('--requests <n>', 'servers that are asked for, one after the other', count, 60)
  .option('--seed <n>', 'of the requests', count, 1)
  .option('--hosts <n>', 'hosts in memory of the real cloud', count, 5)
  .option('--libvirt', 'this machine too, by libvirt; servers on it are real', false)
  .option('--netns <path>', 'network namespace of guests on this machine')
  .option('--calibration <file>', 'write how long each step took, as a part of a scenario')
  .option('--json <file>', 'also write the results as JSON')
  .addHelpText('after', '\nExample:\n  npm run bench:modes -- --libvirt --calibration control-plane.yaml')
  .action(async ({ requests, seed, hosts, libvirt, netns, calibration: file, json }: Options) => {
    const stream = requestStream(requests, seed);
    const driver = ['--driver', libvirt ? 'mixed' : 'fake', '--hosts', String(hosts), '--shutdown-timeout', '5'];
    const real = await realRun(stream, [...driver, ...(netns === undefined ? [] : ['--netns', netns])]);
    const calibration = calibrationOf(real.steps);
    const section = calibrationYaml(calibration);
    if (file !== undefined) writeFileSync(file, section);
    const simulated = await simulatedRun(stream, real.hosts, section);
    const differing = stream.flatMap((item, at) =>
      real.chosen[at] === simulated[at] ? [] : [{ at, ...item, real: real.chosen[at], simulated: simulated[at] }],
    );
    const refused = real.chosen.filter((host) => host === null).length;
    console.log(
      `${requests} requests on ${real.hosts.length} hosts (${real.hosts.map(({ name }) => name).join(', ')})`,
    );
    console.log(`refused by the real cloud: ${refused}; other host in the simulator: ${differing.length}`);
    for (const { at, real: here, simulated: there } of differing.slice(0, 10)) {
      console.log(
        `  request ${at}: ${here ?? 'no valid host'} in reality, ${there ?? 'no valid host'} in the simulator`,
      );
    }
    for (const [name, { medianSeconds, sigma, count: times }] of Object.entries(calibration)) {
      console.log(
        `${name.padEnd(10)} median ${(medianSeconds * 1000).toFixed(1)} ms, sigma ${sigma.toFixed(2)}, n=${times}`,
      );
    }
    if (json !== undefined) {
      writeFileSync(json, `${JSON.stringify({ stream, ...real, simulated, differing, calibration }, null, 2)}\n`);
    }
    process.exitCode = differing.length === 0 ? 0 : 1;
  });
await program.parseAsync();

function count(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('a whole number above 0 is needed.');
}
