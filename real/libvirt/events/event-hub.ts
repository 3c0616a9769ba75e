import { isLibvirtError } from '../errors/libvirt-error.ts';
import { LibvirtClientError } from '../errors/client-error.ts';
import { eventMessages, procedures } from '../generated/procedures.ts';
import type { EventPayloads } from '../generated/procedures.ts';
import type { DomainRef, NetworkRef, NodeDeviceRef, SecretRef, StoragePoolRef } from '../generated/types.ts';
import type { DirectCall } from '../wire/handshake.ts';
import type { EventMessage, PlainProcedure } from '../wire/procedure.ts';
import type { Session } from '../wire/session.ts';
import type { XdrReader } from '../wire/xdr-reader.ts';

/** `family.kind`, such as `domain.lifecycle` or `storagePool.refresh`. */
export type EventKind = keyof EventPayloads;
export type EventListener<Kind extends EventKind> = (event: EventPayloads[Kind]) => void;

/** What an event may be limited to: one domain, network, pool, device or secret, as its family says. */
export type EventObject<Kind extends EventKind> = Kind extends `domain.${string}` | `qemuMonitor.${string}`
  ? DomainRef
  : Kind extends `network.${string}`
    ? NetworkRef
    : Kind extends `storagePool.${string}`
      ? StoragePoolRef
      : Kind extends `nodeDevice.${string}`
        ? NodeDeviceRef
        : Kind extends `secret.${string}`
          ? SecretRef
          : never;

export interface Subscription {
  /** Stops the listener at once; settles when the daemon, too, has stopped. */
  close(): Promise<void>;
}

type AnyListener = (event: never) => void;
type AnyObject = DomainRef | NetworkRef | StoragePoolRef | NodeDeviceRef | SecretRef;

/** One registration at the daemon, shared by every listener for the same kind and object. */
interface Registration {
  readonly message: EventMessage<unknown>;
  readonly object: AnyObject | null;
  readonly listeners: Set<AnyListener>;
  callbackId: number | undefined;
  ready: Promise<void>;
}

