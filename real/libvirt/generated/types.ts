// Made by `npm run generate:libvirt` from ../protocol/libvirt.protocol. Change that file, not this one.

import type { TypedValue } from '../wire/typed-value.ts';

export interface DomainRef {
  readonly name: string;
  readonly uuid: string;
  readonly id: number;
}

export interface NetworkRef {
  readonly name: string;
  readonly uuid: string;
}

export interface NetworkPortRef {
  readonly net: NetworkRef;
  readonly uuid: string;
}

export interface NwfilterRef {
  readonly name: string;
  readonly uuid: string;
}

export interface NwfilterBindingRef {
  readonly portdev: string;
  readonly filtername: string;
}

export interface InterfaceRef {
  readonly name: string;
  readonly mac: string;
}

export interface StoragePoolRef {
  readonly name: string;
  readonly uuid: string;
}

export interface StorageVolRef {
  readonly pool: string;
  readonly name: string;
  readonly key: string;
}

export interface NodeDeviceRef {
  readonly name: string;
}

export interface SecretRef {
  readonly uuid: string;
  readonly usageType: number;
  readonly usageId: string;
}

export interface DomainCheckpointRef {
  readonly name: string;
  readonly dom: DomainRef;
}

export interface DomainSnapshotRef {
  readonly name: string;
  readonly dom: DomainRef;
}

export interface VcpuInfo {
  readonly number: number;
  readonly state: number;
  readonly cpuTime: bigint;
  readonly cpu: number;
}

export interface TypedParam {
  readonly field: string;
  readonly value: TypedValue;
}

export interface NamedCounter {
  readonly field: string;
  readonly value: bigint;
}

export interface DomainDiskError {
  readonly disk: string;
  readonly error: number;
}

export interface DomainMemoryStat {
  readonly tag: number;
  readonly val: bigint;
}

export interface DomainIothreadInfo {
  readonly iothreadId: number;
  readonly cpumap: Uint8Array;
}

export interface DomainEventGraphicsAddress {
  readonly family: number;
  readonly node: string;
  readonly service: string;
}

export interface DomainEventGraphicsIdentity {
  readonly type: string;
  readonly name: string;
}

export interface NetworkDhcpLease {
  readonly iface: string;
  readonly expirytime: bigint;
  readonly type: number;
  readonly mac: string | null;
  readonly iaid: string | null;
  readonly ipaddr: string;
  readonly prefix: number;
  readonly hostname: string | null;
  readonly clientid: string | null;
}

export interface DomainStatsRecord {
  readonly dom: DomainRef;
  readonly params: readonly TypedParam[];
}

export interface DomainFsinfo {
  readonly mountpoint: string;
  readonly name: string;
  readonly fstype: string;
  readonly devAliases: readonly string[];
}

export interface DomainIpAddr {
  readonly type: number;
  readonly addr: string;
  readonly prefix: number;
}

export interface DomainInterface {
  readonly name: string;
  readonly hwaddr: string | null;
  readonly addrs: readonly DomainIpAddr[];
}

export interface SecurityLabel {
  readonly label: string;
  readonly enforcing: number;
}

export interface RemoteError {
  readonly code: number;
  readonly domain: number;
  readonly message: string | null;
  readonly level: number;
  readonly dom: DomainRef | null;
  readonly str1: string | null;
  readonly str2: string | null;
  readonly str3: string | null;
  readonly int1: number;
  readonly int2: number;
  readonly net: NetworkRef | null;
}

export interface ConnectOpenArgs {
  readonly name: string | null;
  readonly flags: number;
}

export interface ConnectGetTypeResult {
  readonly type: string;
}

export interface ConnectGetVersionResult {
  readonly hvVer: bigint;
}

export interface ConnectGetMaxVcpusArgs {
  readonly type: string | null;
}

export interface ConnectGetMaxVcpusResult {
  readonly maxVcpus: number;
}

export interface ConnectGetCapabilitiesResult {
  readonly capabilities: string;
}

export interface ConnectListDefinedDomainsArgs {
  readonly maxnames: number;
}

export interface ConnectListDefinedDomainsResult {
  readonly names: readonly string[];
}

export interface ConnectNumOfDefinedDomainsResult {
  readonly num: number;
}

export interface ConnectListDefinedNetworksArgs {
  readonly maxnames: number;
}

export interface ConnectListDefinedNetworksResult {
  readonly names: readonly string[];
}

export interface ConnectListDomainsArgs {
  readonly maxids: number;
}

export interface ConnectListDomainsResult {
  readonly ids: readonly number[];
}

export interface ConnectListNetworksArgs {
  readonly maxnames: number;
}

export interface ConnectListNetworksResult {
  readonly names: readonly string[];
}

export interface ConnectNumOfDefinedNetworksResult {
  readonly num: number;
}

export interface ConnectNumOfDomainsResult {
  readonly num: number;
}

export interface ConnectNumOfNetworksResult {
  readonly num: number;
}

export interface ConnectGetHostnameResult {
  readonly hostname: string;
}

export interface ConnectSupportsFeatureArgs {
  readonly feature: number;
}

export interface ConnectSupportsFeatureResult {
  readonly supported: number;
}

export interface AuthListResult {
  readonly types: readonly number[];
}

export interface AuthPolkitResult {
  readonly complete: number;
}

export interface ConnectNumOfStoragePoolsResult {
  readonly num: number;
}

export interface ConnectListStoragePoolsArgs {
  readonly maxnames: number;
}

export interface ConnectListStoragePoolsResult {
  readonly names: readonly string[];
}

export interface ConnectNumOfDefinedStoragePoolsResult {
  readonly num: number;
}

export interface ConnectListDefinedStoragePoolsArgs {
  readonly maxnames: number;
}

export interface ConnectListDefinedStoragePoolsResult {
  readonly names: readonly string[];
}

export interface ConnectFindStoragePoolSourcesArgs {
  readonly type: string;
  readonly srcSpec: string | null;
  readonly flags: number;
}

export interface ConnectFindStoragePoolSourcesResult {
  readonly xml: string;
}

export interface ConnectGetUriResult {
  readonly uri: string;
}

export interface ConnectNumOfInterfacesResult {
  readonly num: number;
}

export interface ConnectListInterfacesArgs {
  readonly maxnames: number;
}

export interface ConnectListInterfacesResult {
  readonly names: readonly string[];
}

export interface ConnectDomainXmlFromNativeArgs {
  readonly nativeFormat: string;
  readonly nativeConfig: string;
  readonly flags: number;
}

export interface ConnectDomainXmlFromNativeResult {
  readonly domainXml: string;
}

export interface ConnectDomainXmlToNativeArgs {
  readonly nativeFormat: string;
  readonly domainXml: string;
  readonly flags: number;
}

export interface ConnectDomainXmlToNativeResult {
  readonly nativeConfig: string;
}

export interface ConnectNumOfDefinedInterfacesResult {
  readonly num: number;
}

export interface ConnectListDefinedInterfacesArgs {
  readonly maxnames: number;
}

export interface ConnectListDefinedInterfacesResult {
  readonly names: readonly string[];
}

export interface ConnectNumOfSecretsResult {
  readonly num: number;
}

export interface ConnectListSecretsArgs {
  readonly maxuuids: number;
}

export interface ConnectListSecretsResult {
  readonly uuids: readonly string[];
}

export interface ConnectIsSecureResult {
  readonly secure: number;
}

export interface ConnectGetLibVersionResult {
  readonly libVer: bigint;
}

export interface ConnectCompareCpuArgs {
  readonly xml: string;
  readonly flags: number;
}

export interface ConnectCompareCpuResult {
  readonly result: number;
}

export interface ConnectBaselineCpuArgs {
  readonly xmlCpus: readonly string[];
  readonly flags: number;
}

export interface ConnectBaselineCpuResult {
  readonly cpu: string;
}

export interface ConnectNumOfNwfiltersResult {
  readonly num: number;
}

export interface ConnectListNwfiltersArgs {
  readonly maxnames: number;
}

export interface ConnectListNwfiltersResult {
  readonly names: readonly string[];
}

export interface ConnectGetSysinfoArgs {
  readonly flags: number;
}

export interface ConnectGetSysinfoResult {
  readonly sysinfo: string;
}

export interface ConnectListAllDomainsArgs {
  readonly needResults: number;
  readonly flags: number;
}

export interface ConnectListAllDomainsResult {
  readonly domains: readonly DomainRef[];
  readonly ret: number;
}

export interface ConnectListAllStoragePoolsArgs {
  readonly needResults: number;
  readonly flags: number;
}

export interface ConnectListAllStoragePoolsResult {
  readonly pools: readonly StoragePoolRef[];
  readonly ret: number;
}

export interface ConnectListAllNetworksArgs {
  readonly needResults: number;
  readonly flags: number;
}

export interface ConnectListAllNetworksResult {
  readonly nets: readonly NetworkRef[];
  readonly ret: number;
}

export interface ConnectListAllInterfacesArgs {
  readonly needResults: number;
  readonly flags: number;
}

export interface ConnectListAllInterfacesResult {
  readonly ifaces: readonly InterfaceRef[];
  readonly ret: number;
}

export interface ConnectListAllNodeDevicesArgs {
  readonly needResults: number;
  readonly flags: number;
}

export interface ConnectListAllNodeDevicesResult {
  readonly devices: readonly NodeDeviceRef[];
  readonly ret: number;
}

