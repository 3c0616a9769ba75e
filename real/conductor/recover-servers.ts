import type { MessageContext } from '../bus/index.ts';
import { computeTopic, guestInfo } from '../compute/rpc/compute-methods.ts';
import type { InstanceState } from '../compute/agent/instance-state.ts';
import type { Instance } from '../objects/instance.ts';
import { currentContext } from '../trace/index.ts';
import type { ServerBuilder } from './build-servers.ts';
import type { ConductorParts } from './conductor-parts.ts';
import type { ServerDeleter } from './delete-server.ts';
import { rootDeviceName } from './root-device-name.ts';
import { ServerFault } from './server-fault.ts';
import type { ServerChange } from './server-rows.ts';

/**
 * Takes up the servers that something was being done to when an earlier conductor ended, and brings each to a state that
 * is true: a build that no host began is begun again, a deletion is finished, and for everything else the host is asked
 * what the guest is. Nova: `_init_instance`, and an operator's patience.
 */
export class ServerRecovery {
  readonly #parts: ConductorParts;
  readonly #builder: ServerBuilder;
  readonly #deleter: ServerDeleter;

  constructor(parts: ConductorParts, builder: ServerBuilder, deleter: ServerDeleter) {
    this.#parts = parts;
    this.#builder = builder;
    this.#deleter = deleter;
  }

