import type { Image } from '../../core/index.ts';
import type { MessageContext } from '../bus/index.ts';
import type { Instance } from '../objects/instance.ts';
import {
  buildEnded,
  cancelDestinations,
  claimAlternate,
  schedulerTopic,
  selectDestinations,
} from '../scheduler/scheduler-methods.ts';
import { annotate, step } from '../trace/index.ts';
import { guestRequestJson } from '../compute/hypervisor/guest-request-json.ts';
import { availabilityZoneOf } from './availability-zone.ts';
import type { ConductorParts } from './conductor-parts.ts';
import type { BuildArgs } from './conductor-methods.ts';
import { guestRequestOf } from './guest-request-of.ts';
import type { HostOutcome } from './host-calls.ts';
import type { HostWord } from './host-changes.ts';
import { hostFault, isWorthRetrying } from './host-fault.ts';
import { rootDeviceName } from './root-device-name.ts';
import { buildAborted, noValidHost, retriesExhausted, ServerFault, serverFaultOf } from './server-fault.ts';
import type { OpenEvent } from './server-log.ts';
import type { ServerChange } from './server-rows.ts';

/** What comes with a request for servers and is kept nowhere. */
export type BuildSecrets = Partial<Pick<BuildArgs, 'adminPassword' | 'files'>>;

interface Destination {
  readonly uuid: string;
  readonly hosts: readonly (readonly [host: string, node: string])[];
  readonly numaTopology: Instance['numaTopology'];
}

interface Attempt {
  readonly uuid: string;
  readonly host: string;
  readonly node: string;
  readonly alternates: readonly (readonly [string, string])[];
  readonly numaTopology: Instance['numaTopology'];
  readonly secrets: BuildSecrets;
}

/** Somebody deletes the server: the deletion takes everything away. */
class Cancelled extends Error {}

/** From rows to guests that run. Nova: `schedule_and_build_instances`, `build_instances`. */
export class ServerBuilder {
  readonly #parts: ConductorParts;
  readonly #underWay = new Set<string>();
  /** Hosts on which the latest build failed. */
  readonly #failedHosts = new Set<string>();

  constructor(parts: ConductorParts) {
    this.#parts = parts;
  }

  /**
   * Settles when each server is ACTIVE or in ERROR, or is being deleted. A server that is being built already, or has a
   * host, is left alone: a message may come twice.
   */
  async build(uuids: readonly string[], secrets: BuildSecrets, context: MessageContext): Promise<void> {
    const { rows } = this.#parts;
    annotate({ 'server.uuid': [...uuids] });
    const waiting = uuids.filter((uuid) => {
      const row = rows.get(uuid);
      const isWaiting = row?.vmState === 'building' && row.host === null && row.taskState !== 'deleting';
      return isWaiting && !this.#underWay.has(uuid);
    });
    if (waiting.length === 0) return;
    for (const uuid of waiting) this.#underWay.add(uuid);
    try {
      await this.#buildAll(waiting, secrets, context);
    } finally {
      for (const uuid of waiting) this.#underWay.delete(uuid);
    }
  }