export interface ConnectListAllNwfiltersArgs {
  readonly needResults: number;
  readonly flags: number;
}

export interface ConnectListAllNwfiltersResult {
  readonly filters: readonly NwfilterRef[];
  readonly ret: number;
}

export interface ConnectListAllSecretsArgs {
  readonly needResults: number;
  readonly flags: number;
}

export interface ConnectListAllSecretsResult {
  readonly secrets: readonly SecretRef[];
  readonly ret: number;
}

export interface ConnectGetCpuModelNamesArgs {
  readonly arch: string;
  readonly needResults: number;
  readonly flags: number;
}

export interface ConnectGetCpuModelNamesResult {
  readonly models: readonly string[];
  readonly ret: number;
}

export interface ConnectNetworkEventRegisterAnyArgs {
  readonly eventId: number;
  readonly net: NetworkRef | null;
}

export interface ConnectNetworkEventRegisterAnyResult {
  readonly callbackId: number;
}

export interface ConnectNetworkEventDeregisterAnyArgs {
  readonly callbackId: number;
}

export interface ConnectDomainEventCallbackRegisterAnyArgs {
  readonly eventId: number;
  readonly dom: DomainRef | null;
}

export interface ConnectDomainEventCallbackRegisterAnyResult {
  readonly callbackId: number;
}

export interface ConnectDomainEventCallbackDeregisterAnyArgs {
  readonly callbackId: number;
}

export interface ConnectGetDomainCapabilitiesArgs {
  readonly emulatorbin: string | null;
  readonly arch: string | null;
  readonly machine: string | null;
  readonly virttype: string | null;
  readonly flags: number;
}

export interface ConnectGetDomainCapabilitiesResult {
  readonly capabilities: string;
}

export interface ConnectGetAllDomainStatsArgs {
  readonly doms: readonly DomainRef[];
  readonly stats: number;
  readonly flags: number;
}

export interface ConnectGetAllDomainStatsResult {
  readonly retStats: readonly DomainStatsRecord[];
}

export interface ConnectStoragePoolEventRegisterAnyArgs {
  readonly eventId: number;
  readonly pool: StoragePoolRef | null;
}

export interface ConnectStoragePoolEventRegisterAnyResult {
  readonly callbackId: number;
}

export interface ConnectStoragePoolEventDeregisterAnyArgs {
  readonly callbackId: number;
}

export interface ConnectNodeDeviceEventRegisterAnyArgs {
  readonly eventId: number;
  readonly dev: NodeDeviceRef | null;
}

export interface ConnectNodeDeviceEventRegisterAnyResult {
  readonly callbackId: number;
}

export interface ConnectNodeDeviceEventDeregisterAnyArgs {
  readonly callbackId: number;
}

export interface ConnectSecretEventRegisterAnyArgs {
  readonly eventId: number;
  readonly secret: SecretRef | null;
}

export interface ConnectSecretEventRegisterAnyResult {
  readonly callbackId: number;
}

export interface ConnectSecretEventDeregisterAnyArgs {
  readonly callbackId: number;
}

export interface ConnectCompareHypervisorCpuArgs {
  readonly emulator: string | null;
  readonly arch: string | null;
  readonly machine: string | null;
  readonly virttype: string | null;
  readonly xmlCpu: string;
  readonly flags: number;
}

export interface ConnectCompareHypervisorCpuResult {
  readonly result: number;
}

export interface ConnectBaselineHypervisorCpuArgs {
  readonly emulator: string | null;
  readonly arch: string | null;
  readonly machine: string | null;
  readonly virttype: string | null;
  readonly xmlCpus: readonly string[];
  readonly flags: number;
}

export interface ConnectBaselineHypervisorCpuResult {
  readonly cpu: string;
}

export interface ConnectListAllNwfilterBindingsArgs {
  readonly needResults: number;
  readonly flags: number;
}

export interface ConnectListAllNwfilterBindingsResult {
  readonly bindings: readonly NwfilterBindingRef[];
  readonly ret: number;
}

export interface ConnectGetStoragePoolCapabilitiesArgs {
  readonly flags: number;
}

export interface ConnectGetStoragePoolCapabilitiesResult {
  readonly capabilities: string;
}

export interface ConnectSetIdentityArgs {
  readonly params: readonly TypedParam[];
  readonly flags: number;
}

export interface NodeGetInfoResult {
  readonly model: string;
  readonly memory: bigint;
  readonly cpus: number;
  readonly mhz: number;
  readonly nodes: number;
  readonly sockets: number;
  readonly cores: number;
  readonly threads: number;
}

export interface NodeGetCellsFreeMemoryArgs {
  readonly startCell: number;
  readonly maxcells: number;
}

export interface NodeGetCellsFreeMemoryResult {
  readonly cells: readonly bigint[];
}

export interface NodeGetFreeMemoryResult {
  readonly freeMem: bigint;
}

export interface NodeNumOfDevicesArgs {
  readonly cap: string | null;
  readonly flags: number;
}

export interface NodeNumOfDevicesResult {
  readonly num: number;
}

export interface NodeListDevicesArgs {
  readonly cap: string | null;
  readonly maxnames: number;
  readonly flags: number;
}

export interface NodeListDevicesResult {
  readonly names: readonly string[];
}

export interface NodeGetSecurityModelResult {
  readonly model: string;
  readonly doi: string;
}

export interface NodeGetCpuStatsArgs {
  readonly cpuNum: number;
  readonly nparams: number;
  readonly flags: number;
}

export interface NodeGetCpuStatsResult {
  readonly params: readonly NamedCounter[];
  readonly nparams: number;
}

export interface NodeGetMemoryStatsArgs {
  readonly nparams: number;
  readonly cellNum: number;
  readonly flags: number;
}

export interface NodeGetMemoryStatsResult {
  readonly params: readonly NamedCounter[];
  readonly nparams: number;
}

export interface NodeSuspendForDurationArgs {
  readonly target: number;
  readonly duration: bigint;
  readonly flags: number;
}

export interface NodeSetMemoryParametersArgs {
  readonly params: readonly TypedParam[];
  readonly flags: number;
}

export interface NodeGetMemoryParametersArgs {
  readonly nparams: number;
  readonly flags: number;
}

export interface NodeGetMemoryParametersResult {
  readonly params: readonly TypedParam[];
  readonly nparams: number;
}

export interface NodeGetCpuMapArgs {
  readonly needMap: number;
  readonly needOnline: number;
  readonly flags: number;
}

export interface NodeGetCpuMapResult {
  readonly cpumap: Uint8Array;
  readonly online: number;
  readonly ret: number;
}

export interface NodeGetFreePagesArgs {
  readonly pages: readonly number[];
  readonly startCell: number;
  readonly cellCount: number;
  readonly flags: number;
}

export interface NodeGetFreePagesResult {
  readonly counts: readonly bigint[];
}

export interface NodeAllocPagesArgs {
  readonly pageSizes: readonly number[];
  readonly pageCounts: readonly bigint[];
  readonly startCell: number;
  readonly cellCount: number;
  readonly flags: number;
}

export interface NodeAllocPagesResult {
  readonly ret: number;
}

export interface NodeGetSevInfoArgs {
  readonly nparams: number;
  readonly flags: number;
}

export interface NodeGetSevInfoResult {
  readonly params: readonly TypedParam[];
  readonly nparams: number;
}

export interface DomainMigratePrepareArgs {
  readonly uriIn: string | null;
  readonly flags: bigint;
  readonly dname: string | null;
  readonly resource: bigint;
}

export interface DomainMigratePrepareResult {
  readonly cookie: Uint8Array;
  readonly uriOut: string | null;
}

export interface DomainMigratePerformArgs {
  readonly dom: DomainRef;
  readonly cookie: Uint8Array;
  readonly uri: string;
  readonly flags: bigint;
  readonly dname: string | null;
  readonly resource: bigint;
}

export interface DomainMigrateFinishArgs {
  readonly dname: string;
  readonly cookie: Uint8Array;
  readonly uri: string;
  readonly flags: bigint;
}

export interface DomainMigrateFinishResult {
  readonly ddom: DomainRef;
}

export interface DomainMigratePrepare2Args {
  readonly uriIn: string | null;
  readonly flags: bigint;
  readonly dname: string | null;
  readonly resource: bigint;
  readonly domXml: string;
}

export interface DomainMigratePrepare2Result {
  readonly cookie: Uint8Array;
  readonly uriOut: string | null;
}

export interface DomainMigrateFinish2Args {
  readonly dname: string;
  readonly cookie: Uint8Array;
  readonly uri: string;
  readonly flags: bigint;
  readonly retcode: number;
}

export interface DomainMigrateFinish2Result {
  readonly ddom: DomainRef;
}

export interface DomainMigratePrepareTunnelArgs {
  readonly flags: bigint;
  readonly dname: string | null;
  readonly resource: bigint;
  readonly domXml: string;
}

export interface DomainMigrateBegin3Args {
  readonly dom: DomainRef;
  readonly xmlin: string | null;
  readonly flags: bigint;
  readonly dname: string | null;
  readonly resource: bigint;
}

export interface DomainMigrateBegin3Result {
  readonly cookieOut: Uint8Array;
  readonly xml: string;
}

