/** A program that plugs and unplugs until it is killed. Arguments: folder, network namespace, ports as JSON. */
import { LinuxBridgeDriver } from '../../../real/network/index.ts';
import type { PortBinding } from '../../../real/network/index.ts';

const [runFolder = '', networkNamespace = '', text = '[]'] = process.argv.slice(2);
const [kept, ...others] = JSON.parse(text) as [PortBinding, ...PortBinding[]];
const driver = new LinuxBridgeDriver({ runFolder, networkNamespace, repairSeconds: 0.05 });
await driver.start([kept]);
process.stdout.write('ready\n');

while (true) {
  await Promise.all(others.map((port) => driver.plug(port)));
  await Promise.all(others.map((port) => driver.update({ ...port, rules: [] })));
  await Promise.all([...others.map(({ id }) => driver.unplug(id)), driver.plug(kept)]);
}
