import { tmpdir } from 'node:os';
import { Command } from 'commander';
import { measureHost } from './host.ts';

await new Command('npm run bench:host --')
  .description('Spawns guests on a libvirtd of its own and prints, as JSON, what the agent adds to libvirt and QEMU.')
  .option('--count <number>', 'guests, one after the other', Number, 30)
  .option('--folder <folder>', 'where guests and images are kept, for another disk', tmpdir())
  .addHelpText('after', '\nExample:\n  npm run bench:host -- --count 100 --folder /dev/shm')
  .action(async (options: { readonly count: number; readonly folder: string }) => {
    console.log(JSON.stringify(await measureHost(options), null, 2));
  })
  .parseAsync();
