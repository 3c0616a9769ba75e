/**
 * A libvirt client in TypeScript: libvirt's own remote protocol over unix and TCP sockets, without native code. Start
 * with {@link connect}.
 */
export { connect, Connection } from './connection.ts';
export type {
  ConnectionEvents,
  ConnectOptions,
  DomainCapabilitiesQuery,
  EventStreamOptions,
  NodeInfo,
} from './connection.ts';
export * from './constants.ts';
export * from './errors/client-error.ts';
export { isLibvirtError, LibvirtError } from './errors/libvirt-error.ts';
export type { ErrorCodeName, ErrorDomainName } from './errors/error-names.ts';
export type { EventKind, EventListener, EventObject, Subscription } from './events/event-hub.ts';
export { procedures } from './generated/procedures.ts';
export type { EventPayloads } from './generated/procedures.ts';
export type * from './generated/types.ts';
export { Domain } from './objects/domain.ts';
export type { BlockInfo, BlockJob, DomainInfo, DomainStateName, MigrateOptions } from './objects/domain.ts';
export { DomainCheckpoint } from './objects/domain-checkpoint.ts';
export { DomainSnapshot } from './objects/domain-snapshot.ts';
export { Interface } from './objects/interface.ts';
export { Network } from './objects/network.ts';
export type { NetworkUpdate } from './objects/network.ts';
export { NodeDevice } from './objects/node-device.ts';
export { Nwfilter } from './objects/nwfilter.ts';
export { Secret } from './objects/secret.ts';
export { StoragePool } from './objects/storage-pool.ts';
export type { StoragePoolInfo } from './objects/storage-pool.ts';
export { StorageVolume } from './objects/storage-volume.ts';
export type { StorageVolumeInfo, VolumeRange } from './objects/storage-volume.ts';
export type { RpcCall, RpcCalls } from './rpc-calls.ts';
export type { StreamDuplex } from './streams/stream-duplex.ts';
export type { StreamSink } from './streams/stream-sink.ts';
export type { StreamPiece, StreamSource } from './streams/stream-source.ts';
export type { TypedParamInput, TypedParams, TypedParamsInput } from './typed-params.ts';
export type { KeepaliveOptions } from './wire/keepalive.ts';
export type { CallOptions } from './wire/pending-call.ts';
export type { RpcStream, RpcStreamReceiver } from './wire/rpc-stream.ts';
export type { ReconnectOptions } from './wire/session.ts';
export type { TypedValue } from './wire/typed-value.ts';
