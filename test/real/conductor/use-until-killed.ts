import { RandomStream } from '../../../core/index.ts';
import { RabbitMqBus } from '../../../real/bus/index.ts';
import { CloudUser } from './cloud-user.ts';
import { SmallCloud } from './small-cloud.ts';

/** A cloud whose users create, change and delete servers until its process is killed: FOLDER SEED [BUS]. */
const [, , folder, seed, busUrl] = process.argv as [string, string, string, string, string?];
const random = new RandomStream(Number(seed), 'users');
const own = { folder, hosts: 3, fake: { delayMs: () => 2 } };
const cloud = await SmallCloud.start(
  busUrl === undefined ? own : { folder, hosts: 0, bus: await RabbitMqBus.connect({ url: busUrl }) },
);
let drawn = 0;
process.stdout.write('begun\n');
for (let user = 0; user < 4; user += 1) {
  void new CloudUser(cloud, (below) => random.integer(below, drawn++)).use(() => false);
}
