import type { MessageContext } from '../bus/index.ts';
import { cancelDestinations, schedulerTopic } from '../scheduler/scheduler-methods.ts';
import { annotate } from '../trace/index.ts';
import type { ConductorParts } from './conductor-parts.ts';
import { hostFault } from './host-fault.ts';
import { serverFaultOf } from './server-fault.ts';
import type { OpenEvent } from './server-log.ts';

/** Takes servers away at any moment of their lives, with everything they hold. Nova: `terminate_instance`. */
export class ServerDeleter {
  readonly #parts: ConductorParts;
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(parts: ConductorParts) {
    this.#parts = parts;
  }

  /** Ends whatever else is done to the server. Settles when it is gone, or in ERROR because it cannot be taken away. */
  delete(uuid: string, context: MessageContext): Promise<void> {
    const { services, hosts, rows } = this.#parts;
    const row = rows.get(uuid);
    if (row === undefined) return Promise.resolve();
    const { host } = row;
    // What waits for a host that is away would wait for ever.
    if (host !== null && !services.isUp(host)) hosts.forget(uuid, 'all');
    const known = this.#underWay.get(uuid);
    if (known !== undefined) return known;
    const deletion = this.#delete(uuid, context).finally(() => this.#underWay.delete(uuid));
    this.#underWay.set(uuid, deletion);
    return deletion;
  }

  async #delete(uuid: string, context: MessageContext): Promise<void> {
    const { cancelled, hosts, queue, rows } = this.#parts;
    annotate({ 'server.uuid': uuid });
    cancelled.add(uuid);
    hosts.forget(uuid, 'waiting');
    const host = rows.get(uuid)?.host ?? null;
    // On its host the deletion overtakes what is under way there; here it follows it.
    const onHost = host === null ? undefined : this.#deleteOnHost(uuid, host, context);
    try {
      await queue.run(uuid, () => this.#finish(uuid, host, onHost, context));
    } finally {
      cancelled.delete(uuid);
    }
  }

  async #finish(
    uuid: string,
    host: string | null,
    onHost: Promise<'gone' | 'away'> | undefined,
    context: MessageContext,
  ): Promise<void> {
    const { log, rows, tables } = this.#parts;
    let event: OpenEvent | undefined;
    try {
      const outcome = await onHost;
      await this.#free(uuid, context);
      await rows.update(uuid, this.#goneChange(), () => {
        event = this.#begin(uuid, host, context);
        log.finish(event, undefined);
        this.#leaveGroup(uuid);
        if (outcome === 'away' && host !== null) tables.cleanups.put({ host, instanceUuid: uuid });
      });
    } catch (error) {
      this.#parts.logger.error({ err: error, instance: uuid }, 'a server was not deleted');
      const fault = serverFaultOf(error);
      await tables.database.write(() => {
        rows.keep(uuid, { vmState: 'error', taskState: null });
        log.fault(uuid, fault, host);
        log.finish(this.#begin(uuid, host, context), fault);
      });
    }
  }

  async #deleteOnHost(uuid: string, host: string, context: MessageContext): Promise<'gone' | 'away'> {
    const { hosts, services } = this.#parts;
    for (;;) {
      if (!services.isUp(host)) return 'away';
      const outcome = await hosts.perform(uuid, host, { kind: 'delete' }, context);
      if (outcome === 'done') return 'gone';
      if (outcome !== 'lost') throw hostFault(outcome);
    }
  }

  async #free(uuid: string, context: MessageContext): Promise<void> {
    const { bus, claims, networks, rows } = this.#parts;
    const migrationUuid = rows.get(uuid)?.migrationUuid ?? null;
    await Promise.all([
      claims.release(uuid),
      migrationUuid === null ? undefined : claims.release(migrationUuid),
      networks.deallocate(uuid),
      bus.cast(schedulerTopic, cancelDestinations, { uuids: [uuid] }, context),
    ]);
  }

  #goneChange() {
    const nowSeconds = this.#parts.now();
    return {
      vmState: 'deleted',
      taskState: null,
      powerState: 'nostate',
      terminatedAtSeconds: nowSeconds,
      deletedAtSeconds: nowSeconds,
    } as const;
  }

  #begin(uuid: string, host: string | null, { requestId }: MessageContext): OpenEvent {
    return this.#parts.log.begin({ instanceUuid: uuid, requestId, event: 'compute_terminate_instance', host });
  }

  #leaveGroup(uuid: string): void {
    const { instances, serverGroups } = this.#parts.tables;
    const groupId = instances.get(uuid)?.serverGroupId ?? null;
    const group = groupId === null ? undefined : serverGroups.get(groupId);
    if (group?.members.includes(uuid)) {
      serverGroups.put({ ...group, members: group.members.filter((member) => member !== uuid) });
    }
  }
}
