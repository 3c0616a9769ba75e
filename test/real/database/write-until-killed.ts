import { ServiceDatabase } from '../../../real/database/index.ts';
import { pairs, pairSchema } from './pairs.ts';

/** Writes pairs of rows from many callers at once, and says of each pair when it is safe. */
const database = await ServiceDatabase.open(process.argv[2] as string, pairSchema);
const table = await database.table(pairs);
let next = 0;

async function keepWriting(): Promise<void> {
  for (;;) {
    next += 1;
    const number = next;
    await database.write(() => {
      table.put({ number, side: 'left' });
      table.put({ number, side: 'right' });
    });
    process.stdout.write(`${number}\n`);
  }
}

for (let writer = 0; writer < 8; writer += 1) void keepWriting();
