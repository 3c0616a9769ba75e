import { createTableSql, defineTable, ServiceDatabase } from '../database/index.ts';
import type { Schema, Table } from '../database/index.ts';
import type { AggregateRow, FlavorRow, KeyPairRow, QuotaRow, ServerGroupRow } from './catalogue.ts';
import type { DecisionRow, InstanceAction, InstanceActionEvent, InstanceFaultRow } from './instance-action.ts';
import type { Instance } from './instance.ts';
import type { ComputeNodeRow, HostCleanup, ServiceRow } from './service.ts';

const definitions = {
  instances: defineTable<Instance>({
    name: 'instance',
    key: ['uuid'],
    columns: {
      uuid: 'text',
      displayName: 'text',
      displayDescription: 'text',
      hostname: 'text',
      projectId: 'text',
      userId: 'text',
      reservationId: 'text',
      launchIndex: 'integer',
      vmState: 'text',
      taskState: 'text',
      powerState: 'text',
      progress: 'integer',
      flavor: 'json',
      oldFlavor: 'json',
      newFlavor: 'json',
      imageId: 'text',
      imageProperties: 'json',
      keyName: 'text',
      keyData: 'text',
      userData: 'text',
      metadata: 'json',
      tags: 'json',
      configDrive: 'boolean',
      accessIpV4: 'text',
      accessIpV6: 'text',
      diskConfig: 'text',
      lockedBy: 'text',
      lockedReason: 'text',
      securityGroups: 'json',
      schedulerHints: 'json',
      serverGroupId: 'text',
      requestedZone: 'text',
      forcedHost: 'text',
      forcedNode: 'text',
      requestedHost: 'text',
      requestedNics: 'json',
      nics: 'json',
      host: 'text',
      node: 'text',
      alternates: 'json',
      numaTopology: 'json',
      migrationUuid: 'text',
      rootDeviceName: 'text',
      ephemeralGibs: 'json',
      trustedImageCertificates: 'json',
      shelvedImageId: 'text',
      stateBefore: 'text',
      createdAtSeconds: 'real',
      updatedAtSeconds: 'real',
      launchedAtSeconds: 'real',
      terminatedAtSeconds: 'real',
      deletedAtSeconds: 'real',
    },
    indexes: { byProject: ['projectId'], byHost: ['host'], byReservation: ['reservationId'] },
  }),
  actions: defineTable<InstanceAction>({
    name: 'instance_action',
    key: ['instanceUuid', 'requestId'],
    columns: {
      instanceUuid: 'text',
      requestId: 'text',
      action: 'text',
      userId: 'text',
      projectId: 'text',
      startedAtSeconds: 'real',
      updatedAtSeconds: 'real',
      message: 'text',
      traceId: 'text',
    },
    indexes: { byInstance: ['instanceUuid'] },
  }),
  actionEvents: defineTable<InstanceActionEvent>({
    name: 'instance_action_event',
    key: ['instanceUuid', 'requestId', 'position'],
    columns: {
      instanceUuid: 'text',
      requestId: 'text',
      position: 'integer',
      event: 'text',
      startedAtSeconds: 'real',
      finishedAtSeconds: 'real',
      result: 'text',
      details: 'text',
      host: 'text',
    },
    indexes: { byAction: ['instanceUuid', 'requestId'], byInstance: ['instanceUuid'] },
  }),
  /** Guests that a host which could not be reached has yet to take away. */
  cleanups: defineTable<HostCleanup>({
    name: 'host_cleanup',
    key: ['host', 'instanceUuid'],
    columns: { host: 'text', instanceUuid: 'text' },
    indexes: { byHost: ['host'] },
  }),
  /** The last fault of a server; Nova keeps all and shows this one. */
  faults: defineTable<InstanceFaultRow>({
    name: 'instance_fault',
    key: ['instanceUuid'],
    columns: {
      instanceUuid: 'text',
      code: 'integer',
      message: 'text',
      details: 'text',
      host: 'text',
      createdAtSeconds: 'real',
    },
  }),
  decisions: defineTable<DecisionRow>({
    name: 'decision',
    key: ['instanceUuid', 'position'],
    columns: {
      instanceUuid: 'text',
      position: 'integer',
      decidedAtSeconds: 'real',
      outcome: 'text',
      host: 'text',
      explanation: 'text',
    },
    indexes: { byInstance: ['instanceUuid'] },
  }),
  flavors: defineTable<FlavorRow>({
    name: 'flavor',
    key: ['id'],
    columns: {
      id: 'text',
      name: 'text',
      vcpus: 'integer',
      ramMib: 'integer',
      rootGib: 'integer',
      ephemeralGib: 'integer',
      swapMib: 'integer',
      rxtxFactor: 'real',
      isPublic: 'boolean',
      disabled: 'boolean',
      description: 'text',
      extraSpecs: 'json',
      projects: 'json',
      createdAtSeconds: 'real',
    },
    indexes: { byName: ['name'] },
  }),
  keyPairs: defineTable<KeyPairRow>({
    name: 'key_pair',
    key: ['userId', 'name'],
    columns: {
      userId: 'text',
      name: 'text',
      type: 'text',
      publicKey: 'text',
      fingerprint: 'text',
      createdAtSeconds: 'real',
    },
    indexes: { byUser: ['userId'] },
  }),
  serverGroups: defineTable<ServerGroupRow>({
    name: 'instance_group',
    key: ['uuid'],
    columns: {
      uuid: 'text',
      name: 'text',
      projectId: 'text',
      userId: 'text',
      policy: 'text',
      maxServerPerHost: 'integer',
      members: 'json',
      createdAtSeconds: 'real',
    },
    indexes: { byProject: ['projectId'] },
  }),
  aggregates: defineTable<AggregateRow>({
    name: 'aggregate',
    key: ['id'],
    columns: {
      id: 'integer',
      uuid: 'text',
      name: 'text',
      hosts: 'json',
      metadata: 'json',
      createdAtSeconds: 'real',
      updatedAtSeconds: 'real',
    },
    indexes: { byName: ['name'] },
  }),
  quotas: defineTable<QuotaRow>({
    name: 'quota',
    key: ['owner', 'resource'],
    columns: { owner: 'text', resource: 'text', limit: 'integer' },
    indexes: { byOwner: ['owner'] },
  }),
  services: defineTable<ServiceRow>({
    name: 'service',
    key: ['uuid'],
    columns: {
      uuid: 'text',
      binary: 'text',
      host: 'text',
      version: 'integer',
      disabled: 'boolean',
      disabledReason: 'text',
      forcedDown: 'boolean',
      createdAtSeconds: 'real',
      lastSeenSeconds: 'real',
    },
    indexes: { byHost: ['binary', 'host'] },
  }),
  computeNodes: defineTable<ComputeNodeRow>({
    name: 'compute_node',
    key: ['uuid'],
    columns: {
      uuid: 'text',
      host: 'text',
      node: 'text',
      hostIp: 'text',
      description: 'json',
      cpuAllocationRatio: 'real',
      ramAllocationRatio: 'real',
      diskAllocationRatio: 'real',
      reservedVcpus: 'integer',
      reservedRamMib: 'integer',
      reservedDiskGib: 'integer',
      createdAtSeconds: 'real',
      updatedAtSeconds: 'real',
    },
    indexes: { byHost: ['host'] },
  }),
};

