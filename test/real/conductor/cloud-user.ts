import type { Instance } from '../../../real/objects/instance.ts';
import { instanceRow } from './small-cloud.ts';
import type { SmallCloud } from './small-cloud.ts';

const big = {
  ...instanceRow().flavor,
  id: '2',
  name: 'm1.small',
  vcpus: 2,
  ramMib: 1024,
} satisfies Instance['flavor'];

/** Somebody who creates, changes and deletes servers, as `draw` has it, for as long as the cloud is in use. */
export class CloudUser {
  readonly #cloud: SmallCloud;
  readonly #draw: (below: number) => number;

  constructor(cloud: SmallCloud, draw: (below: number) => number) {
    this.#cloud = cloud;
    this.#draw = draw;
  }

  async use(isOver: () => boolean): Promise<void> {
    const cloud = this.#cloud;
    while (!isOver()) {
      const uuids = await cloud.create({ configDrive: this.#draw(8) === 0 }, 1 + this.#draw(2));
      // Sometimes they are deleted while they are being built.
      if (this.#draw(3) > 0) for (const uuid of uuids) await cloud.settled(uuid);
      for (const uuid of uuids) await this.#change(uuid);
      // A few are kept over the kill.
      if (cloud.present().length <= 12) continue;
      for (const { uuid } of cloud.present().slice(0, 4)) await cloud.delete(uuid);
    }
  }

  async #change(uuid: string): Promise<void> {
    const cloud = this.#cloud;
    const row = cloud.row(uuid);
    if (row.vmState !== 'active' || row.taskState !== null) return;
    switch (this.#draw(6)) {
      case 0:
        await cloud.do(uuid, { kind: 'stop' }, { taskState: 'powering-off' });
        return;
      case 1:
        return this.#resize(uuid);
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

  async #resize(uuid: string): Promise<void> {
    const cloud = this.#cloud;
    const { vmState } = await cloud.do(uuid, { kind: 'resize' }, { taskState: 'resize_prep', newFlavor: big });
    if (vmState !== 'resized') return;
    if (this.#draw(2) === 0) await cloud.do(uuid, { kind: 'confirm-resize' }, { taskState: 'resize_confirming' });
    else await cloud.do(uuid, { kind: 'revert-resize' }, { taskState: 'resize_reverting' });
  }
}
