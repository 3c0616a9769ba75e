/** A program that plugs and unplugs in its own network namespace until it is killed. Arguments: folder, ports as JSON. */
import { LinuxBridgeDriver } from '../../../real/network/index.ts';
import type { PortBinding } from '../../../real/network/index.ts';

const [runFolder = '', text = '[]'] = process.argv.slice(2);
const [kept, ...others] = JSON.parse(text) as [PortBinding, ...PortBinding[]];
const driver = new LinuxBridgeDriver({ runFolder, repairSeconds: 0.05 });
await driver.start([kept]);
process.stdout.write('ready\n');

while (true) {
  await Promise.all(others.map((port) => driver.plug(port)));
  await Promise.all(others.map((port) => driver.update({ ...port, rules: [] })));
  await Promise.all([...others.map(({ id }) => driver.unplug(id)), driver.plug(kept)]);
}
