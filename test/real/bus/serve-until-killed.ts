import { argv } from 'node:process';
import { z } from 'zod';
import { answering, defineMethod, RabbitMqBus } from '../../../real/bus/index.ts';

/** `URL PREFIX`: begins what is cast to `conductor`, says so, and never ends. */
const [url = '', prefix = ''] = argv.slice(2);
const bus = await RabbitMqBus.connect({ url, prefix });
const note = defineMethod({ name: 'note', version: 1, args: z.number(), result: z.null() });
await bus.serve('conductor', [
  answering(note, async (value) => {
    process.stdout.write(`begun ${value}\n`);
    return new Promise<null>(() => undefined);
  }),
]);
process.stdout.write('serving\n');