export interface DomainMigratePrepare3Args {
  readonly cookieIn: Uint8Array;
  readonly uriIn: string | null;
  readonly flags: bigint;
  readonly dname: string | null;
  readonly resource: bigint;
  readonly domXml: string;
}

export interface DomainMigratePrepare3Result {
  readonly cookieOut: Uint8Array;
  readonly uriOut: string | null;
}

export interface DomainMigratePrepareTunnel3Args {
  readonly cookieIn: Uint8Array;
  readonly flags: bigint;
  readonly dname: string | null;
  readonly resource: bigint;
  readonly domXml: string;
}

export interface DomainMigratePrepareTunnel3Result {
  readonly cookieOut: Uint8Array;
}

export interface DomainMigratePerform3Args {
  readonly dom: DomainRef;
  readonly xmlin: string | null;
  readonly cookieIn: Uint8Array;
  readonly dconnuri: string | null;
  readonly uri: string | null;
  readonly flags: bigint;
  readonly dname: string | null;
  readonly resource: bigint;
}

export interface DomainMigratePerform3Result {
  readonly cookieOut: Uint8Array;
}

export interface DomainMigrateFinish3Args {
  readonly dname: string;
  readonly cookieIn: Uint8Array;
  readonly dconnuri: string | null;
  readonly uri: string | null;
  readonly flags: bigint;
  readonly cancelled: number;
}

export interface DomainMigrateFinish3Result {
  readonly dom: DomainRef;
  readonly cookieOut: Uint8Array;
}

export interface DomainMigrateConfirm3Args {
  readonly dom: DomainRef;
  readonly cookieIn: Uint8Array;
  readonly flags: bigint;
  readonly cancelled: number;
}

export interface DomainMigrateBegin3ParamsArgs {
  readonly dom: DomainRef;
  readonly params: readonly TypedParam[];
  readonly flags: number;
}

export interface DomainMigrateBegin3ParamsResult {
  readonly cookieOut: Uint8Array;
  readonly xml: string;
}

export interface DomainMigratePrepare3ParamsArgs {
  readonly params: readonly TypedParam[];
  readonly cookieIn: Uint8Array;
  readonly flags: number;
}

export interface DomainMigratePrepare3ParamsResult {
  readonly cookieOut: Uint8Array;
  readonly uriOut: string | null;
}

export interface DomainMigratePrepareTunnel3ParamsArgs {
  readonly params: readonly TypedParam[];
  readonly cookieIn: Uint8Array;
  readonly flags: number;
}

export interface DomainMigratePrepareTunnel3ParamsResult {
  readonly cookieOut: Uint8Array;
}

export interface DomainMigratePerform3ParamsArgs {
  readonly dom: DomainRef;
  readonly dconnuri: string | null;
  readonly params: readonly TypedParam[];
  readonly cookieIn: Uint8Array;
  readonly flags: number;
}

export interface DomainMigratePerform3ParamsResult {
  readonly cookieOut: Uint8Array;
}

export interface DomainMigrateFinish3ParamsArgs {
  readonly params: readonly TypedParam[];
  readonly cookieIn: Uint8Array;
  readonly flags: number;
  readonly cancelled: number;
}

export interface DomainMigrateFinish3ParamsResult {
  readonly dom: DomainRef;
  readonly cookieOut: Uint8Array;
}

export interface DomainMigrateConfirm3ParamsArgs {
  readonly dom: DomainRef;
  readonly params: readonly TypedParam[];
  readonly cookieIn: Uint8Array;
  readonly flags: number;
  readonly cancelled: number;
}

export interface DomainSnapshotCreateXmlArgs {
  readonly dom: DomainRef;
  readonly xmlDesc: string;
  readonly flags: number;
}

export interface DomainSnapshotCreateXmlResult {
  readonly snap: DomainSnapshotRef;
}

export interface DomainSnapshotGetXmlDescArgs {
  readonly snap: DomainSnapshotRef;
  readonly flags: number;
}

export interface DomainSnapshotGetXmlDescResult {
  readonly xml: string;
}

export interface DomainSnapshotNumArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainSnapshotNumResult {
  readonly num: number;
}

export interface DomainSnapshotListNamesArgs {
  readonly dom: DomainRef;
  readonly maxnames: number;
  readonly flags: number;
}

export interface DomainSnapshotListNamesResult {
  readonly names: readonly string[];
}

export interface DomainSnapshotLookupByNameArgs {
  readonly dom: DomainRef;
  readonly name: string;
  readonly flags: number;
}

export interface DomainSnapshotLookupByNameResult {
  readonly snap: DomainSnapshotRef;
}

export interface DomainHasCurrentSnapshotArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainHasCurrentSnapshotResult {
  readonly result: number;
}

export interface DomainSnapshotCurrentArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainSnapshotCurrentResult {
  readonly snap: DomainSnapshotRef;
}

export interface DomainRevertToSnapshotArgs {
  readonly snap: DomainSnapshotRef;
  readonly flags: number;
}

export interface DomainSnapshotDeleteArgs {
  readonly snap: DomainSnapshotRef;
  readonly flags: number;
}

export interface DomainSnapshotGetParentArgs {
  readonly snap: DomainSnapshotRef;
  readonly flags: number;
}

export interface DomainSnapshotGetParentResult {
  readonly snap: DomainSnapshotRef;
}

export interface DomainSnapshotNumChildrenArgs {
  readonly snap: DomainSnapshotRef;
  readonly flags: number;
}

export interface DomainSnapshotNumChildrenResult {
  readonly num: number;
}

export interface DomainSnapshotListChildrenNamesArgs {
  readonly snap: DomainSnapshotRef;
  readonly maxnames: number;
  readonly flags: number;
}

export interface DomainSnapshotListChildrenNamesResult {
  readonly names: readonly string[];
}

export interface DomainSnapshotIsCurrentArgs {
  readonly snap: DomainSnapshotRef;
  readonly flags: number;
}

export interface DomainSnapshotIsCurrentResult {
  readonly current: number;
}

export interface DomainSnapshotHasMetadataArgs {
  readonly snap: DomainSnapshotRef;
  readonly flags: number;
}

export interface DomainSnapshotHasMetadataResult {
  readonly metadata: number;
}

export interface DomainListAllSnapshotsArgs {
  readonly dom: DomainRef;
  readonly needResults: number;
  readonly flags: number;
}

export interface DomainListAllSnapshotsResult {
  readonly snapshots: readonly DomainSnapshotRef[];
  readonly ret: number;
}

export interface DomainSnapshotListAllChildrenArgs {
  readonly snapshot: DomainSnapshotRef;
  readonly needResults: number;
  readonly flags: number;
}

export interface DomainSnapshotListAllChildrenResult {
  readonly snapshots: readonly DomainSnapshotRef[];
  readonly ret: number;
}

export interface DomainCheckpointCreateXmlArgs {
  readonly dom: DomainRef;
  readonly xmlDesc: string;
  readonly flags: number;
}

export interface DomainCheckpointCreateXmlResult {
  readonly checkpoint: DomainCheckpointRef;
}

export interface DomainCheckpointGetXmlDescArgs {
  readonly checkpoint: DomainCheckpointRef;
  readonly flags: number;
}

export interface DomainCheckpointGetXmlDescResult {
  readonly xml: string;
}

export interface DomainListAllCheckpointsArgs {
  readonly dom: DomainRef;
  readonly needResults: number;
  readonly flags: number;
}

export interface DomainListAllCheckpointsResult {
  readonly checkpoints: readonly DomainCheckpointRef[];
  readonly ret: number;
}

export interface DomainCheckpointListAllChildrenArgs {
  readonly checkpoint: DomainCheckpointRef;
  readonly needResults: number;
  readonly flags: number;
}

export interface DomainCheckpointListAllChildrenResult {
  readonly checkpoints: readonly DomainCheckpointRef[];
  readonly ret: number;
}

export interface DomainCheckpointLookupByNameArgs {
  readonly dom: DomainRef;
  readonly name: string;
  readonly flags: number;
}

export interface DomainCheckpointLookupByNameResult {
  readonly checkpoint: DomainCheckpointRef;
}

export interface DomainCheckpointGetParentArgs {
  readonly checkpoint: DomainCheckpointRef;
  readonly flags: number;
}

export interface DomainCheckpointGetParentResult {
  readonly parent: DomainCheckpointRef;
}

export interface DomainCheckpointDeleteArgs {
  readonly checkpoint: DomainCheckpointRef;
  readonly flags: number;
}

export interface DomainAttachDeviceArgs {
  readonly dom: DomainRef;
  readonly xml: string;
}

export interface DomainCreateArgs {
  readonly dom: DomainRef;
}

export interface DomainCreateXmlArgs {
  readonly xmlDesc: string;
  readonly flags: number;
}

export interface DomainCreateXmlResult {
  readonly dom: DomainRef;
}

export interface DomainDefineXmlArgs {
  readonly xml: string;
}

export interface DomainDefineXmlResult {
  readonly dom: DomainRef;
}

export interface DomainDestroyArgs {
  readonly dom: DomainRef;
}

export interface DomainDetachDeviceArgs {
  readonly dom: DomainRef;
  readonly xml: string;
}

export interface DomainGetXmlDescArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainGetXmlDescResult {
  readonly xml: string;
}

export interface DomainGetAutostartArgs {
  readonly dom: DomainRef;
}

