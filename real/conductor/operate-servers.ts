import { randomUUID } from 'node:crypto';
import type { Image } from '../../core/index.ts';
import type { MessageContext } from '../bus/index.ts';
import { guestRequestJson } from '../compute/hypervisor/guest-request-json.ts';
import type { GuestRequest } from '../compute/hypervisor/guest.ts';
import type { HostOperation } from '../compute/rpc/compute-methods.ts';
import type { Instance, InstanceVif, RequestedNic } from '../objects/instance.ts';
import { cancelDestinations, schedulerTopic, selectDestinations } from '../scheduler/scheduler-methods.ts';
import { imageOf } from '../scheduler/occupancy.ts';
import { annotate, step } from '../trace/index.ts';
import { availabilityZoneOf } from './availability-zone.ts';
import type { ConductorParts } from './conductor-parts.ts';
import type { ServerOperation } from './conductor-methods.ts';
import { guestRequestOf } from './guest-request-of.ts';
import type { HostOutcome } from './host-calls.ts';
import type { HostWord } from './host-changes.ts';
import { hostFault } from './host-fault.ts';
import { noValidHost, ServerFault, serverFaultOf } from './server-fault.ts';
import type { OpenEvent } from './server-log.ts';
import type { ServerChange } from './server-rows.ts';

/** Operations that are one verb of the host, and Nova's name of it. */
const events = {
  start: 'compute_start_instance',
  stop: 'compute_stop_instance',
  reboot: 'compute_reboot_instance',
  pause: 'compute_pause_instance',
  unpause: 'compute_unpause_instance',
  suspend: 'compute_suspend_instance',
  resume: 'compute_resume_instance',
  unrescue: 'compute_unrescue_instance',
} as const;

/** Everything but making and deleting. Nova: `ComputeTaskManager` and what it calls of hosts. */
export class ServerOperator {
  readonly #parts: ConductorParts;

  constructor(parts: ConductorParts) {
    this.#parts = parts;
  }

  /** In the server's turn. Settles when the row tells how it ended. */
  async operate(
    uuid: string,
    operation: Exclude<ServerOperation, { kind: 'delete' }>,
    context: MessageContext,
  ): Promise<void> {
    annotate({ 'server.uuid': uuid });
    await this.#parts.queue.run(uuid, async () => {
      const row = this.#parts.rows.get(uuid);
      if (row === undefined || this.#parts.cancelled.has(uuid)) return;
      // A message that came again, after a crash: what had become of it then was found out by the recovery.
      if (this.#parts.log.hasBegun(uuid, context.requestId)) return;
      try {
        await this.#do(row, operation, context);
      } catch (error) {
        this.#parts.logger.error({ err: error, instance: uuid, operation: operation.kind }, 'an operation failed');
        await this.#failed(row, serverFaultOf(error));
      }
    });
  }