  async #buildAll(waiting: readonly string[], secrets: BuildSecrets, context: MessageContext): Promise<void> {
    // Whatever else is asked of a server waits until it has been built; a deletion does not.
    const scheduled = this.#schedule(waiting, context);
    await Promise.all(
      waiting.map((uuid, index) =>
        this.#parts.queue.run(uuid, async () => {
          const destination = (await scheduled)[index]!;
          await step('build', () => this.#buildOne(uuid, destination, secrets, context), { 'server.uuid': uuid });
        }),
      ),
    );
  }

  /** Where each goes; a fault, the same for all, when one of them finds no host. */
  async #schedule(uuids: readonly string[], context: MessageContext): Promise<readonly (Destination | ServerFault)[]> {
    try {
      const { destinations, refusal } = await this.#parts.bus.call(
        schedulerTopic,
        selectDestinations,
        { uuids: [...uuids], purpose: 'build', ignoreHosts: [], migrationUuid: null },
        context,
      );
      return uuids.map((_, index) => destinations[index] ?? noValidHost(refusal ?? ''));
    } catch (error) {
      this.#parts.logger.error({ err: error, uuids }, 'scheduling failed');
      const fault = serverFaultOf(error);
      return uuids.map(() => fault);
    }
  }

  async #buildOne(
    uuid: string,
    destination: Destination | ServerFault,
    secrets: BuildSecrets,
    context: MessageContext,
  ): Promise<void> {
    try {
      if (destination instanceof ServerFault) throw destination;
      this.#stopWhenCancelled(uuid);
      await this.#tryHosts(uuid, destination, secrets, context);
    } catch (error) {
      if (error instanceof Cancelled) return this.#forget(uuid, context);
      const fault = serverFaultOf(error);
      if (fault !== error) this.#parts.logger.error({ err: error, instance: uuid }, 'a build failed');
      await this.#giveUp(uuid, fault, context);
    }
  }

  /** One host after the other, as long as alternates are left. */
  async #tryHosts(
    uuid: string,
    { hosts, numaTopology }: Destination,
    secrets: BuildSecrets,
    context: MessageContext,
  ): Promise<void> {
    const { bus, logger } = this.#parts;
    let next = { host: hosts[0]![0], node: hosts[0]![1], numaTopology };
    let alternates = hosts.slice(1);
    for (;;) {
      const failure = await this.#attempt({ uuid, ...next, alternates, secrets }, context);
      if (failure === undefined) return;
      logger.warn({ instance: uuid, host: next.host, failure: failure.message }, 'a build failed on a host');
      this.#failedHosts.add(next.host);
      await bus.cast(schedulerTopic, buildEnded, { host: next.host, failed: true }, context);
      const claimed = await this.#claimNext(uuid, alternates, context);
      if (claimed === undefined) throw retriesExhausted(uuid, failure.message);
      [next, alternates] = claimed;
    }
  }

  async #claimNext(uuid: string, alternates: Attempt['alternates'], context: MessageContext) {
    for (const [index, [host, node]] of alternates.entries()) {
      this.#stopWhenCancelled(uuid);
      const answer = await this.#parts.bus.call(schedulerTopic, claimAlternate, { uuid, host }, context);
      if (!answer.claimed) continue;
      return [{ host, node, numaTopology: answer.numaTopology }, alternates.slice(index + 1)] as const;
    }
    return undefined;
  }

  /** The failure, where another host is worth trying. @throws ServerFault where none is */
  async #attempt(attempt: Attempt, context: MessageContext): Promise<ServerFault | undefined> {
    const { uuid, host } = attempt;
    const { bus, changes, hosts, networks } = this.#parts;
    annotate({ 'server.host': host });
    const event = await this.#record(attempt, context);
    const image = await step('image', () => this.#imageOf(uuid));
    this.#stopWhenCancelled(uuid);
    const request = this.#requestFor(attempt, image);
    const [outcome, word] = await changes.listenDuring(uuid, () =>
      hosts.perform(uuid, host, { kind: 'build', request: guestRequestJson(request) }, context),
    );
    this.#stopWhenCancelled(uuid);
    const failure = await this.#failureOf(uuid, host, outcome, context);
    if (failure === undefined) {
      await Promise.all([
        step('record', () =>
          this.#parts.rows.update(uuid, this.#activeChange(uuid, word), () => this.#parts.log.finish(event, undefined)),
        ),
        step('network', () => networks.setPlugged(uuid, true)),
        this.#failedHosts.delete(host) && bus.cast(schedulerTopic, buildEnded, { host, failed: false }, context),
      ]);
      return undefined;
    }
    await this.#parts.rows.update(uuid, {}, () => this.#parts.log.finish(event, failure.fault));
    if (!failure.isWorthRetrying) throw buildAborted(uuid, failure.fault.message);
    return failure.fault;
  }

  /** The decision and the host are on the disk before the host hears of the server; the ports too. */
  async #record(attempt: Attempt, context: MessageContext): Promise<OpenEvent> {
    const { uuid, host, node, alternates, numaTopology } = attempt;
    const { claims, log, rows } = this.#parts;
    let event: OpenEvent | undefined;
    const change: ServerChange = { host, node, alternates, numaTopology, taskState: 'networking' };
    const recorded = step('record', () =>
      rows.update(uuid, change, () => {
        const { requestId } = context;
        event = log.begin({ instanceUuid: uuid, requestId, event: 'compute__do_build_and_run_instance', host });
      }),
    );
    await Promise.all([recorded, step('network', () => this.#allocate(uuid, host)), claims.kept(uuid)]);
    return event!;
  }

  async #allocate(uuid: string, host: string): Promise<void> {
    const { networks, rows, tables } = this.#parts;
    const row = rows.get(uuid);
    if (!row) throw new Cancelled();
    try {
      await networks.allocate({
        instanceUuid: uuid,
        projectId: row.projectId,
        host,
        availabilityZone: availabilityZoneOf(host, tables),
        nics: row.requestedNics,
        securityGroups: row.securityGroups,
        hostname: row.hostname,
      });
    } catch (error) {
      const { message } = error as Error;
      throw buildAborted(uuid, `Failed to allocate the network(s): ${message}`);
    }
  }

  async #imageOf(uuid: string): Promise<Image | null> {
    const imageId = this.#parts.rows.get(uuid)?.imageId ?? null;
    if (imageId === null) return null;
    try {
      return await this.#parts.images.describe(imageId);
    } catch (error) {
      throw buildAborted(uuid, (error as Error).message);
    }
  }

  #requestFor({ uuid, host, secrets }: Attempt, image: Image | null) {
    const { networks, rows, tables } = this.#parts;
    const row = rows.get(uuid);
    if (!row) throw new Cancelled();
    const ports = networks.bindings(uuid);
    return guestRequestOf(row, { image, ports, availabilityZone: availabilityZoneOf(host, tables), ...secrets });
  }

  /** `undefined` when the guest runs, also where nobody could tell us. Nothing is left of one that failed. */
  async #failureOf(uuid: string, host: string, outcome: HostOutcome, context: MessageContext) {
    if (outcome === 'done') return undefined;
    if (outcome !== 'lost') return { fault: hostFault(outcome), isWorthRetrying: isWorthRetrying(outcome) };
    const state = await this.#parts.hosts.settled(uuid, host, context);
    if (state?.powerState === 'running') return undefined;
    const deleted = await this.#parts.hosts.perform(uuid, host, { kind: 'delete' }, context);
    if (deleted !== 'done') this.#parts.logger.error({ instance: uuid, host }, 'what is left of a build stays');
    return { fault: new ServerFault(500, 'The agent of the host ended during the build.'), isWorthRetrying: true };
  }

  #activeChange(uuid: string, { state }: HostWord): ServerChange {
    const launchedAtSeconds = this.#parts.now();
    const row = this.#parts.rows.get(uuid);
    return {
      powerState: 'running',
      ...state,
      vmState: 'active',
      taskState: null,
      alternates: [],
      launchedAtSeconds,
      rootDeviceName: row ? rootDeviceName(row) : null,
    };
  }

  /** ERROR with the reason; nothing is held any more. */
  async #giveUp(uuid: string, fault: ServerFault, context: MessageContext): Promise<void> {
    const { log, rows, tables } = this.#parts;
    const host = rows.get(uuid)?.host ?? null;
    await this.#letGo(uuid, context);
    const change: ServerChange = {
      vmState: 'error',
      taskState: null,
      host: null,
      node: null,
      alternates: [],
      numaTopology: null,
    };
    await rows.update(uuid, change, () => {
      log.fault(uuid, fault, host);
      if (!tables.actions.get(uuid, context.requestId)) return;
      if (host === null) {
        const event = 'schedule_instances';
        log.finish(log.begin({ instanceUuid: uuid, requestId: context.requestId, event, host }), fault);
      }
    });
  }

  /** Claims and ports. What cannot be freed now is found by the audit. */
  async #letGo(uuid: string, context: MessageContext): Promise<void> {
    const { claims, networks, logger } = this.#parts;
    const results = await Promise.allSettled([claims.release(uuid), networks.deallocate(uuid)]);
    for (const result of results) {
      if (result.status === 'rejected')
        logger.error({ err: result.reason, instance: uuid }, 'not everything was freed');
    }
    await this.#forget(uuid, context);
  }

  async #forget(uuid: string, context: MessageContext): Promise<void> {
    await this.#parts.bus.cast(schedulerTopic, cancelDestinations, { uuids: [uuid] }, context);
  }

  #stopWhenCancelled(uuid: string): void {
    if (this.#parts.cancelled.has(uuid) || this.#parts.rows.get(uuid) === undefined) throw new Cancelled();
  }
}