export interface DomainGetAutostartResult {
  readonly autostart: number;
}

export interface DomainGetInfoArgs {
  readonly dom: DomainRef;
}

export interface DomainGetInfoResult {
  readonly state: number;
  readonly maxMem: bigint;
  readonly memory: bigint;
  readonly nrVirtCpu: number;
  readonly cpuTime: bigint;
}

export interface DomainGetMaxMemoryArgs {
  readonly dom: DomainRef;
}

export interface DomainGetMaxMemoryResult {
  readonly memory: bigint;
}

export interface DomainGetMaxVcpusArgs {
  readonly dom: DomainRef;
}

export interface DomainGetMaxVcpusResult {
  readonly num: number;
}

export interface DomainGetOsTypeArgs {
  readonly dom: DomainRef;
}

export interface DomainGetOsTypeResult {
  readonly type: string;
}

export interface DomainGetVcpusArgs {
  readonly dom: DomainRef;
  readonly maxinfo: number;
  readonly maplen: number;
}

export interface DomainGetVcpusResult {
  readonly info: readonly VcpuInfo[];
  readonly cpumaps: Uint8Array;
}

export interface DomainLookupByIdArgs {
  readonly id: number;
}

export interface DomainLookupByIdResult {
  readonly dom: DomainRef;
}

export interface DomainLookupByNameArgs {
  readonly name: string;
}

export interface DomainLookupByNameResult {
  readonly dom: DomainRef;
}

export interface DomainLookupByUuidArgs {
  readonly uuid: string;
}

export interface DomainLookupByUuidResult {
  readonly dom: DomainRef;
}

export interface DomainPinVcpuArgs {
  readonly dom: DomainRef;
  readonly vcpu: number;
  readonly cpumap: Uint8Array;
}

export interface DomainRebootArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainResumeArgs {
  readonly dom: DomainRef;
}

export interface DomainSetAutostartArgs {
  readonly dom: DomainRef;
  readonly autostart: number;
}

export interface DomainSetMaxMemoryArgs {
  readonly dom: DomainRef;
  readonly memory: bigint;
}

export interface DomainSetMemoryArgs {
  readonly dom: DomainRef;
  readonly memory: bigint;
}

export interface DomainSetVcpusArgs {
  readonly dom: DomainRef;
  readonly nvcpus: number;
}

export interface DomainShutdownArgs {
  readonly dom: DomainRef;
}

export interface DomainSuspendArgs {
  readonly dom: DomainRef;
}

export interface DomainUndefineArgs {
  readonly dom: DomainRef;
}

export interface DomainCoreDumpArgs {
  readonly dom: DomainRef;
  readonly to: string;
  readonly flags: number;
}

export interface DomainRestoreArgs {
  readonly from: string;
}

export interface DomainSaveArgs {
  readonly dom: DomainRef;
  readonly to: string;
}

export interface DomainGetSchedulerTypeArgs {
  readonly dom: DomainRef;
}

export interface DomainGetSchedulerTypeResult {
  readonly type: string;
  readonly nparams: number;
}

export interface DomainGetSchedulerParametersArgs {
  readonly dom: DomainRef;
  readonly nparams: number;
}

export interface DomainGetSchedulerParametersResult {
  readonly params: readonly TypedParam[];
}

export interface DomainSetSchedulerParametersArgs {
  readonly dom: DomainRef;
  readonly params: readonly TypedParam[];
}

export interface DomainBlockStatsArgs {
  readonly dom: DomainRef;
  readonly path: string;
}

export interface DomainBlockStatsResult {
  readonly rdReq: bigint;
  readonly rdBytes: bigint;
  readonly wrReq: bigint;
  readonly wrBytes: bigint;
  readonly errs: bigint;
}

export interface DomainInterfaceStatsArgs {
  readonly dom: DomainRef;
  readonly device: string;
}

export interface DomainInterfaceStatsResult {
  readonly rxBytes: bigint;
  readonly rxPackets: bigint;
  readonly rxErrs: bigint;
  readonly rxDrop: bigint;
  readonly txBytes: bigint;
  readonly txPackets: bigint;
  readonly txErrs: bigint;
  readonly txDrop: bigint;
}

export interface DomainBlockPeekArgs {
  readonly dom: DomainRef;
  readonly path: string;
  readonly offset: bigint;
  readonly size: number;
  readonly flags: number;
}

export interface DomainBlockPeekResult {
  readonly buffer: Uint8Array;
}

export interface DomainMemoryPeekArgs {
  readonly dom: DomainRef;
  readonly offset: bigint;
  readonly size: number;
  readonly flags: number;
}

export interface DomainMemoryPeekResult {
  readonly buffer: Uint8Array;
}

export interface DomainGetSecurityLabelArgs {
  readonly dom: DomainRef;
}

export interface DomainGetSecurityLabelResult {
  readonly label: string;
  readonly enforcing: number;
}

export interface DomainIsActiveArgs {
  readonly dom: DomainRef;
}

export interface DomainIsActiveResult {
  readonly active: number;
}

export interface DomainIsPersistentArgs {
  readonly dom: DomainRef;
}

export interface DomainIsPersistentResult {
  readonly persistent: number;
}

export interface DomainMemoryStatsArgs {
  readonly dom: DomainRef;
  readonly maxStats: number;
  readonly flags: number;
}

export interface DomainMemoryStatsResult {
  readonly stats: readonly DomainMemoryStat[];
}

export interface DomainAttachDeviceFlagsArgs {
  readonly dom: DomainRef;
  readonly xml: string;
  readonly flags: number;
}

export interface DomainDetachDeviceFlagsArgs {
  readonly dom: DomainRef;
  readonly xml: string;
  readonly flags: number;
}

export interface DomainGetJobInfoArgs {
  readonly dom: DomainRef;
}

export interface DomainGetJobInfoResult {
  readonly type: number;
  readonly timeElapsed: bigint;
  readonly timeRemaining: bigint;
  readonly dataTotal: bigint;
  readonly dataProcessed: bigint;
  readonly dataRemaining: bigint;
  readonly memTotal: bigint;
  readonly memProcessed: bigint;
  readonly memRemaining: bigint;
  readonly fileTotal: bigint;
  readonly fileProcessed: bigint;
  readonly fileRemaining: bigint;
}

export interface DomainAbortJobArgs {
  readonly dom: DomainRef;
}

export interface DomainMigrateSetMaxDowntimeArgs {
  readonly dom: DomainRef;
  readonly downtime: bigint;
  readonly flags: number;
}

export interface DomainUpdateDeviceFlagsArgs {
  readonly dom: DomainRef;
  readonly xml: string;
  readonly flags: number;
}

export interface DomainManagedSaveArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainHasManagedSaveImageArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainHasManagedSaveImageResult {
  readonly result: number;
}

export interface DomainManagedSaveRemoveArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainGetBlockInfoArgs {
  readonly dom: DomainRef;
  readonly path: string;
  readonly flags: number;
}

export interface DomainGetBlockInfoResult {
  readonly allocation: bigint;
  readonly capacity: bigint;
  readonly physical: bigint;
}

export interface DomainCreateWithFlagsArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainCreateWithFlagsResult {
  readonly dom: DomainRef;
}

export interface DomainSetMemoryParametersArgs {
  readonly dom: DomainRef;
  readonly params: readonly TypedParam[];
  readonly flags: number;
}

export interface DomainGetMemoryParametersArgs {
  readonly dom: DomainRef;
  readonly nparams: number;
  readonly flags: number;
}

export interface DomainGetMemoryParametersResult {
  readonly params: readonly TypedParam[];
  readonly nparams: number;
}

export interface DomainSetVcpusFlagsArgs {
  readonly dom: DomainRef;
  readonly nvcpus: number;
  readonly flags: number;
}

export interface DomainGetVcpusFlagsArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainGetVcpusFlagsResult {
  readonly num: number;
}

export interface DomainOpenConsoleArgs {
  readonly dom: DomainRef;
  readonly devName: string | null;
  readonly flags: number;
}

export interface DomainIsUpdatedArgs {
  readonly dom: DomainRef;
}

export interface DomainIsUpdatedResult {
  readonly updated: number;
}

export interface DomainSetMemoryFlagsArgs {
  readonly dom: DomainRef;
  readonly memory: bigint;
  readonly flags: number;
}

export interface DomainSetBlkioParametersArgs {
  readonly dom: DomainRef;
  readonly params: readonly TypedParam[];
  readonly flags: number;
}

export interface DomainGetBlkioParametersArgs {
  readonly dom: DomainRef;
  readonly nparams: number;
  readonly flags: number;
}

export interface DomainGetBlkioParametersResult {
  readonly params: readonly TypedParam[];
  readonly nparams: number;
}

export interface DomainMigrateSetMaxSpeedArgs {
  readonly dom: DomainRef;
  readonly bandwidth: bigint;
  readonly flags: number;
}

export interface DomainInjectNmiArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainScreenshotArgs {
  readonly dom: DomainRef;
  readonly screen: number;
  readonly flags: number;
}

export interface DomainScreenshotResult {
  readonly mime: string | null;
}

export interface DomainGetStateArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainGetStateResult {
  readonly state: number;
  readonly reason: number;
}

export interface DomainSetSchedulerParametersFlagsArgs {
  readonly dom: DomainRef;
  readonly params: readonly TypedParam[];
  readonly flags: number;
}