  /** Waits for the guest to have it. @throws what the networks, or the host, refuse it with */
  async attach(uuid: string, nic: RequestedNic, context: MessageContext): Promise<InstanceVif> {
    const { networks, queue, rows } = this.#parts;
    let attached: InstanceVif | undefined;
    let failure: unknown;
    await queue.run(uuid, async () => {
      const row = rows.get(uuid);
      if (row === undefined) throw new ServerFault(404, `Instance ${uuid} could not be found.`);
      const { projectId } = row;
      const host = hostOf(row);
      const vif = await networks.attach(uuid, host, nic, projectId);
      const binding = networks.bindings(uuid).find(({ id }) => id === vif.portId)!;
      const fault = await this.#event(uuid, host, 'compute_attach_interface', context, async () => {
        return this.#perform(uuid, host, { kind: 'attach-interface', binding }, context);
      });
      if (fault === undefined) attached = vif;
      else {
        failure = fault;
        await networks.detach(uuid, vif.portId);
      }
    });
    if (attached === undefined) throw failure;
    await networks.setPlugged(uuid, true);
    return attached;
  }

  #do(row: Instance, operation: Exclude<ServerOperation, { kind: 'delete' }>, context: MessageContext): Promise<void> {
    switch (operation.kind) {
      case 'rescue':
        return this.#rescue(row, operation.imageId, context);
      case 'rebuild':
        return this.#rebuild(row, operation, context);
      case 'resize':
        return this.#resize(row, context);
      case 'confirm-resize':
        return this.#confirmResize(row, context);
      case 'revert-resize':
        return this.#revertResize(row, context);
      case 'snapshot':
        return this.#snapshot(row, operation.imageId, context);
      case 'shelve':
        return this.#shelve(row, operation.imageId, context);
      case 'shelve-offload':
        return this.#parts.rows.update(row.uuid, { taskState: null });
      case 'unshelve':
        return this.#unshelve(row, context);
      case 'detach-interface':
        return this.#detach(row, operation.portId, context);
      default:
        return this.#verb(row, events[operation.kind], operation, context);
    }
  }

  /** One verb, and the row as the host says. `then` changes more when it came about. */
  async #verb(
    row: Instance,
    event: string,
    operation: HostOperation,
    context: MessageContext,
    then: (state: HostWord['state']) => ServerChange = (state) => state,
  ): Promise<void> {
    const { uuid } = row;
    const host = hostOf(row);
    await this.#event(uuid, host, event, context, async () => this.#perform(uuid, host, operation, context), then);
  }

  /** Writes down when it begins and how it ends; the end together with the row. The fault is the answer. */
  async #event(
    uuid: string,
    host: string,
    event: string,
    { requestId }: MessageContext,
    work: () => Promise<readonly [HostOutcome, HostWord]>,
    then: (state: HostWord['state']) => ServerChange = (state) => state,
    onFailure: (state: HostWord['state']) => ServerChange = (state) => state,
  ): Promise<ServerFault | undefined> {
    const { log, rows, tables } = this.#parts;
    let open: OpenEvent | undefined;
    // It need not be waited for: the end of it is written later than this.
    const begun = tables.database.write(() => {
      open = log.begin({ instanceUuid: uuid, requestId, event, host });
    });
    begun.catch(() => {});
    const [outcome, { state }] = await work();
    const fault = outcome === 'done' ? undefined : faultOf(outcome);
    const change = fault ? onFailure(state) : then(state);
    await rows.update(uuid, { ...change, taskState: null }, () => {
      if (fault) log.fault(uuid, fault, host);
      log.finish(open!, fault);
    });
    return fault;
  }

  /** What the host does and says. Where its agent ended meanwhile, what it finds afterwards. */
  async #perform(
    uuid: string,
    host: string,
    operation: HostOperation,
    context: MessageContext,
  ): Promise<readonly [HostOutcome, HostWord]> {
    const { changes, hosts } = this.#parts;
    const [outcome, word] = await changes.listenDuring(uuid, () => hosts.perform(uuid, host, operation, context));
    if (outcome !== 'lost' || this.#parts.cancelled.has(uuid)) return [outcome, word];
    const found = await hosts.settled(uuid, host, context);
    return [
      outcome,
      { state: found ? { vmState: found.vmState, powerState: found.powerState } : {}, fault: undefined },
    ];
  }

  async #rescue(row: Instance, imageId: string | null, context: MessageContext): Promise<void> {
    const image = imageId === null ? null : await this.#parts.images.describe(imageId);
    await this.#verb(row, 'compute_rescue_instance', { kind: 'rescue', image }, context, (state) => ({
      ...state,
      stateBefore: row.vmState,
    }));
  }

  async #rebuild(
    row: Instance,
    { imageId, adminPassword, files }: Extract<ServerOperation, { kind: 'rebuild' }>,
    context: MessageContext,
  ): Promise<void> {
    const { uuid } = row;
    const host = hostOf(row);
    const image = await this.#parts.images.describe(imageId);
    const change: ServerChange = { imageId, imageProperties: image.properties };
    await this.#parts.rows.update(uuid, change);
    const request = this.#requestFor(uuid, host, image, { adminPassword, files });
    const operation = { kind: 'rebuild', request: guestRequestJson(request) } as const;
    const launchedAtSeconds = this.#parts.now();
    await this.#verb(row, 'compute_rebuild_instance', operation, context, (state) => ({ ...state, launchedAtSeconds }));
  }

  /** On the same host. Both flavors are held until it is confirmed or reverted, as in Nova. */
  async #resize(row: Instance, context: MessageContext): Promise<void> {
    const { uuid, newFlavor } = row;
    const { rows, bus, claims } = this.#parts;
    const host = hostOf(row);
    const migrationUuid = randomUUID();
    // Known before anything is held under it: what a crash leaves in between is found and given back.
    await rows.update(uuid, { migrationUuid });
    const { destinations } = await bus.call(
      schedulerTopic,
      selectDestinations,
      { uuids: [uuid], purpose: 'resize', ignoreHosts: [], migrationUuid },
      context,
    );
    const [destination] = destinations;
    if (destination === undefined || newFlavor === null) {
      await rows.update(uuid, { newFlavor: null, migrationUuid: null });
      throw noValidHost('No valid host found for resize');
    }
    const begun: ServerChange = { stateBefore: row.vmState, oldFlavor: row.flavor };
    await Promise.all([rows.update(uuid, begun), claims.kept(uuid)]);
    const image = imageOf(row);
    const topology = { ...row, numaTopology: destination.numaTopology };
    const request = this.#requestFor(uuid, host, image, {}, { row: topology, flavor: newFlavor });
    const operation = { kind: 'resize', request: guestRequestJson(request) } as const;
    await this.#event(
      uuid,
      host,
      'compute_finish_resize',
      context,
      async () => {
        const performed = await this.#perform(uuid, host, operation, context);
        if (performed[0] !== 'done') await claims.moveBack(ownerOf(row), migrationUuid);
        return performed;
      },
      (state) => ({ ...state, flavor: newFlavor, newFlavor: null, numaTopology: destination.numaTopology }),
      (state) => ({ ...state, newFlavor: null, oldFlavor: null, migrationUuid: null }),
    );
    await bus.cast(schedulerTopic, cancelDestinations, { uuids: [uuid] }, context);
  }

  async #confirmResize(row: Instance, context: MessageContext): Promise<void> {
    const { uuid, migrationUuid } = row;
    await this.#verb(row, 'compute_confirm_resize', { kind: 'confirm-resize' }, context, (state) => ({
      ...stoppedOr(state),
      oldFlavor: null,
      migrationUuid: null,
      stateBefore: null,
    }));
    const isDone = this.#parts.rows.get(uuid)?.migrationUuid === null;
    if (migrationUuid !== null && isDone) await this.#parts.claims.release(migrationUuid);
  }

  async #revertResize(row: Instance, context: MessageContext): Promise<void> {
    const { uuid, migrationUuid, oldFlavor } = row;
    const host = hostOf(row);
    await this.#event(
      uuid,
      host,
      'compute_revert_resize',
      context,
      async () => {
        const performed = await this.#perform(uuid, host, { kind: 'revert-resize' }, context);
        // Before the row forgets who keeps it.
        if (performed[0] === 'done' && migrationUuid !== null) {
          await this.#parts.claims.moveBack(ownerOf(row), migrationUuid);
        }
        return performed;
      },
      (state) => ({
        ...stoppedOr(state),
        ...(oldFlavor && { flavor: oldFlavor }),
        oldFlavor: null,
        migrationUuid: null,
        stateBefore: null,
      }),
    );
  }

  async #snapshot(row: Instance, imageId: string, context: MessageContext): Promise<void> {
    const { uuid } = row;
    const host = hostOf(row);
    const operation = { kind: 'snapshot', imageId } as const;
    const work = async () => this.#perform(uuid, host, operation, context);
    const fault = await this.#event(uuid, host, 'compute_snapshot_instance', context, work);
    if (fault) await this.#parts.images.discard(imageId);
  }

  /** The host is given free; ports keep their addresses. */
  async #shelve(row: Instance, imageId: string, context: MessageContext): Promise<void> {
    const { uuid } = row;
    const host = hostOf(row);
    const { claims, networks, images } = this.#parts;
    await this.#parts.rows.update(uuid, { shelvedImageId: imageId });
    const fault = await this.#event(
      uuid,
      host,
      'compute_shelve_instance',
      context,
      async () => this.#perform(uuid, host, { kind: 'shelve', imageId }, context),
      (state) => ({
        ...state,
        vmState: 'shelved_offloaded',
        powerState: 'shutdown',
        host: null,
        node: null,
        numaTopology: null,
      }),
      (state) => ({ ...state, shelvedImageId: null }),
    );
    if (fault) await images.discard(imageId);
    else await Promise.all([claims.release(uuid), networks.setPlugged(uuid, false)]);
  }

  async #unshelve(row: Instance, context: MessageContext): Promise<void> {
    const { uuid, shelvedImageId } = row;
    const { bus, rows } = this.#parts;
    const { destinations, refusal } = await bus.call(
      schedulerTopic,
      selectDestinations,
      { uuids: [uuid], purpose: 'unshelve', ignoreHosts: [], migrationUuid: null },
      context,
    );
    const [destination] = destinations;
    if (destination === undefined) {
      await rows.update(uuid, {});
      throw noValidHost(refusal ?? '');
    }
    const [[host, node]] = destination.hosts as [[string, string]];
    const change: ServerChange = { host, node, numaTopology: destination.numaTopology };
    await Promise.all([rows.update(uuid, change), this.#parts.claims.kept(uuid)]);
    const fault = await this.#spawnShelved(row, host, shelvedImageId, context);
    if (fault === undefined && shelvedImageId !== null) await this.#parts.images.discard(shelvedImageId);
  }

  /** Back on a host; where that fails it is shelved as before, and holds nothing. */
  async #spawnShelved(
    row: Instance,
    host: string,
    shelvedImageId: string | null,
    context: MessageContext,
  ): Promise<ServerFault | undefined> {
    const { uuid } = row;
    const { claims, images, networks } = this.#parts;
    const shelved: ServerChange = { vmState: 'shelved_offloaded', host: null, node: null, numaTopology: null };
    let fault: ServerFault | undefined;
    try {
      const image = shelvedImageId === null ? imageOf(row) : await images.describe(shelvedImageId);
      await step('network', () => this.#allocate(row, host));
      const request = this.#requestFor(uuid, host, image, {});
      const operation = { kind: 'unshelve', request: guestRequestJson(request) } as const;
      const launchedAtSeconds = this.#parts.now();
      fault = await this.#event(
        uuid,
        host,
        'compute_unshelve_instance',
        context,
        async () => this.#perform(uuid, host, operation, context),
        (state) => ({ ...state, vmState: 'active', shelvedImageId: null, launchedAtSeconds }),
        () => shelved,
      );
    } catch (error) {
      await this.#parts.rows.update(uuid, shelved);
      await claims.release(uuid);
      throw error;
    }
    if (fault) await claims.release(uuid);
    else await networks.setPlugged(uuid, true);
    return fault;
  }

  async #allocate(row: Instance, host: string): Promise<void> {
    await this.#parts.networks.allocate({
      instanceUuid: row.uuid,
      projectId: row.projectId,
      host,
      availabilityZone: availabilityZoneOf(host, this.#parts.tables),
      nics: row.requestedNics,
      securityGroups: row.securityGroups,
      hostname: row.hostname,
    });
  }

  async #detach(row: Instance, portId: string, context: MessageContext): Promise<void> {
    const { uuid } = row;
    const host = hostOf(row);
    const operation = { kind: 'detach-interface', portId } as const;
    const work = async () => this.#perform(uuid, host, operation, context);
    const fault = await this.#event(uuid, host, 'compute_detach_interface', context, work);
    if (fault === undefined) await this.#parts.networks.detach(uuid, portId);
  }

  #requestFor(
    uuid: string,
    host: string,
    image: Image | null,
    secrets: Partial<Pick<Extract<ServerOperation, { kind: 'rebuild' }>, 'adminPassword' | 'files'>>,
    as: { readonly row?: Instance; readonly flavor?: Instance['flavor'] } = {},
  ): GuestRequest {
    const { networks, rows, tables } = this.#parts;
    const row = as.row ?? rows.get(uuid);
    if (row === undefined) throw new ServerFault(404, `Instance ${uuid} could not be found.`);
    const availabilityZone = availabilityZoneOf(host, tables);
    return guestRequestOf(row, {
      image,
      ports: networks.bindings(uuid),
      availabilityZone,
      ...secrets,
      flavor: as.flavor,
    });
  }

  /** Before any host was asked: the server is what it was, and the fault says why nothing happened. */
  async #failed({ uuid, host }: Instance, fault: ServerFault): Promise<void> {
    const { log, rows } = this.#parts;
    const action = log.lastAction(uuid);
    await rows.update(uuid, { taskState: null }, () => {
      log.fault(uuid, fault, host);
      if (!action) return;
      const event = { instanceUuid: uuid, requestId: action.requestId, event: 'schedule_instances', host };
      log.finish(log.begin(event), fault);
    });
  }
}

function faultOf(outcome: Exclude<HostOutcome, 'done'>): ServerFault {
  if (outcome === 'lost') return new ServerFault(500, 'The agent of the host ended meanwhile.');
  return hostFault(outcome);
}

function hostOf({ uuid, host }: Instance): string {
  if (host === null) throw new ServerFault(409, `Instance ${uuid} is not on any host`);
  return host;
}

function ownerOf({ uuid, projectId, userId }: Instance) {
  return { consumerUuid: uuid, projectId, userId };
}

/** A server that was stopped when it was resized is stopped afterwards. */
function stoppedOr(state: HostWord['state']): ServerChange {
  return state.powerState === 'shutdown' ? { ...state, vmState: 'stopped' } : state;
}
