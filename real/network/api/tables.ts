import { createTablesSql, defineTable, openTables } from '../../database/index.ts';
import type { OpenTables, Schema } from '../../database/index.ts';
import type {
  FloatingIpRow,
  NetworkQuotaRow,
  NetworkRow,
  PortRow,
  RouterRow,
  SecurityGroupRow,
  SecurityGroupRuleRow,
  SubnetRow,
} from './model.ts';

const unnamed = {
  id: 'text',
  projectId: 'text',
  description: 'text',
  createdAtSeconds: 'real',
  updatedAtSeconds: 'real',
  revision: 'integer',
} as const;
const tagged = { ...unnamed, tags: 'json' } as const;
const standard = { ...tagged, name: 'text' } as const;

const definitions = {
  networks: defineTable<NetworkRow>({
    name: 'network',
    key: ['id'],
    columns: {
      ...standard,
      adminStateUp: 'boolean',
      shared: 'boolean',
      external: 'boolean',
      mtu: 'integer',
      portSecurity: 'boolean',
      networkType: 'text',
      physicalNetwork: 'text',
      zoneHints: 'json',
    },
    indexes: { byProject: ['projectId'], byName: ['name'], byShared: ['shared'], byPhysical: ['physicalNetwork'] },
  }),
  subnets: defineTable<SubnetRow>({
    name: 'subnet',
    key: ['id'],
    columns: {
      ...standard,
      networkId: 'text',
      ipVersion: 'integer',
      cidr: 'text',
      gatewayIp: 'text',
      enableDhcp: 'boolean',
      ipv6RaMode: 'text',
      ipv6AddressMode: 'text',
      allocationPools: 'json',
      dnsNameservers: 'json',
      hostRoutes: 'json',
    },
    indexes: { byProject: ['projectId'], byName: ['name'], byNetwork: ['networkId'] },
  }),
  ports: defineTable<PortRow>({
    name: 'port',
    key: ['id'],
    columns: {
      ...standard,
      networkId: 'text',
      macAddress: 'text',
      adminStateUp: 'boolean',
      status: 'text',
      deviceId: 'text',
      deviceOwner: 'text',
      fixedIps: 'json',
      allowedAddressPairs: 'json',
      portSecurity: 'boolean',
      securityGroups: 'json',
      hostId: 'text',
      vnicType: 'text',
      bindingProfile: 'json',
      nicPosition: 'integer',
      nicTag: 'text',
      madeForServer: 'boolean',
    },
    indexes: {
      byProject: ['projectId'],
      byName: ['name'],
      byNetwork: ['networkId'],
      byMac: ['networkId', 'macAddress'],
      byDevice: ['deviceId'],
    },
  }),
  groups: defineTable<SecurityGroupRow>({
    name: 'security_group',
    key: ['id'],
    columns: standard,
    indexes: { byProject: ['projectId'], byName: ['projectId', 'name'] },
  }),
  rules: defineTable<SecurityGroupRuleRow>({
    name: 'security_group_rule',
    key: ['id'],
    columns: {
      ...unnamed,
      groupId: 'text',
      direction: 'text',
      etherType: 'text',
      protocol: 'text',
      portRangeMin: 'integer',
      portRangeMax: 'integer',
      remoteIpPrefix: 'text',
      remoteGroupId: 'text',
    },
    indexes: { byProject: ['projectId'], byGroup: ['groupId'], byRemoteGroup: ['remoteGroupId'] },
  }),
  routers: defineTable<RouterRow>({
    name: 'router',
    key: ['id'],
    columns: {
      ...standard,
      adminStateUp: 'boolean',
      gatewayNetworkId: 'text',
      gatewayPortId: 'text',
      enableSnat: 'boolean',
      routes: 'json',
    },
    indexes: { byProject: ['projectId'], byName: ['name'], byGateway: ['gatewayNetworkId'] },
  }),
  floatingIps: defineTable<FloatingIpRow>({
    name: 'floating_ip',
    key: ['id'],
    columns: {
      ...tagged,
      networkId: 'text',
      ipAddress: 'text',
      holderPortId: 'text',
      portId: 'text',
      fixedIpAddress: 'text',
      routerId: 'text',
    },
    indexes: {
      byProject: ['projectId'],
      byNetwork: ['networkId'],
      byPort: ['portId'],
      byRouter: ['routerId'],
      byAddress: ['ipAddress'],
    },
  }),
  quotas: defineTable<NetworkQuotaRow>({
    name: 'quota',
    key: ['projectId', 'resource'],
    columns: { projectId: 'text', resource: 'text', maximum: 'integer' },
    indexes: { byProject: ['projectId'] },
  }),
};

/** `ASTn` in ASCII. */
const applicationId = 0x41_53_54_6e;

const schema: Schema = { applicationId, migrations: [createTablesSql(definitions)] };

/** Everything that the network service knows. */
export type NetworkTables = OpenTables<typeof definitions>;

/** @throws DatabaseError */
export const openNetworkTables = (file: string): Promise<NetworkTables> => openTables(file, schema, definitions);