export interface DomainGetSchedulerParametersFlagsArgs {
  readonly dom: DomainRef;
  readonly nparams: number;
  readonly flags: number;
}

export interface DomainGetSchedulerParametersFlagsResult {
  readonly params: readonly TypedParam[];
}

export interface DomainPinVcpuFlagsArgs {
  readonly dom: DomainRef;
  readonly vcpu: number;
  readonly cpumap: Uint8Array;
  readonly flags: number;
}

export interface DomainSendKeyArgs {
  readonly dom: DomainRef;
  readonly codeset: number;
  readonly holdtime: number;
  readonly keycodes: readonly number[];
  readonly flags: number;
}

export interface DomainGetControlInfoArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainGetControlInfoResult {
  readonly state: number;
  readonly details: number;
  readonly stateTime: bigint;
}

export interface DomainGetVcpuPinInfoArgs {
  readonly dom: DomainRef;
  readonly ncpumaps: number;
  readonly maplen: number;
  readonly flags: number;
}

export interface DomainGetVcpuPinInfoResult {
  readonly cpumaps: Uint8Array;
  readonly num: number;
}

export interface DomainUndefineFlagsArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainSaveFlagsArgs {
  readonly dom: DomainRef;
  readonly to: string;
  readonly dxml: string | null;
  readonly flags: number;
}

export interface DomainRestoreFlagsArgs {
  readonly from: string;
  readonly dxml: string | null;
  readonly flags: number;
}

export interface DomainDestroyFlagsArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainSaveImageGetXmlDescArgs {
  readonly file: string;
  readonly flags: number;
}

export interface DomainSaveImageGetXmlDescResult {
  readonly xml: string;
}

export interface DomainSaveImageDefineXmlArgs {
  readonly file: string;
  readonly dxml: string;
  readonly flags: number;
}

export interface DomainBlockJobAbortArgs {
  readonly dom: DomainRef;
  readonly path: string;
  readonly flags: number;
}

export interface DomainGetBlockJobInfoArgs {
  readonly dom: DomainRef;
  readonly path: string;
  readonly flags: number;
}

export interface DomainGetBlockJobInfoResult {
  readonly found: number;
  readonly type: number;
  readonly bandwidth: bigint;
  readonly cur: bigint;
  readonly end: bigint;
}

export interface DomainBlockJobSetSpeedArgs {
  readonly dom: DomainRef;
  readonly path: string;
  readonly bandwidth: bigint;
  readonly flags: number;
}

export interface DomainBlockPullArgs {
  readonly dom: DomainRef;
  readonly path: string;
  readonly bandwidth: bigint;
  readonly flags: number;
}

export interface DomainMigrateGetMaxSpeedArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainMigrateGetMaxSpeedResult {
  readonly bandwidth: bigint;
}

export interface DomainBlockStatsFlagsArgs {
  readonly dom: DomainRef;
  readonly path: string;
  readonly nparams: number;
  readonly flags: number;
}

export interface DomainBlockStatsFlagsResult {
  readonly params: readonly TypedParam[];
  readonly nparams: number;
}

export interface DomainResetArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainBlockResizeArgs {
  readonly dom: DomainRef;
  readonly disk: string;
  readonly size: bigint;
  readonly flags: number;
}

export interface DomainSetBlockIoTuneArgs {
  readonly dom: DomainRef;
  readonly disk: string;
  readonly params: readonly TypedParam[];
  readonly flags: number;
}

export interface DomainGetBlockIoTuneArgs {
  readonly dom: DomainRef;
  readonly disk: string | null;
  readonly nparams: number;
  readonly flags: number;
}

export interface DomainGetBlockIoTuneResult {
  readonly params: readonly TypedParam[];
  readonly nparams: number;
}

export interface DomainSetNumaParametersArgs {
  readonly dom: DomainRef;
  readonly params: readonly TypedParam[];
  readonly flags: number;
}

export interface DomainGetNumaParametersArgs {
  readonly dom: DomainRef;
  readonly nparams: number;
  readonly flags: number;
}

export interface DomainGetNumaParametersResult {
  readonly params: readonly TypedParam[];
  readonly nparams: number;
}

export interface DomainSetInterfaceParametersArgs {
  readonly dom: DomainRef;
  readonly device: string;
  readonly params: readonly TypedParam[];
  readonly flags: number;
}

export interface DomainGetInterfaceParametersArgs {
  readonly dom: DomainRef;
  readonly device: string;
  readonly nparams: number;
  readonly flags: number;
}

export interface DomainGetInterfaceParametersResult {
  readonly params: readonly TypedParam[];
  readonly nparams: number;
}

export interface DomainShutdownFlagsArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainPmSuspendForDurationArgs {
  readonly dom: DomainRef;
  readonly target: number;
  readonly duration: bigint;
  readonly flags: number;
}

export interface DomainGetCpuStatsArgs {
  readonly dom: DomainRef;
  readonly nparams: number;
  readonly startCpu: number;
  readonly ncpus: number;
  readonly flags: number;
}

export interface DomainGetCpuStatsResult {
  readonly params: readonly TypedParam[];
  readonly nparams: number;
}

export interface DomainGetDiskErrorsArgs {
  readonly dom: DomainRef;
  readonly maxerrors: number;
  readonly flags: number;
}

export interface DomainGetDiskErrorsResult {
  readonly errors: readonly DomainDiskError[];
  readonly nerrors: number;
}

export interface DomainSetMetadataArgs {
  readonly dom: DomainRef;
  readonly type: number;
  readonly metadata: string | null;
  readonly key: string | null;
  readonly uri: string | null;
  readonly flags: number;
}

export interface DomainGetMetadataArgs {
  readonly dom: DomainRef;
  readonly type: number;
  readonly uri: string | null;
  readonly flags: number;
}

export interface DomainGetMetadataResult {
  readonly metadata: string;
}

export interface DomainBlockRebaseArgs {
  readonly dom: DomainRef;
  readonly path: string;
  readonly base: string | null;
  readonly bandwidth: bigint;
  readonly flags: number;
}

export interface DomainPmWakeupArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainGetHostnameArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainGetHostnameResult {
  readonly hostname: string;
}

export interface DomainGetSecurityLabelListArgs {
  readonly dom: DomainRef;
}

export interface DomainGetSecurityLabelListResult {
  readonly labels: readonly SecurityLabel[];
  readonly ret: number;
}

export interface DomainPinEmulatorArgs {
  readonly dom: DomainRef;
  readonly cpumap: Uint8Array;
  readonly flags: number;
}

export interface DomainGetEmulatorPinInfoArgs {
  readonly dom: DomainRef;
  readonly maplen: number;
  readonly flags: number;
}

export interface DomainGetEmulatorPinInfoResult {
  readonly cpumaps: Uint8Array;
  readonly ret: number;
}

export interface DomainBlockCommitArgs {
  readonly dom: DomainRef;
  readonly disk: string;
  readonly base: string | null;
  readonly top: string | null;
  readonly bandwidth: bigint;
  readonly flags: number;
}

export interface DomainFstrimArgs {
  readonly dom: DomainRef;
  readonly mountPoint: string | null;
  readonly minimum: bigint;
  readonly flags: number;
}

export interface DomainSendProcessSignalArgs {
  readonly dom: DomainRef;
  readonly pid: bigint;
  readonly signum: number;
  readonly flags: number;
}

export interface DomainOpenChannelArgs {
  readonly dom: DomainRef;
  readonly name: string | null;
  readonly flags: number;
}

export interface DomainGetJobStatsArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainGetJobStatsResult {
  readonly type: number;
  readonly params: readonly TypedParam[];
}

export interface DomainMigrateGetCompressionCacheArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainMigrateGetCompressionCacheResult {
  readonly cacheSize: bigint;
}

export interface DomainMigrateSetCompressionCacheArgs {
  readonly dom: DomainRef;
  readonly cacheSize: bigint;
  readonly flags: number;
}

export interface DomainSetMemoryStatsPeriodArgs {
  readonly dom: DomainRef;
  readonly period: number;
  readonly flags: number;
}

export interface DomainCoreDumpWithFormatArgs {
  readonly dom: DomainRef;
  readonly to: string;
  readonly dumpformat: number;
  readonly flags: number;
}

export interface DomainFsfreezeArgs {
  readonly dom: DomainRef;
  readonly mountpoints: readonly string[];
  readonly flags: number;
}

export interface DomainFsfreezeResult {
  readonly filesystems: number;
}

export interface DomainFsthawArgs {
  readonly dom: DomainRef;
  readonly mountpoints: readonly string[];
  readonly flags: number;
}

export interface DomainFsthawResult {
  readonly filesystems: number;
}

export interface DomainGetTimeArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainGetTimeResult {
  readonly seconds: bigint;
  readonly nseconds: number;
}

export interface DomainSetTimeArgs {
  readonly dom: DomainRef;
  readonly seconds: bigint;
  readonly nseconds: number;
  readonly flags: number;
}

export interface DomainBlockCopyArgs {
  readonly dom: DomainRef;
  readonly path: string;
  readonly destxml: string;
  readonly params: readonly TypedParam[];
  readonly flags: number;
}

export interface DomainGetFsinfoArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainGetFsinfoResult {
  readonly info: readonly DomainFsinfo[];
  readonly ret: number;
}

