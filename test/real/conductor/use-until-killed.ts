import { RandomStream } from '../../../core/index.ts';
import type { Instance } from '../../../real/objects/instance.ts';
import { instanceRow, SmallCloud } from './small-cloud.ts';

/** A cloud whose users create, change and delete servers until its process is killed: FOLDER SEED. */
const [, , folder, seed] = process.argv as [string, string, string, string];
const random = new RandomStream(Number(seed), 'users');
const cloud = await SmallCloud.start({ folder, hosts: 3, fake: { delayMs: () => 2 } });
const big = { ...instanceRow().flavor, id: '2', name: 'm1.small', vcpus: 2, ramMib: 1024 } satisfies Instance['flavor'];

let drawn = 0;
const draw = (below: number): number => random.integer(below, drawn++);

async function use(): Promise<void> {
  for (;;) {
    const uuids = await cloud.create({ configDrive: draw(8) === 0 }, 1 + draw(2));
    // Sometimes they are deleted while they are being built.
    if (draw(3) > 0) for (const uuid of uuids) await cloud.settled(uuid);
    for (const uuid of uuids) await change(uuid);
    // A few are kept over the kill.
    if (cloud.present().length > 12)
      for (const { uuid } of cloud.present().slice(0, 4)) await cloud.delete(uuid).catch(() => {});
  }
}

async function change(uuid: string): Promise<void> {
  const row = cloud.row(uuid);
  if (row.vmState !== 'active' || row.taskState !== null) return;
  switch (draw(6)) {
    case 0:
      await cloud.do(uuid, { kind: 'stop' }, { taskState: 'powering-off' });
      return;
    case 1:
      await cloud.do(uuid, { kind: 'resize' }, { taskState: 'resize_prep', newFlavor: big });
      if (draw(2) === 0) await cloud.do(uuid, { kind: 'confirm-resize' }, { taskState: 'resize_confirming' });
      else await cloud.do(uuid, { kind: 'revert-resize' }, { taskState: 'resize_reverting' });
      return;
    case 2:
      cloud.images.add(uuid);
      await cloud.do(uuid, { kind: 'shelve', imageId: uuid }, { taskState: 'shelving' });
      await cloud.do(uuid, { kind: 'unshelve' }, { taskState: 'unshelving' });
      return;
    case 3:
      await cloud.do(uuid, { kind: 'reboot', type: 'hard' }, { taskState: 'rebooting_hard' });
      return;
    case 4:
      await cloud.ask(uuid, { kind: 'pause' }, { taskState: 'pausing' });
      await cloud.delete(uuid);
      return;
    default:
      await cloud.delete(uuid);
  }
}

process.stdout.write('begun\n');
for (let user = 0; user < 4; user += 1) void use();