/** Registers kinds of events at the daemon, hands them out, and registers them again after a reconnection. */
export class EventHub {
  readonly #session: Session;
  readonly #registrations = new Map<string, Registration>();
  /** By `family callbackId`: what the daemon writes into each event. */
  readonly #byCallback = new Map<string, Registration>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Settles when the daemon has confirmed: whatever happens after that is heard. */
  async subscribe<Kind extends EventKind>(
    kind: Kind,
    listener: EventListener<Kind>,
    object: EventObject<Kind> | undefined,
  ): Promise<Subscription> {
    const key = `${kind} ${object ? identityOf(object) : '*'}`;
    let registration = this.#registrations.get(key);
    if (!registration) {
      registration = this.#register(key, eventMessages[kind] as EventMessage<unknown>, object ?? null);
    }
    const { listeners } = registration;
    // A listener of its own for each subscription, so that the same function may listen twice.
    const entry: AnyListener = (event) => listener(event);
    listeners.add(entry);
    try {
      await registration.ready;
    } catch (error) {
      listeners.delete(entry);
      throw error;
    }
    return { close: () => this.#unsubscribe(key, registration, entry) };
  }

  dispatch(program: number, procedure: number, reader: XdrReader): void {
    const message = messagesByNumber.get(procedureKey(program, procedure));
    // A daemon newer than this client may know more kinds; it sends none that was not asked for.
    if (!message) return;
    const event = message.decode(reader) as { callbackId?: number };
    reader.finish();
    const registration = this.#byCallback.get(callbackKey(message, event.callbackId ?? 0));
    if (!registration) return;
    for (const listener of registration.listeners) callSafely(listener, event);
  }

  /** After a new handshake: what was confirmed before is registered again, under new numbers. */
  async restore(call: DirectCall): Promise<void> {
    this.#byCallback.clear();
    const known = [...this.#registrations.values()].filter(({ callbackId }) => callbackId !== undefined);
    await Promise.all(known.map((registration) => this.#registerAgain(call, registration)));
  }

  async #registerAgain(call: DirectCall, registration: Registration): Promise<void> {
    try {
      await this.#registerAt(call, registration);
    } catch (error) {
      // Its object went while the daemon was away: there is nothing to hear, and no reason to stay disconnected.
      if (!isLibvirtError(error)) throw error;
      registration.callbackId = undefined;
    }
  }

  #register(key: string, message: EventMessage<unknown>, object: AnyObject | null): Registration {
    const registration: Registration = {
      message,
      object,
      listeners: new Set(),
      callbackId: undefined,
      ready: Promise.resolve(),
    };
    this.#registrations.set(key, registration);
    const call: DirectCall = (procedure, args, onResult) => this.#session.call(procedure, args, {}, onResult);
    registration.ready = this.#registerAt(call, registration);
    registration.ready.catch(() => this.#registrations.delete(key));
    return registration;
  }

  async #registerAt(call: DirectCall, registration: Registration): Promise<void> {
    const { message, object } = registration;
    const { register } = families[message.family] as Family;
    await register(call, message, object as never, (callbackId) => {
      registration.callbackId = callbackId;
      this.#byCallback.set(callbackKey(message, callbackId), registration);
    });
  }

  async #unsubscribe(key: string, registration: Registration, entry: AnyListener): Promise<void> {
    const had = registration.listeners.delete(entry);
    if (!had || registration.listeners.size > 0) return;
    const { callbackId, message } = registration;
    this.#registrations.delete(key);
    if (callbackId === undefined) return;
    this.#byCallback.delete(callbackKey(message, callbackId));
    try {
      await (families[message.family] as Family).deregister(this.#session, callbackId);
    } catch (error) {
      // With the connection, or the object, the registration has gone too.
      if (!(error instanceof LibvirtClientError) && !isLibvirtError(error)) throw error;
    }
  }
}

interface Family {
  readonly register: (
    call: DirectCall,
    message: EventMessage<unknown>,
    object: never,
    onCallbackId: (callbackId: number) => void,
  ) => Promise<unknown>;
  readonly deregister: (session: Session, callbackId: number) => Promise<unknown>;
}

/** How each family of events is asked for and given back. */
const families: Readonly<Record<string, Family>> = {
  domain: family(
    procedures.connectDomainEventCallbackRegisterAny,
    procedures.connectDomainEventCallbackDeregisterAny,
    ({ id }, dom: DomainRef | null) => ({ eventId: id, dom }),
  ),
  network: family(
    procedures.connectNetworkEventRegisterAny,
    procedures.connectNetworkEventDeregisterAny,
    ({ id }, net: NetworkRef | null) => ({ eventId: id, net }),
  ),
  storagePool: family(
    procedures.connectStoragePoolEventRegisterAny,
    procedures.connectStoragePoolEventDeregisterAny,
    ({ id }, pool: StoragePoolRef | null) => ({ eventId: id, pool }),
  ),
  nodeDevice: family(
    procedures.connectNodeDeviceEventRegisterAny,
    procedures.connectNodeDeviceEventDeregisterAny,
    ({ id }, dev: NodeDeviceRef | null) => ({ eventId: id, dev }),
  ),
  secret: family(
    procedures.connectSecretEventRegisterAny,
    procedures.connectSecretEventDeregisterAny,
    ({ id }, secret: SecretRef | null) => ({ eventId: id, secret }),
  ),
  qemuMonitor: family(
    procedures.connectDomainMonitorEventRegister,
    procedures.connectDomainMonitorEventDeregister,
    (_message, dom: DomainRef | null) => ({ dom, event: null, flags: 0 }),
  ),
  // The daemon gives this one no number: there is only one.
  connection: {
    register: (call, _message, _object, onCallbackId) =>
      call(procedures.connectRegisterCloseCallback, undefined, () => onCallbackId(0)),
    deregister: (session) => session.call(procedures.connectUnregisterCloseCallback, undefined),
  },
};

function family<Args>(
  register: PlainProcedure<Args, { readonly callbackId: number }>,
  deregister: PlainProcedure<{ readonly callbackId: number }, void>,
  argsFor: (message: EventMessage<unknown>, object: never) => Args,
): Family {
  return {
    register: (call, message, object, onCallbackId) =>
      call(register, argsFor(message, object), ({ callbackId }) => onCallbackId(callbackId)),
    deregister: (session, callbackId) => session.call(deregister, { callbackId }),
  };
}

const messagesByNumber: ReadonlyMap<string, EventMessage<unknown>> = new Map(
  Object.values(eventMessages).map((message) => [
    procedureKey(message.program, message.number),
    message as unknown as EventMessage<unknown>,
  ]),
);

function procedureKey(program: number, procedure: number): string {
  return `${program} ${procedure}`;
}

function callbackKey(message: EventMessage<unknown>, callbackId: number): string {
  return `${message.family} ${callbackId}`;
}

function identityOf(object: AnyObject): string {
  return 'uuid' in object ? object.uuid : object.name;
}

/** A listener that throws is its owner's bug; it must not look like a broken connection. */
function callSafely(listener: AnyListener, event: unknown): void {
  try {
    listener(event as never);
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
}