export interface DomainDefineXmlFlagsArgs {
  readonly xml: string;
  readonly flags: number;
}

export interface DomainDefineXmlFlagsResult {
  readonly dom: DomainRef;
}

export interface DomainGetIothreadInfoArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainGetIothreadInfoResult {
  readonly info: readonly DomainIothreadInfo[];
  readonly ret: number;
}

export interface DomainPinIothreadArgs {
  readonly dom: DomainRef;
  readonly iothreadsId: number;
  readonly cpumap: Uint8Array;
  readonly flags: number;
}

export interface DomainInterfaceAddressesArgs {
  readonly dom: DomainRef;
  readonly source: number;
  readonly flags: number;
}

export interface DomainInterfaceAddressesResult {
  readonly ifaces: readonly DomainInterface[];
}

export interface DomainAddIothreadArgs {
  readonly dom: DomainRef;
  readonly iothreadId: number;
  readonly flags: number;
}

export interface DomainDelIothreadArgs {
  readonly dom: DomainRef;
  readonly iothreadId: number;
  readonly flags: number;
}

export interface DomainSetUserPasswordArgs {
  readonly dom: DomainRef;
  readonly user: string | null;
  readonly password: string | null;
  readonly flags: number;
}

export interface DomainRenameArgs {
  readonly dom: DomainRef;
  readonly newName: string | null;
  readonly flags: number;
}

export interface DomainRenameResult {
  readonly retcode: number;
}

export interface DomainMigrateStartPostCopyArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainGetPerfEventsArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainGetPerfEventsResult {
  readonly params: readonly TypedParam[];
}

export interface DomainSetPerfEventsArgs {
  readonly dom: DomainRef;
  readonly params: readonly TypedParam[];
  readonly flags: number;
}

export interface DomainGetGuestVcpusArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainGetGuestVcpusResult {
  readonly params: readonly TypedParam[];
}

export interface DomainSetGuestVcpusArgs {
  readonly dom: DomainRef;
  readonly cpumap: string;
  readonly state: number;
  readonly flags: number;
}

export interface DomainSetVcpuArgs {
  readonly dom: DomainRef;
  readonly cpumap: string;
  readonly state: number;
  readonly flags: number;
}

export interface DomainSetBlockThresholdArgs {
  readonly dom: DomainRef;
  readonly dev: string;
  readonly threshold: bigint;
  readonly flags: number;
}

export interface DomainMigrateGetMaxDowntimeArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainMigrateGetMaxDowntimeResult {
  readonly downtime: bigint;
}

export interface DomainManagedSaveGetXmlDescArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainManagedSaveGetXmlDescResult {
  readonly xml: string;
}

export interface DomainManagedSaveDefineXmlArgs {
  readonly dom: DomainRef;
  readonly dxml: string | null;
  readonly flags: number;
}

export interface DomainSetLifecycleActionArgs {
  readonly dom: DomainRef;
  readonly type: number;
  readonly action: number;
  readonly flags: number;
}

export interface DomainDetachDeviceAliasArgs {
  readonly dom: DomainRef;
  readonly alias: string;
  readonly flags: number;
}

export interface DomainGetLaunchSecurityInfoArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainGetLaunchSecurityInfoResult {
  readonly params: readonly TypedParam[];
}

export interface DomainSetIothreadParamsArgs {
  readonly dom: DomainRef;
  readonly iothreadId: number;
  readonly params: readonly TypedParam[];
  readonly flags: number;
}

export interface DomainGetGuestInfoArgs {
  readonly dom: DomainRef;
  readonly types: number;
  readonly flags: number;
}

export interface DomainGetGuestInfoResult {
  readonly params: readonly TypedParam[];
}

export interface DomainAgentSetResponseTimeoutArgs {
  readonly dom: DomainRef;
  readonly timeout: number;
  readonly flags: number;
}

export interface DomainAgentSetResponseTimeoutResult {
  readonly result: number;
}

export interface DomainBackupBeginArgs {
  readonly dom: DomainRef;
  readonly backupXml: string;
  readonly checkpointXml: string | null;
  readonly flags: number;
}

export interface DomainBackupGetXmlDescArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainBackupGetXmlDescResult {
  readonly xml: string;
}

export interface DomainAuthorizedSshKeysGetArgs {
  readonly dom: DomainRef;
  readonly user: string;
  readonly flags: number;
}

export interface DomainAuthorizedSshKeysGetResult {
  readonly keys: readonly string[];
}

export interface DomainAuthorizedSshKeysSetArgs {
  readonly dom: DomainRef;
  readonly user: string;
  readonly keys: readonly string[];
  readonly flags: number;
}

export interface DomainGetMessagesArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface DomainGetMessagesResult {
  readonly msgs: readonly string[];
}

export interface DomainStartDirtyRateCalcArgs {
  readonly dom: DomainRef;
  readonly seconds: number;
  readonly flags: number;
}

export interface DomainSetLaunchSecurityStateArgs {
  readonly dom: DomainRef;
  readonly params: readonly TypedParam[];
  readonly flags: number;
}

export interface DomainSaveParamsArgs {
  readonly dom: DomainRef;
  readonly params: readonly TypedParam[];
  readonly flags: number;
}

export interface DomainRestoreParamsArgs {
  readonly params: readonly TypedParam[];
  readonly flags: number;
}

export interface DomainAbortJobFlagsArgs {
  readonly dom: DomainRef;
  readonly flags: number;
}

export interface NetworkCreateArgs {
  readonly net: NetworkRef;
}

export interface NetworkCreateXmlArgs {
  readonly xml: string;
}

export interface NetworkCreateXmlResult {
  readonly net: NetworkRef;
}

export interface NetworkDefineXmlArgs {
  readonly xml: string;
}

export interface NetworkDefineXmlResult {
  readonly net: NetworkRef;
}

export interface NetworkDestroyArgs {
  readonly net: NetworkRef;
}

export interface NetworkGetXmlDescArgs {
  readonly net: NetworkRef;
  readonly flags: number;
}

export interface NetworkGetXmlDescResult {
  readonly xml: string;
}

export interface NetworkGetAutostartArgs {
  readonly net: NetworkRef;
}

export interface NetworkGetAutostartResult {
  readonly autostart: number;
}

export interface NetworkGetBridgeNameArgs {
  readonly net: NetworkRef;
}

export interface NetworkGetBridgeNameResult {
  readonly name: string;
}

export interface NetworkLookupByNameArgs {
  readonly name: string;
}

export interface NetworkLookupByNameResult {
  readonly net: NetworkRef;
}

export interface NetworkLookupByUuidArgs {
  readonly uuid: string;
}

export interface NetworkLookupByUuidResult {
  readonly net: NetworkRef;
}

export interface NetworkSetAutostartArgs {
  readonly net: NetworkRef;
  readonly autostart: number;
}

export interface NetworkUndefineArgs {
  readonly net: NetworkRef;
}

export interface NetworkIsActiveArgs {
  readonly net: NetworkRef;
}

export interface NetworkIsActiveResult {
  readonly active: number;
}

export interface NetworkIsPersistentArgs {
  readonly net: NetworkRef;
}

export interface NetworkIsPersistentResult {
  readonly persistent: number;
}

export interface NetworkUpdateArgs {
  readonly net: NetworkRef;
  readonly command: number;
  readonly section: number;
  readonly parentIndex: number;
  readonly xml: string;
  readonly flags: number;
}

export interface NetworkGetDhcpLeasesArgs {
  readonly net: NetworkRef;
  readonly mac: string | null;
  readonly needResults: number;
  readonly flags: number;
}

export interface NetworkGetDhcpLeasesResult {
  readonly leases: readonly NetworkDhcpLease[];
  readonly ret: number;
}

export interface NetworkListAllPortsArgs {
  readonly network: NetworkRef;
  readonly needResults: number;
  readonly flags: number;
}

export interface NetworkListAllPortsResult {
  readonly ports: readonly NetworkPortRef[];
  readonly ret: number;
}

export interface NetworkPortLookupByUuidArgs {
  readonly network: NetworkRef;
  readonly uuid: string;
}

export interface NetworkPortLookupByUuidResult {
  readonly port: NetworkPortRef;
}

export interface NetworkPortCreateXmlArgs {
  readonly network: NetworkRef;
  readonly xml: string;
  readonly flags: number;
}

export interface NetworkPortCreateXmlResult {
  readonly port: NetworkPortRef;
}

export interface NetworkPortGetParametersArgs {
  readonly port: NetworkPortRef;
  readonly nparams: number;
  readonly flags: number;
}

export interface NetworkPortGetParametersResult {
  readonly params: readonly TypedParam[];
  readonly nparams: number;
}

export interface NetworkPortSetParametersArgs {
  readonly port: NetworkPortRef;
  readonly params: readonly TypedParam[];
  readonly flags: number;
}

export interface NetworkPortGetXmlDescArgs {
  readonly port: NetworkPortRef;
  readonly flags: number;
}

export interface NetworkPortGetXmlDescResult {
  readonly xml: string;
}

export interface NetworkPortDeleteArgs {
  readonly port: NetworkPortRef;
  readonly flags: number;
}

export interface NetworkDefineXmlFlagsArgs {
  readonly xml: string;
  readonly flags: number;
}

