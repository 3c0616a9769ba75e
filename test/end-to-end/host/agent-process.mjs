// An agent alone in a process, so that it can be killed and its memory measured. The first argument has the options of
// LocalHost; lines of standard input are {id, call, args}, each answered by a line {id, value} or {id, error}.
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { LocalHost } from '../../../dist/real/index.js';

const logger = pino({ level: process.env.HOST_LOG ?? 'silent' }, pino.destination(2));
const host = await LocalHost.open({ ...JSON.parse(process.argv[2]), logger });

let rssMiBMax = 0;
const measure = () => (rssMiBMax = Math.max(rssMiBMax, process.memoryUsage.rss() / 2 ** 20));
setInterval(measure, 20);

const calls = {
  build: (request) => host.agent.build(request),
  delete: (uuid) => host.agent.delete(uuid),
  snapshot: (uuid, imageId) => host.agent.snapshot(uuid, imageId),
  instances: async () => host.agent.instances(),
  guests: () => host.hypervisor.listGuests(),
  timings: async () => host.conductor.timings,
  rssMiBMax: async () => (measure(), rssMiBMax),
  close: () => host.close(),
};

function answer(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

answer({ id: 0, value: 'ready' });
for await (const line of createInterface(process.stdin)) {
  const { id, call, args } = JSON.parse(line);
  calls[call](...args).then(
    (value) => answer({ id, value }),
    (error) => answer({ id, error: { code: error.code, message: error.message } }),
  );
}
process.exit();