/** "AsCo" in ASCII: marks a file as that of the compute service. */
const applicationId = 0x4173436f;

const schema: Schema = {
  applicationId,
  migrations: [
    Object.values(definitions)
      .map((definition) => createTableSql<never>(definition as never))
      .join(';'),
  ],
};

/** The state of the compute service: the API reads it, the conductor writes it, agents never see it. */
export interface ComputeTables {
  readonly database: ServiceDatabase;
  readonly instances: Table<Instance>;
  readonly actions: Table<InstanceAction>;
  readonly actionEvents: Table<InstanceActionEvent>;
  readonly cleanups: Table<HostCleanup>;
  readonly faults: Table<InstanceFaultRow>;
  readonly decisions: Table<DecisionRow>;
  readonly flavors: Table<FlavorRow>;
  readonly keyPairs: Table<KeyPairRow>;
  readonly serverGroups: Table<ServerGroupRow>;
  readonly aggregates: Table<AggregateRow>;
  readonly quotas: Table<QuotaRow>;
  readonly services: Table<ServiceRow>;
  readonly computeNodes: Table<ComputeNodeRow>;
}

/** @throws DatabaseError */
export async function openComputeTables(file: string): Promise<ComputeTables> {
  const database = await ServiceDatabase.open(file, schema);
  return {
    database,
    instances: await database.table(definitions.instances),
    actions: await database.table(definitions.actions),
    actionEvents: await database.table(definitions.actionEvents),
    cleanups: await database.table(definitions.cleanups),
    faults: await database.table(definitions.faults),
    decisions: await database.table(definitions.decisions),
    flavors: await database.table(definitions.flavors),
    keyPairs: await database.table(definitions.keyPairs),
    serverGroups: await database.table(definitions.serverGroups),
    aggregates: await database.table(definitions.aggregates),
    quotas: await database.table(definitions.quotas),
    services: await database.table(definitions.services),
    computeNodes: await database.table(definitions.computeNodes),
  };
}