export interface NetworkDefineXmlFlagsResult {
  readonly net: NetworkRef;
}

export interface NetworkCreateXmlFlagsArgs {
  readonly xml: string;
  readonly flags: number;
}

export interface NetworkCreateXmlFlagsResult {
  readonly net: NetworkRef;
}

export interface InterfaceLookupByNameArgs {
  readonly name: string;
}

export interface InterfaceLookupByNameResult {
  readonly iface: InterfaceRef;
}

export interface InterfaceLookupByMacStringArgs {
  readonly mac: string;
}

export interface InterfaceLookupByMacStringResult {
  readonly iface: InterfaceRef;
}

export interface InterfaceGetXmlDescArgs {
  readonly iface: InterfaceRef;
  readonly flags: number;
}

export interface InterfaceGetXmlDescResult {
  readonly xml: string;
}

export interface InterfaceDefineXmlArgs {
  readonly xml: string;
  readonly flags: number;
}

export interface InterfaceDefineXmlResult {
  readonly iface: InterfaceRef;
}

export interface InterfaceUndefineArgs {
  readonly iface: InterfaceRef;
}

export interface InterfaceCreateArgs {
  readonly iface: InterfaceRef;
  readonly flags: number;
}

export interface InterfaceDestroyArgs {
  readonly iface: InterfaceRef;
  readonly flags: number;
}

export interface InterfaceIsActiveArgs {
  readonly iface: InterfaceRef;
}

export interface InterfaceIsActiveResult {
  readonly active: number;
}

export interface InterfaceChangeBeginArgs {
  readonly flags: number;
}

export interface InterfaceChangeCommitArgs {
  readonly flags: number;
}

export interface InterfaceChangeRollbackArgs {
  readonly flags: number;
}

export interface StoragePoolCreateXmlArgs {
  readonly xml: string;
  readonly flags: number;
}

export interface StoragePoolCreateXmlResult {
  readonly pool: StoragePoolRef;
}

export interface StoragePoolDefineXmlArgs {
  readonly xml: string;
  readonly flags: number;
}

export interface StoragePoolDefineXmlResult {
  readonly pool: StoragePoolRef;
}

export interface StoragePoolCreateArgs {
  readonly pool: StoragePoolRef;
  readonly flags: number;
}

export interface StoragePoolBuildArgs {
  readonly pool: StoragePoolRef;
  readonly flags: number;
}

export interface StoragePoolDestroyArgs {
  readonly pool: StoragePoolRef;
}

export interface StoragePoolDeleteArgs {
  readonly pool: StoragePoolRef;
  readonly flags: number;
}

export interface StoragePoolUndefineArgs {
  readonly pool: StoragePoolRef;
}

export interface StoragePoolRefreshArgs {
  readonly pool: StoragePoolRef;
  readonly flags: number;
}

export interface StoragePoolLookupByNameArgs {
  readonly name: string;
}

export interface StoragePoolLookupByNameResult {
  readonly pool: StoragePoolRef;
}

export interface StoragePoolLookupByUuidArgs {
  readonly uuid: string;
}

export interface StoragePoolLookupByUuidResult {
  readonly pool: StoragePoolRef;
}

export interface StoragePoolLookupByVolumeArgs {
  readonly vol: StorageVolRef;
}

export interface StoragePoolLookupByVolumeResult {
  readonly pool: StoragePoolRef;
}

export interface StoragePoolGetInfoArgs {
  readonly pool: StoragePoolRef;
}

export interface StoragePoolGetInfoResult {
  readonly state: number;
  readonly capacity: bigint;
  readonly allocation: bigint;
  readonly available: bigint;
}

export interface StoragePoolGetXmlDescArgs {
  readonly pool: StoragePoolRef;
  readonly flags: number;
}

export interface StoragePoolGetXmlDescResult {
  readonly xml: string;
}

export interface StoragePoolGetAutostartArgs {
  readonly pool: StoragePoolRef;
}

export interface StoragePoolGetAutostartResult {
  readonly autostart: number;
}

export interface StoragePoolSetAutostartArgs {
  readonly pool: StoragePoolRef;
  readonly autostart: number;
}

export interface StoragePoolNumOfVolumesArgs {
  readonly pool: StoragePoolRef;
}

export interface StoragePoolNumOfVolumesResult {
  readonly num: number;
}

export interface StoragePoolListVolumesArgs {
  readonly pool: StoragePoolRef;
  readonly maxnames: number;
}

export interface StoragePoolListVolumesResult {
  readonly names: readonly string[];
}

export interface StorageVolCreateXmlArgs {
  readonly pool: StoragePoolRef;
  readonly xml: string;
  readonly flags: number;
}

export interface StorageVolCreateXmlResult {
  readonly vol: StorageVolRef;
}

export interface StorageVolDeleteArgs {
  readonly vol: StorageVolRef;
  readonly flags: number;
}

export interface StorageVolLookupByNameArgs {
  readonly pool: StoragePoolRef;
  readonly name: string;
}

export interface StorageVolLookupByNameResult {
  readonly vol: StorageVolRef;
}

export interface StorageVolLookupByKeyArgs {
  readonly key: string;
}

export interface StorageVolLookupByKeyResult {
  readonly vol: StorageVolRef;
}

export interface StorageVolLookupByPathArgs {
  readonly path: string;
}

export interface StorageVolLookupByPathResult {
  readonly vol: StorageVolRef;
}

export interface StorageVolGetInfoArgs {
  readonly vol: StorageVolRef;
}

export interface StorageVolGetInfoResult {
  readonly type: number;
  readonly capacity: bigint;
  readonly allocation: bigint;
}

export interface StorageVolGetXmlDescArgs {
  readonly vol: StorageVolRef;
  readonly flags: number;
}

export interface StorageVolGetXmlDescResult {
  readonly xml: string;
}

export interface StorageVolGetPathArgs {
  readonly vol: StorageVolRef;
}

export interface StorageVolGetPathResult {
  readonly name: string;
}

export interface StorageVolCreateXmlFromArgs {
  readonly pool: StoragePoolRef;
  readonly xml: string;
  readonly clonevol: StorageVolRef;
  readonly flags: number;
}

export interface StorageVolCreateXmlFromResult {
  readonly vol: StorageVolRef;
}

export interface StoragePoolIsActiveArgs {
  readonly pool: StoragePoolRef;
}

export interface StoragePoolIsActiveResult {
  readonly active: number;
}

export interface StoragePoolIsPersistentArgs {
  readonly pool: StoragePoolRef;
}

export interface StoragePoolIsPersistentResult {
  readonly persistent: number;
}

export interface StorageVolWipeArgs {
  readonly vol: StorageVolRef;
  readonly flags: number;
}

export interface StorageVolUploadArgs {
  readonly vol: StorageVolRef;
  readonly offset: bigint;
  readonly length: bigint;
  readonly flags: number;
}

export interface StorageVolDownloadArgs {
  readonly vol: StorageVolRef;
  readonly offset: bigint;
  readonly length: bigint;
  readonly flags: number;
}

export interface StorageVolWipePatternArgs {
  readonly vol: StorageVolRef;
  readonly algorithm: number;
  readonly flags: number;
}

export interface StorageVolResizeArgs {
  readonly vol: StorageVolRef;
  readonly capacity: bigint;
  readonly flags: number;
}

export interface StoragePoolListAllVolumesArgs {
  readonly pool: StoragePoolRef;
  readonly needResults: number;
  readonly flags: number;
}

export interface StoragePoolListAllVolumesResult {
  readonly vols: readonly StorageVolRef[];
  readonly ret: number;
}

export interface StorageVolGetInfoFlagsArgs {
  readonly vol: StorageVolRef;
  readonly flags: number;
}

export interface StorageVolGetInfoFlagsResult {
  readonly type: number;
  readonly capacity: bigint;
  readonly allocation: bigint;
}

export interface StoragePoolLookupByTargetPathArgs {
  readonly path: string;
}

export interface StoragePoolLookupByTargetPathResult {
  readonly pool: StoragePoolRef;
}

export interface NodeDeviceLookupByNameArgs {
  readonly name: string;
}

export interface NodeDeviceLookupByNameResult {
  readonly dev: NodeDeviceRef;
}

export interface NodeDeviceGetXmlDescArgs {
  readonly name: string;
  readonly flags: number;
}

export interface NodeDeviceGetXmlDescResult {
  readonly xml: string;
}

export interface NodeDeviceGetParentArgs {
  readonly name: string;
}

export interface NodeDeviceGetParentResult {
  readonly parentName: string | null;
}

export interface NodeDeviceNumOfCapsArgs {
  readonly name: string;
}

export interface NodeDeviceNumOfCapsResult {
  readonly num: number;
}

export interface NodeDeviceListCapsArgs {
  readonly name: string;
  readonly maxnames: number;
}

export interface NodeDeviceListCapsResult {
  readonly names: readonly string[];
}

export interface NodeDeviceDettachArgs {
  readonly name: string;
}

export interface NodeDeviceReAttachArgs {
  readonly name: string;
}

export interface NodeDeviceResetArgs {
  readonly name: string;
}

export interface NodeDeviceCreateXmlArgs {
  readonly xmlDesc: string;
  readonly flags: number;
}

export interface NodeDeviceCreateXmlResult {
  readonly dev: NodeDeviceRef;
}