  /** In the background: hosts may come later. */
  start(): void {
    for (const row of this.#parts.tables.instances.all()) {
      const isUnfinished = row.taskState !== null || row.vmState === 'building';
      if (row.deletedAtSeconds !== null || !isUnfinished) continue;
      this.#recover(row).catch((error: unknown) => {
        this.#parts.logger.error({ err: error, instance: row.uuid }, 'a server was not taken up');
      });
    }
  }

  async #recover(row: Instance): Promise<void> {
    const { uuid, host } = row;
    const context = this.#contextOf(uuid);
    await this.#closeEvent(uuid, context);
    if (row.taskState === 'deleting') return this.#deleter.delete(uuid, context);
    if (host === null && row.vmState === 'building') return this.#buildAgain(row, context);
    if (host === null) return this.#parts.rows.update(uuid, { taskState: null });
    await this.#parts.queue.run(uuid, async () => {
      const { changes, hosts } = this.#parts;
      const [state] = await changes.listenDuring(uuid, () => hosts.settled(uuid, host, context));
      if (this.#parts.cancelled.has(uuid)) return;
      await this.#believe(row, host, state, context);
    });
    const after = this.#parts.rows.get(uuid);
    if (after?.vmState === 'building' && after.host === null) await this.#buildAgain(after, context);
  }

  async #believe(row: Instance, host: string, state: InstanceState | null, context: MessageContext): Promise<void> {
    if (row.vmState === 'building') return this.#endBuild(row, state);
    if (row.migrationUuid !== null && row.newFlavor !== null) return this.#endResize(row, host, state, context);
    if (row.taskState === 'resize_confirming') return this.#endChoice(row, host, 'confirm-resize', context);
    if (row.taskState === 'resize_reverting') return this.#endChoice(row, host, 'revert-resize', context);
    if (row.vmState === 'shelved_offloaded') return this.#endUnshelve(row, state);
    if (row.shelvedImageId !== null) return this.#endShelve(row, state);
    await this.#parts.rows.update(row.uuid, { ...(state && stateOf(state)), taskState: null });
  }

  /** The last word of it was lost, or the build itself. */
  async #endBuild({ uuid, imageProperties, ...row }: Instance, state: InstanceState | null): Promise<void> {
    const { claims, networks, rows, now } = this.#parts;
    if (state?.powerState !== 'running') {
      await claims.release(uuid);
      const change: ServerChange = {
        host: null,
        node: null,
        alternates: [],
        numaTopology: null,
        taskState: 'scheduling',
      };
      return rows.update(uuid, change);
    }
    const launchedAtSeconds = row.launchedAtSeconds ?? now();
    const rootDevice = rootDeviceName({ ...row, uuid, imageProperties });
    await Promise.all([
      rows.update(uuid, {
        vmState: 'active',
        taskState: null,
        powerState: 'running',
        launchedAtSeconds,
        alternates: [],
        rootDeviceName: rootDevice,
      }),
      networks.setPlugged(uuid, true),
    ]);
  }

  /** The guest itself says which flavor it has. */
  async #endResize(row: Instance, host: string, state: InstanceState | null, context: MessageContext): Promise<void> {
    const { bus, claims, rows } = this.#parts;
    const { uuid, newFlavor, oldFlavor, projectId, userId } = row;
    const migrationUuid = row.migrationUuid!;
    const before = oldFlavor ?? row.flavor;
    const guest = state && (await bus.call(computeTopic(host), guestInfo, { uuid }, context).catch(() => null));
    const isNew =
      guest !== null &&
      guest.vcpus === newFlavor!.vcpus &&
      guest.ramMib === newFlavor!.ramMib &&
      (before.vcpus !== newFlavor!.vcpus || before.ramMib !== newFlavor!.ramMib);
    if (isNew) {
      const { powerState } = state!;
      return rows.update(uuid, {
        vmState: 'resized',
        taskState: null,
        powerState,
        flavor: newFlavor!,
        newFlavor: null,
      });
    }
    await claims.moveBack({ consumerUuid: uuid, projectId, userId }, migrationUuid);
    await rows.update(uuid, {
      ...(state && stateOf(state)),
      taskState: null,
      newFlavor: null,
      oldFlavor: null,
      migrationUuid: null,
    });
  }

  /** Asked for again; a host that has done it already says that there is nothing to choose. */
  async #endChoice(
    { uuid, projectId, userId, ...row }: Instance,
    host: string,
    kind: 'confirm-resize' | 'revert-resize',
    context: MessageContext,
  ): Promise<void> {
    const { bus, changes, claims, hosts, rows } = this.#parts;
    const [outcome] = await changes.listenDuring(uuid, () => hosts.perform(uuid, host, { kind }, context));
    const guest = await bus.call(computeTopic(host), guestInfo, { uuid }, context).catch(() => null);
    const wasDone = outcome === 'done' || (outcome !== 'lost' && outcome.code === 'wrong-state');
    const flavor = kind === 'confirm-resize' ? row.flavor : (row.oldFlavor ?? row.flavor);
    if (!wasDone || guest?.ramMib !== flavor.ramMib || guest.vcpus !== flavor.vcpus) {
      return rows.update(uuid, { vmState: 'error', taskState: null });
    }
    if (row.migrationUuid !== null && kind === 'confirm-resize') await claims.release(row.migrationUuid);
    else if (row.migrationUuid !== null)
      await claims.moveBack({ consumerUuid: uuid, projectId, userId }, row.migrationUuid);
    const { powerState } = guest;
    const vmState = powerState === 'shutdown' ? 'stopped' : 'active';
    const ended: ServerChange = { oldFlavor: null, newFlavor: null, migrationUuid: null, stateBefore: null };
    await rows.update(uuid, { ...ended, flavor, vmState, powerState, taskState: null });
  }

  /** The guest goes last: where it is gone, the image is whole. */
  async #endShelve({ uuid, shelvedImageId }: Instance, state: InstanceState | null): Promise<void> {
    const { claims, images, networks, rows } = this.#parts;
    if (state !== null && state.powerState !== 'nostate') {
      await rows.update(uuid, { ...stateOf(state), taskState: null, shelvedImageId: null });
      return images.discard(shelvedImageId!);
    }
    await rows.update(uuid, {
      vmState: 'shelved_offloaded',
      powerState: 'shutdown',
      taskState: null,
      host: null,
      node: null,
      numaTopology: null,
    });
    await Promise.all([claims.release(uuid), networks.setPlugged(uuid, false)]);
  }

  async #endUnshelve({ uuid }: Instance, state: InstanceState | null): Promise<void> {
    const { claims, networks, rows, now } = this.#parts;
    if (state?.powerState === 'running') {
      const change: ServerChange = { vmState: 'active', powerState: 'running', shelvedImageId: null };
      await rows.update(uuid, { ...change, taskState: null, launchedAtSeconds: now() });
      return networks.setPlugged(uuid, true);
    }
    await claims.release(uuid);
    await rows.update(uuid, { taskState: null, host: null, node: null, numaTopology: null });
  }

  /** What came with the request and is kept nowhere was for the config drive only: without one nothing is missing. */
  async #buildAgain(row: Instance, context: MessageContext): Promise<void> {
    const { log, networks, rows } = this.#parts;
    const { uuid } = row;
    if (!row.configDrive) return this.#builder.build([uuid], {}, context);
    const fault = new ServerFault(
      500,
      'The build was interrupted when the controller ended; its password is not kept.',
    );
    await networks.deallocate(uuid);
    await rows.update(uuid, { vmState: 'error', taskState: null }, () => log.fault(uuid, fault, row.host));
  }

  async #closeEvent(uuid: string, { requestId }: MessageContext): Promise<void> {
    const { log, tables } = this.#parts;
    const open = log.openEvent(uuid, requestId);
    if (open === undefined) return;
    const fault = new ServerFault(500, 'It was interrupted when the controller ended.');
    await tables.database.write(() => log.finish(open, fault));
  }

  /** The events are those of the action that was interrupted. */
  #contextOf(uuid: string): MessageContext {
    const fresh = currentContext();
    return { ...fresh, requestId: this.#parts.log.lastAction(uuid)?.requestId ?? fresh.requestId };
  }
}

function stateOf({ vmState, powerState }: InstanceState): ServerChange {
  return { vmState, powerState };
}