export interface NodeDeviceDestroyArgs {
  readonly name: string;
}

export interface NodeDeviceLookupScsiHostByWwnArgs {
  readonly wwnn: string;
  readonly wwpn: string;
  readonly flags: number;
}

export interface NodeDeviceLookupScsiHostByWwnResult {
  readonly dev: NodeDeviceRef;
}

export interface NodeDeviceDetachFlagsArgs {
  readonly name: string;
  readonly driverName: string | null;
  readonly flags: number;
}

export interface NodeDeviceDefineXmlArgs {
  readonly xmlDesc: string;
  readonly flags: number;
}

export interface NodeDeviceDefineXmlResult {
  readonly dev: NodeDeviceRef;
}

export interface NodeDeviceUndefineArgs {
  readonly name: string;
  readonly flags: number;
}

export interface NodeDeviceCreateArgs {
  readonly name: string;
  readonly flags: number;
}

export interface NodeDeviceGetAutostartArgs {
  readonly name: string;
}

export interface NodeDeviceGetAutostartResult {
  readonly autostart: number;
}

export interface NodeDeviceSetAutostartArgs {
  readonly name: string;
  readonly autostart: number;
}

export interface NodeDeviceIsPersistentArgs {
  readonly name: string;
}

export interface NodeDeviceIsPersistentResult {
  readonly persistent: number;
}

export interface NodeDeviceIsActiveArgs {
  readonly name: string;
}

export interface NodeDeviceIsActiveResult {
  readonly active: number;
}

export interface NwfilterLookupByNameArgs {
  readonly name: string;
}

export interface NwfilterLookupByNameResult {
  readonly nwfilter: NwfilterRef;
}

export interface NwfilterLookupByUuidArgs {
  readonly uuid: string;
}

export interface NwfilterLookupByUuidResult {
  readonly nwfilter: NwfilterRef;
}

export interface NwfilterGetXmlDescArgs {
  readonly nwfilter: NwfilterRef;
  readonly flags: number;
}

export interface NwfilterGetXmlDescResult {
  readonly xml: string;
}

export interface NwfilterDefineXmlArgs {
  readonly xml: string;
}

export interface NwfilterDefineXmlResult {
  readonly nwfilter: NwfilterRef;
}

export interface NwfilterUndefineArgs {
  readonly nwfilter: NwfilterRef;
}

export interface NwfilterBindingLookupByPortDevArgs {
  readonly name: string;
}

export interface NwfilterBindingLookupByPortDevResult {
  readonly nwfilter: NwfilterBindingRef;
}

export interface NwfilterBindingGetXmlDescArgs {
  readonly nwfilter: NwfilterBindingRef;
  readonly flags: number;
}

export interface NwfilterBindingGetXmlDescResult {
  readonly xml: string;
}

export interface NwfilterBindingCreateXmlArgs {
  readonly xml: string;
  readonly flags: number;
}

export interface NwfilterBindingCreateXmlResult {
  readonly nwfilter: NwfilterBindingRef;
}

export interface NwfilterBindingDeleteArgs {
  readonly nwfilter: NwfilterBindingRef;
}

export interface NwfilterDefineXmlFlagsArgs {
  readonly xml: string;
  readonly flags: number;
}

export interface NwfilterDefineXmlFlagsResult {
  readonly nwfilter: NwfilterRef;
}

export interface SecretLookupByUuidArgs {
  readonly uuid: string;
}

export interface SecretLookupByUuidResult {
  readonly secret: SecretRef;
}

export interface SecretDefineXmlArgs {
  readonly xml: string;
  readonly flags: number;
}

export interface SecretDefineXmlResult {
  readonly secret: SecretRef;
}

export interface SecretGetXmlDescArgs {
  readonly secret: SecretRef;
  readonly flags: number;
}

export interface SecretGetXmlDescResult {
  readonly xml: string;
}

export interface SecretSetValueArgs {
  readonly secret: SecretRef;
  readonly value: Uint8Array;
  readonly flags: number;
}

export interface SecretGetValueArgs {
  readonly secret: SecretRef;
  readonly flags: number;
}

export interface SecretGetValueResult {
  readonly value: Uint8Array;
}

export interface SecretUndefineArgs {
  readonly secret: SecretRef;
}

export interface SecretLookupByUsageArgs {
  readonly usageType: number;
  readonly usageId: string;
}

export interface SecretLookupByUsageResult {
  readonly secret: SecretRef;
}

export interface DomainMonitorCommandArgs {
  readonly dom: DomainRef;
  readonly cmd: string;
  readonly flags: number;
}

export interface DomainMonitorCommandResult {
  readonly result: string;
}

export interface DomainAttachArgs {
  readonly pid: number;
  readonly flags: number;
}

export interface DomainAttachResult {
  readonly dom: DomainRef;
}

export interface DomainAgentCommandArgs {
  readonly dom: DomainRef;
  readonly cmd: string;
  readonly timeout: number;
  readonly flags: number;
}

export interface DomainAgentCommandResult {
  readonly result: string | null;
}

export interface ConnectDomainMonitorEventRegisterArgs {
  readonly dom: DomainRef | null;
  readonly event: string | null;
  readonly flags: number;
}

export interface ConnectDomainMonitorEventRegisterResult {
  readonly callbackId: number;
}

export interface ConnectDomainMonitorEventDeregisterArgs {
  readonly callbackId: number;
}

export interface DomainLifecycleEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly event: number;
  readonly detail: number;
}

export interface DomainRebootEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
}

export interface DomainRtcChangeEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly offset: bigint;
}

export interface DomainWatchdogEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly action: number;
}

export interface DomainIoErrorEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly srcPath: string;
  readonly devAlias: string;
  readonly action: number;
}

export interface DomainGraphicsEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly phase: number;
  readonly local: DomainEventGraphicsAddress;
  readonly remote: DomainEventGraphicsAddress;
  readonly authScheme: string;
  readonly subject: readonly DomainEventGraphicsIdentity[];
}

export interface DomainIoErrorReasonEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly srcPath: string;
  readonly devAlias: string;
  readonly action: number;
  readonly reason: string;
}

export interface DomainControlErrorEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
}

export interface DomainBlockJobEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly path: string;
  readonly type: number;
  readonly status: number;
}

export interface DomainDiskChangeEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly oldSrcPath: string | null;
  readonly newSrcPath: string | null;
  readonly devAlias: string;
  readonly reason: number;
}

export interface DomainTrayChangeEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly devAlias: string;
  readonly reason: number;
}

export interface DomainPmWakeupEvent {
  readonly callbackId: number;
  readonly reason: number;
  readonly dom: DomainRef;
}

export interface DomainPmSuspendEvent {
  readonly callbackId: number;
  readonly reason: number;
  readonly dom: DomainRef;
}

export interface DomainBalloonChangeEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly actual: bigint;
}

export interface DomainPmSuspendDiskEvent {
  readonly callbackId: number;
  readonly reason: number;
  readonly dom: DomainRef;
}

export interface DomainDeviceRemovedEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly devAlias: string;
}

export interface DomainBlockJob2Event {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly dst: string;
  readonly type: number;
  readonly status: number;
}

export interface DomainTunableEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly params: readonly TypedParam[];
}

export interface DomainAgentLifecycleEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly state: number;
  readonly reason: number;
}

export interface DomainDeviceAddedEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly devAlias: string;
}

export interface DomainMigrationIterationEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly iteration: number;
}

export interface DomainJobCompletedEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly params: readonly TypedParam[];
}

export interface DomainDeviceRemovalFailedEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly devAlias: string;
}

export interface DomainMetadataChangeEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly type: number;
  readonly nsuri: string | null;
}

export interface DomainBlockThresholdEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly dev: string;
  readonly path: string | null;
  readonly threshold: bigint;
  readonly excess: bigint;
}

export interface DomainMemoryFailureEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly recipient: number;
  readonly action: number;
  readonly flags: number;
}

export interface DomainMemoryDeviceSizeChangeEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly alias: string;
  readonly size: bigint;
}

export interface NetworkLifecycleEvent {
  readonly callbackId: number;
  readonly net: NetworkRef;
  readonly event: number;
  readonly detail: number;
}

export interface StoragePoolLifecycleEvent {
  readonly callbackId: number;
  readonly pool: StoragePoolRef;
  readonly event: number;
  readonly detail: number;
}

export interface StoragePoolRefreshEvent {
  readonly callbackId: number;
  readonly pool: StoragePoolRef;
}

export interface NodeDeviceLifecycleEvent {
  readonly callbackId: number;
  readonly dev: NodeDeviceRef;
  readonly event: number;
  readonly detail: number;
}

export interface NodeDeviceUpdateEvent {
  readonly callbackId: number;
  readonly dev: NodeDeviceRef;
}

export interface SecretLifecycleEvent {
  readonly callbackId: number;
  readonly secret: SecretRef;
  readonly event: number;
  readonly detail: number;
}

export interface SecretValueChangedEvent {
  readonly callbackId: number;
  readonly secret: SecretRef;
}

export interface ConnectionClosedEvent {
  readonly reason: number;
}

export interface QemuMonitorEventEvent {
  readonly callbackId: number;
  readonly dom: DomainRef;
  readonly event: string;
  readonly seconds: bigint;
  readonly micros: number;
  readonly details: string | null;
}
