// Made by `npm run generate:libvirt` from ../protocol/libvirt.protocol. Change that file, not this one.

import type { XdrReader } from '../wire/xdr-reader.ts';
import type { XdrWriter } from '../wire/xdr-writer.ts';
import type {
  DomainRef,
  NetworkRef,
  NetworkPortRef,
  NwfilterRef,
  NwfilterBindingRef,
  InterfaceRef,
  StoragePoolRef,
  StorageVolRef,
  NodeDeviceRef,
  SecretRef,
  DomainCheckpointRef,
  DomainSnapshotRef,
  VcpuInfo,
  TypedParam,
  NamedCounter,
  DomainDiskError,
  DomainMemoryStat,
  DomainIothreadInfo,
  DomainEventGraphicsAddress,
  DomainEventGraphicsIdentity,
  NetworkDhcpLease,
  DomainStatsRecord,
  DomainFsinfo,
  DomainIpAddr,
  DomainInterface,
  SecurityLabel,
  RemoteError,
  ConnectOpenArgs,
  ConnectGetTypeResult,
  ConnectGetVersionResult,
  ConnectGetMaxVcpusArgs,
  ConnectGetMaxVcpusResult,
  ConnectGetCapabilitiesResult,
  ConnectListDefinedDomainsArgs,
  ConnectListDefinedDomainsResult,
  ConnectNumOfDefinedDomainsResult,
  ConnectListDefinedNetworksArgs,
  ConnectListDefinedNetworksResult,
  ConnectListDomainsArgs,
  ConnectListDomainsResult,
  ConnectListNetworksArgs,
  ConnectListNetworksResult,
  ConnectNumOfDefinedNetworksResult,
  ConnectNumOfDomainsResult,
  ConnectNumOfNetworksResult,
  ConnectGetHostnameResult,
  ConnectSupportsFeatureArgs,
  ConnectSupportsFeatureResult,
  AuthListResult,
  AuthPolkitResult,
  ConnectNumOfStoragePoolsResult,
  ConnectListStoragePoolsArgs,
  ConnectListStoragePoolsResult,
  ConnectNumOfDefinedStoragePoolsResult,
  ConnectListDefinedStoragePoolsArgs,
  ConnectListDefinedStoragePoolsResult,
  ConnectFindStoragePoolSourcesArgs,
  ConnectFindStoragePoolSourcesResult,
  ConnectGetUriResult,
  ConnectNumOfInterfacesResult,
  ConnectListInterfacesArgs,
  ConnectListInterfacesResult,
  ConnectDomainXmlFromNativeArgs,
  ConnectDomainXmlFromNativeResult,
  ConnectDomainXmlToNativeArgs,
  ConnectDomainXmlToNativeResult,
  ConnectNumOfDefinedInterfacesResult,
  ConnectListDefinedInterfacesArgs,
  ConnectListDefinedInterfacesResult,
  ConnectNumOfSecretsResult,
  ConnectListSecretsArgs,
  ConnectListSecretsResult,
  ConnectIsSecureResult,
  ConnectGetLibVersionResult,
  ConnectCompareCpuArgs,
  ConnectCompareCpuResult,
  ConnectBaselineCpuArgs,
  ConnectBaselineCpuResult,
  ConnectNumOfNwfiltersResult,
  ConnectListNwfiltersArgs,
  ConnectListNwfiltersResult,
  ConnectGetSysinfoArgs,
  ConnectGetSysinfoResult,
  ConnectListAllDomainsArgs,
  ConnectListAllDomainsResult,
  ConnectListAllStoragePoolsArgs,
  ConnectListAllStoragePoolsResult,
  ConnectListAllNetworksArgs,
  ConnectListAllNetworksResult,
  ConnectListAllInterfacesArgs,
  ConnectListAllInterfacesResult,
  ConnectListAllNodeDevicesArgs,
  ConnectListAllNodeDevicesResult,
  ConnectListAllNwfiltersArgs,
  ConnectListAllNwfiltersResult,
  ConnectListAllSecretsArgs,
  ConnectListAllSecretsResult,
  ConnectGetCpuModelNamesArgs,
  ConnectGetCpuModelNamesResult,
  ConnectNetworkEventRegisterAnyArgs,
  ConnectNetworkEventRegisterAnyResult,
  ConnectNetworkEventDeregisterAnyArgs,
  ConnectDomainEventCallbackRegisterAnyArgs,
  ConnectDomainEventCallbackRegisterAnyResult,
  ConnectDomainEventCallbackDeregisterAnyArgs,
  ConnectGetDomainCapabilitiesArgs,
  ConnectGetDomainCapabilitiesResult,
  ConnectGetAllDomainStatsArgs,
  ConnectGetAllDomainStatsResult,
  ConnectStoragePoolEventRegisterAnyArgs,
  ConnectStoragePoolEventRegisterAnyResult,
  ConnectStoragePoolEventDeregisterAnyArgs,
  ConnectNodeDeviceEventRegisterAnyArgs,
  ConnectNodeDeviceEventRegisterAnyResult,
  ConnectNodeDeviceEventDeregisterAnyArgs,
  ConnectSecretEventRegisterAnyArgs,
  ConnectSecretEventRegisterAnyResult,
  ConnectSecretEventDeregisterAnyArgs,
  ConnectCompareHypervisorCpuArgs,
  ConnectCompareHypervisorCpuResult,
  ConnectBaselineHypervisorCpuArgs,
  ConnectBaselineHypervisorCpuResult,
  ConnectListAllNwfilterBindingsArgs,
  ConnectListAllNwfilterBindingsResult,
  ConnectGetStoragePoolCapabilitiesArgs,
  ConnectGetStoragePoolCapabilitiesResult,
  ConnectSetIdentityArgs,
  NodeGetInfoResult,
  NodeGetCellsFreeMemoryArgs,
  NodeGetCellsFreeMemoryResult,
  NodeGetFreeMemoryResult,
  NodeNumOfDevicesArgs,
  NodeNumOfDevicesResult,
  NodeListDevicesArgs,
  NodeListDevicesResult,
  NodeGetSecurityModelResult,
  NodeGetCpuStatsArgs,
  NodeGetCpuStatsResult,
  NodeGetMemoryStatsArgs,
  NodeGetMemoryStatsResult,
  NodeSuspendForDurationArgs,
  NodeSetMemoryParametersArgs,
  NodeGetMemoryParametersArgs,
  NodeGetMemoryParametersResult,
  NodeGetCpuMapArgs,
  NodeGetCpuMapResult,
  NodeGetFreePagesArgs,
  NodeGetFreePagesResult,
  NodeAllocPagesArgs,
  NodeAllocPagesResult,
  NodeGetSevInfoArgs,
  NodeGetSevInfoResult,
  DomainMigratePrepareArgs,
  DomainMigratePrepareResult,
  DomainMigratePerformArgs,
  DomainMigrateFinishArgs,
  DomainMigrateFinishResult,
  DomainMigratePrepare2Args,
  DomainMigratePrepare2Result,
  DomainMigrateFinish2Args,
  DomainMigrateFinish2Result,
  DomainMigratePrepareTunnelArgs,
  DomainMigrateBegin3Args,
  DomainMigrateBegin3Result,
  DomainMigratePrepare3Args,
  DomainMigratePrepare3Result,
  DomainMigratePrepareTunnel3Args,
  DomainMigratePrepareTunnel3Result,
  DomainMigratePerform3Args,
  DomainMigratePerform3Result,
  DomainMigrateFinish3Args,
  DomainMigrateFinish3Result,
  DomainMigrateConfirm3Args,
  DomainMigrateBegin3ParamsArgs,
  DomainMigrateBegin3ParamsResult,
  DomainMigratePrepare3ParamsArgs,
  DomainMigratePrepare3ParamsResult,
  DomainMigratePrepareTunnel3ParamsArgs,
  DomainMigratePrepareTunnel3ParamsResult,
  DomainMigratePerform3ParamsArgs,
  DomainMigratePerform3ParamsResult,
  DomainMigrateFinish3ParamsArgs,
  DomainMigrateFinish3ParamsResult,
  DomainMigrateConfirm3ParamsArgs,
  DomainSnapshotCreateXmlArgs,
  DomainSnapshotCreateXmlResult,
  DomainSnapshotGetXmlDescArgs,
  DomainSnapshotGetXmlDescResult,
  DomainSnapshotNumArgs,
  DomainSnapshotNumResult,
  DomainSnapshotListNamesArgs,
  DomainSnapshotListNamesResult,
  DomainSnapshotLookupByNameArgs,
  DomainSnapshotLookupByNameResult,
  DomainHasCurrentSnapshotArgs,
  DomainHasCurrentSnapshotResult,
  DomainSnapshotCurrentArgs,
  DomainSnapshotCurrentResult,
  DomainRevertToSnapshotArgs,
  DomainSnapshotDeleteArgs,
  DomainSnapshotGetParentArgs,
  DomainSnapshotGetParentResult,
  DomainSnapshotNumChildrenArgs,
  DomainSnapshotNumChildrenResult,
  DomainSnapshotListChildrenNamesArgs,
  DomainSnapshotListChildrenNamesResult,
  DomainSnapshotIsCurrentArgs,
  DomainSnapshotIsCurrentResult,
  DomainSnapshotHasMetadataArgs,
  DomainSnapshotHasMetadataResult,
  DomainListAllSnapshotsArgs,
  DomainListAllSnapshotsResult,
  DomainSnapshotListAllChildrenArgs,
  DomainSnapshotListAllChildrenResult,
  DomainCheckpointCreateXmlArgs,
  DomainCheckpointCreateXmlResult,
  DomainCheckpointGetXmlDescArgs,
  DomainCheckpointGetXmlDescResult,
  DomainListAllCheckpointsArgs,
  DomainListAllCheckpointsResult,
  DomainCheckpointListAllChildrenArgs,
  DomainCheckpointListAllChildrenResult,
  DomainCheckpointLookupByNameArgs,
  DomainCheckpointLookupByNameResult,
  DomainCheckpointGetParentArgs,
  DomainCheckpointGetParentResult,
  DomainCheckpointDeleteArgs,
  DomainAttachDeviceArgs,
  DomainCreateArgs,
  DomainCreateXmlArgs,
  DomainCreateXmlResult,
  DomainDefineXmlArgs,
  DomainDefineXmlResult,
  DomainDestroyArgs,
  DomainDetachDeviceArgs,
  DomainGetXmlDescArgs,
  DomainGetXmlDescResult,
  DomainGetAutostartArgs,
  DomainGetAutostartResult,
  DomainGetInfoArgs,
  DomainGetInfoResult,
  DomainGetMaxMemoryArgs,
  DomainGetMaxMemoryResult,
  DomainGetMaxVcpusArgs,
  DomainGetMaxVcpusResult,
  DomainGetOsTypeArgs,
  DomainGetOsTypeResult,
  DomainGetVcpusArgs,
  DomainGetVcpusResult,
  DomainLookupByIdArgs,
  DomainLookupByIdResult,
  DomainLookupByNameArgs,
  DomainLookupByNameResult,
  DomainLookupByUuidArgs,
  DomainLookupByUuidResult,
  DomainPinVcpuArgs,
  DomainRebootArgs,
  DomainResumeArgs,
  DomainSetAutostartArgs,
  DomainSetMaxMemoryArgs,
  DomainSetMemoryArgs,
  DomainSetVcpusArgs,
  DomainShutdownArgs,
  DomainSuspendArgs,
  DomainUndefineArgs,
  DomainCoreDumpArgs,
  DomainRestoreArgs,
  DomainSaveArgs,
  DomainGetSchedulerTypeArgs,
  DomainGetSchedulerTypeResult,
  DomainGetSchedulerParametersArgs,
  DomainGetSchedulerParametersResult,
  DomainSetSchedulerParametersArgs,
  DomainBlockStatsArgs,
  DomainBlockStatsResult,
  DomainInterfaceStatsArgs,
  DomainInterfaceStatsResult,
  DomainBlockPeekArgs,
  DomainBlockPeekResult,
  DomainMemoryPeekArgs,
  DomainMemoryPeekResult,
  DomainGetSecurityLabelArgs,
  DomainGetSecurityLabelResult,
  DomainIsActiveArgs,
  DomainIsActiveResult,
  DomainIsPersistentArgs,
  DomainIsPersistentResult,
  DomainMemoryStatsArgs,
  DomainMemoryStatsResult,
  DomainAttachDeviceFlagsArgs,
  DomainDetachDeviceFlagsArgs,
  DomainGetJobInfoArgs,
  DomainGetJobInfoResult,
  DomainAbortJobArgs,
  DomainMigrateSetMaxDowntimeArgs,
  DomainUpdateDeviceFlagsArgs,
  DomainManagedSaveArgs,
  DomainHasManagedSaveImageArgs,
  DomainHasManagedSaveImageResult,
  DomainManagedSaveRemoveArgs,
  DomainGetBlockInfoArgs,
  DomainGetBlockInfoResult,
  DomainCreateWithFlagsArgs,
  DomainCreateWithFlagsResult,
  DomainSetMemoryParametersArgs,
  DomainGetMemoryParametersArgs,
  DomainGetMemoryParametersResult,
  DomainSetVcpusFlagsArgs,
  DomainGetVcpusFlagsArgs,
  DomainGetVcpusFlagsResult,
  DomainOpenConsoleArgs,
  DomainIsUpdatedArgs,
  DomainIsUpdatedResult,
  DomainSetMemoryFlagsArgs,
  DomainSetBlkioParametersArgs,
  DomainGetBlkioParametersArgs,
  DomainGetBlkioParametersResult,
  DomainMigrateSetMaxSpeedArgs,
  DomainInjectNmiArgs,
  DomainScreenshotArgs,
  DomainScreenshotResult,
  DomainGetStateArgs,
  DomainGetStateResult,
  DomainSetSchedulerParametersFlagsArgs,
  DomainGetSchedulerParametersFlagsArgs,
  DomainGetSchedulerParametersFlagsResult,
  DomainPinVcpuFlagsArgs,
  DomainSendKeyArgs,
  DomainGetControlInfoArgs,
  DomainGetControlInfoResult,
  DomainGetVcpuPinInfoArgs,
  DomainGetVcpuPinInfoResult,
  DomainUndefineFlagsArgs,
  DomainSaveFlagsArgs,
  DomainRestoreFlagsArgs,
  DomainDestroyFlagsArgs,
  DomainSaveImageGetXmlDescArgs,
  DomainSaveImageGetXmlDescResult,
  DomainSaveImageDefineXmlArgs,
  DomainBlockJobAbortArgs,
  DomainGetBlockJobInfoArgs,
  DomainGetBlockJobInfoResult,
  DomainBlockJobSetSpeedArgs,
  DomainBlockPullArgs,
  DomainMigrateGetMaxSpeedArgs,
  DomainMigrateGetMaxSpeedResult,
  DomainBlockStatsFlagsArgs,
  DomainBlockStatsFlagsResult,
  DomainResetArgs,
  DomainBlockResizeArgs,
  DomainSetBlockIoTuneArgs,
  DomainGetBlockIoTuneArgs,
  DomainGetBlockIoTuneResult,
  DomainSetNumaParametersArgs,
  DomainGetNumaParametersArgs,
  DomainGetNumaParametersResult,
  DomainSetInterfaceParametersArgs,
  DomainGetInterfaceParametersArgs,
  DomainGetInterfaceParametersResult,
  DomainShutdownFlagsArgs,
  DomainPmSuspendForDurationArgs,
  DomainGetCpuStatsArgs,
  DomainGetCpuStatsResult,
  DomainGetDiskErrorsArgs,
  DomainGetDiskErrorsResult,
  DomainSetMetadataArgs,
  DomainGetMetadataArgs,
  DomainGetMetadataResult,
  DomainBlockRebaseArgs,
  DomainPmWakeupArgs,
  DomainGetHostnameArgs,
  DomainGetHostnameResult,
  DomainGetSecurityLabelListArgs,
  DomainGetSecurityLabelListResult,
  DomainPinEmulatorArgs,
  DomainGetEmulatorPinInfoArgs,
  DomainGetEmulatorPinInfoResult,
  DomainBlockCommitArgs,
  DomainFstrimArgs,
  DomainSendProcessSignalArgs,
  DomainOpenChannelArgs,
  DomainGetJobStatsArgs,
  DomainGetJobStatsResult,
  DomainMigrateGetCompressionCacheArgs,
  DomainMigrateGetCompressionCacheResult,
  DomainMigrateSetCompressionCacheArgs,
  DomainSetMemoryStatsPeriodArgs,
  DomainCoreDumpWithFormatArgs,
  DomainFsfreezeArgs,
  DomainFsfreezeResult,
  DomainFsthawArgs,
  DomainFsthawResult,
  DomainGetTimeArgs,
  DomainGetTimeResult,
  DomainSetTimeArgs,
  DomainBlockCopyArgs,
  DomainGetFsinfoArgs,
  DomainGetFsinfoResult,
  DomainDefineXmlFlagsArgs,
  DomainDefineXmlFlagsResult,
  DomainGetIothreadInfoArgs,
  DomainGetIothreadInfoResult,
  DomainPinIothreadArgs,
  DomainInterfaceAddressesArgs,
  DomainInterfaceAddressesResult,
  DomainAddIothreadArgs,
  DomainDelIothreadArgs,
  DomainSetUserPasswordArgs,
  DomainRenameArgs,
  DomainRenameResult,
  DomainMigrateStartPostCopyArgs,
  DomainGetPerfEventsArgs,
  DomainGetPerfEventsResult,
  DomainSetPerfEventsArgs,
  DomainGetGuestVcpusArgs,
  DomainGetGuestVcpusResult,
  DomainSetGuestVcpusArgs,
  DomainSetVcpuArgs,
  DomainSetBlockThresholdArgs,
  DomainMigrateGetMaxDowntimeArgs,
  DomainMigrateGetMaxDowntimeResult,
  DomainManagedSaveGetXmlDescArgs,
  DomainManagedSaveGetXmlDescResult,
  DomainManagedSaveDefineXmlArgs,
  DomainSetLifecycleActionArgs,
  DomainDetachDeviceAliasArgs,
  DomainGetLaunchSecurityInfoArgs,
  DomainGetLaunchSecurityInfoResult,
  DomainSetIothreadParamsArgs,
  DomainGetGuestInfoArgs,
  DomainGetGuestInfoResult,
  DomainAgentSetResponseTimeoutArgs,
  DomainAgentSetResponseTimeoutResult,
  DomainBackupBeginArgs,
  DomainBackupGetXmlDescArgs,
  DomainBackupGetXmlDescResult,
  DomainAuthorizedSshKeysGetArgs,
  DomainAuthorizedSshKeysGetResult,
  DomainAuthorizedSshKeysSetArgs,
  DomainGetMessagesArgs,
  DomainGetMessagesResult,
  DomainStartDirtyRateCalcArgs,
  DomainSetLaunchSecurityStateArgs,
  DomainSaveParamsArgs,
  DomainRestoreParamsArgs,
  DomainAbortJobFlagsArgs,
  NetworkCreateArgs,
  NetworkCreateXmlArgs,
  NetworkCreateXmlResult,
  NetworkDefineXmlArgs,
  NetworkDefineXmlResult,
  NetworkDestroyArgs,
  NetworkGetXmlDescArgs,
  NetworkGetXmlDescResult,
  NetworkGetAutostartArgs,
  NetworkGetAutostartResult,
  NetworkGetBridgeNameArgs,
  NetworkGetBridgeNameResult,
  NetworkLookupByNameArgs,
  NetworkLookupByNameResult,
  NetworkLookupByUuidArgs,
  NetworkLookupByUuidResult,
  NetworkSetAutostartArgs,
  NetworkUndefineArgs,
  NetworkIsActiveArgs,
  NetworkIsActiveResult,
  NetworkIsPersistentArgs,
  NetworkIsPersistentResult,
  NetworkUpdateArgs,
  NetworkGetDhcpLeasesArgs,
  NetworkGetDhcpLeasesResult,
  NetworkListAllPortsArgs,
  NetworkListAllPortsResult,
  NetworkPortLookupByUuidArgs,
  NetworkPortLookupByUuidResult,
  NetworkPortCreateXmlArgs,
  NetworkPortCreateXmlResult,
  NetworkPortGetParametersArgs,
  NetworkPortGetParametersResult,
  NetworkPortSetParametersArgs,
  NetworkPortGetXmlDescArgs,
  NetworkPortGetXmlDescResult,
  NetworkPortDeleteArgs,
  NetworkDefineXmlFlagsArgs,
  NetworkDefineXmlFlagsResult,
  NetworkCreateXmlFlagsArgs,
  NetworkCreateXmlFlagsResult,
  InterfaceLookupByNameArgs,
  InterfaceLookupByNameResult,
  InterfaceLookupByMacStringArgs,
  InterfaceLookupByMacStringResult,
  InterfaceGetXmlDescArgs,
  InterfaceGetXmlDescResult,
  InterfaceDefineXmlArgs,
  InterfaceDefineXmlResult,
  InterfaceUndefineArgs,
  InterfaceCreateArgs,
  InterfaceDestroyArgs,
  InterfaceIsActiveArgs,
  InterfaceIsActiveResult,
  InterfaceChangeBeginArgs,
  InterfaceChangeCommitArgs,
  InterfaceChangeRollbackArgs,
  StoragePoolCreateXmlArgs,
  StoragePoolCreateXmlResult,
  StoragePoolDefineXmlArgs,
  StoragePoolDefineXmlResult,
  StoragePoolCreateArgs,
  StoragePoolBuildArgs,
  StoragePoolDestroyArgs,
  StoragePoolDeleteArgs,
  StoragePoolUndefineArgs,
  StoragePoolRefreshArgs,
  StoragePoolLookupByNameArgs,
  StoragePoolLookupByNameResult,
  StoragePoolLookupByUuidArgs,
  StoragePoolLookupByUuidResult,
  StoragePoolLookupByVolumeArgs,
  StoragePoolLookupByVolumeResult,
  StoragePoolGetInfoArgs,
  StoragePoolGetInfoResult,
  StoragePoolGetXmlDescArgs,
  StoragePoolGetXmlDescResult,
  StoragePoolGetAutostartArgs,
  StoragePoolGetAutostartResult,
  StoragePoolSetAutostartArgs,
  StoragePoolNumOfVolumesArgs,
  StoragePoolNumOfVolumesResult,
  StoragePoolListVolumesArgs,
  StoragePoolListVolumesResult,
  StorageVolCreateXmlArgs,
  StorageVolCreateXmlResult,
  StorageVolDeleteArgs,
  StorageVolLookupByNameArgs,
  StorageVolLookupByNameResult,
  StorageVolLookupByKeyArgs,
  StorageVolLookupByKeyResult,
  StorageVolLookupByPathArgs,
  StorageVolLookupByPathResult,
  StorageVolGetInfoArgs,
  StorageVolGetInfoResult,
  StorageVolGetXmlDescArgs,
  StorageVolGetXmlDescResult,
  StorageVolGetPathArgs,
  StorageVolGetPathResult,
  StorageVolCreateXmlFromArgs,
  StorageVolCreateXmlFromResult,
  StoragePoolIsActiveArgs,
  StoragePoolIsActiveResult,
  StoragePoolIsPersistentArgs,
  StoragePoolIsPersistentResult,
  StorageVolWipeArgs,
  StorageVolUploadArgs,
  StorageVolDownloadArgs,
  StorageVolWipePatternArgs,
  StorageVolResizeArgs,
  StoragePoolListAllVolumesArgs,
  StoragePoolListAllVolumesResult,
  StorageVolGetInfoFlagsArgs,
  StorageVolGetInfoFlagsResult,
  StoragePoolLookupByTargetPathArgs,
  StoragePoolLookupByTargetPathResult,
  NodeDeviceLookupByNameArgs,
  NodeDeviceLookupByNameResult,
  NodeDeviceGetXmlDescArgs,
  NodeDeviceGetXmlDescResult,
  NodeDeviceGetParentArgs,
  NodeDeviceGetParentResult,
  NodeDeviceNumOfCapsArgs,
  NodeDeviceNumOfCapsResult,
  NodeDeviceListCapsArgs,
  NodeDeviceListCapsResult,
  NodeDeviceDettachArgs,
  NodeDeviceReAttachArgs,
  NodeDeviceResetArgs,
  NodeDeviceCreateXmlArgs,
  NodeDeviceCreateXmlResult,
  NodeDeviceDestroyArgs,
  NodeDeviceLookupScsiHostByWwnArgs,
  NodeDeviceLookupScsiHostByWwnResult,
  NodeDeviceDetachFlagsArgs,
  NodeDeviceDefineXmlArgs,
  NodeDeviceDefineXmlResult,
  NodeDeviceUndefineArgs,
  NodeDeviceCreateArgs,
  NodeDeviceGetAutostartArgs,
  NodeDeviceGetAutostartResult,
  NodeDeviceSetAutostartArgs,
  NodeDeviceIsPersistentArgs,
  NodeDeviceIsPersistentResult,
  NodeDeviceIsActiveArgs,
  NodeDeviceIsActiveResult,
  NwfilterLookupByNameArgs,
  NwfilterLookupByNameResult,
  NwfilterLookupByUuidArgs,
  NwfilterLookupByUuidResult,
  NwfilterGetXmlDescArgs,
  NwfilterGetXmlDescResult,
  NwfilterDefineXmlArgs,
  NwfilterDefineXmlResult,
  NwfilterUndefineArgs,
  NwfilterBindingLookupByPortDevArgs,
  NwfilterBindingLookupByPortDevResult,
  NwfilterBindingGetXmlDescArgs,
  NwfilterBindingGetXmlDescResult,
  NwfilterBindingCreateXmlArgs,
  NwfilterBindingCreateXmlResult,
  NwfilterBindingDeleteArgs,
  NwfilterDefineXmlFlagsArgs,
  NwfilterDefineXmlFlagsResult,
  SecretLookupByUuidArgs,
  SecretLookupByUuidResult,
  SecretDefineXmlArgs,
  SecretDefineXmlResult,
  SecretGetXmlDescArgs,
  SecretGetXmlDescResult,
  SecretSetValueArgs,
  SecretGetValueArgs,
  SecretGetValueResult,
  SecretUndefineArgs,
  SecretLookupByUsageArgs,
  SecretLookupByUsageResult,
  DomainMonitorCommandArgs,
  DomainMonitorCommandResult,
  DomainAttachArgs,
  DomainAttachResult,
  DomainAgentCommandArgs,
  DomainAgentCommandResult,
  ConnectDomainMonitorEventRegisterArgs,
  ConnectDomainMonitorEventRegisterResult,
  ConnectDomainMonitorEventDeregisterArgs,
  DomainLifecycleEvent,
  DomainRebootEvent,
  DomainRtcChangeEvent,
  DomainWatchdogEvent,
  DomainIoErrorEvent,
  DomainGraphicsEvent,
  DomainIoErrorReasonEvent,
  DomainControlErrorEvent,
  DomainBlockJobEvent,
  DomainDiskChangeEvent,
  DomainTrayChangeEvent,
  DomainPmWakeupEvent,
  DomainPmSuspendEvent,
  DomainBalloonChangeEvent,
  DomainPmSuspendDiskEvent,
  DomainDeviceRemovedEvent,
  DomainBlockJob2Event,
  DomainTunableEvent,
  DomainAgentLifecycleEvent,
  DomainDeviceAddedEvent,
  DomainMigrationIterationEvent,
  DomainJobCompletedEvent,
  DomainDeviceRemovalFailedEvent,
  DomainMetadataChangeEvent,
  DomainBlockThresholdEvent,
  DomainMemoryFailureEvent,
  DomainMemoryDeviceSizeChangeEvent,
  NetworkLifecycleEvent,
  StoragePoolLifecycleEvent,
  StoragePoolRefreshEvent,
  NodeDeviceLifecycleEvent,
  NodeDeviceUpdateEvent,
  SecretLifecycleEvent,
  SecretValueChangedEvent,
  ConnectionClosedEvent,
  QemuMonitorEventEvent,
} from './types.ts';

export function encodeDomainRef(w: XdrWriter, v: DomainRef): void {
  w.string(v.name, 'name');
  w.uuid(v.uuid, 'uuid');
  w.int(v.id, 'id');
}

export function decodeDomainRef(r: XdrReader): DomainRef {
  return {
    name: r.string(),
    uuid: r.uuid(),
    id: r.int(),
  };
}

export function encodeNetworkRef(w: XdrWriter, v: NetworkRef): void {
  w.string(v.name, 'name');
  w.uuid(v.uuid, 'uuid');
}

export function decodeNetworkRef(r: XdrReader): NetworkRef {
  return {
    name: r.string(),
    uuid: r.uuid(),
  };
}

export function encodeNetworkPortRef(w: XdrWriter, v: NetworkPortRef): void {
  encodeNetworkRef(w, v.net);
  w.uuid(v.uuid, 'uuid');
}

export function decodeNetworkPortRef(r: XdrReader): NetworkPortRef {
  return {
    net: decodeNetworkRef(r),
    uuid: r.uuid(),
  };
}

export function encodeNwfilterRef(w: XdrWriter, v: NwfilterRef): void {
  w.string(v.name, 'name');
  w.uuid(v.uuid, 'uuid');
}

export function decodeNwfilterRef(r: XdrReader): NwfilterRef {
  return {
    name: r.string(),
    uuid: r.uuid(),
  };
}

export function encodeNwfilterBindingRef(w: XdrWriter, v: NwfilterBindingRef): void {
  w.string(v.portdev, 'portdev');
  w.string(v.filtername, 'filtername');
}

export function decodeNwfilterBindingRef(r: XdrReader): NwfilterBindingRef {
  return {
    portdev: r.string(),
    filtername: r.string(),
  };
}

export function encodeInterfaceRef(w: XdrWriter, v: InterfaceRef): void {
  w.string(v.name, 'name');
  w.string(v.mac, 'mac');
}

export function decodeInterfaceRef(r: XdrReader): InterfaceRef {
  return {
    name: r.string(),
    mac: r.string(),
  };
}

export function encodeStoragePoolRef(w: XdrWriter, v: StoragePoolRef): void {
  w.string(v.name, 'name');
  w.uuid(v.uuid, 'uuid');
}

export function decodeStoragePoolRef(r: XdrReader): StoragePoolRef {
  return {
    name: r.string(),
    uuid: r.uuid(),
  };
}

export function encodeStorageVolRef(w: XdrWriter, v: StorageVolRef): void {
  w.string(v.pool, 'pool');
  w.string(v.name, 'name');
  w.string(v.key, 'key');
}

export function decodeStorageVolRef(r: XdrReader): StorageVolRef {
  return {
    pool: r.string(),
    name: r.string(),
    key: r.string(),
  };
}

export function encodeNodeDeviceRef(w: XdrWriter, v: NodeDeviceRef): void {
  w.string(v.name, 'name');
}

export function decodeNodeDeviceRef(r: XdrReader): NodeDeviceRef {
  return {
    name: r.string(),
  };
}

export function encodeSecretRef(w: XdrWriter, v: SecretRef): void {
  w.uuid(v.uuid, 'uuid');
  w.int(v.usageType, 'usageType');
  w.string(v.usageId, 'usageId');
}

export function decodeSecretRef(r: XdrReader): SecretRef {
  return {
    uuid: r.uuid(),
    usageType: r.int(),
    usageId: r.string(),
  };
}

export function encodeDomainCheckpointRef(w: XdrWriter, v: DomainCheckpointRef): void {
  w.string(v.name, 'name');
  encodeDomainRef(w, v.dom);
}

export function decodeDomainCheckpointRef(r: XdrReader): DomainCheckpointRef {
  return {
    name: r.string(),
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainSnapshotRef(w: XdrWriter, v: DomainSnapshotRef): void {
  w.string(v.name, 'name');
  encodeDomainRef(w, v.dom);
}

export function decodeDomainSnapshotRef(r: XdrReader): DomainSnapshotRef {
  return {
    name: r.string(),
    dom: decodeDomainRef(r),
  };
}

export function encodeVcpuInfo(w: XdrWriter, v: VcpuInfo): void {
  w.uint(v.number, 'number');
  w.int(v.state, 'state');
  w.uhyper(v.cpuTime, 'cpuTime');
  w.int(v.cpu, 'cpu');
}

export function decodeVcpuInfo(r: XdrReader): VcpuInfo {
  return {
    number: r.uint(),
    state: r.int(),
    cpuTime: r.uhyper(),
    cpu: r.int(),
  };
}

export function encodeTypedParam(w: XdrWriter, v: TypedParam): void {
  w.string(v.field, 'field');
  w.typed(v.value, 'value');
}

export function decodeTypedParam(r: XdrReader): TypedParam {
  return {
    field: r.string(),
    value: r.typed(),
  };
}

export function encodeNamedCounter(w: XdrWriter, v: NamedCounter): void {
  w.string(v.field, 'field');
  w.uhyper(v.value, 'value');
}

export function decodeNamedCounter(r: XdrReader): NamedCounter {
  return {
    field: r.string(),
    value: r.uhyper(),
  };
}

export function encodeDomainDiskError(w: XdrWriter, v: DomainDiskError): void {
  w.string(v.disk, 'disk');
  w.int(v.error, 'error');
}

export function decodeDomainDiskError(r: XdrReader): DomainDiskError {
  return {
    disk: r.string(),
    error: r.int(),
  };
}

export function encodeDomainMemoryStat(w: XdrWriter, v: DomainMemoryStat): void {
  w.int(v.tag, 'tag');
  w.uhyper(v.val, 'val');
}

export function decodeDomainMemoryStat(r: XdrReader): DomainMemoryStat {
  return {
    tag: r.int(),
    val: r.uhyper(),
  };
}

export function encodeDomainIothreadInfo(w: XdrWriter, v: DomainIothreadInfo): void {
  w.uint(v.iothreadId, 'iothreadId');
  w.bytes(v.cpumap, 2048, 'cpumap');
}

export function decodeDomainIothreadInfo(r: XdrReader): DomainIothreadInfo {
  return {
    iothreadId: r.uint(),
    cpumap: r.bytes(2048),
  };
}

export function encodeDomainEventGraphicsAddress(w: XdrWriter, v: DomainEventGraphicsAddress): void {
  w.int(v.family, 'family');
  w.string(v.node, 'node');
  w.string(v.service, 'service');
}

export function decodeDomainEventGraphicsAddress(r: XdrReader): DomainEventGraphicsAddress {
  return {
    family: r.int(),
    node: r.string(),
    service: r.string(),
  };
}

export function encodeDomainEventGraphicsIdentity(w: XdrWriter, v: DomainEventGraphicsIdentity): void {
  w.string(v.type, 'type');
  w.string(v.name, 'name');
}

export function decodeDomainEventGraphicsIdentity(r: XdrReader): DomainEventGraphicsIdentity {
  return {
    type: r.string(),
    name: r.string(),
  };
}

export function encodeNetworkDhcpLease(w: XdrWriter, v: NetworkDhcpLease): void {
  w.string(v.iface, 'iface');
  w.hyper(v.expirytime, 'expirytime');
  w.int(v.type, 'type');
  w.present(v.mac !== null);
  if (v.mac !== null) w.string(v.mac, 'mac');
  w.present(v.iaid !== null);
  if (v.iaid !== null) w.string(v.iaid, 'iaid');
  w.string(v.ipaddr, 'ipaddr');
  w.uint(v.prefix, 'prefix');
  w.present(v.hostname !== null);
  if (v.hostname !== null) w.string(v.hostname, 'hostname');
  w.present(v.clientid !== null);
  if (v.clientid !== null) w.string(v.clientid, 'clientid');
}

export function decodeNetworkDhcpLease(r: XdrReader): NetworkDhcpLease {
  return {
    iface: r.string(),
    expirytime: r.hyper(),
    type: r.int(),
    mac: r.present() ? r.string() : null,
    iaid: r.present() ? r.string() : null,
    ipaddr: r.string(),
    prefix: r.uint(),
    hostname: r.present() ? r.string() : null,
    clientid: r.present() ? r.string() : null,
  };
}

export function encodeDomainStatsRecord(w: XdrWriter, v: DomainStatsRecord): void {
  encodeDomainRef(w, v.dom);
  w.count(v.params.length, 262144, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
}

export function decodeDomainStatsRecord(r: XdrReader): DomainStatsRecord {
  return {
    dom: decodeDomainRef(r),
    params: r.list(262144, decodeTypedParam),
  };
}

export function encodeDomainFsinfo(w: XdrWriter, v: DomainFsinfo): void {
  w.string(v.mountpoint, 'mountpoint');
  w.string(v.name, 'name');
  w.string(v.fstype, 'fstype');
  w.count(v.devAliases.length, 256, 'devAliases');
  for (const item of v.devAliases) w.string(item, 'devAliases');
}

export function decodeDomainFsinfo(r: XdrReader): DomainFsinfo {
  return {
    mountpoint: r.string(),
    name: r.string(),
    fstype: r.string(),
    devAliases: r.list(256, (item) => item.string()),
  };
}

export function encodeDomainIpAddr(w: XdrWriter, v: DomainIpAddr): void {
  w.int(v.type, 'type');
  w.string(v.addr, 'addr');
  w.uint(v.prefix, 'prefix');
}

export function decodeDomainIpAddr(r: XdrReader): DomainIpAddr {
  return {
    type: r.int(),
    addr: r.string(),
    prefix: r.uint(),
  };
}

export function encodeDomainInterface(w: XdrWriter, v: DomainInterface): void {
  w.string(v.name, 'name');
  w.present(v.hwaddr !== null);
  if (v.hwaddr !== null) w.string(v.hwaddr, 'hwaddr');
  w.count(v.addrs.length, 2048, 'addrs');
  for (const item of v.addrs) encodeDomainIpAddr(w, item);
}

export function decodeDomainInterface(r: XdrReader): DomainInterface {
  return {
    name: r.string(),
    hwaddr: r.present() ? r.string() : null,
    addrs: r.list(2048, decodeDomainIpAddr),
  };
}

export function encodeSecurityLabel(w: XdrWriter, v: SecurityLabel): void {
  w.chars(v.label, 4097, false, 'label');
  w.int(v.enforcing, 'enforcing');
}

export function decodeSecurityLabel(r: XdrReader): SecurityLabel {
  return {
    label: r.chars(4097, false),
    enforcing: r.int(),
  };
}

export function encodeRemoteError(w: XdrWriter, v: RemoteError): void {
  w.int(v.code, 'code');
  w.int(v.domain, 'domain');
  w.present(v.message !== null);
  if (v.message !== null) w.string(v.message, 'message');
  w.int(v.level, 'level');
  w.present(v.dom !== null);
  if (v.dom !== null) encodeDomainRef(w, v.dom);
  w.present(v.str1 !== null);
  if (v.str1 !== null) w.string(v.str1, 'str1');
  w.present(v.str2 !== null);
  if (v.str2 !== null) w.string(v.str2, 'str2');
  w.present(v.str3 !== null);
  if (v.str3 !== null) w.string(v.str3, 'str3');
  w.int(v.int1, 'int1');
  w.int(v.int2, 'int2');
  w.present(v.net !== null);
  if (v.net !== null) encodeNetworkRef(w, v.net);
}

export function decodeRemoteError(r: XdrReader): RemoteError {
  return {
    code: r.int(),
    domain: r.int(),
    message: r.present() ? r.string() : null,
    level: r.int(),
    dom: r.present() ? decodeDomainRef(r) : null,
    str1: r.present() ? r.string() : null,
    str2: r.present() ? r.string() : null,
    str3: r.present() ? r.string() : null,
    int1: r.int(),
    int2: r.int(),
    net: r.present() ? decodeNetworkRef(r) : null,
  };
}

export function encodeConnectOpenArgs(w: XdrWriter, v: ConnectOpenArgs): void {
  w.present(v.name !== null);
  if (v.name !== null) w.string(v.name, 'name');
  w.flags(v.flags, 'flags');
}

export function decodeConnectOpenArgs(r: XdrReader): ConnectOpenArgs {
  return {
    name: r.present() ? r.string() : null,
    flags: r.uint(),
  };
}

export function encodeConnectGetTypeResult(w: XdrWriter, v: ConnectGetTypeResult): void {
  w.string(v.type, 'type');
}

export function decodeConnectGetTypeResult(r: XdrReader): ConnectGetTypeResult {
  return {
    type: r.string(),
  };
}

export function encodeConnectGetVersionResult(w: XdrWriter, v: ConnectGetVersionResult): void {
  w.uhyper(v.hvVer, 'hvVer');
}

export function decodeConnectGetVersionResult(r: XdrReader): ConnectGetVersionResult {
  return {
    hvVer: r.uhyper(),
  };
}

export function encodeConnectGetMaxVcpusArgs(w: XdrWriter, v: ConnectGetMaxVcpusArgs): void {
  w.present(v.type !== null);
  if (v.type !== null) w.string(v.type, 'type');
}

export function decodeConnectGetMaxVcpusArgs(r: XdrReader): ConnectGetMaxVcpusArgs {
  return {
    type: r.present() ? r.string() : null,
  };
}

export function encodeConnectGetMaxVcpusResult(w: XdrWriter, v: ConnectGetMaxVcpusResult): void {
  w.int(v.maxVcpus, 'maxVcpus');
}

export function decodeConnectGetMaxVcpusResult(r: XdrReader): ConnectGetMaxVcpusResult {
  return {
    maxVcpus: r.int(),
  };
}

export function encodeConnectGetCapabilitiesResult(w: XdrWriter, v: ConnectGetCapabilitiesResult): void {
  w.string(v.capabilities, 'capabilities');
}

export function decodeConnectGetCapabilitiesResult(r: XdrReader): ConnectGetCapabilitiesResult {
  return {
    capabilities: r.string(),
  };
}

export function encodeConnectListDefinedDomainsArgs(w: XdrWriter, v: ConnectListDefinedDomainsArgs): void {
  w.int(v.maxnames, 'maxnames');
}

export function decodeConnectListDefinedDomainsArgs(r: XdrReader): ConnectListDefinedDomainsArgs {
  return {
    maxnames: r.int(),
  };
}

export function encodeConnectListDefinedDomainsResult(w: XdrWriter, v: ConnectListDefinedDomainsResult): void {
  w.count(v.names.length, 16384, 'names');
  for (const item of v.names) w.string(item, 'names');
}

export function decodeConnectListDefinedDomainsResult(r: XdrReader): ConnectListDefinedDomainsResult {
  return {
    names: r.list(16384, (item) => item.string()),
  };
}

export function encodeConnectNumOfDefinedDomainsResult(w: XdrWriter, v: ConnectNumOfDefinedDomainsResult): void {
  w.int(v.num, 'num');
}

export function decodeConnectNumOfDefinedDomainsResult(r: XdrReader): ConnectNumOfDefinedDomainsResult {
  return {
    num: r.int(),
  };
}

export function encodeConnectListDefinedNetworksArgs(w: XdrWriter, v: ConnectListDefinedNetworksArgs): void {
  w.int(v.maxnames, 'maxnames');
}

export function decodeConnectListDefinedNetworksArgs(r: XdrReader): ConnectListDefinedNetworksArgs {
  return {
    maxnames: r.int(),
  };
}

export function encodeConnectListDefinedNetworksResult(w: XdrWriter, v: ConnectListDefinedNetworksResult): void {
  w.count(v.names.length, 16384, 'names');
  for (const item of v.names) w.string(item, 'names');
}

export function decodeConnectListDefinedNetworksResult(r: XdrReader): ConnectListDefinedNetworksResult {
  return {
    names: r.list(16384, (item) => item.string()),
  };
}

export function encodeConnectListDomainsArgs(w: XdrWriter, v: ConnectListDomainsArgs): void {
  w.int(v.maxids, 'maxids');
}

export function decodeConnectListDomainsArgs(r: XdrReader): ConnectListDomainsArgs {
  return {
    maxids: r.int(),
  };
}

export function encodeConnectListDomainsResult(w: XdrWriter, v: ConnectListDomainsResult): void {
  w.count(v.ids.length, 16384, 'ids');
  for (const item of v.ids) w.int(item, 'ids');
}

export function decodeConnectListDomainsResult(r: XdrReader): ConnectListDomainsResult {
  return {
    ids: r.list(16384, (item) => item.int()),
  };
}

export function encodeConnectListNetworksArgs(w: XdrWriter, v: ConnectListNetworksArgs): void {
  w.int(v.maxnames, 'maxnames');
}

export function decodeConnectListNetworksArgs(r: XdrReader): ConnectListNetworksArgs {
  return {
    maxnames: r.int(),
  };
}

export function encodeConnectListNetworksResult(w: XdrWriter, v: ConnectListNetworksResult): void {
  w.count(v.names.length, 16384, 'names');
  for (const item of v.names) w.string(item, 'names');
}

export function decodeConnectListNetworksResult(r: XdrReader): ConnectListNetworksResult {
  return {
    names: r.list(16384, (item) => item.string()),
  };
}

export function encodeConnectNumOfDefinedNetworksResult(w: XdrWriter, v: ConnectNumOfDefinedNetworksResult): void {
  w.int(v.num, 'num');
}

export function decodeConnectNumOfDefinedNetworksResult(r: XdrReader): ConnectNumOfDefinedNetworksResult {
  return {
    num: r.int(),
  };
}

export function encodeConnectNumOfDomainsResult(w: XdrWriter, v: ConnectNumOfDomainsResult): void {
  w.int(v.num, 'num');
}

export function decodeConnectNumOfDomainsResult(r: XdrReader): ConnectNumOfDomainsResult {
  return {
    num: r.int(),
  };
}

export function encodeConnectNumOfNetworksResult(w: XdrWriter, v: ConnectNumOfNetworksResult): void {
  w.int(v.num, 'num');
}

export function decodeConnectNumOfNetworksResult(r: XdrReader): ConnectNumOfNetworksResult {
  return {
    num: r.int(),
  };
}

export function encodeConnectGetHostnameResult(w: XdrWriter, v: ConnectGetHostnameResult): void {
  w.string(v.hostname, 'hostname');
}

export function decodeConnectGetHostnameResult(r: XdrReader): ConnectGetHostnameResult {
  return {
    hostname: r.string(),
  };
}

export function encodeConnectSupportsFeatureArgs(w: XdrWriter, v: ConnectSupportsFeatureArgs): void {
  w.int(v.feature, 'feature');
}

export function decodeConnectSupportsFeatureArgs(r: XdrReader): ConnectSupportsFeatureArgs {
  return {
    feature: r.int(),
  };
}

export function encodeConnectSupportsFeatureResult(w: XdrWriter, v: ConnectSupportsFeatureResult): void {
  w.int(v.supported, 'supported');
}

export function decodeConnectSupportsFeatureResult(r: XdrReader): ConnectSupportsFeatureResult {
  return {
    supported: r.int(),
  };
}

export function encodeAuthListResult(w: XdrWriter, v: AuthListResult): void {
  w.count(v.types.length, 20, 'types');
  for (const item of v.types) w.int(item, 'types');
}

export function decodeAuthListResult(r: XdrReader): AuthListResult {
  return {
    types: r.list(20, (item) => item.int()),
  };
}

export function encodeAuthPolkitResult(w: XdrWriter, v: AuthPolkitResult): void {
  w.int(v.complete, 'complete');
}

export function decodeAuthPolkitResult(r: XdrReader): AuthPolkitResult {
  return {
    complete: r.int(),
  };
}

export function encodeConnectNumOfStoragePoolsResult(w: XdrWriter, v: ConnectNumOfStoragePoolsResult): void {
  w.int(v.num, 'num');
}

export function decodeConnectNumOfStoragePoolsResult(r: XdrReader): ConnectNumOfStoragePoolsResult {
  return {
    num: r.int(),
  };
}

export function encodeConnectListStoragePoolsArgs(w: XdrWriter, v: ConnectListStoragePoolsArgs): void {
  w.int(v.maxnames, 'maxnames');
}

export function decodeConnectListStoragePoolsArgs(r: XdrReader): ConnectListStoragePoolsArgs {
  return {
    maxnames: r.int(),
  };
}

export function encodeConnectListStoragePoolsResult(w: XdrWriter, v: ConnectListStoragePoolsResult): void {
  w.count(v.names.length, 16384, 'names');
  for (const item of v.names) w.string(item, 'names');
}

export function decodeConnectListStoragePoolsResult(r: XdrReader): ConnectListStoragePoolsResult {
  return {
    names: r.list(16384, (item) => item.string()),
  };
}

export function encodeConnectNumOfDefinedStoragePoolsResult(w: XdrWriter, v: ConnectNumOfDefinedStoragePoolsResult): void {
  w.int(v.num, 'num');
}

export function decodeConnectNumOfDefinedStoragePoolsResult(r: XdrReader): ConnectNumOfDefinedStoragePoolsResult {
  return {
    num: r.int(),
  };
}

export function encodeConnectListDefinedStoragePoolsArgs(w: XdrWriter, v: ConnectListDefinedStoragePoolsArgs): void {
  w.int(v.maxnames, 'maxnames');
}

export function decodeConnectListDefinedStoragePoolsArgs(r: XdrReader): ConnectListDefinedStoragePoolsArgs {
  return {
    maxnames: r.int(),
  };
}

export function encodeConnectListDefinedStoragePoolsResult(w: XdrWriter, v: ConnectListDefinedStoragePoolsResult): void {
  w.count(v.names.length, 16384, 'names');
  for (const item of v.names) w.string(item, 'names');
}

export function decodeConnectListDefinedStoragePoolsResult(r: XdrReader): ConnectListDefinedStoragePoolsResult {
  return {
    names: r.list(16384, (item) => item.string()),
  };
}

export function encodeConnectFindStoragePoolSourcesArgs(w: XdrWriter, v: ConnectFindStoragePoolSourcesArgs): void {
  w.string(v.type, 'type');
  w.present(v.srcSpec !== null);
  if (v.srcSpec !== null) w.string(v.srcSpec, 'srcSpec');
  w.flags(v.flags, 'flags');
}

export function decodeConnectFindStoragePoolSourcesArgs(r: XdrReader): ConnectFindStoragePoolSourcesArgs {
  return {
    type: r.string(),
    srcSpec: r.present() ? r.string() : null,
    flags: r.uint(),
  };
}

export function encodeConnectFindStoragePoolSourcesResult(w: XdrWriter, v: ConnectFindStoragePoolSourcesResult): void {
  w.string(v.xml, 'xml');
}

export function decodeConnectFindStoragePoolSourcesResult(r: XdrReader): ConnectFindStoragePoolSourcesResult {
  return {
    xml: r.string(),
  };
}

export function encodeConnectGetUriResult(w: XdrWriter, v: ConnectGetUriResult): void {
  w.string(v.uri, 'uri');
}

export function decodeConnectGetUriResult(r: XdrReader): ConnectGetUriResult {
  return {
    uri: r.string(),
  };
}

export function encodeConnectNumOfInterfacesResult(w: XdrWriter, v: ConnectNumOfInterfacesResult): void {
  w.int(v.num, 'num');
}

export function decodeConnectNumOfInterfacesResult(r: XdrReader): ConnectNumOfInterfacesResult {
  return {
    num: r.int(),
  };
}

export function encodeConnectListInterfacesArgs(w: XdrWriter, v: ConnectListInterfacesArgs): void {
  w.int(v.maxnames, 'maxnames');
}

export function decodeConnectListInterfacesArgs(r: XdrReader): ConnectListInterfacesArgs {
  return {
    maxnames: r.int(),
  };
}

export function encodeConnectListInterfacesResult(w: XdrWriter, v: ConnectListInterfacesResult): void {
  w.count(v.names.length, 16384, 'names');
  for (const item of v.names) w.string(item, 'names');
}

export function decodeConnectListInterfacesResult(r: XdrReader): ConnectListInterfacesResult {
  return {
    names: r.list(16384, (item) => item.string()),
  };
}

export function encodeConnectDomainXmlFromNativeArgs(w: XdrWriter, v: ConnectDomainXmlFromNativeArgs): void {
  w.string(v.nativeFormat, 'nativeFormat');
  w.string(v.nativeConfig, 'nativeConfig');
  w.flags(v.flags, 'flags');
}

export function decodeConnectDomainXmlFromNativeArgs(r: XdrReader): ConnectDomainXmlFromNativeArgs {
  return {
    nativeFormat: r.string(),
    nativeConfig: r.string(),
    flags: r.uint(),
  };
}

export function encodeConnectDomainXmlFromNativeResult(w: XdrWriter, v: ConnectDomainXmlFromNativeResult): void {
  w.string(v.domainXml, 'domainXml');
}

export function decodeConnectDomainXmlFromNativeResult(r: XdrReader): ConnectDomainXmlFromNativeResult {
  return {
    domainXml: r.string(),
  };
}

export function encodeConnectDomainXmlToNativeArgs(w: XdrWriter, v: ConnectDomainXmlToNativeArgs): void {
  w.string(v.nativeFormat, 'nativeFormat');
  w.string(v.domainXml, 'domainXml');
  w.flags(v.flags, 'flags');
}

export function decodeConnectDomainXmlToNativeArgs(r: XdrReader): ConnectDomainXmlToNativeArgs {
  return {
    nativeFormat: r.string(),
    domainXml: r.string(),
    flags: r.uint(),
  };
}

export function encodeConnectDomainXmlToNativeResult(w: XdrWriter, v: ConnectDomainXmlToNativeResult): void {
  w.string(v.nativeConfig, 'nativeConfig');
}

export function decodeConnectDomainXmlToNativeResult(r: XdrReader): ConnectDomainXmlToNativeResult {
  return {
    nativeConfig: r.string(),
  };
}

export function encodeConnectNumOfDefinedInterfacesResult(w: XdrWriter, v: ConnectNumOfDefinedInterfacesResult): void {
  w.int(v.num, 'num');
}

export function decodeConnectNumOfDefinedInterfacesResult(r: XdrReader): ConnectNumOfDefinedInterfacesResult {
  return {
    num: r.int(),
  };
}

export function encodeConnectListDefinedInterfacesArgs(w: XdrWriter, v: ConnectListDefinedInterfacesArgs): void {
  w.int(v.maxnames, 'maxnames');
}

export function decodeConnectListDefinedInterfacesArgs(r: XdrReader): ConnectListDefinedInterfacesArgs {
  return {
    maxnames: r.int(),
  };
}

export function encodeConnectListDefinedInterfacesResult(w: XdrWriter, v: ConnectListDefinedInterfacesResult): void {
  w.count(v.names.length, 16384, 'names');
  for (const item of v.names) w.string(item, 'names');
}

export function decodeConnectListDefinedInterfacesResult(r: XdrReader): ConnectListDefinedInterfacesResult {
  return {
    names: r.list(16384, (item) => item.string()),
  };
}

export function encodeConnectNumOfSecretsResult(w: XdrWriter, v: ConnectNumOfSecretsResult): void {
  w.int(v.num, 'num');
}

export function decodeConnectNumOfSecretsResult(r: XdrReader): ConnectNumOfSecretsResult {
  return {
    num: r.int(),
  };
}

export function encodeConnectListSecretsArgs(w: XdrWriter, v: ConnectListSecretsArgs): void {
  w.int(v.maxuuids, 'maxuuids');
}

export function decodeConnectListSecretsArgs(r: XdrReader): ConnectListSecretsArgs {
  return {
    maxuuids: r.int(),
  };
}

export function encodeConnectListSecretsResult(w: XdrWriter, v: ConnectListSecretsResult): void {
  w.count(v.uuids.length, 16384, 'uuids');
  for (const item of v.uuids) w.string(item, 'uuids');
}

export function decodeConnectListSecretsResult(r: XdrReader): ConnectListSecretsResult {
  return {
    uuids: r.list(16384, (item) => item.string()),
  };
}

export function encodeConnectIsSecureResult(w: XdrWriter, v: ConnectIsSecureResult): void {
  w.int(v.secure, 'secure');
}

export function decodeConnectIsSecureResult(r: XdrReader): ConnectIsSecureResult {
  return {
    secure: r.int(),
  };
}

export function encodeConnectGetLibVersionResult(w: XdrWriter, v: ConnectGetLibVersionResult): void {
  w.uhyper(v.libVer, 'libVer');
}

export function decodeConnectGetLibVersionResult(r: XdrReader): ConnectGetLibVersionResult {
  return {
    libVer: r.uhyper(),
  };
}

export function encodeConnectCompareCpuArgs(w: XdrWriter, v: ConnectCompareCpuArgs): void {
  w.string(v.xml, 'xml');
  w.flags(v.flags, 'flags');
}

export function decodeConnectCompareCpuArgs(r: XdrReader): ConnectCompareCpuArgs {
  return {
    xml: r.string(),
    flags: r.uint(),
  };
}

export function encodeConnectCompareCpuResult(w: XdrWriter, v: ConnectCompareCpuResult): void {
  w.int(v.result, 'result');
}

export function decodeConnectCompareCpuResult(r: XdrReader): ConnectCompareCpuResult {
  return {
    result: r.int(),
  };
}

export function encodeConnectBaselineCpuArgs(w: XdrWriter, v: ConnectBaselineCpuArgs): void {
  w.count(v.xmlCpus.length, 256, 'xmlCpus');
  for (const item of v.xmlCpus) w.string(item, 'xmlCpus');
  w.flags(v.flags, 'flags');
}

export function decodeConnectBaselineCpuArgs(r: XdrReader): ConnectBaselineCpuArgs {
  return {
    xmlCpus: r.list(256, (item) => item.string()),
    flags: r.uint(),
  };
}

export function encodeConnectBaselineCpuResult(w: XdrWriter, v: ConnectBaselineCpuResult): void {
  w.string(v.cpu, 'cpu');
}

export function decodeConnectBaselineCpuResult(r: XdrReader): ConnectBaselineCpuResult {
  return {
    cpu: r.string(),
  };
}

export function encodeConnectNumOfNwfiltersResult(w: XdrWriter, v: ConnectNumOfNwfiltersResult): void {
  w.int(v.num, 'num');
}

export function decodeConnectNumOfNwfiltersResult(r: XdrReader): ConnectNumOfNwfiltersResult {
  return {
    num: r.int(),
  };
}

export function encodeConnectListNwfiltersArgs(w: XdrWriter, v: ConnectListNwfiltersArgs): void {
  w.int(v.maxnames, 'maxnames');
}

export function decodeConnectListNwfiltersArgs(r: XdrReader): ConnectListNwfiltersArgs {
  return {
    maxnames: r.int(),
  };
}

export function encodeConnectListNwfiltersResult(w: XdrWriter, v: ConnectListNwfiltersResult): void {
  w.count(v.names.length, 16384, 'names');
  for (const item of v.names) w.string(item, 'names');
}

export function decodeConnectListNwfiltersResult(r: XdrReader): ConnectListNwfiltersResult {
  return {
    names: r.list(16384, (item) => item.string()),
  };
}

export function encodeConnectGetSysinfoArgs(w: XdrWriter, v: ConnectGetSysinfoArgs): void {
  w.flags(v.flags, 'flags');
}

export function decodeConnectGetSysinfoArgs(r: XdrReader): ConnectGetSysinfoArgs {
  return {
    flags: r.uint(),
  };
}

export function encodeConnectGetSysinfoResult(w: XdrWriter, v: ConnectGetSysinfoResult): void {
  w.string(v.sysinfo, 'sysinfo');
}

export function decodeConnectGetSysinfoResult(r: XdrReader): ConnectGetSysinfoResult {
  return {
    sysinfo: r.string(),
  };
}

export function encodeConnectListAllDomainsArgs(w: XdrWriter, v: ConnectListAllDomainsArgs): void {
  w.int(v.needResults, 'needResults');
  w.flags(v.flags, 'flags');
}

export function decodeConnectListAllDomainsArgs(r: XdrReader): ConnectListAllDomainsArgs {
  return {
    needResults: r.int(),
    flags: r.uint(),
  };
}

export function encodeConnectListAllDomainsResult(w: XdrWriter, v: ConnectListAllDomainsResult): void {
  w.count(v.domains.length, 16384, 'domains');
  for (const item of v.domains) encodeDomainRef(w, item);
  w.uint(v.ret, 'ret');
}

export function decodeConnectListAllDomainsResult(r: XdrReader): ConnectListAllDomainsResult {
  return {
    domains: r.list(16384, decodeDomainRef),
    ret: r.uint(),
  };
}

export function encodeConnectListAllStoragePoolsArgs(w: XdrWriter, v: ConnectListAllStoragePoolsArgs): void {
  w.int(v.needResults, 'needResults');
  w.flags(v.flags, 'flags');
}

export function decodeConnectListAllStoragePoolsArgs(r: XdrReader): ConnectListAllStoragePoolsArgs {
  return {
    needResults: r.int(),
    flags: r.uint(),
  };
}

export function encodeConnectListAllStoragePoolsResult(w: XdrWriter, v: ConnectListAllStoragePoolsResult): void {
  w.count(v.pools.length, 16384, 'pools');
  for (const item of v.pools) encodeStoragePoolRef(w, item);
  w.uint(v.ret, 'ret');
}

export function decodeConnectListAllStoragePoolsResult(r: XdrReader): ConnectListAllStoragePoolsResult {
  return {
    pools: r.list(16384, decodeStoragePoolRef),
    ret: r.uint(),
  };
}

export function encodeConnectListAllNetworksArgs(w: XdrWriter, v: ConnectListAllNetworksArgs): void {
  w.int(v.needResults, 'needResults');
  w.flags(v.flags, 'flags');
}

export function decodeConnectListAllNetworksArgs(r: XdrReader): ConnectListAllNetworksArgs {
  return {
    needResults: r.int(),
    flags: r.uint(),
  };
}

export function encodeConnectListAllNetworksResult(w: XdrWriter, v: ConnectListAllNetworksResult): void {
  w.count(v.nets.length, 16384, 'nets');
  for (const item of v.nets) encodeNetworkRef(w, item);
  w.uint(v.ret, 'ret');
}

export function decodeConnectListAllNetworksResult(r: XdrReader): ConnectListAllNetworksResult {
  return {
    nets: r.list(16384, decodeNetworkRef),
    ret: r.uint(),
  };
}

export function encodeConnectListAllInterfacesArgs(w: XdrWriter, v: ConnectListAllInterfacesArgs): void {
  w.int(v.needResults, 'needResults');
  w.flags(v.flags, 'flags');
}

export function decodeConnectListAllInterfacesArgs(r: XdrReader): ConnectListAllInterfacesArgs {
  return {
    needResults: r.int(),
    flags: r.uint(),
  };
}

export function encodeConnectListAllInterfacesResult(w: XdrWriter, v: ConnectListAllInterfacesResult): void {
  w.count(v.ifaces.length, 16384, 'ifaces');
  for (const item of v.ifaces) encodeInterfaceRef(w, item);
  w.uint(v.ret, 'ret');
}

export function decodeConnectListAllInterfacesResult(r: XdrReader): ConnectListAllInterfacesResult {
  return {
    ifaces: r.list(16384, decodeInterfaceRef),
    ret: r.uint(),
  };
}

export function encodeConnectListAllNodeDevicesArgs(w: XdrWriter, v: ConnectListAllNodeDevicesArgs): void {
  w.int(v.needResults, 'needResults');
  w.flags(v.flags, 'flags');
}

export function decodeConnectListAllNodeDevicesArgs(r: XdrReader): ConnectListAllNodeDevicesArgs {
  return {
    needResults: r.int(),
    flags: r.uint(),
  };
}

export function encodeConnectListAllNodeDevicesResult(w: XdrWriter, v: ConnectListAllNodeDevicesResult): void {
  w.count(v.devices.length, 65536, 'devices');
  for (const item of v.devices) encodeNodeDeviceRef(w, item);
  w.uint(v.ret, 'ret');
}

export function decodeConnectListAllNodeDevicesResult(r: XdrReader): ConnectListAllNodeDevicesResult {
  return {
    devices: r.list(65536, decodeNodeDeviceRef),
    ret: r.uint(),
  };
}

export function encodeConnectListAllNwfiltersArgs(w: XdrWriter, v: ConnectListAllNwfiltersArgs): void {
  w.int(v.needResults, 'needResults');
  w.flags(v.flags, 'flags');
}

export function decodeConnectListAllNwfiltersArgs(r: XdrReader): ConnectListAllNwfiltersArgs {
  return {
    needResults: r.int(),
    flags: r.uint(),
  };
}

export function encodeConnectListAllNwfiltersResult(w: XdrWriter, v: ConnectListAllNwfiltersResult): void {
  w.count(v.filters.length, 16384, 'filters');
  for (const item of v.filters) encodeNwfilterRef(w, item);
  w.uint(v.ret, 'ret');
}

export function decodeConnectListAllNwfiltersResult(r: XdrReader): ConnectListAllNwfiltersResult {
  return {
    filters: r.list(16384, decodeNwfilterRef),
    ret: r.uint(),
  };
}

export function encodeConnectListAllSecretsArgs(w: XdrWriter, v: ConnectListAllSecretsArgs): void {
  w.int(v.needResults, 'needResults');
  w.flags(v.flags, 'flags');
}

export function decodeConnectListAllSecretsArgs(r: XdrReader): ConnectListAllSecretsArgs {
  return {
    needResults: r.int(),
    flags: r.uint(),
  };
}

export function encodeConnectListAllSecretsResult(w: XdrWriter, v: ConnectListAllSecretsResult): void {
  w.count(v.secrets.length, 16384, 'secrets');
  for (const item of v.secrets) encodeSecretRef(w, item);
  w.uint(v.ret, 'ret');
}

export function decodeConnectListAllSecretsResult(r: XdrReader): ConnectListAllSecretsResult {
  return {
    secrets: r.list(16384, decodeSecretRef),
    ret: r.uint(),
  };
}

export function encodeConnectGetCpuModelNamesArgs(w: XdrWriter, v: ConnectGetCpuModelNamesArgs): void {
  w.string(v.arch, 'arch');
  w.int(v.needResults, 'needResults');
  w.flags(v.flags, 'flags');
}

export function decodeConnectGetCpuModelNamesArgs(r: XdrReader): ConnectGetCpuModelNamesArgs {
  return {
    arch: r.string(),
    needResults: r.int(),
    flags: r.uint(),
  };
}

export function encodeConnectGetCpuModelNamesResult(w: XdrWriter, v: ConnectGetCpuModelNamesResult): void {
  w.count(v.models.length, 8192, 'models');
  for (const item of v.models) w.string(item, 'models');
  w.int(v.ret, 'ret');
}

export function decodeConnectGetCpuModelNamesResult(r: XdrReader): ConnectGetCpuModelNamesResult {
  return {
    models: r.list(8192, (item) => item.string()),
    ret: r.int(),
  };
}

export function encodeConnectNetworkEventRegisterAnyArgs(w: XdrWriter, v: ConnectNetworkEventRegisterAnyArgs): void {
  w.int(v.eventId, 'eventId');
  w.present(v.net !== null);
  if (v.net !== null) encodeNetworkRef(w, v.net);
}

export function decodeConnectNetworkEventRegisterAnyArgs(r: XdrReader): ConnectNetworkEventRegisterAnyArgs {
  return {
    eventId: r.int(),
    net: r.present() ? decodeNetworkRef(r) : null,
  };
}

export function encodeConnectNetworkEventRegisterAnyResult(w: XdrWriter, v: ConnectNetworkEventRegisterAnyResult): void {
  w.int(v.callbackId, 'callbackId');
}

export function decodeConnectNetworkEventRegisterAnyResult(r: XdrReader): ConnectNetworkEventRegisterAnyResult {
  return {
    callbackId: r.int(),
  };
}

export function encodeConnectNetworkEventDeregisterAnyArgs(w: XdrWriter, v: ConnectNetworkEventDeregisterAnyArgs): void {
  w.int(v.callbackId, 'callbackId');
}

export function decodeConnectNetworkEventDeregisterAnyArgs(r: XdrReader): ConnectNetworkEventDeregisterAnyArgs {
  return {
    callbackId: r.int(),
  };
}

export function encodeConnectDomainEventCallbackRegisterAnyArgs(w: XdrWriter, v: ConnectDomainEventCallbackRegisterAnyArgs): void {
  w.int(v.eventId, 'eventId');
  w.present(v.dom !== null);
  if (v.dom !== null) encodeDomainRef(w, v.dom);
}

export function decodeConnectDomainEventCallbackRegisterAnyArgs(r: XdrReader): ConnectDomainEventCallbackRegisterAnyArgs {
  return {
    eventId: r.int(),
    dom: r.present() ? decodeDomainRef(r) : null,
  };
}

export function encodeConnectDomainEventCallbackRegisterAnyResult(w: XdrWriter, v: ConnectDomainEventCallbackRegisterAnyResult): void {
  w.int(v.callbackId, 'callbackId');
}

export function decodeConnectDomainEventCallbackRegisterAnyResult(r: XdrReader): ConnectDomainEventCallbackRegisterAnyResult {
  return {
    callbackId: r.int(),
  };
}

export function encodeConnectDomainEventCallbackDeregisterAnyArgs(w: XdrWriter, v: ConnectDomainEventCallbackDeregisterAnyArgs): void {
  w.int(v.callbackId, 'callbackId');
}

export function decodeConnectDomainEventCallbackDeregisterAnyArgs(r: XdrReader): ConnectDomainEventCallbackDeregisterAnyArgs {
  return {
    callbackId: r.int(),
  };
}

export function encodeConnectGetDomainCapabilitiesArgs(w: XdrWriter, v: ConnectGetDomainCapabilitiesArgs): void {
  w.present(v.emulatorbin !== null);
  if (v.emulatorbin !== null) w.string(v.emulatorbin, 'emulatorbin');
  w.present(v.arch !== null);
  if (v.arch !== null) w.string(v.arch, 'arch');
  w.present(v.machine !== null);
  if (v.machine !== null) w.string(v.machine, 'machine');
  w.present(v.virttype !== null);
  if (v.virttype !== null) w.string(v.virttype, 'virttype');
  w.flags(v.flags, 'flags');
}

export function decodeConnectGetDomainCapabilitiesArgs(r: XdrReader): ConnectGetDomainCapabilitiesArgs {
  return {
    emulatorbin: r.present() ? r.string() : null,
    arch: r.present() ? r.string() : null,
    machine: r.present() ? r.string() : null,
    virttype: r.present() ? r.string() : null,
    flags: r.uint(),
  };
}

export function encodeConnectGetDomainCapabilitiesResult(w: XdrWriter, v: ConnectGetDomainCapabilitiesResult): void {
  w.string(v.capabilities, 'capabilities');
}

export function decodeConnectGetDomainCapabilitiesResult(r: XdrReader): ConnectGetDomainCapabilitiesResult {
  return {
    capabilities: r.string(),
  };
}

export function encodeConnectGetAllDomainStatsArgs(w: XdrWriter, v: ConnectGetAllDomainStatsArgs): void {
  w.count(v.doms.length, 16384, 'doms');
  for (const item of v.doms) encodeDomainRef(w, item);
  w.uint(v.stats, 'stats');
  w.flags(v.flags, 'flags');
}

export function decodeConnectGetAllDomainStatsArgs(r: XdrReader): ConnectGetAllDomainStatsArgs {
  return {
    doms: r.list(16384, decodeDomainRef),
    stats: r.uint(),
    flags: r.uint(),
  };
}

export function encodeConnectGetAllDomainStatsResult(w: XdrWriter, v: ConnectGetAllDomainStatsResult): void {
  w.count(v.retStats.length, 16384, 'retStats');
  for (const item of v.retStats) encodeDomainStatsRecord(w, item);
}

export function decodeConnectGetAllDomainStatsResult(r: XdrReader): ConnectGetAllDomainStatsResult {
  return {
    retStats: r.list(16384, decodeDomainStatsRecord),
  };
}

export function encodeConnectStoragePoolEventRegisterAnyArgs(w: XdrWriter, v: ConnectStoragePoolEventRegisterAnyArgs): void {
  w.int(v.eventId, 'eventId');
  w.present(v.pool !== null);
  if (v.pool !== null) encodeStoragePoolRef(w, v.pool);
}

export function decodeConnectStoragePoolEventRegisterAnyArgs(r: XdrReader): ConnectStoragePoolEventRegisterAnyArgs {
  return {
    eventId: r.int(),
    pool: r.present() ? decodeStoragePoolRef(r) : null,
  };
}

export function encodeConnectStoragePoolEventRegisterAnyResult(w: XdrWriter, v: ConnectStoragePoolEventRegisterAnyResult): void {
  w.int(v.callbackId, 'callbackId');
}

export function decodeConnectStoragePoolEventRegisterAnyResult(r: XdrReader): ConnectStoragePoolEventRegisterAnyResult {
  return {
    callbackId: r.int(),
  };
}

export function encodeConnectStoragePoolEventDeregisterAnyArgs(w: XdrWriter, v: ConnectStoragePoolEventDeregisterAnyArgs): void {
  w.int(v.callbackId, 'callbackId');
}

export function decodeConnectStoragePoolEventDeregisterAnyArgs(r: XdrReader): ConnectStoragePoolEventDeregisterAnyArgs {
  return {
    callbackId: r.int(),
  };
}

export function encodeConnectNodeDeviceEventRegisterAnyArgs(w: XdrWriter, v: ConnectNodeDeviceEventRegisterAnyArgs): void {
  w.int(v.eventId, 'eventId');
  w.present(v.dev !== null);
  if (v.dev !== null) encodeNodeDeviceRef(w, v.dev);
}

export function decodeConnectNodeDeviceEventRegisterAnyArgs(r: XdrReader): ConnectNodeDeviceEventRegisterAnyArgs {
  return {
    eventId: r.int(),
    dev: r.present() ? decodeNodeDeviceRef(r) : null,
  };
}

export function encodeConnectNodeDeviceEventRegisterAnyResult(w: XdrWriter, v: ConnectNodeDeviceEventRegisterAnyResult): void {
  w.int(v.callbackId, 'callbackId');
}

export function decodeConnectNodeDeviceEventRegisterAnyResult(r: XdrReader): ConnectNodeDeviceEventRegisterAnyResult {
  return {
    callbackId: r.int(),
  };
}

export function encodeConnectNodeDeviceEventDeregisterAnyArgs(w: XdrWriter, v: ConnectNodeDeviceEventDeregisterAnyArgs): void {
  w.int(v.callbackId, 'callbackId');
}

export function decodeConnectNodeDeviceEventDeregisterAnyArgs(r: XdrReader): ConnectNodeDeviceEventDeregisterAnyArgs {
  return {
    callbackId: r.int(),
  };
}

export function encodeConnectSecretEventRegisterAnyArgs(w: XdrWriter, v: ConnectSecretEventRegisterAnyArgs): void {
  w.int(v.eventId, 'eventId');
  w.present(v.secret !== null);
  if (v.secret !== null) encodeSecretRef(w, v.secret);
}

export function decodeConnectSecretEventRegisterAnyArgs(r: XdrReader): ConnectSecretEventRegisterAnyArgs {
  return {
    eventId: r.int(),
    secret: r.present() ? decodeSecretRef(r) : null,
  };
}

export function encodeConnectSecretEventRegisterAnyResult(w: XdrWriter, v: ConnectSecretEventRegisterAnyResult): void {
  w.int(v.callbackId, 'callbackId');
}

export function decodeConnectSecretEventRegisterAnyResult(r: XdrReader): ConnectSecretEventRegisterAnyResult {
  return {
    callbackId: r.int(),
  };
}

export function encodeConnectSecretEventDeregisterAnyArgs(w: XdrWriter, v: ConnectSecretEventDeregisterAnyArgs): void {
  w.int(v.callbackId, 'callbackId');
}

export function decodeConnectSecretEventDeregisterAnyArgs(r: XdrReader): ConnectSecretEventDeregisterAnyArgs {
  return {
    callbackId: r.int(),
  };
}

export function encodeConnectCompareHypervisorCpuArgs(w: XdrWriter, v: ConnectCompareHypervisorCpuArgs): void {
  w.present(v.emulator !== null);
  if (v.emulator !== null) w.string(v.emulator, 'emulator');
  w.present(v.arch !== null);
  if (v.arch !== null) w.string(v.arch, 'arch');
  w.present(v.machine !== null);
  if (v.machine !== null) w.string(v.machine, 'machine');
  w.present(v.virttype !== null);
  if (v.virttype !== null) w.string(v.virttype, 'virttype');
  w.string(v.xmlCpu, 'xmlCpu');
  w.flags(v.flags, 'flags');
}

export function decodeConnectCompareHypervisorCpuArgs(r: XdrReader): ConnectCompareHypervisorCpuArgs {
  return {
    emulator: r.present() ? r.string() : null,
    arch: r.present() ? r.string() : null,
    machine: r.present() ? r.string() : null,
    virttype: r.present() ? r.string() : null,
    xmlCpu: r.string(),
    flags: r.uint(),
  };
}

export function encodeConnectCompareHypervisorCpuResult(w: XdrWriter, v: ConnectCompareHypervisorCpuResult): void {
  w.int(v.result, 'result');
}

export function decodeConnectCompareHypervisorCpuResult(r: XdrReader): ConnectCompareHypervisorCpuResult {
  return {
    result: r.int(),
  };
}

export function encodeConnectBaselineHypervisorCpuArgs(w: XdrWriter, v: ConnectBaselineHypervisorCpuArgs): void {
  w.present(v.emulator !== null);
  if (v.emulator !== null) w.string(v.emulator, 'emulator');
  w.present(v.arch !== null);
  if (v.arch !== null) w.string(v.arch, 'arch');
  w.present(v.machine !== null);
  if (v.machine !== null) w.string(v.machine, 'machine');
  w.present(v.virttype !== null);
  if (v.virttype !== null) w.string(v.virttype, 'virttype');
  w.count(v.xmlCpus.length, 256, 'xmlCpus');
  for (const item of v.xmlCpus) w.string(item, 'xmlCpus');
  w.flags(v.flags, 'flags');
}

export function decodeConnectBaselineHypervisorCpuArgs(r: XdrReader): ConnectBaselineHypervisorCpuArgs {
  return {
    emulator: r.present() ? r.string() : null,
    arch: r.present() ? r.string() : null,
    machine: r.present() ? r.string() : null,
    virttype: r.present() ? r.string() : null,
    xmlCpus: r.list(256, (item) => item.string()),
    flags: r.uint(),
  };
}

export function encodeConnectBaselineHypervisorCpuResult(w: XdrWriter, v: ConnectBaselineHypervisorCpuResult): void {
  w.string(v.cpu, 'cpu');
}

export function decodeConnectBaselineHypervisorCpuResult(r: XdrReader): ConnectBaselineHypervisorCpuResult {
  return {
    cpu: r.string(),
  };
}

export function encodeConnectListAllNwfilterBindingsArgs(w: XdrWriter, v: ConnectListAllNwfilterBindingsArgs): void {
  w.int(v.needResults, 'needResults');
  w.flags(v.flags, 'flags');
}

export function decodeConnectListAllNwfilterBindingsArgs(r: XdrReader): ConnectListAllNwfilterBindingsArgs {
  return {
    needResults: r.int(),
    flags: r.uint(),
  };
}

export function encodeConnectListAllNwfilterBindingsResult(w: XdrWriter, v: ConnectListAllNwfilterBindingsResult): void {
  w.count(v.bindings.length, 16384, 'bindings');
  for (const item of v.bindings) encodeNwfilterBindingRef(w, item);
  w.uint(v.ret, 'ret');
}

export function decodeConnectListAllNwfilterBindingsResult(r: XdrReader): ConnectListAllNwfilterBindingsResult {
  return {
    bindings: r.list(16384, decodeNwfilterBindingRef),
    ret: r.uint(),
  };
}

export function encodeConnectGetStoragePoolCapabilitiesArgs(w: XdrWriter, v: ConnectGetStoragePoolCapabilitiesArgs): void {
  w.flags(v.flags, 'flags');
}

export function decodeConnectGetStoragePoolCapabilitiesArgs(r: XdrReader): ConnectGetStoragePoolCapabilitiesArgs {
  return {
    flags: r.uint(),
  };
}

export function encodeConnectGetStoragePoolCapabilitiesResult(w: XdrWriter, v: ConnectGetStoragePoolCapabilitiesResult): void {
  w.string(v.capabilities, 'capabilities');
}

export function decodeConnectGetStoragePoolCapabilitiesResult(r: XdrReader): ConnectGetStoragePoolCapabilitiesResult {
  return {
    capabilities: r.string(),
  };
}

export function encodeConnectSetIdentityArgs(w: XdrWriter, v: ConnectSetIdentityArgs): void {
  w.count(v.params.length, 20, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.flags(v.flags, 'flags');
}

export function decodeConnectSetIdentityArgs(r: XdrReader): ConnectSetIdentityArgs {
  return {
    params: r.list(20, decodeTypedParam),
    flags: r.uint(),
  };
}

export function encodeNodeGetInfoResult(w: XdrWriter, v: NodeGetInfoResult): void {
  w.chars(v.model, 32, true, 'model');
  w.uhyper(v.memory, 'memory');
  w.int(v.cpus, 'cpus');
  w.int(v.mhz, 'mhz');
  w.int(v.nodes, 'nodes');
  w.int(v.sockets, 'sockets');
  w.int(v.cores, 'cores');
  w.int(v.threads, 'threads');
}

export function decodeNodeGetInfoResult(r: XdrReader): NodeGetInfoResult {
  return {
    model: r.chars(32, true),
    memory: r.uhyper(),
    cpus: r.int(),
    mhz: r.int(),
    nodes: r.int(),
    sockets: r.int(),
    cores: r.int(),
    threads: r.int(),
  };
}

export function encodeNodeGetCellsFreeMemoryArgs(w: XdrWriter, v: NodeGetCellsFreeMemoryArgs): void {
  w.int(v.startCell, 'startCell');
  w.int(v.maxcells, 'maxcells');
}

export function decodeNodeGetCellsFreeMemoryArgs(r: XdrReader): NodeGetCellsFreeMemoryArgs {
  return {
    startCell: r.int(),
    maxcells: r.int(),
  };
}

export function encodeNodeGetCellsFreeMemoryResult(w: XdrWriter, v: NodeGetCellsFreeMemoryResult): void {
  w.count(v.cells.length, 1024, 'cells');
  for (const item of v.cells) w.uhyper(item, 'cells');
}

export function decodeNodeGetCellsFreeMemoryResult(r: XdrReader): NodeGetCellsFreeMemoryResult {
  return {
    cells: r.list(1024, (item) => item.uhyper()),
  };
}

export function encodeNodeGetFreeMemoryResult(w: XdrWriter, v: NodeGetFreeMemoryResult): void {
  w.uhyper(v.freeMem, 'freeMem');
}

export function decodeNodeGetFreeMemoryResult(r: XdrReader): NodeGetFreeMemoryResult {
  return {
    freeMem: r.uhyper(),
  };
}

export function encodeNodeNumOfDevicesArgs(w: XdrWriter, v: NodeNumOfDevicesArgs): void {
  w.present(v.cap !== null);
  if (v.cap !== null) w.string(v.cap, 'cap');
  w.flags(v.flags, 'flags');
}

export function decodeNodeNumOfDevicesArgs(r: XdrReader): NodeNumOfDevicesArgs {
  return {
    cap: r.present() ? r.string() : null,
    flags: r.uint(),
  };
}

export function encodeNodeNumOfDevicesResult(w: XdrWriter, v: NodeNumOfDevicesResult): void {
  w.int(v.num, 'num');
}

export function decodeNodeNumOfDevicesResult(r: XdrReader): NodeNumOfDevicesResult {
  return {
    num: r.int(),
  };
}

export function encodeNodeListDevicesArgs(w: XdrWriter, v: NodeListDevicesArgs): void {
  w.present(v.cap !== null);
  if (v.cap !== null) w.string(v.cap, 'cap');
  w.int(v.maxnames, 'maxnames');
  w.flags(v.flags, 'flags');
}

export function decodeNodeListDevicesArgs(r: XdrReader): NodeListDevicesArgs {
  return {
    cap: r.present() ? r.string() : null,
    maxnames: r.int(),
    flags: r.uint(),
  };
}

export function encodeNodeListDevicesResult(w: XdrWriter, v: NodeListDevicesResult): void {
  w.count(v.names.length, 65536, 'names');
  for (const item of v.names) w.string(item, 'names');
}

export function decodeNodeListDevicesResult(r: XdrReader): NodeListDevicesResult {
  return {
    names: r.list(65536, (item) => item.string()),
  };
}

export function encodeNodeGetSecurityModelResult(w: XdrWriter, v: NodeGetSecurityModelResult): void {
  w.chars(v.model, 257, false, 'model');
  w.chars(v.doi, 257, false, 'doi');
}

export function decodeNodeGetSecurityModelResult(r: XdrReader): NodeGetSecurityModelResult {
  return {
    model: r.chars(257, false),
    doi: r.chars(257, false),
  };
}

export function encodeNodeGetCpuStatsArgs(w: XdrWriter, v: NodeGetCpuStatsArgs): void {
  w.int(v.cpuNum, 'cpuNum');
  w.int(v.nparams, 'nparams');
  w.flags(v.flags, 'flags');
}

export function decodeNodeGetCpuStatsArgs(r: XdrReader): NodeGetCpuStatsArgs {
  return {
    cpuNum: r.int(),
    nparams: r.int(),
    flags: r.uint(),
  };
}

export function encodeNodeGetCpuStatsResult(w: XdrWriter, v: NodeGetCpuStatsResult): void {
  w.count(v.params.length, 16, 'params');
  for (const item of v.params) encodeNamedCounter(w, item);
  w.int(v.nparams, 'nparams');
}

export function decodeNodeGetCpuStatsResult(r: XdrReader): NodeGetCpuStatsResult {
  return {
    params: r.list(16, decodeNamedCounter),
    nparams: r.int(),
  };
}

export function encodeNodeGetMemoryStatsArgs(w: XdrWriter, v: NodeGetMemoryStatsArgs): void {
  w.int(v.nparams, 'nparams');
  w.int(v.cellNum, 'cellNum');
  w.flags(v.flags, 'flags');
}

export function decodeNodeGetMemoryStatsArgs(r: XdrReader): NodeGetMemoryStatsArgs {
  return {
    nparams: r.int(),
    cellNum: r.int(),
    flags: r.uint(),
  };
}

export function encodeNodeGetMemoryStatsResult(w: XdrWriter, v: NodeGetMemoryStatsResult): void {
  w.count(v.params.length, 16, 'params');
  for (const item of v.params) encodeNamedCounter(w, item);
  w.int(v.nparams, 'nparams');
}

export function decodeNodeGetMemoryStatsResult(r: XdrReader): NodeGetMemoryStatsResult {
  return {
    params: r.list(16, decodeNamedCounter),
    nparams: r.int(),
  };
}

export function encodeNodeSuspendForDurationArgs(w: XdrWriter, v: NodeSuspendForDurationArgs): void {
  w.uint(v.target, 'target');
  w.uhyper(v.duration, 'duration');
  w.flags(v.flags, 'flags');
}

export function decodeNodeSuspendForDurationArgs(r: XdrReader): NodeSuspendForDurationArgs {
  return {
    target: r.uint(),
    duration: r.uhyper(),
    flags: r.uint(),
  };
}

export function encodeNodeSetMemoryParametersArgs(w: XdrWriter, v: NodeSetMemoryParametersArgs): void {
  w.count(v.params.length, 64, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.flags(v.flags, 'flags');
}

export function decodeNodeSetMemoryParametersArgs(r: XdrReader): NodeSetMemoryParametersArgs {
  return {
    params: r.list(64, decodeTypedParam),
    flags: r.uint(),
  };
}

export function encodeNodeGetMemoryParametersArgs(w: XdrWriter, v: NodeGetMemoryParametersArgs): void {
  w.int(v.nparams, 'nparams');
  w.flags(v.flags, 'flags');
}

export function decodeNodeGetMemoryParametersArgs(r: XdrReader): NodeGetMemoryParametersArgs {
  return {
    nparams: r.int(),
    flags: r.uint(),
  };
}

export function encodeNodeGetMemoryParametersResult(w: XdrWriter, v: NodeGetMemoryParametersResult): void {
  w.count(v.params.length, 64, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.int(v.nparams, 'nparams');
}

export function decodeNodeGetMemoryParametersResult(r: XdrReader): NodeGetMemoryParametersResult {
  return {
    params: r.list(64, decodeTypedParam),
    nparams: r.int(),
  };
}

export function encodeNodeGetCpuMapArgs(w: XdrWriter, v: NodeGetCpuMapArgs): void {
  w.int(v.needMap, 'needMap');
  w.int(v.needOnline, 'needOnline');
  w.flags(v.flags, 'flags');
}

export function decodeNodeGetCpuMapArgs(r: XdrReader): NodeGetCpuMapArgs {
  return {
    needMap: r.int(),
    needOnline: r.int(),
    flags: r.uint(),
  };
}

export function encodeNodeGetCpuMapResult(w: XdrWriter, v: NodeGetCpuMapResult): void {
  w.bytes(v.cpumap, 2048, 'cpumap');
  w.uint(v.online, 'online');
  w.int(v.ret, 'ret');
}

export function decodeNodeGetCpuMapResult(r: XdrReader): NodeGetCpuMapResult {
  return {
    cpumap: r.bytes(2048),
    online: r.uint(),
    ret: r.int(),
  };
}

export function encodeNodeGetFreePagesArgs(w: XdrWriter, v: NodeGetFreePagesArgs): void {
  w.count(v.pages.length, 1024, 'pages');
  for (const item of v.pages) w.uint(item, 'pages');
  w.int(v.startCell, 'startCell');
  w.uint(v.cellCount, 'cellCount');
  w.flags(v.flags, 'flags');
}

export function decodeNodeGetFreePagesArgs(r: XdrReader): NodeGetFreePagesArgs {
  return {
    pages: r.list(1024, (item) => item.uint()),
    startCell: r.int(),
    cellCount: r.uint(),
    flags: r.uint(),
  };
}

export function encodeNodeGetFreePagesResult(w: XdrWriter, v: NodeGetFreePagesResult): void {
  w.count(v.counts.length, 1024, 'counts');
  for (const item of v.counts) w.uhyper(item, 'counts');
}

export function decodeNodeGetFreePagesResult(r: XdrReader): NodeGetFreePagesResult {
  return {
    counts: r.list(1024, (item) => item.uhyper()),
  };
}

export function encodeNodeAllocPagesArgs(w: XdrWriter, v: NodeAllocPagesArgs): void {
  w.count(v.pageSizes.length, 1024, 'pageSizes');
  for (const item of v.pageSizes) w.uint(item, 'pageSizes');
  w.count(v.pageCounts.length, 1024, 'pageCounts');
  for (const item of v.pageCounts) w.uhyper(item, 'pageCounts');
  w.int(v.startCell, 'startCell');
  w.uint(v.cellCount, 'cellCount');
  w.flags(v.flags, 'flags');
}

export function decodeNodeAllocPagesArgs(r: XdrReader): NodeAllocPagesArgs {
  return {
    pageSizes: r.list(1024, (item) => item.uint()),
    pageCounts: r.list(1024, (item) => item.uhyper()),
    startCell: r.int(),
    cellCount: r.uint(),
    flags: r.uint(),
  };
}

export function encodeNodeAllocPagesResult(w: XdrWriter, v: NodeAllocPagesResult): void {
  w.int(v.ret, 'ret');
}

export function decodeNodeAllocPagesResult(r: XdrReader): NodeAllocPagesResult {
  return {
    ret: r.int(),
  };
}

export function encodeNodeGetSevInfoArgs(w: XdrWriter, v: NodeGetSevInfoArgs): void {
  w.int(v.nparams, 'nparams');
  w.flags(v.flags, 'flags');
}

export function decodeNodeGetSevInfoArgs(r: XdrReader): NodeGetSevInfoArgs {
  return {
    nparams: r.int(),
    flags: r.uint(),
  };
}

export function encodeNodeGetSevInfoResult(w: XdrWriter, v: NodeGetSevInfoResult): void {
  w.count(v.params.length, 64, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.int(v.nparams, 'nparams');
}

export function decodeNodeGetSevInfoResult(r: XdrReader): NodeGetSevInfoResult {
  return {
    params: r.list(64, decodeTypedParam),
    nparams: r.int(),
  };
}

export function encodeDomainMigratePrepareArgs(w: XdrWriter, v: DomainMigratePrepareArgs): void {
  w.present(v.uriIn !== null);
  if (v.uriIn !== null) w.string(v.uriIn, 'uriIn');
  w.uhyper(v.flags, 'flags');
  w.present(v.dname !== null);
  if (v.dname !== null) w.string(v.dname, 'dname');
  w.uhyper(v.resource, 'resource');
}

export function decodeDomainMigratePrepareArgs(r: XdrReader): DomainMigratePrepareArgs {
  return {
    uriIn: r.present() ? r.string() : null,
    flags: r.uhyper(),
    dname: r.present() ? r.string() : null,
    resource: r.uhyper(),
  };
}

export function encodeDomainMigratePrepareResult(w: XdrWriter, v: DomainMigratePrepareResult): void {
  w.bytes(v.cookie, 4194304, 'cookie');
  w.present(v.uriOut !== null);
  if (v.uriOut !== null) w.string(v.uriOut, 'uriOut');
}

export function decodeDomainMigratePrepareResult(r: XdrReader): DomainMigratePrepareResult {
  return {
    cookie: r.bytes(4194304),
    uriOut: r.present() ? r.string() : null,
  };
}

export function encodeDomainMigratePerformArgs(w: XdrWriter, v: DomainMigratePerformArgs): void {
  encodeDomainRef(w, v.dom);
  w.bytes(v.cookie, 4194304, 'cookie');
  w.string(v.uri, 'uri');
  w.uhyper(v.flags, 'flags');
  w.present(v.dname !== null);
  if (v.dname !== null) w.string(v.dname, 'dname');
  w.uhyper(v.resource, 'resource');
}

export function decodeDomainMigratePerformArgs(r: XdrReader): DomainMigratePerformArgs {
  return {
    dom: decodeDomainRef(r),
    cookie: r.bytes(4194304),
    uri: r.string(),
    flags: r.uhyper(),
    dname: r.present() ? r.string() : null,
    resource: r.uhyper(),
  };
}

export function encodeDomainMigrateFinishArgs(w: XdrWriter, v: DomainMigrateFinishArgs): void {
  w.string(v.dname, 'dname');
  w.bytes(v.cookie, 4194304, 'cookie');
  w.string(v.uri, 'uri');
  w.uhyper(v.flags, 'flags');
}

export function decodeDomainMigrateFinishArgs(r: XdrReader): DomainMigrateFinishArgs {
  return {
    dname: r.string(),
    cookie: r.bytes(4194304),
    uri: r.string(),
    flags: r.uhyper(),
  };
}

export function encodeDomainMigrateFinishResult(w: XdrWriter, v: DomainMigrateFinishResult): void {
  encodeDomainRef(w, v.ddom);
}

export function decodeDomainMigrateFinishResult(r: XdrReader): DomainMigrateFinishResult {
  return {
    ddom: decodeDomainRef(r),
  };
}

export function encodeDomainMigratePrepare2Args(w: XdrWriter, v: DomainMigratePrepare2Args): void {
  w.present(v.uriIn !== null);
  if (v.uriIn !== null) w.string(v.uriIn, 'uriIn');
  w.uhyper(v.flags, 'flags');
  w.present(v.dname !== null);
  if (v.dname !== null) w.string(v.dname, 'dname');
  w.uhyper(v.resource, 'resource');
  w.string(v.domXml, 'domXml');
}

export function decodeDomainMigratePrepare2Args(r: XdrReader): DomainMigratePrepare2Args {
  return {
    uriIn: r.present() ? r.string() : null,
    flags: r.uhyper(),
    dname: r.present() ? r.string() : null,
    resource: r.uhyper(),
    domXml: r.string(),
  };
}

export function encodeDomainMigratePrepare2Result(w: XdrWriter, v: DomainMigratePrepare2Result): void {
  w.bytes(v.cookie, 4194304, 'cookie');
  w.present(v.uriOut !== null);
  if (v.uriOut !== null) w.string(v.uriOut, 'uriOut');
}

export function decodeDomainMigratePrepare2Result(r: XdrReader): DomainMigratePrepare2Result {
  return {
    cookie: r.bytes(4194304),
    uriOut: r.present() ? r.string() : null,
  };
}

export function encodeDomainMigrateFinish2Args(w: XdrWriter, v: DomainMigrateFinish2Args): void {
  w.string(v.dname, 'dname');
  w.bytes(v.cookie, 4194304, 'cookie');
  w.string(v.uri, 'uri');
  w.uhyper(v.flags, 'flags');
  w.int(v.retcode, 'retcode');
}

export function decodeDomainMigrateFinish2Args(r: XdrReader): DomainMigrateFinish2Args {
  return {
    dname: r.string(),
    cookie: r.bytes(4194304),
    uri: r.string(),
    flags: r.uhyper(),
    retcode: r.int(),
  };
}

export function encodeDomainMigrateFinish2Result(w: XdrWriter, v: DomainMigrateFinish2Result): void {
  encodeDomainRef(w, v.ddom);
}

export function decodeDomainMigrateFinish2Result(r: XdrReader): DomainMigrateFinish2Result {
  return {
    ddom: decodeDomainRef(r),
  };
}

export function encodeDomainMigratePrepareTunnelArgs(w: XdrWriter, v: DomainMigratePrepareTunnelArgs): void {
  w.uhyper(v.flags, 'flags');
  w.present(v.dname !== null);
  if (v.dname !== null) w.string(v.dname, 'dname');
  w.uhyper(v.resource, 'resource');
  w.string(v.domXml, 'domXml');
}

export function decodeDomainMigratePrepareTunnelArgs(r: XdrReader): DomainMigratePrepareTunnelArgs {
  return {
    flags: r.uhyper(),
    dname: r.present() ? r.string() : null,
    resource: r.uhyper(),
    domXml: r.string(),
  };
}

export function encodeDomainMigrateBegin3Args(w: XdrWriter, v: DomainMigrateBegin3Args): void {
  encodeDomainRef(w, v.dom);
  w.present(v.xmlin !== null);
  if (v.xmlin !== null) w.string(v.xmlin, 'xmlin');
  w.uhyper(v.flags, 'flags');
  w.present(v.dname !== null);
  if (v.dname !== null) w.string(v.dname, 'dname');
  w.uhyper(v.resource, 'resource');
}

export function decodeDomainMigrateBegin3Args(r: XdrReader): DomainMigrateBegin3Args {
  return {
    dom: decodeDomainRef(r),
    xmlin: r.present() ? r.string() : null,
    flags: r.uhyper(),
    dname: r.present() ? r.string() : null,
    resource: r.uhyper(),
  };
}

export function encodeDomainMigrateBegin3Result(w: XdrWriter, v: DomainMigrateBegin3Result): void {
  w.bytes(v.cookieOut, 4194304, 'cookieOut');
  w.string(v.xml, 'xml');
}

export function decodeDomainMigrateBegin3Result(r: XdrReader): DomainMigrateBegin3Result {
  return {
    cookieOut: r.bytes(4194304),
    xml: r.string(),
  };
}

export function encodeDomainMigratePrepare3Args(w: XdrWriter, v: DomainMigratePrepare3Args): void {
  w.bytes(v.cookieIn, 4194304, 'cookieIn');
  w.present(v.uriIn !== null);
  if (v.uriIn !== null) w.string(v.uriIn, 'uriIn');
  w.uhyper(v.flags, 'flags');
  w.present(v.dname !== null);
  if (v.dname !== null) w.string(v.dname, 'dname');
  w.uhyper(v.resource, 'resource');
  w.string(v.domXml, 'domXml');
}

export function decodeDomainMigratePrepare3Args(r: XdrReader): DomainMigratePrepare3Args {
  return {
    cookieIn: r.bytes(4194304),
    uriIn: r.present() ? r.string() : null,
    flags: r.uhyper(),
    dname: r.present() ? r.string() : null,
    resource: r.uhyper(),
    domXml: r.string(),
  };
}

export function encodeDomainMigratePrepare3Result(w: XdrWriter, v: DomainMigratePrepare3Result): void {
  w.bytes(v.cookieOut, 4194304, 'cookieOut');
  w.present(v.uriOut !== null);
  if (v.uriOut !== null) w.string(v.uriOut, 'uriOut');
}

export function decodeDomainMigratePrepare3Result(r: XdrReader): DomainMigratePrepare3Result {
  return {
    cookieOut: r.bytes(4194304),
    uriOut: r.present() ? r.string() : null,
  };
}

export function encodeDomainMigratePrepareTunnel3Args(w: XdrWriter, v: DomainMigratePrepareTunnel3Args): void {
  w.bytes(v.cookieIn, 4194304, 'cookieIn');
  w.uhyper(v.flags, 'flags');
  w.present(v.dname !== null);
  if (v.dname !== null) w.string(v.dname, 'dname');
  w.uhyper(v.resource, 'resource');
  w.string(v.domXml, 'domXml');
}

export function decodeDomainMigratePrepareTunnel3Args(r: XdrReader): DomainMigratePrepareTunnel3Args {
  return {
    cookieIn: r.bytes(4194304),
    flags: r.uhyper(),
    dname: r.present() ? r.string() : null,
    resource: r.uhyper(),
    domXml: r.string(),
  };
}

export function encodeDomainMigratePrepareTunnel3Result(w: XdrWriter, v: DomainMigratePrepareTunnel3Result): void {
  w.bytes(v.cookieOut, 4194304, 'cookieOut');
}

export function decodeDomainMigratePrepareTunnel3Result(r: XdrReader): DomainMigratePrepareTunnel3Result {
  return {
    cookieOut: r.bytes(4194304),
  };
}

export function encodeDomainMigratePerform3Args(w: XdrWriter, v: DomainMigratePerform3Args): void {
  encodeDomainRef(w, v.dom);
  w.present(v.xmlin !== null);
  if (v.xmlin !== null) w.string(v.xmlin, 'xmlin');
  w.bytes(v.cookieIn, 4194304, 'cookieIn');
  w.present(v.dconnuri !== null);
  if (v.dconnuri !== null) w.string(v.dconnuri, 'dconnuri');
  w.present(v.uri !== null);
  if (v.uri !== null) w.string(v.uri, 'uri');
  w.uhyper(v.flags, 'flags');
  w.present(v.dname !== null);
  if (v.dname !== null) w.string(v.dname, 'dname');
  w.uhyper(v.resource, 'resource');
}

export function decodeDomainMigratePerform3Args(r: XdrReader): DomainMigratePerform3Args {
  return {
    dom: decodeDomainRef(r),
    xmlin: r.present() ? r.string() : null,
    cookieIn: r.bytes(4194304),
    dconnuri: r.present() ? r.string() : null,
    uri: r.present() ? r.string() : null,
    flags: r.uhyper(),
    dname: r.present() ? r.string() : null,
    resource: r.uhyper(),
  };
}

export function encodeDomainMigratePerform3Result(w: XdrWriter, v: DomainMigratePerform3Result): void {
  w.bytes(v.cookieOut, 4194304, 'cookieOut');
}

export function decodeDomainMigratePerform3Result(r: XdrReader): DomainMigratePerform3Result {
  return {
    cookieOut: r.bytes(4194304),
  };
}

export function encodeDomainMigrateFinish3Args(w: XdrWriter, v: DomainMigrateFinish3Args): void {
  w.string(v.dname, 'dname');
  w.bytes(v.cookieIn, 4194304, 'cookieIn');
  w.present(v.dconnuri !== null);
  if (v.dconnuri !== null) w.string(v.dconnuri, 'dconnuri');
  w.present(v.uri !== null);
  if (v.uri !== null) w.string(v.uri, 'uri');
  w.uhyper(v.flags, 'flags');
  w.int(v.cancelled, 'cancelled');
}

export function decodeDomainMigrateFinish3Args(r: XdrReader): DomainMigrateFinish3Args {
  return {
    dname: r.string(),
    cookieIn: r.bytes(4194304),
    dconnuri: r.present() ? r.string() : null,
    uri: r.present() ? r.string() : null,
    flags: r.uhyper(),
    cancelled: r.int(),
  };
}

export function encodeDomainMigrateFinish3Result(w: XdrWriter, v: DomainMigrateFinish3Result): void {
  encodeDomainRef(w, v.dom);
  w.bytes(v.cookieOut, 4194304, 'cookieOut');
}

export function decodeDomainMigrateFinish3Result(r: XdrReader): DomainMigrateFinish3Result {
  return {
    dom: decodeDomainRef(r),
    cookieOut: r.bytes(4194304),
  };
}

export function encodeDomainMigrateConfirm3Args(w: XdrWriter, v: DomainMigrateConfirm3Args): void {
  encodeDomainRef(w, v.dom);
  w.bytes(v.cookieIn, 4194304, 'cookieIn');
  w.uhyper(v.flags, 'flags');
  w.int(v.cancelled, 'cancelled');
}

export function decodeDomainMigrateConfirm3Args(r: XdrReader): DomainMigrateConfirm3Args {
  return {
    dom: decodeDomainRef(r),
    cookieIn: r.bytes(4194304),
    flags: r.uhyper(),
    cancelled: r.int(),
  };
}

export function encodeDomainMigrateBegin3ParamsArgs(w: XdrWriter, v: DomainMigrateBegin3ParamsArgs): void {
  encodeDomainRef(w, v.dom);
  w.count(v.params.length, 64, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.flags(v.flags, 'flags');
}

export function decodeDomainMigrateBegin3ParamsArgs(r: XdrReader): DomainMigrateBegin3ParamsArgs {
  return {
    dom: decodeDomainRef(r),
    params: r.list(64, decodeTypedParam),
    flags: r.uint(),
  };
}

export function encodeDomainMigrateBegin3ParamsResult(w: XdrWriter, v: DomainMigrateBegin3ParamsResult): void {
  w.bytes(v.cookieOut, 4194304, 'cookieOut');
  w.string(v.xml, 'xml');
}

export function decodeDomainMigrateBegin3ParamsResult(r: XdrReader): DomainMigrateBegin3ParamsResult {
  return {
    cookieOut: r.bytes(4194304),
    xml: r.string(),
  };
}

export function encodeDomainMigratePrepare3ParamsArgs(w: XdrWriter, v: DomainMigratePrepare3ParamsArgs): void {
  w.count(v.params.length, 64, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.bytes(v.cookieIn, 4194304, 'cookieIn');
  w.flags(v.flags, 'flags');
}

export function decodeDomainMigratePrepare3ParamsArgs(r: XdrReader): DomainMigratePrepare3ParamsArgs {
  return {
    params: r.list(64, decodeTypedParam),
    cookieIn: r.bytes(4194304),
    flags: r.uint(),
  };
}

export function encodeDomainMigratePrepare3ParamsResult(w: XdrWriter, v: DomainMigratePrepare3ParamsResult): void {
  w.bytes(v.cookieOut, 4194304, 'cookieOut');
  w.present(v.uriOut !== null);
  if (v.uriOut !== null) w.string(v.uriOut, 'uriOut');
}

export function decodeDomainMigratePrepare3ParamsResult(r: XdrReader): DomainMigratePrepare3ParamsResult {
  return {
    cookieOut: r.bytes(4194304),
    uriOut: r.present() ? r.string() : null,
  };
}

export function encodeDomainMigratePrepareTunnel3ParamsArgs(w: XdrWriter, v: DomainMigratePrepareTunnel3ParamsArgs): void {
  w.count(v.params.length, 64, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.bytes(v.cookieIn, 4194304, 'cookieIn');
  w.flags(v.flags, 'flags');
}

export function decodeDomainMigratePrepareTunnel3ParamsArgs(r: XdrReader): DomainMigratePrepareTunnel3ParamsArgs {
  return {
    params: r.list(64, decodeTypedParam),
    cookieIn: r.bytes(4194304),
    flags: r.uint(),
  };
}

export function encodeDomainMigratePrepareTunnel3ParamsResult(w: XdrWriter, v: DomainMigratePrepareTunnel3ParamsResult): void {
  w.bytes(v.cookieOut, 4194304, 'cookieOut');
}

export function decodeDomainMigratePrepareTunnel3ParamsResult(r: XdrReader): DomainMigratePrepareTunnel3ParamsResult {
  return {
    cookieOut: r.bytes(4194304),
  };
}

export function encodeDomainMigratePerform3ParamsArgs(w: XdrWriter, v: DomainMigratePerform3ParamsArgs): void {
  encodeDomainRef(w, v.dom);
  w.present(v.dconnuri !== null);
  if (v.dconnuri !== null) w.string(v.dconnuri, 'dconnuri');
  w.count(v.params.length, 64, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.bytes(v.cookieIn, 4194304, 'cookieIn');
  w.flags(v.flags, 'flags');
}

export function decodeDomainMigratePerform3ParamsArgs(r: XdrReader): DomainMigratePerform3ParamsArgs {
  return {
    dom: decodeDomainRef(r),
    dconnuri: r.present() ? r.string() : null,
    params: r.list(64, decodeTypedParam),
    cookieIn: r.bytes(4194304),
    flags: r.uint(),
  };
}

export function encodeDomainMigratePerform3ParamsResult(w: XdrWriter, v: DomainMigratePerform3ParamsResult): void {
  w.bytes(v.cookieOut, 4194304, 'cookieOut');
}

export function decodeDomainMigratePerform3ParamsResult(r: XdrReader): DomainMigratePerform3ParamsResult {
  return {
    cookieOut: r.bytes(4194304),
  };
}

export function encodeDomainMigrateFinish3ParamsArgs(w: XdrWriter, v: DomainMigrateFinish3ParamsArgs): void {
  w.count(v.params.length, 64, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.bytes(v.cookieIn, 4194304, 'cookieIn');
  w.flags(v.flags, 'flags');
  w.int(v.cancelled, 'cancelled');
}

export function decodeDomainMigrateFinish3ParamsArgs(r: XdrReader): DomainMigrateFinish3ParamsArgs {
  return {
    params: r.list(64, decodeTypedParam),
    cookieIn: r.bytes(4194304),
    flags: r.uint(),
    cancelled: r.int(),
  };
}

export function encodeDomainMigrateFinish3ParamsResult(w: XdrWriter, v: DomainMigrateFinish3ParamsResult): void {
  encodeDomainRef(w, v.dom);
  w.bytes(v.cookieOut, 4194304, 'cookieOut');
}

export function decodeDomainMigrateFinish3ParamsResult(r: XdrReader): DomainMigrateFinish3ParamsResult {
  return {
    dom: decodeDomainRef(r),
    cookieOut: r.bytes(4194304),
  };
}

export function encodeDomainMigrateConfirm3ParamsArgs(w: XdrWriter, v: DomainMigrateConfirm3ParamsArgs): void {
  encodeDomainRef(w, v.dom);
  w.count(v.params.length, 64, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.bytes(v.cookieIn, 4194304, 'cookieIn');
  w.flags(v.flags, 'flags');
  w.int(v.cancelled, 'cancelled');
}

export function decodeDomainMigrateConfirm3ParamsArgs(r: XdrReader): DomainMigrateConfirm3ParamsArgs {
  return {
    dom: decodeDomainRef(r),
    params: r.list(64, decodeTypedParam),
    cookieIn: r.bytes(4194304),
    flags: r.uint(),
    cancelled: r.int(),
  };
}

export function encodeDomainSnapshotCreateXmlArgs(w: XdrWriter, v: DomainSnapshotCreateXmlArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.xmlDesc, 'xmlDesc');
  w.flags(v.flags, 'flags');
}

export function decodeDomainSnapshotCreateXmlArgs(r: XdrReader): DomainSnapshotCreateXmlArgs {
  return {
    dom: decodeDomainRef(r),
    xmlDesc: r.string(),
    flags: r.uint(),
  };
}

export function encodeDomainSnapshotCreateXmlResult(w: XdrWriter, v: DomainSnapshotCreateXmlResult): void {
  encodeDomainSnapshotRef(w, v.snap);
}

export function decodeDomainSnapshotCreateXmlResult(r: XdrReader): DomainSnapshotCreateXmlResult {
  return {
    snap: decodeDomainSnapshotRef(r),
  };
}

export function encodeDomainSnapshotGetXmlDescArgs(w: XdrWriter, v: DomainSnapshotGetXmlDescArgs): void {
  encodeDomainSnapshotRef(w, v.snap);
  w.flags(v.flags, 'flags');
}

export function decodeDomainSnapshotGetXmlDescArgs(r: XdrReader): DomainSnapshotGetXmlDescArgs {
  return {
    snap: decodeDomainSnapshotRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainSnapshotGetXmlDescResult(w: XdrWriter, v: DomainSnapshotGetXmlDescResult): void {
  w.string(v.xml, 'xml');
}

export function decodeDomainSnapshotGetXmlDescResult(r: XdrReader): DomainSnapshotGetXmlDescResult {
  return {
    xml: r.string(),
  };
}

export function encodeDomainSnapshotNumArgs(w: XdrWriter, v: DomainSnapshotNumArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainSnapshotNumArgs(r: XdrReader): DomainSnapshotNumArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainSnapshotNumResult(w: XdrWriter, v: DomainSnapshotNumResult): void {
  w.int(v.num, 'num');
}

export function decodeDomainSnapshotNumResult(r: XdrReader): DomainSnapshotNumResult {
  return {
    num: r.int(),
  };
}

export function encodeDomainSnapshotListNamesArgs(w: XdrWriter, v: DomainSnapshotListNamesArgs): void {
  encodeDomainRef(w, v.dom);
  w.int(v.maxnames, 'maxnames');
  w.flags(v.flags, 'flags');
}

export function decodeDomainSnapshotListNamesArgs(r: XdrReader): DomainSnapshotListNamesArgs {
  return {
    dom: decodeDomainRef(r),
    maxnames: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainSnapshotListNamesResult(w: XdrWriter, v: DomainSnapshotListNamesResult): void {
  w.count(v.names.length, 16384, 'names');
  for (const item of v.names) w.string(item, 'names');
}

export function decodeDomainSnapshotListNamesResult(r: XdrReader): DomainSnapshotListNamesResult {
  return {
    names: r.list(16384, (item) => item.string()),
  };
}

export function encodeDomainSnapshotLookupByNameArgs(w: XdrWriter, v: DomainSnapshotLookupByNameArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.name, 'name');
  w.flags(v.flags, 'flags');
}

export function decodeDomainSnapshotLookupByNameArgs(r: XdrReader): DomainSnapshotLookupByNameArgs {
  return {
    dom: decodeDomainRef(r),
    name: r.string(),
    flags: r.uint(),
  };
}

export function encodeDomainSnapshotLookupByNameResult(w: XdrWriter, v: DomainSnapshotLookupByNameResult): void {
  encodeDomainSnapshotRef(w, v.snap);
}

export function decodeDomainSnapshotLookupByNameResult(r: XdrReader): DomainSnapshotLookupByNameResult {
  return {
    snap: decodeDomainSnapshotRef(r),
  };
}

export function encodeDomainHasCurrentSnapshotArgs(w: XdrWriter, v: DomainHasCurrentSnapshotArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainHasCurrentSnapshotArgs(r: XdrReader): DomainHasCurrentSnapshotArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainHasCurrentSnapshotResult(w: XdrWriter, v: DomainHasCurrentSnapshotResult): void {
  w.int(v.result, 'result');
}

export function decodeDomainHasCurrentSnapshotResult(r: XdrReader): DomainHasCurrentSnapshotResult {
  return {
    result: r.int(),
  };
}

export function encodeDomainSnapshotCurrentArgs(w: XdrWriter, v: DomainSnapshotCurrentArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainSnapshotCurrentArgs(r: XdrReader): DomainSnapshotCurrentArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainSnapshotCurrentResult(w: XdrWriter, v: DomainSnapshotCurrentResult): void {
  encodeDomainSnapshotRef(w, v.snap);
}

export function decodeDomainSnapshotCurrentResult(r: XdrReader): DomainSnapshotCurrentResult {
  return {
    snap: decodeDomainSnapshotRef(r),
  };
}

export function encodeDomainRevertToSnapshotArgs(w: XdrWriter, v: DomainRevertToSnapshotArgs): void {
  encodeDomainSnapshotRef(w, v.snap);
  w.flags(v.flags, 'flags');
}

export function decodeDomainRevertToSnapshotArgs(r: XdrReader): DomainRevertToSnapshotArgs {
  return {
    snap: decodeDomainSnapshotRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainSnapshotDeleteArgs(w: XdrWriter, v: DomainSnapshotDeleteArgs): void {
  encodeDomainSnapshotRef(w, v.snap);
  w.flags(v.flags, 'flags');
}

export function decodeDomainSnapshotDeleteArgs(r: XdrReader): DomainSnapshotDeleteArgs {
  return {
    snap: decodeDomainSnapshotRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainSnapshotGetParentArgs(w: XdrWriter, v: DomainSnapshotGetParentArgs): void {
  encodeDomainSnapshotRef(w, v.snap);
  w.flags(v.flags, 'flags');
}

export function decodeDomainSnapshotGetParentArgs(r: XdrReader): DomainSnapshotGetParentArgs {
  return {
    snap: decodeDomainSnapshotRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainSnapshotGetParentResult(w: XdrWriter, v: DomainSnapshotGetParentResult): void {
  encodeDomainSnapshotRef(w, v.snap);
}

export function decodeDomainSnapshotGetParentResult(r: XdrReader): DomainSnapshotGetParentResult {
  return {
    snap: decodeDomainSnapshotRef(r),
  };
}

export function encodeDomainSnapshotNumChildrenArgs(w: XdrWriter, v: DomainSnapshotNumChildrenArgs): void {
  encodeDomainSnapshotRef(w, v.snap);
  w.flags(v.flags, 'flags');
}

export function decodeDomainSnapshotNumChildrenArgs(r: XdrReader): DomainSnapshotNumChildrenArgs {
  return {
    snap: decodeDomainSnapshotRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainSnapshotNumChildrenResult(w: XdrWriter, v: DomainSnapshotNumChildrenResult): void {
  w.int(v.num, 'num');
}

export function decodeDomainSnapshotNumChildrenResult(r: XdrReader): DomainSnapshotNumChildrenResult {
  return {
    num: r.int(),
  };
}

export function encodeDomainSnapshotListChildrenNamesArgs(w: XdrWriter, v: DomainSnapshotListChildrenNamesArgs): void {
  encodeDomainSnapshotRef(w, v.snap);
  w.int(v.maxnames, 'maxnames');
  w.flags(v.flags, 'flags');
}

export function decodeDomainSnapshotListChildrenNamesArgs(r: XdrReader): DomainSnapshotListChildrenNamesArgs {
  return {
    snap: decodeDomainSnapshotRef(r),
    maxnames: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainSnapshotListChildrenNamesResult(w: XdrWriter, v: DomainSnapshotListChildrenNamesResult): void {
  w.count(v.names.length, 16384, 'names');
  for (const item of v.names) w.string(item, 'names');
}

export function decodeDomainSnapshotListChildrenNamesResult(r: XdrReader): DomainSnapshotListChildrenNamesResult {
  return {
    names: r.list(16384, (item) => item.string()),
  };
}

export function encodeDomainSnapshotIsCurrentArgs(w: XdrWriter, v: DomainSnapshotIsCurrentArgs): void {
  encodeDomainSnapshotRef(w, v.snap);
  w.flags(v.flags, 'flags');
}

export function decodeDomainSnapshotIsCurrentArgs(r: XdrReader): DomainSnapshotIsCurrentArgs {
  return {
    snap: decodeDomainSnapshotRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainSnapshotIsCurrentResult(w: XdrWriter, v: DomainSnapshotIsCurrentResult): void {
  w.int(v.current, 'current');
}

export function decodeDomainSnapshotIsCurrentResult(r: XdrReader): DomainSnapshotIsCurrentResult {
  return {
    current: r.int(),
  };
}

export function encodeDomainSnapshotHasMetadataArgs(w: XdrWriter, v: DomainSnapshotHasMetadataArgs): void {
  encodeDomainSnapshotRef(w, v.snap);
  w.flags(v.flags, 'flags');
}

export function decodeDomainSnapshotHasMetadataArgs(r: XdrReader): DomainSnapshotHasMetadataArgs {
  return {
    snap: decodeDomainSnapshotRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainSnapshotHasMetadataResult(w: XdrWriter, v: DomainSnapshotHasMetadataResult): void {
  w.int(v.metadata, 'metadata');
}

export function decodeDomainSnapshotHasMetadataResult(r: XdrReader): DomainSnapshotHasMetadataResult {
  return {
    metadata: r.int(),
  };
}

export function encodeDomainListAllSnapshotsArgs(w: XdrWriter, v: DomainListAllSnapshotsArgs): void {
  encodeDomainRef(w, v.dom);
  w.int(v.needResults, 'needResults');
  w.flags(v.flags, 'flags');
}

export function decodeDomainListAllSnapshotsArgs(r: XdrReader): DomainListAllSnapshotsArgs {
  return {
    dom: decodeDomainRef(r),
    needResults: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainListAllSnapshotsResult(w: XdrWriter, v: DomainListAllSnapshotsResult): void {
  w.count(v.snapshots.length, 16384, 'snapshots');
  for (const item of v.snapshots) encodeDomainSnapshotRef(w, item);
  w.int(v.ret, 'ret');
}

export function decodeDomainListAllSnapshotsResult(r: XdrReader): DomainListAllSnapshotsResult {
  return {
    snapshots: r.list(16384, decodeDomainSnapshotRef),
    ret: r.int(),
  };
}

export function encodeDomainSnapshotListAllChildrenArgs(w: XdrWriter, v: DomainSnapshotListAllChildrenArgs): void {
  encodeDomainSnapshotRef(w, v.snapshot);
  w.int(v.needResults, 'needResults');
  w.flags(v.flags, 'flags');
}

export function decodeDomainSnapshotListAllChildrenArgs(r: XdrReader): DomainSnapshotListAllChildrenArgs {
  return {
    snapshot: decodeDomainSnapshotRef(r),
    needResults: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainSnapshotListAllChildrenResult(w: XdrWriter, v: DomainSnapshotListAllChildrenResult): void {
  w.count(v.snapshots.length, 16384, 'snapshots');
  for (const item of v.snapshots) encodeDomainSnapshotRef(w, item);
  w.int(v.ret, 'ret');
}

export function decodeDomainSnapshotListAllChildrenResult(r: XdrReader): DomainSnapshotListAllChildrenResult {
  return {
    snapshots: r.list(16384, decodeDomainSnapshotRef),
    ret: r.int(),
  };
}

export function encodeDomainCheckpointCreateXmlArgs(w: XdrWriter, v: DomainCheckpointCreateXmlArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.xmlDesc, 'xmlDesc');
  w.flags(v.flags, 'flags');
}

export function decodeDomainCheckpointCreateXmlArgs(r: XdrReader): DomainCheckpointCreateXmlArgs {
  return {
    dom: decodeDomainRef(r),
    xmlDesc: r.string(),
    flags: r.uint(),
  };
}

export function encodeDomainCheckpointCreateXmlResult(w: XdrWriter, v: DomainCheckpointCreateXmlResult): void {
  encodeDomainCheckpointRef(w, v.checkpoint);
}

export function decodeDomainCheckpointCreateXmlResult(r: XdrReader): DomainCheckpointCreateXmlResult {
  return {
    checkpoint: decodeDomainCheckpointRef(r),
  };
}

export function encodeDomainCheckpointGetXmlDescArgs(w: XdrWriter, v: DomainCheckpointGetXmlDescArgs): void {
  encodeDomainCheckpointRef(w, v.checkpoint);
  w.flags(v.flags, 'flags');
}

export function decodeDomainCheckpointGetXmlDescArgs(r: XdrReader): DomainCheckpointGetXmlDescArgs {
  return {
    checkpoint: decodeDomainCheckpointRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainCheckpointGetXmlDescResult(w: XdrWriter, v: DomainCheckpointGetXmlDescResult): void {
  w.string(v.xml, 'xml');
}

export function decodeDomainCheckpointGetXmlDescResult(r: XdrReader): DomainCheckpointGetXmlDescResult {
  return {
    xml: r.string(),
  };
}

export function encodeDomainListAllCheckpointsArgs(w: XdrWriter, v: DomainListAllCheckpointsArgs): void {
  encodeDomainRef(w, v.dom);
  w.int(v.needResults, 'needResults');
  w.flags(v.flags, 'flags');
}

export function decodeDomainListAllCheckpointsArgs(r: XdrReader): DomainListAllCheckpointsArgs {
  return {
    dom: decodeDomainRef(r),
    needResults: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainListAllCheckpointsResult(w: XdrWriter, v: DomainListAllCheckpointsResult): void {
  w.count(v.checkpoints.length, 16384, 'checkpoints');
  for (const item of v.checkpoints) encodeDomainCheckpointRef(w, item);
  w.int(v.ret, 'ret');
}

export function decodeDomainListAllCheckpointsResult(r: XdrReader): DomainListAllCheckpointsResult {
  return {
    checkpoints: r.list(16384, decodeDomainCheckpointRef),
    ret: r.int(),
  };
}

export function encodeDomainCheckpointListAllChildrenArgs(w: XdrWriter, v: DomainCheckpointListAllChildrenArgs): void {
  encodeDomainCheckpointRef(w, v.checkpoint);
  w.int(v.needResults, 'needResults');
  w.flags(v.flags, 'flags');
}

export function decodeDomainCheckpointListAllChildrenArgs(r: XdrReader): DomainCheckpointListAllChildrenArgs {
  return {
    checkpoint: decodeDomainCheckpointRef(r),
    needResults: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainCheckpointListAllChildrenResult(w: XdrWriter, v: DomainCheckpointListAllChildrenResult): void {
  w.count(v.checkpoints.length, 16384, 'checkpoints');
  for (const item of v.checkpoints) encodeDomainCheckpointRef(w, item);
  w.int(v.ret, 'ret');
}

export function decodeDomainCheckpointListAllChildrenResult(r: XdrReader): DomainCheckpointListAllChildrenResult {
  return {
    checkpoints: r.list(16384, decodeDomainCheckpointRef),
    ret: r.int(),
  };
}

export function encodeDomainCheckpointLookupByNameArgs(w: XdrWriter, v: DomainCheckpointLookupByNameArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.name, 'name');
  w.flags(v.flags, 'flags');
}

export function decodeDomainCheckpointLookupByNameArgs(r: XdrReader): DomainCheckpointLookupByNameArgs {
  return {
    dom: decodeDomainRef(r),
    name: r.string(),
    flags: r.uint(),
  };
}

export function encodeDomainCheckpointLookupByNameResult(w: XdrWriter, v: DomainCheckpointLookupByNameResult): void {
  encodeDomainCheckpointRef(w, v.checkpoint);
}

export function decodeDomainCheckpointLookupByNameResult(r: XdrReader): DomainCheckpointLookupByNameResult {
  return {
    checkpoint: decodeDomainCheckpointRef(r),
  };
}

export function encodeDomainCheckpointGetParentArgs(w: XdrWriter, v: DomainCheckpointGetParentArgs): void {
  encodeDomainCheckpointRef(w, v.checkpoint);
  w.flags(v.flags, 'flags');
}

export function decodeDomainCheckpointGetParentArgs(r: XdrReader): DomainCheckpointGetParentArgs {
  return {
    checkpoint: decodeDomainCheckpointRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainCheckpointGetParentResult(w: XdrWriter, v: DomainCheckpointGetParentResult): void {
  encodeDomainCheckpointRef(w, v.parent);
}

export function decodeDomainCheckpointGetParentResult(r: XdrReader): DomainCheckpointGetParentResult {
  return {
    parent: decodeDomainCheckpointRef(r),
  };
}

export function encodeDomainCheckpointDeleteArgs(w: XdrWriter, v: DomainCheckpointDeleteArgs): void {
  encodeDomainCheckpointRef(w, v.checkpoint);
  w.flags(v.flags, 'flags');
}

export function decodeDomainCheckpointDeleteArgs(r: XdrReader): DomainCheckpointDeleteArgs {
  return {
    checkpoint: decodeDomainCheckpointRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainAttachDeviceArgs(w: XdrWriter, v: DomainAttachDeviceArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.xml, 'xml');
}

export function decodeDomainAttachDeviceArgs(r: XdrReader): DomainAttachDeviceArgs {
  return {
    dom: decodeDomainRef(r),
    xml: r.string(),
  };
}

export function encodeDomainCreateArgs(w: XdrWriter, v: DomainCreateArgs): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainCreateArgs(r: XdrReader): DomainCreateArgs {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainCreateXmlArgs(w: XdrWriter, v: DomainCreateXmlArgs): void {
  w.string(v.xmlDesc, 'xmlDesc');
  w.flags(v.flags, 'flags');
}

export function decodeDomainCreateXmlArgs(r: XdrReader): DomainCreateXmlArgs {
  return {
    xmlDesc: r.string(),
    flags: r.uint(),
  };
}

export function encodeDomainCreateXmlResult(w: XdrWriter, v: DomainCreateXmlResult): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainCreateXmlResult(r: XdrReader): DomainCreateXmlResult {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainDefineXmlArgs(w: XdrWriter, v: DomainDefineXmlArgs): void {
  w.string(v.xml, 'xml');
}

export function decodeDomainDefineXmlArgs(r: XdrReader): DomainDefineXmlArgs {
  return {
    xml: r.string(),
  };
}

export function encodeDomainDefineXmlResult(w: XdrWriter, v: DomainDefineXmlResult): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainDefineXmlResult(r: XdrReader): DomainDefineXmlResult {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainDestroyArgs(w: XdrWriter, v: DomainDestroyArgs): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainDestroyArgs(r: XdrReader): DomainDestroyArgs {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainDetachDeviceArgs(w: XdrWriter, v: DomainDetachDeviceArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.xml, 'xml');
}

export function decodeDomainDetachDeviceArgs(r: XdrReader): DomainDetachDeviceArgs {
  return {
    dom: decodeDomainRef(r),
    xml: r.string(),
  };
}

export function encodeDomainGetXmlDescArgs(w: XdrWriter, v: DomainGetXmlDescArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetXmlDescArgs(r: XdrReader): DomainGetXmlDescArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainGetXmlDescResult(w: XdrWriter, v: DomainGetXmlDescResult): void {
  w.string(v.xml, 'xml');
}

export function decodeDomainGetXmlDescResult(r: XdrReader): DomainGetXmlDescResult {
  return {
    xml: r.string(),
  };
}

export function encodeDomainGetAutostartArgs(w: XdrWriter, v: DomainGetAutostartArgs): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainGetAutostartArgs(r: XdrReader): DomainGetAutostartArgs {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainGetAutostartResult(w: XdrWriter, v: DomainGetAutostartResult): void {
  w.int(v.autostart, 'autostart');
}

export function decodeDomainGetAutostartResult(r: XdrReader): DomainGetAutostartResult {
  return {
    autostart: r.int(),
  };
}

export function encodeDomainGetInfoArgs(w: XdrWriter, v: DomainGetInfoArgs): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainGetInfoArgs(r: XdrReader): DomainGetInfoArgs {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainGetInfoResult(w: XdrWriter, v: DomainGetInfoResult): void {
  w.uchar(v.state, 'state');
  w.uhyper(v.maxMem, 'maxMem');
  w.uhyper(v.memory, 'memory');
  w.ushort(v.nrVirtCpu, 'nrVirtCpu');
  w.uhyper(v.cpuTime, 'cpuTime');
}

export function decodeDomainGetInfoResult(r: XdrReader): DomainGetInfoResult {
  return {
    state: r.uchar(),
    maxMem: r.uhyper(),
    memory: r.uhyper(),
    nrVirtCpu: r.ushort(),
    cpuTime: r.uhyper(),
  };
}

export function encodeDomainGetMaxMemoryArgs(w: XdrWriter, v: DomainGetMaxMemoryArgs): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainGetMaxMemoryArgs(r: XdrReader): DomainGetMaxMemoryArgs {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainGetMaxMemoryResult(w: XdrWriter, v: DomainGetMaxMemoryResult): void {
  w.uhyper(v.memory, 'memory');
}

export function decodeDomainGetMaxMemoryResult(r: XdrReader): DomainGetMaxMemoryResult {
  return {
    memory: r.uhyper(),
  };
}

export function encodeDomainGetMaxVcpusArgs(w: XdrWriter, v: DomainGetMaxVcpusArgs): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainGetMaxVcpusArgs(r: XdrReader): DomainGetMaxVcpusArgs {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainGetMaxVcpusResult(w: XdrWriter, v: DomainGetMaxVcpusResult): void {
  w.int(v.num, 'num');
}

export function decodeDomainGetMaxVcpusResult(r: XdrReader): DomainGetMaxVcpusResult {
  return {
    num: r.int(),
  };
}

export function encodeDomainGetOsTypeArgs(w: XdrWriter, v: DomainGetOsTypeArgs): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainGetOsTypeArgs(r: XdrReader): DomainGetOsTypeArgs {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainGetOsTypeResult(w: XdrWriter, v: DomainGetOsTypeResult): void {
  w.string(v.type, 'type');
}

export function decodeDomainGetOsTypeResult(r: XdrReader): DomainGetOsTypeResult {
  return {
    type: r.string(),
  };
}

export function encodeDomainGetVcpusArgs(w: XdrWriter, v: DomainGetVcpusArgs): void {
  encodeDomainRef(w, v.dom);
  w.int(v.maxinfo, 'maxinfo');
  w.int(v.maplen, 'maplen');
}

export function decodeDomainGetVcpusArgs(r: XdrReader): DomainGetVcpusArgs {
  return {
    dom: decodeDomainRef(r),
    maxinfo: r.int(),
    maplen: r.int(),
  };
}

export function encodeDomainGetVcpusResult(w: XdrWriter, v: DomainGetVcpusResult): void {
  w.count(v.info.length, 16384, 'info');
  for (const item of v.info) encodeVcpuInfo(w, item);
  w.bytes(v.cpumaps, 8388608, 'cpumaps');
}

export function decodeDomainGetVcpusResult(r: XdrReader): DomainGetVcpusResult {
  return {
    info: r.list(16384, decodeVcpuInfo),
    cpumaps: r.bytes(8388608),
  };
}

export function encodeDomainLookupByIdArgs(w: XdrWriter, v: DomainLookupByIdArgs): void {
  w.int(v.id, 'id');
}

export function decodeDomainLookupByIdArgs(r: XdrReader): DomainLookupByIdArgs {
  return {
    id: r.int(),
  };
}

export function encodeDomainLookupByIdResult(w: XdrWriter, v: DomainLookupByIdResult): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainLookupByIdResult(r: XdrReader): DomainLookupByIdResult {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainLookupByNameArgs(w: XdrWriter, v: DomainLookupByNameArgs): void {
  w.string(v.name, 'name');
}

export function decodeDomainLookupByNameArgs(r: XdrReader): DomainLookupByNameArgs {
  return {
    name: r.string(),
  };
}

export function encodeDomainLookupByNameResult(w: XdrWriter, v: DomainLookupByNameResult): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainLookupByNameResult(r: XdrReader): DomainLookupByNameResult {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainLookupByUuidArgs(w: XdrWriter, v: DomainLookupByUuidArgs): void {
  w.uuid(v.uuid, 'uuid');
}

export function decodeDomainLookupByUuidArgs(r: XdrReader): DomainLookupByUuidArgs {
  return {
    uuid: r.uuid(),
  };
}

export function encodeDomainLookupByUuidResult(w: XdrWriter, v: DomainLookupByUuidResult): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainLookupByUuidResult(r: XdrReader): DomainLookupByUuidResult {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainPinVcpuArgs(w: XdrWriter, v: DomainPinVcpuArgs): void {
  encodeDomainRef(w, v.dom);
  w.uint(v.vcpu, 'vcpu');
  w.bytes(v.cpumap, 2048, 'cpumap');
}

export function decodeDomainPinVcpuArgs(r: XdrReader): DomainPinVcpuArgs {
  return {
    dom: decodeDomainRef(r),
    vcpu: r.uint(),
    cpumap: r.bytes(2048),
  };
}

export function encodeDomainRebootArgs(w: XdrWriter, v: DomainRebootArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainRebootArgs(r: XdrReader): DomainRebootArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainResumeArgs(w: XdrWriter, v: DomainResumeArgs): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainResumeArgs(r: XdrReader): DomainResumeArgs {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainSetAutostartArgs(w: XdrWriter, v: DomainSetAutostartArgs): void {
  encodeDomainRef(w, v.dom);
  w.int(v.autostart, 'autostart');
}

export function decodeDomainSetAutostartArgs(r: XdrReader): DomainSetAutostartArgs {
  return {
    dom: decodeDomainRef(r),
    autostart: r.int(),
  };
}

export function encodeDomainSetMaxMemoryArgs(w: XdrWriter, v: DomainSetMaxMemoryArgs): void {
  encodeDomainRef(w, v.dom);
  w.uhyper(v.memory, 'memory');
}

export function decodeDomainSetMaxMemoryArgs(r: XdrReader): DomainSetMaxMemoryArgs {
  return {
    dom: decodeDomainRef(r),
    memory: r.uhyper(),
  };
}

export function encodeDomainSetMemoryArgs(w: XdrWriter, v: DomainSetMemoryArgs): void {
  encodeDomainRef(w, v.dom);
  w.uhyper(v.memory, 'memory');
}

export function decodeDomainSetMemoryArgs(r: XdrReader): DomainSetMemoryArgs {
  return {
    dom: decodeDomainRef(r),
    memory: r.uhyper(),
  };
}

export function encodeDomainSetVcpusArgs(w: XdrWriter, v: DomainSetVcpusArgs): void {
  encodeDomainRef(w, v.dom);
  w.uint(v.nvcpus, 'nvcpus');
}

export function decodeDomainSetVcpusArgs(r: XdrReader): DomainSetVcpusArgs {
  return {
    dom: decodeDomainRef(r),
    nvcpus: r.uint(),
  };
}

export function encodeDomainShutdownArgs(w: XdrWriter, v: DomainShutdownArgs): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainShutdownArgs(r: XdrReader): DomainShutdownArgs {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainSuspendArgs(w: XdrWriter, v: DomainSuspendArgs): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainSuspendArgs(r: XdrReader): DomainSuspendArgs {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainUndefineArgs(w: XdrWriter, v: DomainUndefineArgs): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainUndefineArgs(r: XdrReader): DomainUndefineArgs {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainCoreDumpArgs(w: XdrWriter, v: DomainCoreDumpArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.to, 'to');
  w.flags(v.flags, 'flags');
}

export function decodeDomainCoreDumpArgs(r: XdrReader): DomainCoreDumpArgs {
  return {
    dom: decodeDomainRef(r),
    to: r.string(),
    flags: r.uint(),
  };
}

export function encodeDomainRestoreArgs(w: XdrWriter, v: DomainRestoreArgs): void {
  w.string(v.from, 'from');
}

export function decodeDomainRestoreArgs(r: XdrReader): DomainRestoreArgs {
  return {
    from: r.string(),
  };
}

export function encodeDomainSaveArgs(w: XdrWriter, v: DomainSaveArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.to, 'to');
}

export function decodeDomainSaveArgs(r: XdrReader): DomainSaveArgs {
  return {
    dom: decodeDomainRef(r),
    to: r.string(),
  };
}

export function encodeDomainGetSchedulerTypeArgs(w: XdrWriter, v: DomainGetSchedulerTypeArgs): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainGetSchedulerTypeArgs(r: XdrReader): DomainGetSchedulerTypeArgs {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainGetSchedulerTypeResult(w: XdrWriter, v: DomainGetSchedulerTypeResult): void {
  w.string(v.type, 'type');
  w.int(v.nparams, 'nparams');
}

export function decodeDomainGetSchedulerTypeResult(r: XdrReader): DomainGetSchedulerTypeResult {
  return {
    type: r.string(),
    nparams: r.int(),
  };
}

export function encodeDomainGetSchedulerParametersArgs(w: XdrWriter, v: DomainGetSchedulerParametersArgs): void {
  encodeDomainRef(w, v.dom);
  w.int(v.nparams, 'nparams');
}

export function decodeDomainGetSchedulerParametersArgs(r: XdrReader): DomainGetSchedulerParametersArgs {
  return {
    dom: decodeDomainRef(r),
    nparams: r.int(),
  };
}

export function encodeDomainGetSchedulerParametersResult(w: XdrWriter, v: DomainGetSchedulerParametersResult): void {
  w.count(v.params.length, 16, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
}

export function decodeDomainGetSchedulerParametersResult(r: XdrReader): DomainGetSchedulerParametersResult {
  return {
    params: r.list(16, decodeTypedParam),
  };
}

export function encodeDomainSetSchedulerParametersArgs(w: XdrWriter, v: DomainSetSchedulerParametersArgs): void {
  encodeDomainRef(w, v.dom);
  w.count(v.params.length, 16, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
}

export function decodeDomainSetSchedulerParametersArgs(r: XdrReader): DomainSetSchedulerParametersArgs {
  return {
    dom: decodeDomainRef(r),
    params: r.list(16, decodeTypedParam),
  };
}

export function encodeDomainBlockStatsArgs(w: XdrWriter, v: DomainBlockStatsArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.path, 'path');
}

export function decodeDomainBlockStatsArgs(r: XdrReader): DomainBlockStatsArgs {
  return {
    dom: decodeDomainRef(r),
    path: r.string(),
  };
}

export function encodeDomainBlockStatsResult(w: XdrWriter, v: DomainBlockStatsResult): void {
  w.hyper(v.rdReq, 'rdReq');
  w.hyper(v.rdBytes, 'rdBytes');
  w.hyper(v.wrReq, 'wrReq');
  w.hyper(v.wrBytes, 'wrBytes');
  w.hyper(v.errs, 'errs');
}

export function decodeDomainBlockStatsResult(r: XdrReader): DomainBlockStatsResult {
  return {
    rdReq: r.hyper(),
    rdBytes: r.hyper(),
    wrReq: r.hyper(),
    wrBytes: r.hyper(),
    errs: r.hyper(),
  };
}

export function encodeDomainInterfaceStatsArgs(w: XdrWriter, v: DomainInterfaceStatsArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.device, 'device');
}

export function decodeDomainInterfaceStatsArgs(r: XdrReader): DomainInterfaceStatsArgs {
  return {
    dom: decodeDomainRef(r),
    device: r.string(),
  };
}

export function encodeDomainInterfaceStatsResult(w: XdrWriter, v: DomainInterfaceStatsResult): void {
  w.hyper(v.rxBytes, 'rxBytes');
  w.hyper(v.rxPackets, 'rxPackets');
  w.hyper(v.rxErrs, 'rxErrs');
  w.hyper(v.rxDrop, 'rxDrop');
  w.hyper(v.txBytes, 'txBytes');
  w.hyper(v.txPackets, 'txPackets');
  w.hyper(v.txErrs, 'txErrs');
  w.hyper(v.txDrop, 'txDrop');
}

export function decodeDomainInterfaceStatsResult(r: XdrReader): DomainInterfaceStatsResult {
  return {
    rxBytes: r.hyper(),
    rxPackets: r.hyper(),
    rxErrs: r.hyper(),
    rxDrop: r.hyper(),
    txBytes: r.hyper(),
    txPackets: r.hyper(),
    txErrs: r.hyper(),
    txDrop: r.hyper(),
  };
}

export function encodeDomainBlockPeekArgs(w: XdrWriter, v: DomainBlockPeekArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.path, 'path');
  w.uhyper(v.offset, 'offset');
  w.uint(v.size, 'size');
  w.flags(v.flags, 'flags');
}

export function decodeDomainBlockPeekArgs(r: XdrReader): DomainBlockPeekArgs {
  return {
    dom: decodeDomainRef(r),
    path: r.string(),
    offset: r.uhyper(),
    size: r.uint(),
    flags: r.uint(),
  };
}

export function encodeDomainBlockPeekResult(w: XdrWriter, v: DomainBlockPeekResult): void {
  w.bytes(v.buffer, 4194304, 'buffer');
}

export function decodeDomainBlockPeekResult(r: XdrReader): DomainBlockPeekResult {
  return {
    buffer: r.bytes(4194304),
  };
}

export function encodeDomainMemoryPeekArgs(w: XdrWriter, v: DomainMemoryPeekArgs): void {
  encodeDomainRef(w, v.dom);
  w.uhyper(v.offset, 'offset');
  w.uint(v.size, 'size');
  w.flags(v.flags, 'flags');
}

export function decodeDomainMemoryPeekArgs(r: XdrReader): DomainMemoryPeekArgs {
  return {
    dom: decodeDomainRef(r),
    offset: r.uhyper(),
    size: r.uint(),
    flags: r.uint(),
  };
}

export function encodeDomainMemoryPeekResult(w: XdrWriter, v: DomainMemoryPeekResult): void {
  w.bytes(v.buffer, 4194304, 'buffer');
}

export function decodeDomainMemoryPeekResult(r: XdrReader): DomainMemoryPeekResult {
  return {
    buffer: r.bytes(4194304),
  };
}

export function encodeDomainGetSecurityLabelArgs(w: XdrWriter, v: DomainGetSecurityLabelArgs): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainGetSecurityLabelArgs(r: XdrReader): DomainGetSecurityLabelArgs {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainGetSecurityLabelResult(w: XdrWriter, v: DomainGetSecurityLabelResult): void {
  w.chars(v.label, 4097, false, 'label');
  w.int(v.enforcing, 'enforcing');
}

export function decodeDomainGetSecurityLabelResult(r: XdrReader): DomainGetSecurityLabelResult {
  return {
    label: r.chars(4097, false),
    enforcing: r.int(),
  };
}

export function encodeDomainIsActiveArgs(w: XdrWriter, v: DomainIsActiveArgs): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainIsActiveArgs(r: XdrReader): DomainIsActiveArgs {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainIsActiveResult(w: XdrWriter, v: DomainIsActiveResult): void {
  w.int(v.active, 'active');
}

export function decodeDomainIsActiveResult(r: XdrReader): DomainIsActiveResult {
  return {
    active: r.int(),
  };
}

export function encodeDomainIsPersistentArgs(w: XdrWriter, v: DomainIsPersistentArgs): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainIsPersistentArgs(r: XdrReader): DomainIsPersistentArgs {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainIsPersistentResult(w: XdrWriter, v: DomainIsPersistentResult): void {
  w.int(v.persistent, 'persistent');
}

export function decodeDomainIsPersistentResult(r: XdrReader): DomainIsPersistentResult {
  return {
    persistent: r.int(),
  };
}

export function encodeDomainMemoryStatsArgs(w: XdrWriter, v: DomainMemoryStatsArgs): void {
  encodeDomainRef(w, v.dom);
  w.uint(v.maxStats, 'maxStats');
  w.flags(v.flags, 'flags');
}

export function decodeDomainMemoryStatsArgs(r: XdrReader): DomainMemoryStatsArgs {
  return {
    dom: decodeDomainRef(r),
    maxStats: r.uint(),
    flags: r.uint(),
  };
}

export function encodeDomainMemoryStatsResult(w: XdrWriter, v: DomainMemoryStatsResult): void {
  w.count(v.stats.length, 1024, 'stats');
  for (const item of v.stats) encodeDomainMemoryStat(w, item);
}

export function decodeDomainMemoryStatsResult(r: XdrReader): DomainMemoryStatsResult {
  return {
    stats: r.list(1024, decodeDomainMemoryStat),
  };
}

export function encodeDomainAttachDeviceFlagsArgs(w: XdrWriter, v: DomainAttachDeviceFlagsArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.xml, 'xml');
  w.flags(v.flags, 'flags');
}

export function decodeDomainAttachDeviceFlagsArgs(r: XdrReader): DomainAttachDeviceFlagsArgs {
  return {
    dom: decodeDomainRef(r),
    xml: r.string(),
    flags: r.uint(),
  };
}

export function encodeDomainDetachDeviceFlagsArgs(w: XdrWriter, v: DomainDetachDeviceFlagsArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.xml, 'xml');
  w.flags(v.flags, 'flags');
}

export function decodeDomainDetachDeviceFlagsArgs(r: XdrReader): DomainDetachDeviceFlagsArgs {
  return {
    dom: decodeDomainRef(r),
    xml: r.string(),
    flags: r.uint(),
  };
}

export function encodeDomainGetJobInfoArgs(w: XdrWriter, v: DomainGetJobInfoArgs): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainGetJobInfoArgs(r: XdrReader): DomainGetJobInfoArgs {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainGetJobInfoResult(w: XdrWriter, v: DomainGetJobInfoResult): void {
  w.int(v.type, 'type');
  w.uhyper(v.timeElapsed, 'timeElapsed');
  w.uhyper(v.timeRemaining, 'timeRemaining');
  w.uhyper(v.dataTotal, 'dataTotal');
  w.uhyper(v.dataProcessed, 'dataProcessed');
  w.uhyper(v.dataRemaining, 'dataRemaining');
  w.uhyper(v.memTotal, 'memTotal');
  w.uhyper(v.memProcessed, 'memProcessed');
  w.uhyper(v.memRemaining, 'memRemaining');
  w.uhyper(v.fileTotal, 'fileTotal');
  w.uhyper(v.fileProcessed, 'fileProcessed');
  w.uhyper(v.fileRemaining, 'fileRemaining');
}

export function decodeDomainGetJobInfoResult(r: XdrReader): DomainGetJobInfoResult {
  return {
    type: r.int(),
    timeElapsed: r.uhyper(),
    timeRemaining: r.uhyper(),
    dataTotal: r.uhyper(),
    dataProcessed: r.uhyper(),
    dataRemaining: r.uhyper(),
    memTotal: r.uhyper(),
    memProcessed: r.uhyper(),
    memRemaining: r.uhyper(),
    fileTotal: r.uhyper(),
    fileProcessed: r.uhyper(),
    fileRemaining: r.uhyper(),
  };
}

export function encodeDomainAbortJobArgs(w: XdrWriter, v: DomainAbortJobArgs): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainAbortJobArgs(r: XdrReader): DomainAbortJobArgs {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainMigrateSetMaxDowntimeArgs(w: XdrWriter, v: DomainMigrateSetMaxDowntimeArgs): void {
  encodeDomainRef(w, v.dom);
  w.uhyper(v.downtime, 'downtime');
  w.flags(v.flags, 'flags');
}

export function decodeDomainMigrateSetMaxDowntimeArgs(r: XdrReader): DomainMigrateSetMaxDowntimeArgs {
  return {
    dom: decodeDomainRef(r),
    downtime: r.uhyper(),
    flags: r.uint(),
  };
}

export function encodeDomainUpdateDeviceFlagsArgs(w: XdrWriter, v: DomainUpdateDeviceFlagsArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.xml, 'xml');
  w.flags(v.flags, 'flags');
}

export function decodeDomainUpdateDeviceFlagsArgs(r: XdrReader): DomainUpdateDeviceFlagsArgs {
  return {
    dom: decodeDomainRef(r),
    xml: r.string(),
    flags: r.uint(),
  };
}

export function encodeDomainManagedSaveArgs(w: XdrWriter, v: DomainManagedSaveArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainManagedSaveArgs(r: XdrReader): DomainManagedSaveArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainHasManagedSaveImageArgs(w: XdrWriter, v: DomainHasManagedSaveImageArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainHasManagedSaveImageArgs(r: XdrReader): DomainHasManagedSaveImageArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainHasManagedSaveImageResult(w: XdrWriter, v: DomainHasManagedSaveImageResult): void {
  w.int(v.result, 'result');
}

export function decodeDomainHasManagedSaveImageResult(r: XdrReader): DomainHasManagedSaveImageResult {
  return {
    result: r.int(),
  };
}

export function encodeDomainManagedSaveRemoveArgs(w: XdrWriter, v: DomainManagedSaveRemoveArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainManagedSaveRemoveArgs(r: XdrReader): DomainManagedSaveRemoveArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainGetBlockInfoArgs(w: XdrWriter, v: DomainGetBlockInfoArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.path, 'path');
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetBlockInfoArgs(r: XdrReader): DomainGetBlockInfoArgs {
  return {
    dom: decodeDomainRef(r),
    path: r.string(),
    flags: r.uint(),
  };
}

export function encodeDomainGetBlockInfoResult(w: XdrWriter, v: DomainGetBlockInfoResult): void {
  w.uhyper(v.allocation, 'allocation');
  w.uhyper(v.capacity, 'capacity');
  w.uhyper(v.physical, 'physical');
}

export function decodeDomainGetBlockInfoResult(r: XdrReader): DomainGetBlockInfoResult {
  return {
    allocation: r.uhyper(),
    capacity: r.uhyper(),
    physical: r.uhyper(),
  };
}

export function encodeDomainCreateWithFlagsArgs(w: XdrWriter, v: DomainCreateWithFlagsArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainCreateWithFlagsArgs(r: XdrReader): DomainCreateWithFlagsArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainCreateWithFlagsResult(w: XdrWriter, v: DomainCreateWithFlagsResult): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainCreateWithFlagsResult(r: XdrReader): DomainCreateWithFlagsResult {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainSetMemoryParametersArgs(w: XdrWriter, v: DomainSetMemoryParametersArgs): void {
  encodeDomainRef(w, v.dom);
  w.count(v.params.length, 16, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.flags(v.flags, 'flags');
}

export function decodeDomainSetMemoryParametersArgs(r: XdrReader): DomainSetMemoryParametersArgs {
  return {
    dom: decodeDomainRef(r),
    params: r.list(16, decodeTypedParam),
    flags: r.uint(),
  };
}

export function encodeDomainGetMemoryParametersArgs(w: XdrWriter, v: DomainGetMemoryParametersArgs): void {
  encodeDomainRef(w, v.dom);
  w.int(v.nparams, 'nparams');
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetMemoryParametersArgs(r: XdrReader): DomainGetMemoryParametersArgs {
  return {
    dom: decodeDomainRef(r),
    nparams: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainGetMemoryParametersResult(w: XdrWriter, v: DomainGetMemoryParametersResult): void {
  w.count(v.params.length, 16, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.int(v.nparams, 'nparams');
}

export function decodeDomainGetMemoryParametersResult(r: XdrReader): DomainGetMemoryParametersResult {
  return {
    params: r.list(16, decodeTypedParam),
    nparams: r.int(),
  };
}

export function encodeDomainSetVcpusFlagsArgs(w: XdrWriter, v: DomainSetVcpusFlagsArgs): void {
  encodeDomainRef(w, v.dom);
  w.uint(v.nvcpus, 'nvcpus');
  w.flags(v.flags, 'flags');
}

export function decodeDomainSetVcpusFlagsArgs(r: XdrReader): DomainSetVcpusFlagsArgs {
  return {
    dom: decodeDomainRef(r),
    nvcpus: r.uint(),
    flags: r.uint(),
  };
}

export function encodeDomainGetVcpusFlagsArgs(w: XdrWriter, v: DomainGetVcpusFlagsArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetVcpusFlagsArgs(r: XdrReader): DomainGetVcpusFlagsArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainGetVcpusFlagsResult(w: XdrWriter, v: DomainGetVcpusFlagsResult): void {
  w.int(v.num, 'num');
}

export function decodeDomainGetVcpusFlagsResult(r: XdrReader): DomainGetVcpusFlagsResult {
  return {
    num: r.int(),
  };
}

export function encodeDomainOpenConsoleArgs(w: XdrWriter, v: DomainOpenConsoleArgs): void {
  encodeDomainRef(w, v.dom);
  w.present(v.devName !== null);
  if (v.devName !== null) w.string(v.devName, 'devName');
  w.flags(v.flags, 'flags');
}

export function decodeDomainOpenConsoleArgs(r: XdrReader): DomainOpenConsoleArgs {
  return {
    dom: decodeDomainRef(r),
    devName: r.present() ? r.string() : null,
    flags: r.uint(),
  };
}

export function encodeDomainIsUpdatedArgs(w: XdrWriter, v: DomainIsUpdatedArgs): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainIsUpdatedArgs(r: XdrReader): DomainIsUpdatedArgs {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainIsUpdatedResult(w: XdrWriter, v: DomainIsUpdatedResult): void {
  w.int(v.updated, 'updated');
}

export function decodeDomainIsUpdatedResult(r: XdrReader): DomainIsUpdatedResult {
  return {
    updated: r.int(),
  };
}

export function encodeDomainSetMemoryFlagsArgs(w: XdrWriter, v: DomainSetMemoryFlagsArgs): void {
  encodeDomainRef(w, v.dom);
  w.uhyper(v.memory, 'memory');
  w.flags(v.flags, 'flags');
}

export function decodeDomainSetMemoryFlagsArgs(r: XdrReader): DomainSetMemoryFlagsArgs {
  return {
    dom: decodeDomainRef(r),
    memory: r.uhyper(),
    flags: r.uint(),
  };
}

export function encodeDomainSetBlkioParametersArgs(w: XdrWriter, v: DomainSetBlkioParametersArgs): void {
  encodeDomainRef(w, v.dom);
  w.count(v.params.length, 16, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.flags(v.flags, 'flags');
}

export function decodeDomainSetBlkioParametersArgs(r: XdrReader): DomainSetBlkioParametersArgs {
  return {
    dom: decodeDomainRef(r),
    params: r.list(16, decodeTypedParam),
    flags: r.uint(),
  };
}

export function encodeDomainGetBlkioParametersArgs(w: XdrWriter, v: DomainGetBlkioParametersArgs): void {
  encodeDomainRef(w, v.dom);
  w.int(v.nparams, 'nparams');
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetBlkioParametersArgs(r: XdrReader): DomainGetBlkioParametersArgs {
  return {
    dom: decodeDomainRef(r),
    nparams: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainGetBlkioParametersResult(w: XdrWriter, v: DomainGetBlkioParametersResult): void {
  w.count(v.params.length, 16, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.int(v.nparams, 'nparams');
}

export function decodeDomainGetBlkioParametersResult(r: XdrReader): DomainGetBlkioParametersResult {
  return {
    params: r.list(16, decodeTypedParam),
    nparams: r.int(),
  };
}

export function encodeDomainMigrateSetMaxSpeedArgs(w: XdrWriter, v: DomainMigrateSetMaxSpeedArgs): void {
  encodeDomainRef(w, v.dom);
  w.uhyper(v.bandwidth, 'bandwidth');
  w.flags(v.flags, 'flags');
}

export function decodeDomainMigrateSetMaxSpeedArgs(r: XdrReader): DomainMigrateSetMaxSpeedArgs {
  return {
    dom: decodeDomainRef(r),
    bandwidth: r.uhyper(),
    flags: r.uint(),
  };
}

export function encodeDomainInjectNmiArgs(w: XdrWriter, v: DomainInjectNmiArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainInjectNmiArgs(r: XdrReader): DomainInjectNmiArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainScreenshotArgs(w: XdrWriter, v: DomainScreenshotArgs): void {
  encodeDomainRef(w, v.dom);
  w.uint(v.screen, 'screen');
  w.flags(v.flags, 'flags');
}

export function decodeDomainScreenshotArgs(r: XdrReader): DomainScreenshotArgs {
  return {
    dom: decodeDomainRef(r),
    screen: r.uint(),
    flags: r.uint(),
  };
}

export function encodeDomainScreenshotResult(w: XdrWriter, v: DomainScreenshotResult): void {
  w.present(v.mime !== null);
  if (v.mime !== null) w.string(v.mime, 'mime');
}

export function decodeDomainScreenshotResult(r: XdrReader): DomainScreenshotResult {
  return {
    mime: r.present() ? r.string() : null,
  };
}

export function encodeDomainGetStateArgs(w: XdrWriter, v: DomainGetStateArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetStateArgs(r: XdrReader): DomainGetStateArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainGetStateResult(w: XdrWriter, v: DomainGetStateResult): void {
  w.int(v.state, 'state');
  w.int(v.reason, 'reason');
}

export function decodeDomainGetStateResult(r: XdrReader): DomainGetStateResult {
  return {
    state: r.int(),
    reason: r.int(),
  };
}

export function encodeDomainSetSchedulerParametersFlagsArgs(w: XdrWriter, v: DomainSetSchedulerParametersFlagsArgs): void {
  encodeDomainRef(w, v.dom);
  w.count(v.params.length, 16, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.flags(v.flags, 'flags');
}

export function decodeDomainSetSchedulerParametersFlagsArgs(r: XdrReader): DomainSetSchedulerParametersFlagsArgs {
  return {
    dom: decodeDomainRef(r),
    params: r.list(16, decodeTypedParam),
    flags: r.uint(),
  };
}

export function encodeDomainGetSchedulerParametersFlagsArgs(w: XdrWriter, v: DomainGetSchedulerParametersFlagsArgs): void {
  encodeDomainRef(w, v.dom);
  w.int(v.nparams, 'nparams');
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetSchedulerParametersFlagsArgs(r: XdrReader): DomainGetSchedulerParametersFlagsArgs {
  return {
    dom: decodeDomainRef(r),
    nparams: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainGetSchedulerParametersFlagsResult(w: XdrWriter, v: DomainGetSchedulerParametersFlagsResult): void {
  w.count(v.params.length, 16, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
}

export function decodeDomainGetSchedulerParametersFlagsResult(r: XdrReader): DomainGetSchedulerParametersFlagsResult {
  return {
    params: r.list(16, decodeTypedParam),
  };
}

export function encodeDomainPinVcpuFlagsArgs(w: XdrWriter, v: DomainPinVcpuFlagsArgs): void {
  encodeDomainRef(w, v.dom);
  w.uint(v.vcpu, 'vcpu');
  w.bytes(v.cpumap, 2048, 'cpumap');
  w.flags(v.flags, 'flags');
}

export function decodeDomainPinVcpuFlagsArgs(r: XdrReader): DomainPinVcpuFlagsArgs {
  return {
    dom: decodeDomainRef(r),
    vcpu: r.uint(),
    cpumap: r.bytes(2048),
    flags: r.uint(),
  };
}

export function encodeDomainSendKeyArgs(w: XdrWriter, v: DomainSendKeyArgs): void {
  encodeDomainRef(w, v.dom);
  w.uint(v.codeset, 'codeset');
  w.uint(v.holdtime, 'holdtime');
  w.count(v.keycodes.length, 16, 'keycodes');
  for (const item of v.keycodes) w.uint(item, 'keycodes');
  w.flags(v.flags, 'flags');
}

export function decodeDomainSendKeyArgs(r: XdrReader): DomainSendKeyArgs {
  return {
    dom: decodeDomainRef(r),
    codeset: r.uint(),
    holdtime: r.uint(),
    keycodes: r.list(16, (item) => item.uint()),
    flags: r.uint(),
  };
}

export function encodeDomainGetControlInfoArgs(w: XdrWriter, v: DomainGetControlInfoArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetControlInfoArgs(r: XdrReader): DomainGetControlInfoArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainGetControlInfoResult(w: XdrWriter, v: DomainGetControlInfoResult): void {
  w.uint(v.state, 'state');
  w.uint(v.details, 'details');
  w.uhyper(v.stateTime, 'stateTime');
}

export function decodeDomainGetControlInfoResult(r: XdrReader): DomainGetControlInfoResult {
  return {
    state: r.uint(),
    details: r.uint(),
    stateTime: r.uhyper(),
  };
}

export function encodeDomainGetVcpuPinInfoArgs(w: XdrWriter, v: DomainGetVcpuPinInfoArgs): void {
  encodeDomainRef(w, v.dom);
  w.int(v.ncpumaps, 'ncpumaps');
  w.int(v.maplen, 'maplen');
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetVcpuPinInfoArgs(r: XdrReader): DomainGetVcpuPinInfoArgs {
  return {
    dom: decodeDomainRef(r),
    ncpumaps: r.int(),
    maplen: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainGetVcpuPinInfoResult(w: XdrWriter, v: DomainGetVcpuPinInfoResult): void {
  w.bytes(v.cpumaps, 8388608, 'cpumaps');
  w.int(v.num, 'num');
}

export function decodeDomainGetVcpuPinInfoResult(r: XdrReader): DomainGetVcpuPinInfoResult {
  return {
    cpumaps: r.bytes(8388608),
    num: r.int(),
  };
}

export function encodeDomainUndefineFlagsArgs(w: XdrWriter, v: DomainUndefineFlagsArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainUndefineFlagsArgs(r: XdrReader): DomainUndefineFlagsArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainSaveFlagsArgs(w: XdrWriter, v: DomainSaveFlagsArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.to, 'to');
  w.present(v.dxml !== null);
  if (v.dxml !== null) w.string(v.dxml, 'dxml');
  w.flags(v.flags, 'flags');
}

export function decodeDomainSaveFlagsArgs(r: XdrReader): DomainSaveFlagsArgs {
  return {
    dom: decodeDomainRef(r),
    to: r.string(),
    dxml: r.present() ? r.string() : null,
    flags: r.uint(),
  };
}

export function encodeDomainRestoreFlagsArgs(w: XdrWriter, v: DomainRestoreFlagsArgs): void {
  w.string(v.from, 'from');
  w.present(v.dxml !== null);
  if (v.dxml !== null) w.string(v.dxml, 'dxml');
  w.flags(v.flags, 'flags');
}

export function decodeDomainRestoreFlagsArgs(r: XdrReader): DomainRestoreFlagsArgs {
  return {
    from: r.string(),
    dxml: r.present() ? r.string() : null,
    flags: r.uint(),
  };
}

export function encodeDomainDestroyFlagsArgs(w: XdrWriter, v: DomainDestroyFlagsArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainDestroyFlagsArgs(r: XdrReader): DomainDestroyFlagsArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainSaveImageGetXmlDescArgs(w: XdrWriter, v: DomainSaveImageGetXmlDescArgs): void {
  w.string(v.file, 'file');
  w.flags(v.flags, 'flags');
}

export function decodeDomainSaveImageGetXmlDescArgs(r: XdrReader): DomainSaveImageGetXmlDescArgs {
  return {
    file: r.string(),
    flags: r.uint(),
  };
}

export function encodeDomainSaveImageGetXmlDescResult(w: XdrWriter, v: DomainSaveImageGetXmlDescResult): void {
  w.string(v.xml, 'xml');
}

export function decodeDomainSaveImageGetXmlDescResult(r: XdrReader): DomainSaveImageGetXmlDescResult {
  return {
    xml: r.string(),
  };
}

export function encodeDomainSaveImageDefineXmlArgs(w: XdrWriter, v: DomainSaveImageDefineXmlArgs): void {
  w.string(v.file, 'file');
  w.string(v.dxml, 'dxml');
  w.flags(v.flags, 'flags');
}

export function decodeDomainSaveImageDefineXmlArgs(r: XdrReader): DomainSaveImageDefineXmlArgs {
  return {
    file: r.string(),
    dxml: r.string(),
    flags: r.uint(),
  };
}

export function encodeDomainBlockJobAbortArgs(w: XdrWriter, v: DomainBlockJobAbortArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.path, 'path');
  w.flags(v.flags, 'flags');
}

export function decodeDomainBlockJobAbortArgs(r: XdrReader): DomainBlockJobAbortArgs {
  return {
    dom: decodeDomainRef(r),
    path: r.string(),
    flags: r.uint(),
  };
}

export function encodeDomainGetBlockJobInfoArgs(w: XdrWriter, v: DomainGetBlockJobInfoArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.path, 'path');
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetBlockJobInfoArgs(r: XdrReader): DomainGetBlockJobInfoArgs {
  return {
    dom: decodeDomainRef(r),
    path: r.string(),
    flags: r.uint(),
  };
}

export function encodeDomainGetBlockJobInfoResult(w: XdrWriter, v: DomainGetBlockJobInfoResult): void {
  w.int(v.found, 'found');
  w.int(v.type, 'type');
  w.uhyper(v.bandwidth, 'bandwidth');
  w.uhyper(v.cur, 'cur');
  w.uhyper(v.end, 'end');
}

export function decodeDomainGetBlockJobInfoResult(r: XdrReader): DomainGetBlockJobInfoResult {
  return {
    found: r.int(),
    type: r.int(),
    bandwidth: r.uhyper(),
    cur: r.uhyper(),
    end: r.uhyper(),
  };
}

export function encodeDomainBlockJobSetSpeedArgs(w: XdrWriter, v: DomainBlockJobSetSpeedArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.path, 'path');
  w.uhyper(v.bandwidth, 'bandwidth');
  w.flags(v.flags, 'flags');
}

export function decodeDomainBlockJobSetSpeedArgs(r: XdrReader): DomainBlockJobSetSpeedArgs {
  return {
    dom: decodeDomainRef(r),
    path: r.string(),
    bandwidth: r.uhyper(),
    flags: r.uint(),
  };
}

export function encodeDomainBlockPullArgs(w: XdrWriter, v: DomainBlockPullArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.path, 'path');
  w.uhyper(v.bandwidth, 'bandwidth');
  w.flags(v.flags, 'flags');
}

export function decodeDomainBlockPullArgs(r: XdrReader): DomainBlockPullArgs {
  return {
    dom: decodeDomainRef(r),
    path: r.string(),
    bandwidth: r.uhyper(),
    flags: r.uint(),
  };
}

export function encodeDomainMigrateGetMaxSpeedArgs(w: XdrWriter, v: DomainMigrateGetMaxSpeedArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainMigrateGetMaxSpeedArgs(r: XdrReader): DomainMigrateGetMaxSpeedArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainMigrateGetMaxSpeedResult(w: XdrWriter, v: DomainMigrateGetMaxSpeedResult): void {
  w.uhyper(v.bandwidth, 'bandwidth');
}

export function decodeDomainMigrateGetMaxSpeedResult(r: XdrReader): DomainMigrateGetMaxSpeedResult {
  return {
    bandwidth: r.uhyper(),
  };
}

export function encodeDomainBlockStatsFlagsArgs(w: XdrWriter, v: DomainBlockStatsFlagsArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.path, 'path');
  w.int(v.nparams, 'nparams');
  w.flags(v.flags, 'flags');
}

export function decodeDomainBlockStatsFlagsArgs(r: XdrReader): DomainBlockStatsFlagsArgs {
  return {
    dom: decodeDomainRef(r),
    path: r.string(),
    nparams: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainBlockStatsFlagsResult(w: XdrWriter, v: DomainBlockStatsFlagsResult): void {
  w.count(v.params.length, 16, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.int(v.nparams, 'nparams');
}

export function decodeDomainBlockStatsFlagsResult(r: XdrReader): DomainBlockStatsFlagsResult {
  return {
    params: r.list(16, decodeTypedParam),
    nparams: r.int(),
  };
}

export function encodeDomainResetArgs(w: XdrWriter, v: DomainResetArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainResetArgs(r: XdrReader): DomainResetArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainBlockResizeArgs(w: XdrWriter, v: DomainBlockResizeArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.disk, 'disk');
  w.uhyper(v.size, 'size');
  w.flags(v.flags, 'flags');
}

export function decodeDomainBlockResizeArgs(r: XdrReader): DomainBlockResizeArgs {
  return {
    dom: decodeDomainRef(r),
    disk: r.string(),
    size: r.uhyper(),
    flags: r.uint(),
  };
}

export function encodeDomainSetBlockIoTuneArgs(w: XdrWriter, v: DomainSetBlockIoTuneArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.disk, 'disk');
  w.count(v.params.length, 32, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.flags(v.flags, 'flags');
}

export function decodeDomainSetBlockIoTuneArgs(r: XdrReader): DomainSetBlockIoTuneArgs {
  return {
    dom: decodeDomainRef(r),
    disk: r.string(),
    params: r.list(32, decodeTypedParam),
    flags: r.uint(),
  };
}

export function encodeDomainGetBlockIoTuneArgs(w: XdrWriter, v: DomainGetBlockIoTuneArgs): void {
  encodeDomainRef(w, v.dom);
  w.present(v.disk !== null);
  if (v.disk !== null) w.string(v.disk, 'disk');
  w.int(v.nparams, 'nparams');
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetBlockIoTuneArgs(r: XdrReader): DomainGetBlockIoTuneArgs {
  return {
    dom: decodeDomainRef(r),
    disk: r.present() ? r.string() : null,
    nparams: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainGetBlockIoTuneResult(w: XdrWriter, v: DomainGetBlockIoTuneResult): void {
  w.count(v.params.length, 32, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.int(v.nparams, 'nparams');
}

export function decodeDomainGetBlockIoTuneResult(r: XdrReader): DomainGetBlockIoTuneResult {
  return {
    params: r.list(32, decodeTypedParam),
    nparams: r.int(),
  };
}

export function encodeDomainSetNumaParametersArgs(w: XdrWriter, v: DomainSetNumaParametersArgs): void {
  encodeDomainRef(w, v.dom);
  w.count(v.params.length, 16, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.flags(v.flags, 'flags');
}

export function decodeDomainSetNumaParametersArgs(r: XdrReader): DomainSetNumaParametersArgs {
  return {
    dom: decodeDomainRef(r),
    params: r.list(16, decodeTypedParam),
    flags: r.uint(),
  };
}

export function encodeDomainGetNumaParametersArgs(w: XdrWriter, v: DomainGetNumaParametersArgs): void {
  encodeDomainRef(w, v.dom);
  w.int(v.nparams, 'nparams');
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetNumaParametersArgs(r: XdrReader): DomainGetNumaParametersArgs {
  return {
    dom: decodeDomainRef(r),
    nparams: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainGetNumaParametersResult(w: XdrWriter, v: DomainGetNumaParametersResult): void {
  w.count(v.params.length, 16, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.int(v.nparams, 'nparams');
}

export function decodeDomainGetNumaParametersResult(r: XdrReader): DomainGetNumaParametersResult {
  return {
    params: r.list(16, decodeTypedParam),
    nparams: r.int(),
  };
}

export function encodeDomainSetInterfaceParametersArgs(w: XdrWriter, v: DomainSetInterfaceParametersArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.device, 'device');
  w.count(v.params.length, 16, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.flags(v.flags, 'flags');
}

export function decodeDomainSetInterfaceParametersArgs(r: XdrReader): DomainSetInterfaceParametersArgs {
  return {
    dom: decodeDomainRef(r),
    device: r.string(),
    params: r.list(16, decodeTypedParam),
    flags: r.uint(),
  };
}

export function encodeDomainGetInterfaceParametersArgs(w: XdrWriter, v: DomainGetInterfaceParametersArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.device, 'device');
  w.int(v.nparams, 'nparams');
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetInterfaceParametersArgs(r: XdrReader): DomainGetInterfaceParametersArgs {
  return {
    dom: decodeDomainRef(r),
    device: r.string(),
    nparams: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainGetInterfaceParametersResult(w: XdrWriter, v: DomainGetInterfaceParametersResult): void {
  w.count(v.params.length, 16, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.int(v.nparams, 'nparams');
}

export function decodeDomainGetInterfaceParametersResult(r: XdrReader): DomainGetInterfaceParametersResult {
  return {
    params: r.list(16, decodeTypedParam),
    nparams: r.int(),
  };
}

export function encodeDomainShutdownFlagsArgs(w: XdrWriter, v: DomainShutdownFlagsArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainShutdownFlagsArgs(r: XdrReader): DomainShutdownFlagsArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainPmSuspendForDurationArgs(w: XdrWriter, v: DomainPmSuspendForDurationArgs): void {
  encodeDomainRef(w, v.dom);
  w.uint(v.target, 'target');
  w.uhyper(v.duration, 'duration');
  w.flags(v.flags, 'flags');
}

export function decodeDomainPmSuspendForDurationArgs(r: XdrReader): DomainPmSuspendForDurationArgs {
  return {
    dom: decodeDomainRef(r),
    target: r.uint(),
    duration: r.uhyper(),
    flags: r.uint(),
  };
}

export function encodeDomainGetCpuStatsArgs(w: XdrWriter, v: DomainGetCpuStatsArgs): void {
  encodeDomainRef(w, v.dom);
  w.uint(v.nparams, 'nparams');
  w.int(v.startCpu, 'startCpu');
  w.uint(v.ncpus, 'ncpus');
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetCpuStatsArgs(r: XdrReader): DomainGetCpuStatsArgs {
  return {
    dom: decodeDomainRef(r),
    nparams: r.uint(),
    startCpu: r.int(),
    ncpus: r.uint(),
    flags: r.uint(),
  };
}

export function encodeDomainGetCpuStatsResult(w: XdrWriter, v: DomainGetCpuStatsResult): void {
  w.count(v.params.length, 2048, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.int(v.nparams, 'nparams');
}

export function decodeDomainGetCpuStatsResult(r: XdrReader): DomainGetCpuStatsResult {
  return {
    params: r.list(2048, decodeTypedParam),
    nparams: r.int(),
  };
}

export function encodeDomainGetDiskErrorsArgs(w: XdrWriter, v: DomainGetDiskErrorsArgs): void {
  encodeDomainRef(w, v.dom);
  w.uint(v.maxerrors, 'maxerrors');
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetDiskErrorsArgs(r: XdrReader): DomainGetDiskErrorsArgs {
  return {
    dom: decodeDomainRef(r),
    maxerrors: r.uint(),
    flags: r.uint(),
  };
}

export function encodeDomainGetDiskErrorsResult(w: XdrWriter, v: DomainGetDiskErrorsResult): void {
  w.count(v.errors.length, 256, 'errors');
  for (const item of v.errors) encodeDomainDiskError(w, item);
  w.int(v.nerrors, 'nerrors');
}

export function decodeDomainGetDiskErrorsResult(r: XdrReader): DomainGetDiskErrorsResult {
  return {
    errors: r.list(256, decodeDomainDiskError),
    nerrors: r.int(),
  };
}

export function encodeDomainSetMetadataArgs(w: XdrWriter, v: DomainSetMetadataArgs): void {
  encodeDomainRef(w, v.dom);
  w.int(v.type, 'type');
  w.present(v.metadata !== null);
  if (v.metadata !== null) w.string(v.metadata, 'metadata');
  w.present(v.key !== null);
  if (v.key !== null) w.string(v.key, 'key');
  w.present(v.uri !== null);
  if (v.uri !== null) w.string(v.uri, 'uri');
  w.flags(v.flags, 'flags');
}

export function decodeDomainSetMetadataArgs(r: XdrReader): DomainSetMetadataArgs {
  return {
    dom: decodeDomainRef(r),
    type: r.int(),
    metadata: r.present() ? r.string() : null,
    key: r.present() ? r.string() : null,
    uri: r.present() ? r.string() : null,
    flags: r.uint(),
  };
}

export function encodeDomainGetMetadataArgs(w: XdrWriter, v: DomainGetMetadataArgs): void {
  encodeDomainRef(w, v.dom);
  w.int(v.type, 'type');
  w.present(v.uri !== null);
  if (v.uri !== null) w.string(v.uri, 'uri');
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetMetadataArgs(r: XdrReader): DomainGetMetadataArgs {
  return {
    dom: decodeDomainRef(r),
    type: r.int(),
    uri: r.present() ? r.string() : null,
    flags: r.uint(),
  };
}

export function encodeDomainGetMetadataResult(w: XdrWriter, v: DomainGetMetadataResult): void {
  w.string(v.metadata, 'metadata');
}

export function decodeDomainGetMetadataResult(r: XdrReader): DomainGetMetadataResult {
  return {
    metadata: r.string(),
  };
}

export function encodeDomainBlockRebaseArgs(w: XdrWriter, v: DomainBlockRebaseArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.path, 'path');
  w.present(v.base !== null);
  if (v.base !== null) w.string(v.base, 'base');
  w.uhyper(v.bandwidth, 'bandwidth');
  w.flags(v.flags, 'flags');
}

export function decodeDomainBlockRebaseArgs(r: XdrReader): DomainBlockRebaseArgs {
  return {
    dom: decodeDomainRef(r),
    path: r.string(),
    base: r.present() ? r.string() : null,
    bandwidth: r.uhyper(),
    flags: r.uint(),
  };
}

export function encodeDomainPmWakeupArgs(w: XdrWriter, v: DomainPmWakeupArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainPmWakeupArgs(r: XdrReader): DomainPmWakeupArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainGetHostnameArgs(w: XdrWriter, v: DomainGetHostnameArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetHostnameArgs(r: XdrReader): DomainGetHostnameArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainGetHostnameResult(w: XdrWriter, v: DomainGetHostnameResult): void {
  w.string(v.hostname, 'hostname');
}

export function decodeDomainGetHostnameResult(r: XdrReader): DomainGetHostnameResult {
  return {
    hostname: r.string(),
  };
}

export function encodeDomainGetSecurityLabelListArgs(w: XdrWriter, v: DomainGetSecurityLabelListArgs): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainGetSecurityLabelListArgs(r: XdrReader): DomainGetSecurityLabelListArgs {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainGetSecurityLabelListResult(w: XdrWriter, v: DomainGetSecurityLabelListResult): void {
  w.count(v.labels.length, 64, 'labels');
  for (const item of v.labels) encodeSecurityLabel(w, item);
  w.int(v.ret, 'ret');
}

export function decodeDomainGetSecurityLabelListResult(r: XdrReader): DomainGetSecurityLabelListResult {
  return {
    labels: r.list(64, decodeSecurityLabel),
    ret: r.int(),
  };
}

export function encodeDomainPinEmulatorArgs(w: XdrWriter, v: DomainPinEmulatorArgs): void {
  encodeDomainRef(w, v.dom);
  w.bytes(v.cpumap, 2048, 'cpumap');
  w.flags(v.flags, 'flags');
}

export function decodeDomainPinEmulatorArgs(r: XdrReader): DomainPinEmulatorArgs {
  return {
    dom: decodeDomainRef(r),
    cpumap: r.bytes(2048),
    flags: r.uint(),
  };
}

export function encodeDomainGetEmulatorPinInfoArgs(w: XdrWriter, v: DomainGetEmulatorPinInfoArgs): void {
  encodeDomainRef(w, v.dom);
  w.int(v.maplen, 'maplen');
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetEmulatorPinInfoArgs(r: XdrReader): DomainGetEmulatorPinInfoArgs {
  return {
    dom: decodeDomainRef(r),
    maplen: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainGetEmulatorPinInfoResult(w: XdrWriter, v: DomainGetEmulatorPinInfoResult): void {
  w.bytes(v.cpumaps, 8388608, 'cpumaps');
  w.int(v.ret, 'ret');
}

export function decodeDomainGetEmulatorPinInfoResult(r: XdrReader): DomainGetEmulatorPinInfoResult {
  return {
    cpumaps: r.bytes(8388608),
    ret: r.int(),
  };
}

export function encodeDomainBlockCommitArgs(w: XdrWriter, v: DomainBlockCommitArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.disk, 'disk');
  w.present(v.base !== null);
  if (v.base !== null) w.string(v.base, 'base');
  w.present(v.top !== null);
  if (v.top !== null) w.string(v.top, 'top');
  w.uhyper(v.bandwidth, 'bandwidth');
  w.flags(v.flags, 'flags');
}

export function decodeDomainBlockCommitArgs(r: XdrReader): DomainBlockCommitArgs {
  return {
    dom: decodeDomainRef(r),
    disk: r.string(),
    base: r.present() ? r.string() : null,
    top: r.present() ? r.string() : null,
    bandwidth: r.uhyper(),
    flags: r.uint(),
  };
}

export function encodeDomainFstrimArgs(w: XdrWriter, v: DomainFstrimArgs): void {
  encodeDomainRef(w, v.dom);
  w.present(v.mountPoint !== null);
  if (v.mountPoint !== null) w.string(v.mountPoint, 'mountPoint');
  w.uhyper(v.minimum, 'minimum');
  w.flags(v.flags, 'flags');
}

export function decodeDomainFstrimArgs(r: XdrReader): DomainFstrimArgs {
  return {
    dom: decodeDomainRef(r),
    mountPoint: r.present() ? r.string() : null,
    minimum: r.uhyper(),
    flags: r.uint(),
  };
}

export function encodeDomainSendProcessSignalArgs(w: XdrWriter, v: DomainSendProcessSignalArgs): void {
  encodeDomainRef(w, v.dom);
  w.hyper(v.pid, 'pid');
  w.uint(v.signum, 'signum');
  w.flags(v.flags, 'flags');
}

export function decodeDomainSendProcessSignalArgs(r: XdrReader): DomainSendProcessSignalArgs {
  return {
    dom: decodeDomainRef(r),
    pid: r.hyper(),
    signum: r.uint(),
    flags: r.uint(),
  };
}

export function encodeDomainOpenChannelArgs(w: XdrWriter, v: DomainOpenChannelArgs): void {
  encodeDomainRef(w, v.dom);
  w.present(v.name !== null);
  if (v.name !== null) w.string(v.name, 'name');
  w.flags(v.flags, 'flags');
}

export function decodeDomainOpenChannelArgs(r: XdrReader): DomainOpenChannelArgs {
  return {
    dom: decodeDomainRef(r),
    name: r.present() ? r.string() : null,
    flags: r.uint(),
  };
}

export function encodeDomainGetJobStatsArgs(w: XdrWriter, v: DomainGetJobStatsArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetJobStatsArgs(r: XdrReader): DomainGetJobStatsArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainGetJobStatsResult(w: XdrWriter, v: DomainGetJobStatsResult): void {
  w.int(v.type, 'type');
  w.count(v.params.length, 64, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
}

export function decodeDomainGetJobStatsResult(r: XdrReader): DomainGetJobStatsResult {
  return {
    type: r.int(),
    params: r.list(64, decodeTypedParam),
  };
}

export function encodeDomainMigrateGetCompressionCacheArgs(w: XdrWriter, v: DomainMigrateGetCompressionCacheArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainMigrateGetCompressionCacheArgs(r: XdrReader): DomainMigrateGetCompressionCacheArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainMigrateGetCompressionCacheResult(w: XdrWriter, v: DomainMigrateGetCompressionCacheResult): void {
  w.uhyper(v.cacheSize, 'cacheSize');
}

export function decodeDomainMigrateGetCompressionCacheResult(r: XdrReader): DomainMigrateGetCompressionCacheResult {
  return {
    cacheSize: r.uhyper(),
  };
}

export function encodeDomainMigrateSetCompressionCacheArgs(w: XdrWriter, v: DomainMigrateSetCompressionCacheArgs): void {
  encodeDomainRef(w, v.dom);
  w.uhyper(v.cacheSize, 'cacheSize');
  w.flags(v.flags, 'flags');
}

export function decodeDomainMigrateSetCompressionCacheArgs(r: XdrReader): DomainMigrateSetCompressionCacheArgs {
  return {
    dom: decodeDomainRef(r),
    cacheSize: r.uhyper(),
    flags: r.uint(),
  };
}

export function encodeDomainSetMemoryStatsPeriodArgs(w: XdrWriter, v: DomainSetMemoryStatsPeriodArgs): void {
  encodeDomainRef(w, v.dom);
  w.int(v.period, 'period');
  w.flags(v.flags, 'flags');
}

export function decodeDomainSetMemoryStatsPeriodArgs(r: XdrReader): DomainSetMemoryStatsPeriodArgs {
  return {
    dom: decodeDomainRef(r),
    period: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainCoreDumpWithFormatArgs(w: XdrWriter, v: DomainCoreDumpWithFormatArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.to, 'to');
  w.uint(v.dumpformat, 'dumpformat');
  w.flags(v.flags, 'flags');
}

export function decodeDomainCoreDumpWithFormatArgs(r: XdrReader): DomainCoreDumpWithFormatArgs {
  return {
    dom: decodeDomainRef(r),
    to: r.string(),
    dumpformat: r.uint(),
    flags: r.uint(),
  };
}

export function encodeDomainFsfreezeArgs(w: XdrWriter, v: DomainFsfreezeArgs): void {
  encodeDomainRef(w, v.dom);
  w.count(v.mountpoints.length, 256, 'mountpoints');
  for (const item of v.mountpoints) w.string(item, 'mountpoints');
  w.flags(v.flags, 'flags');
}

export function decodeDomainFsfreezeArgs(r: XdrReader): DomainFsfreezeArgs {
  return {
    dom: decodeDomainRef(r),
    mountpoints: r.list(256, (item) => item.string()),
    flags: r.uint(),
  };
}

export function encodeDomainFsfreezeResult(w: XdrWriter, v: DomainFsfreezeResult): void {
  w.int(v.filesystems, 'filesystems');
}

export function decodeDomainFsfreezeResult(r: XdrReader): DomainFsfreezeResult {
  return {
    filesystems: r.int(),
  };
}

export function encodeDomainFsthawArgs(w: XdrWriter, v: DomainFsthawArgs): void {
  encodeDomainRef(w, v.dom);
  w.count(v.mountpoints.length, 256, 'mountpoints');
  for (const item of v.mountpoints) w.string(item, 'mountpoints');
  w.flags(v.flags, 'flags');
}

export function decodeDomainFsthawArgs(r: XdrReader): DomainFsthawArgs {
  return {
    dom: decodeDomainRef(r),
    mountpoints: r.list(256, (item) => item.string()),
    flags: r.uint(),
  };
}

export function encodeDomainFsthawResult(w: XdrWriter, v: DomainFsthawResult): void {
  w.int(v.filesystems, 'filesystems');
}

export function decodeDomainFsthawResult(r: XdrReader): DomainFsthawResult {
  return {
    filesystems: r.int(),
  };
}

export function encodeDomainGetTimeArgs(w: XdrWriter, v: DomainGetTimeArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetTimeArgs(r: XdrReader): DomainGetTimeArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainGetTimeResult(w: XdrWriter, v: DomainGetTimeResult): void {
  w.hyper(v.seconds, 'seconds');
  w.uint(v.nseconds, 'nseconds');
}

export function decodeDomainGetTimeResult(r: XdrReader): DomainGetTimeResult {
  return {
    seconds: r.hyper(),
    nseconds: r.uint(),
  };
}

export function encodeDomainSetTimeArgs(w: XdrWriter, v: DomainSetTimeArgs): void {
  encodeDomainRef(w, v.dom);
  w.hyper(v.seconds, 'seconds');
  w.uint(v.nseconds, 'nseconds');
  w.flags(v.flags, 'flags');
}

export function decodeDomainSetTimeArgs(r: XdrReader): DomainSetTimeArgs {
  return {
    dom: decodeDomainRef(r),
    seconds: r.hyper(),
    nseconds: r.uint(),
    flags: r.uint(),
  };
}

export function encodeDomainBlockCopyArgs(w: XdrWriter, v: DomainBlockCopyArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.path, 'path');
  w.string(v.destxml, 'destxml');
  w.count(v.params.length, 16, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.flags(v.flags, 'flags');
}

export function decodeDomainBlockCopyArgs(r: XdrReader): DomainBlockCopyArgs {
  return {
    dom: decodeDomainRef(r),
    path: r.string(),
    destxml: r.string(),
    params: r.list(16, decodeTypedParam),
    flags: r.uint(),
  };
}

export function encodeDomainGetFsinfoArgs(w: XdrWriter, v: DomainGetFsinfoArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetFsinfoArgs(r: XdrReader): DomainGetFsinfoArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainGetFsinfoResult(w: XdrWriter, v: DomainGetFsinfoResult): void {
  w.count(v.info.length, 256, 'info');
  for (const item of v.info) encodeDomainFsinfo(w, item);
  w.uint(v.ret, 'ret');
}

export function decodeDomainGetFsinfoResult(r: XdrReader): DomainGetFsinfoResult {
  return {
    info: r.list(256, decodeDomainFsinfo),
    ret: r.uint(),
  };
}

export function encodeDomainDefineXmlFlagsArgs(w: XdrWriter, v: DomainDefineXmlFlagsArgs): void {
  w.string(v.xml, 'xml');
  w.flags(v.flags, 'flags');
}

export function decodeDomainDefineXmlFlagsArgs(r: XdrReader): DomainDefineXmlFlagsArgs {
  return {
    xml: r.string(),
    flags: r.uint(),
  };
}

export function encodeDomainDefineXmlFlagsResult(w: XdrWriter, v: DomainDefineXmlFlagsResult): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainDefineXmlFlagsResult(r: XdrReader): DomainDefineXmlFlagsResult {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainGetIothreadInfoArgs(w: XdrWriter, v: DomainGetIothreadInfoArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetIothreadInfoArgs(r: XdrReader): DomainGetIothreadInfoArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainGetIothreadInfoResult(w: XdrWriter, v: DomainGetIothreadInfoResult): void {
  w.count(v.info.length, 16384, 'info');
  for (const item of v.info) encodeDomainIothreadInfo(w, item);
  w.uint(v.ret, 'ret');
}

export function decodeDomainGetIothreadInfoResult(r: XdrReader): DomainGetIothreadInfoResult {
  return {
    info: r.list(16384, decodeDomainIothreadInfo),
    ret: r.uint(),
  };
}

export function encodeDomainPinIothreadArgs(w: XdrWriter, v: DomainPinIothreadArgs): void {
  encodeDomainRef(w, v.dom);
  w.uint(v.iothreadsId, 'iothreadsId');
  w.bytes(v.cpumap, 2048, 'cpumap');
  w.flags(v.flags, 'flags');
}

export function decodeDomainPinIothreadArgs(r: XdrReader): DomainPinIothreadArgs {
  return {
    dom: decodeDomainRef(r),
    iothreadsId: r.uint(),
    cpumap: r.bytes(2048),
    flags: r.uint(),
  };
}

export function encodeDomainInterfaceAddressesArgs(w: XdrWriter, v: DomainInterfaceAddressesArgs): void {
  encodeDomainRef(w, v.dom);
  w.uint(v.source, 'source');
  w.flags(v.flags, 'flags');
}

export function decodeDomainInterfaceAddressesArgs(r: XdrReader): DomainInterfaceAddressesArgs {
  return {
    dom: decodeDomainRef(r),
    source: r.uint(),
    flags: r.uint(),
  };
}

export function encodeDomainInterfaceAddressesResult(w: XdrWriter, v: DomainInterfaceAddressesResult): void {
  w.count(v.ifaces.length, 2048, 'ifaces');
  for (const item of v.ifaces) encodeDomainInterface(w, item);
}

export function decodeDomainInterfaceAddressesResult(r: XdrReader): DomainInterfaceAddressesResult {
  return {
    ifaces: r.list(2048, decodeDomainInterface),
  };
}

export function encodeDomainAddIothreadArgs(w: XdrWriter, v: DomainAddIothreadArgs): void {
  encodeDomainRef(w, v.dom);
  w.uint(v.iothreadId, 'iothreadId');
  w.flags(v.flags, 'flags');
}

export function decodeDomainAddIothreadArgs(r: XdrReader): DomainAddIothreadArgs {
  return {
    dom: decodeDomainRef(r),
    iothreadId: r.uint(),
    flags: r.uint(),
  };
}

export function encodeDomainDelIothreadArgs(w: XdrWriter, v: DomainDelIothreadArgs): void {
  encodeDomainRef(w, v.dom);
  w.uint(v.iothreadId, 'iothreadId');
  w.flags(v.flags, 'flags');
}

export function decodeDomainDelIothreadArgs(r: XdrReader): DomainDelIothreadArgs {
  return {
    dom: decodeDomainRef(r),
    iothreadId: r.uint(),
    flags: r.uint(),
  };
}

export function encodeDomainSetUserPasswordArgs(w: XdrWriter, v: DomainSetUserPasswordArgs): void {
  encodeDomainRef(w, v.dom);
  w.present(v.user !== null);
  if (v.user !== null) w.string(v.user, 'user');
  w.present(v.password !== null);
  if (v.password !== null) w.string(v.password, 'password');
  w.flags(v.flags, 'flags');
}

export function decodeDomainSetUserPasswordArgs(r: XdrReader): DomainSetUserPasswordArgs {
  return {
    dom: decodeDomainRef(r),
    user: r.present() ? r.string() : null,
    password: r.present() ? r.string() : null,
    flags: r.uint(),
  };
}

export function encodeDomainRenameArgs(w: XdrWriter, v: DomainRenameArgs): void {
  encodeDomainRef(w, v.dom);
  w.present(v.newName !== null);
  if (v.newName !== null) w.string(v.newName, 'newName');
  w.flags(v.flags, 'flags');
}

export function decodeDomainRenameArgs(r: XdrReader): DomainRenameArgs {
  return {
    dom: decodeDomainRef(r),
    newName: r.present() ? r.string() : null,
    flags: r.uint(),
  };
}

export function encodeDomainRenameResult(w: XdrWriter, v: DomainRenameResult): void {
  w.int(v.retcode, 'retcode');
}

export function decodeDomainRenameResult(r: XdrReader): DomainRenameResult {
  return {
    retcode: r.int(),
  };
}

export function encodeDomainMigrateStartPostCopyArgs(w: XdrWriter, v: DomainMigrateStartPostCopyArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainMigrateStartPostCopyArgs(r: XdrReader): DomainMigrateStartPostCopyArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainGetPerfEventsArgs(w: XdrWriter, v: DomainGetPerfEventsArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetPerfEventsArgs(r: XdrReader): DomainGetPerfEventsArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainGetPerfEventsResult(w: XdrWriter, v: DomainGetPerfEventsResult): void {
  w.count(v.params.length, 64, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
}

export function decodeDomainGetPerfEventsResult(r: XdrReader): DomainGetPerfEventsResult {
  return {
    params: r.list(64, decodeTypedParam),
  };
}

export function encodeDomainSetPerfEventsArgs(w: XdrWriter, v: DomainSetPerfEventsArgs): void {
  encodeDomainRef(w, v.dom);
  w.count(v.params.length, 64, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.flags(v.flags, 'flags');
}

export function decodeDomainSetPerfEventsArgs(r: XdrReader): DomainSetPerfEventsArgs {
  return {
    dom: decodeDomainRef(r),
    params: r.list(64, decodeTypedParam),
    flags: r.uint(),
  };
}

export function encodeDomainGetGuestVcpusArgs(w: XdrWriter, v: DomainGetGuestVcpusArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetGuestVcpusArgs(r: XdrReader): DomainGetGuestVcpusArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainGetGuestVcpusResult(w: XdrWriter, v: DomainGetGuestVcpusResult): void {
  w.count(v.params.length, 64, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
}

export function decodeDomainGetGuestVcpusResult(r: XdrReader): DomainGetGuestVcpusResult {
  return {
    params: r.list(64, decodeTypedParam),
  };
}

export function encodeDomainSetGuestVcpusArgs(w: XdrWriter, v: DomainSetGuestVcpusArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.cpumap, 'cpumap');
  w.int(v.state, 'state');
  w.flags(v.flags, 'flags');
}

export function decodeDomainSetGuestVcpusArgs(r: XdrReader): DomainSetGuestVcpusArgs {
  return {
    dom: decodeDomainRef(r),
    cpumap: r.string(),
    state: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainSetVcpuArgs(w: XdrWriter, v: DomainSetVcpuArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.cpumap, 'cpumap');
  w.int(v.state, 'state');
  w.flags(v.flags, 'flags');
}

export function decodeDomainSetVcpuArgs(r: XdrReader): DomainSetVcpuArgs {
  return {
    dom: decodeDomainRef(r),
    cpumap: r.string(),
    state: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainSetBlockThresholdArgs(w: XdrWriter, v: DomainSetBlockThresholdArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.dev, 'dev');
  w.uhyper(v.threshold, 'threshold');
  w.flags(v.flags, 'flags');
}

export function decodeDomainSetBlockThresholdArgs(r: XdrReader): DomainSetBlockThresholdArgs {
  return {
    dom: decodeDomainRef(r),
    dev: r.string(),
    threshold: r.uhyper(),
    flags: r.uint(),
  };
}

export function encodeDomainMigrateGetMaxDowntimeArgs(w: XdrWriter, v: DomainMigrateGetMaxDowntimeArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainMigrateGetMaxDowntimeArgs(r: XdrReader): DomainMigrateGetMaxDowntimeArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainMigrateGetMaxDowntimeResult(w: XdrWriter, v: DomainMigrateGetMaxDowntimeResult): void {
  w.uhyper(v.downtime, 'downtime');
}

export function decodeDomainMigrateGetMaxDowntimeResult(r: XdrReader): DomainMigrateGetMaxDowntimeResult {
  return {
    downtime: r.uhyper(),
  };
}

export function encodeDomainManagedSaveGetXmlDescArgs(w: XdrWriter, v: DomainManagedSaveGetXmlDescArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainManagedSaveGetXmlDescArgs(r: XdrReader): DomainManagedSaveGetXmlDescArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainManagedSaveGetXmlDescResult(w: XdrWriter, v: DomainManagedSaveGetXmlDescResult): void {
  w.string(v.xml, 'xml');
}

export function decodeDomainManagedSaveGetXmlDescResult(r: XdrReader): DomainManagedSaveGetXmlDescResult {
  return {
    xml: r.string(),
  };
}

export function encodeDomainManagedSaveDefineXmlArgs(w: XdrWriter, v: DomainManagedSaveDefineXmlArgs): void {
  encodeDomainRef(w, v.dom);
  w.present(v.dxml !== null);
  if (v.dxml !== null) w.string(v.dxml, 'dxml');
  w.flags(v.flags, 'flags');
}

export function decodeDomainManagedSaveDefineXmlArgs(r: XdrReader): DomainManagedSaveDefineXmlArgs {
  return {
    dom: decodeDomainRef(r),
    dxml: r.present() ? r.string() : null,
    flags: r.uint(),
  };
}

export function encodeDomainSetLifecycleActionArgs(w: XdrWriter, v: DomainSetLifecycleActionArgs): void {
  encodeDomainRef(w, v.dom);
  w.uint(v.type, 'type');
  w.uint(v.action, 'action');
  w.flags(v.flags, 'flags');
}

export function decodeDomainSetLifecycleActionArgs(r: XdrReader): DomainSetLifecycleActionArgs {
  return {
    dom: decodeDomainRef(r),
    type: r.uint(),
    action: r.uint(),
    flags: r.uint(),
  };
}

export function encodeDomainDetachDeviceAliasArgs(w: XdrWriter, v: DomainDetachDeviceAliasArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.alias, 'alias');
  w.flags(v.flags, 'flags');
}

export function decodeDomainDetachDeviceAliasArgs(r: XdrReader): DomainDetachDeviceAliasArgs {
  return {
    dom: decodeDomainRef(r),
    alias: r.string(),
    flags: r.uint(),
  };
}

export function encodeDomainGetLaunchSecurityInfoArgs(w: XdrWriter, v: DomainGetLaunchSecurityInfoArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetLaunchSecurityInfoArgs(r: XdrReader): DomainGetLaunchSecurityInfoArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainGetLaunchSecurityInfoResult(w: XdrWriter, v: DomainGetLaunchSecurityInfoResult): void {
  w.count(v.params.length, 64, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
}

export function decodeDomainGetLaunchSecurityInfoResult(r: XdrReader): DomainGetLaunchSecurityInfoResult {
  return {
    params: r.list(64, decodeTypedParam),
  };
}

export function encodeDomainSetIothreadParamsArgs(w: XdrWriter, v: DomainSetIothreadParamsArgs): void {
  encodeDomainRef(w, v.dom);
  w.uint(v.iothreadId, 'iothreadId');
  w.count(v.params.length, 64, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.flags(v.flags, 'flags');
}

export function decodeDomainSetIothreadParamsArgs(r: XdrReader): DomainSetIothreadParamsArgs {
  return {
    dom: decodeDomainRef(r),
    iothreadId: r.uint(),
    params: r.list(64, decodeTypedParam),
    flags: r.uint(),
  };
}

export function encodeDomainGetGuestInfoArgs(w: XdrWriter, v: DomainGetGuestInfoArgs): void {
  encodeDomainRef(w, v.dom);
  w.uint(v.types, 'types');
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetGuestInfoArgs(r: XdrReader): DomainGetGuestInfoArgs {
  return {
    dom: decodeDomainRef(r),
    types: r.uint(),
    flags: r.uint(),
  };
}

export function encodeDomainGetGuestInfoResult(w: XdrWriter, v: DomainGetGuestInfoResult): void {
  w.count(v.params.length, 2048, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
}

export function decodeDomainGetGuestInfoResult(r: XdrReader): DomainGetGuestInfoResult {
  return {
    params: r.list(2048, decodeTypedParam),
  };
}

export function encodeDomainAgentSetResponseTimeoutArgs(w: XdrWriter, v: DomainAgentSetResponseTimeoutArgs): void {
  encodeDomainRef(w, v.dom);
  w.int(v.timeout, 'timeout');
  w.flags(v.flags, 'flags');
}

export function decodeDomainAgentSetResponseTimeoutArgs(r: XdrReader): DomainAgentSetResponseTimeoutArgs {
  return {
    dom: decodeDomainRef(r),
    timeout: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainAgentSetResponseTimeoutResult(w: XdrWriter, v: DomainAgentSetResponseTimeoutResult): void {
  w.int(v.result, 'result');
}

export function decodeDomainAgentSetResponseTimeoutResult(r: XdrReader): DomainAgentSetResponseTimeoutResult {
  return {
    result: r.int(),
  };
}

export function encodeDomainBackupBeginArgs(w: XdrWriter, v: DomainBackupBeginArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.backupXml, 'backupXml');
  w.present(v.checkpointXml !== null);
  if (v.checkpointXml !== null) w.string(v.checkpointXml, 'checkpointXml');
  w.flags(v.flags, 'flags');
}

export function decodeDomainBackupBeginArgs(r: XdrReader): DomainBackupBeginArgs {
  return {
    dom: decodeDomainRef(r),
    backupXml: r.string(),
    checkpointXml: r.present() ? r.string() : null,
    flags: r.uint(),
  };
}

export function encodeDomainBackupGetXmlDescArgs(w: XdrWriter, v: DomainBackupGetXmlDescArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainBackupGetXmlDescArgs(r: XdrReader): DomainBackupGetXmlDescArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainBackupGetXmlDescResult(w: XdrWriter, v: DomainBackupGetXmlDescResult): void {
  w.string(v.xml, 'xml');
}

export function decodeDomainBackupGetXmlDescResult(r: XdrReader): DomainBackupGetXmlDescResult {
  return {
    xml: r.string(),
  };
}

export function encodeDomainAuthorizedSshKeysGetArgs(w: XdrWriter, v: DomainAuthorizedSshKeysGetArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.user, 'user');
  w.flags(v.flags, 'flags');
}

export function decodeDomainAuthorizedSshKeysGetArgs(r: XdrReader): DomainAuthorizedSshKeysGetArgs {
  return {
    dom: decodeDomainRef(r),
    user: r.string(),
    flags: r.uint(),
  };
}

export function encodeDomainAuthorizedSshKeysGetResult(w: XdrWriter, v: DomainAuthorizedSshKeysGetResult): void {
  w.count(v.keys.length, 2048, 'keys');
  for (const item of v.keys) w.string(item, 'keys');
}

export function decodeDomainAuthorizedSshKeysGetResult(r: XdrReader): DomainAuthorizedSshKeysGetResult {
  return {
    keys: r.list(2048, (item) => item.string()),
  };
}

export function encodeDomainAuthorizedSshKeysSetArgs(w: XdrWriter, v: DomainAuthorizedSshKeysSetArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.user, 'user');
  w.count(v.keys.length, 2048, 'keys');
  for (const item of v.keys) w.string(item, 'keys');
  w.flags(v.flags, 'flags');
}

export function decodeDomainAuthorizedSshKeysSetArgs(r: XdrReader): DomainAuthorizedSshKeysSetArgs {
  return {
    dom: decodeDomainRef(r),
    user: r.string(),
    keys: r.list(2048, (item) => item.string()),
    flags: r.uint(),
  };
}

export function encodeDomainGetMessagesArgs(w: XdrWriter, v: DomainGetMessagesArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainGetMessagesArgs(r: XdrReader): DomainGetMessagesArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeDomainGetMessagesResult(w: XdrWriter, v: DomainGetMessagesResult): void {
  w.count(v.msgs.length, 2048, 'msgs');
  for (const item of v.msgs) w.string(item, 'msgs');
}

export function decodeDomainGetMessagesResult(r: XdrReader): DomainGetMessagesResult {
  return {
    msgs: r.list(2048, (item) => item.string()),
  };
}

export function encodeDomainStartDirtyRateCalcArgs(w: XdrWriter, v: DomainStartDirtyRateCalcArgs): void {
  encodeDomainRef(w, v.dom);
  w.int(v.seconds, 'seconds');
  w.flags(v.flags, 'flags');
}

export function decodeDomainStartDirtyRateCalcArgs(r: XdrReader): DomainStartDirtyRateCalcArgs {
  return {
    dom: decodeDomainRef(r),
    seconds: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainSetLaunchSecurityStateArgs(w: XdrWriter, v: DomainSetLaunchSecurityStateArgs): void {
  encodeDomainRef(w, v.dom);
  w.count(v.params.length, 64, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.flags(v.flags, 'flags');
}

export function decodeDomainSetLaunchSecurityStateArgs(r: XdrReader): DomainSetLaunchSecurityStateArgs {
  return {
    dom: decodeDomainRef(r),
    params: r.list(64, decodeTypedParam),
    flags: r.uint(),
  };
}

export function encodeDomainSaveParamsArgs(w: XdrWriter, v: DomainSaveParamsArgs): void {
  encodeDomainRef(w, v.dom);
  w.count(v.params.length, 64, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.flags(v.flags, 'flags');
}

export function decodeDomainSaveParamsArgs(r: XdrReader): DomainSaveParamsArgs {
  return {
    dom: decodeDomainRef(r),
    params: r.list(64, decodeTypedParam),
    flags: r.uint(),
  };
}

export function encodeDomainRestoreParamsArgs(w: XdrWriter, v: DomainRestoreParamsArgs): void {
  w.count(v.params.length, 64, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.flags(v.flags, 'flags');
}

export function decodeDomainRestoreParamsArgs(r: XdrReader): DomainRestoreParamsArgs {
  return {
    params: r.list(64, decodeTypedParam),
    flags: r.uint(),
  };
}

export function encodeDomainAbortJobFlagsArgs(w: XdrWriter, v: DomainAbortJobFlagsArgs): void {
  encodeDomainRef(w, v.dom);
  w.flags(v.flags, 'flags');
}

export function decodeDomainAbortJobFlagsArgs(r: XdrReader): DomainAbortJobFlagsArgs {
  return {
    dom: decodeDomainRef(r),
    flags: r.uint(),
  };
}

export function encodeNetworkCreateArgs(w: XdrWriter, v: NetworkCreateArgs): void {
  encodeNetworkRef(w, v.net);
}

export function decodeNetworkCreateArgs(r: XdrReader): NetworkCreateArgs {
  return {
    net: decodeNetworkRef(r),
  };
}

export function encodeNetworkCreateXmlArgs(w: XdrWriter, v: NetworkCreateXmlArgs): void {
  w.string(v.xml, 'xml');
}

export function decodeNetworkCreateXmlArgs(r: XdrReader): NetworkCreateXmlArgs {
  return {
    xml: r.string(),
  };
}

export function encodeNetworkCreateXmlResult(w: XdrWriter, v: NetworkCreateXmlResult): void {
  encodeNetworkRef(w, v.net);
}

export function decodeNetworkCreateXmlResult(r: XdrReader): NetworkCreateXmlResult {
  return {
    net: decodeNetworkRef(r),
  };
}

export function encodeNetworkDefineXmlArgs(w: XdrWriter, v: NetworkDefineXmlArgs): void {
  w.string(v.xml, 'xml');
}

export function decodeNetworkDefineXmlArgs(r: XdrReader): NetworkDefineXmlArgs {
  return {
    xml: r.string(),
  };
}

export function encodeNetworkDefineXmlResult(w: XdrWriter, v: NetworkDefineXmlResult): void {
  encodeNetworkRef(w, v.net);
}

export function decodeNetworkDefineXmlResult(r: XdrReader): NetworkDefineXmlResult {
  return {
    net: decodeNetworkRef(r),
  };
}

export function encodeNetworkDestroyArgs(w: XdrWriter, v: NetworkDestroyArgs): void {
  encodeNetworkRef(w, v.net);
}

export function decodeNetworkDestroyArgs(r: XdrReader): NetworkDestroyArgs {
  return {
    net: decodeNetworkRef(r),
  };
}

export function encodeNetworkGetXmlDescArgs(w: XdrWriter, v: NetworkGetXmlDescArgs): void {
  encodeNetworkRef(w, v.net);
  w.flags(v.flags, 'flags');
}

export function decodeNetworkGetXmlDescArgs(r: XdrReader): NetworkGetXmlDescArgs {
  return {
    net: decodeNetworkRef(r),
    flags: r.uint(),
  };
}

export function encodeNetworkGetXmlDescResult(w: XdrWriter, v: NetworkGetXmlDescResult): void {
  w.string(v.xml, 'xml');
}

export function decodeNetworkGetXmlDescResult(r: XdrReader): NetworkGetXmlDescResult {
  return {
    xml: r.string(),
  };
}

export function encodeNetworkGetAutostartArgs(w: XdrWriter, v: NetworkGetAutostartArgs): void {
  encodeNetworkRef(w, v.net);
}

export function decodeNetworkGetAutostartArgs(r: XdrReader): NetworkGetAutostartArgs {
  return {
    net: decodeNetworkRef(r),
  };
}

export function encodeNetworkGetAutostartResult(w: XdrWriter, v: NetworkGetAutostartResult): void {
  w.int(v.autostart, 'autostart');
}

export function decodeNetworkGetAutostartResult(r: XdrReader): NetworkGetAutostartResult {
  return {
    autostart: r.int(),
  };
}

export function encodeNetworkGetBridgeNameArgs(w: XdrWriter, v: NetworkGetBridgeNameArgs): void {
  encodeNetworkRef(w, v.net);
}

export function decodeNetworkGetBridgeNameArgs(r: XdrReader): NetworkGetBridgeNameArgs {
  return {
    net: decodeNetworkRef(r),
  };
}

export function encodeNetworkGetBridgeNameResult(w: XdrWriter, v: NetworkGetBridgeNameResult): void {
  w.string(v.name, 'name');
}

export function decodeNetworkGetBridgeNameResult(r: XdrReader): NetworkGetBridgeNameResult {
  return {
    name: r.string(),
  };
}

export function encodeNetworkLookupByNameArgs(w: XdrWriter, v: NetworkLookupByNameArgs): void {
  w.string(v.name, 'name');
}

export function decodeNetworkLookupByNameArgs(r: XdrReader): NetworkLookupByNameArgs {
  return {
    name: r.string(),
  };
}

export function encodeNetworkLookupByNameResult(w: XdrWriter, v: NetworkLookupByNameResult): void {
  encodeNetworkRef(w, v.net);
}

export function decodeNetworkLookupByNameResult(r: XdrReader): NetworkLookupByNameResult {
  return {
    net: decodeNetworkRef(r),
  };
}

export function encodeNetworkLookupByUuidArgs(w: XdrWriter, v: NetworkLookupByUuidArgs): void {
  w.uuid(v.uuid, 'uuid');
}

export function decodeNetworkLookupByUuidArgs(r: XdrReader): NetworkLookupByUuidArgs {
  return {
    uuid: r.uuid(),
  };
}

export function encodeNetworkLookupByUuidResult(w: XdrWriter, v: NetworkLookupByUuidResult): void {
  encodeNetworkRef(w, v.net);
}

export function decodeNetworkLookupByUuidResult(r: XdrReader): NetworkLookupByUuidResult {
  return {
    net: decodeNetworkRef(r),
  };
}

export function encodeNetworkSetAutostartArgs(w: XdrWriter, v: NetworkSetAutostartArgs): void {
  encodeNetworkRef(w, v.net);
  w.int(v.autostart, 'autostart');
}

export function decodeNetworkSetAutostartArgs(r: XdrReader): NetworkSetAutostartArgs {
  return {
    net: decodeNetworkRef(r),
    autostart: r.int(),
  };
}

export function encodeNetworkUndefineArgs(w: XdrWriter, v: NetworkUndefineArgs): void {
  encodeNetworkRef(w, v.net);
}

export function decodeNetworkUndefineArgs(r: XdrReader): NetworkUndefineArgs {
  return {
    net: decodeNetworkRef(r),
  };
}

export function encodeNetworkIsActiveArgs(w: XdrWriter, v: NetworkIsActiveArgs): void {
  encodeNetworkRef(w, v.net);
}

export function decodeNetworkIsActiveArgs(r: XdrReader): NetworkIsActiveArgs {
  return {
    net: decodeNetworkRef(r),
  };
}

export function encodeNetworkIsActiveResult(w: XdrWriter, v: NetworkIsActiveResult): void {
  w.int(v.active, 'active');
}

export function decodeNetworkIsActiveResult(r: XdrReader): NetworkIsActiveResult {
  return {
    active: r.int(),
  };
}

export function encodeNetworkIsPersistentArgs(w: XdrWriter, v: NetworkIsPersistentArgs): void {
  encodeNetworkRef(w, v.net);
}

export function decodeNetworkIsPersistentArgs(r: XdrReader): NetworkIsPersistentArgs {
  return {
    net: decodeNetworkRef(r),
  };
}

export function encodeNetworkIsPersistentResult(w: XdrWriter, v: NetworkIsPersistentResult): void {
  w.int(v.persistent, 'persistent');
}

export function decodeNetworkIsPersistentResult(r: XdrReader): NetworkIsPersistentResult {
  return {
    persistent: r.int(),
  };
}

export function encodeNetworkUpdateArgs(w: XdrWriter, v: NetworkUpdateArgs): void {
  encodeNetworkRef(w, v.net);
  w.uint(v.command, 'command');
  w.uint(v.section, 'section');
  w.int(v.parentIndex, 'parentIndex');
  w.string(v.xml, 'xml');
  w.flags(v.flags, 'flags');
}

export function decodeNetworkUpdateArgs(r: XdrReader): NetworkUpdateArgs {
  return {
    net: decodeNetworkRef(r),
    command: r.uint(),
    section: r.uint(),
    parentIndex: r.int(),
    xml: r.string(),
    flags: r.uint(),
  };
}

export function encodeNetworkGetDhcpLeasesArgs(w: XdrWriter, v: NetworkGetDhcpLeasesArgs): void {
  encodeNetworkRef(w, v.net);
  w.present(v.mac !== null);
  if (v.mac !== null) w.string(v.mac, 'mac');
  w.int(v.needResults, 'needResults');
  w.flags(v.flags, 'flags');
}

export function decodeNetworkGetDhcpLeasesArgs(r: XdrReader): NetworkGetDhcpLeasesArgs {
  return {
    net: decodeNetworkRef(r),
    mac: r.present() ? r.string() : null,
    needResults: r.int(),
    flags: r.uint(),
  };
}

export function encodeNetworkGetDhcpLeasesResult(w: XdrWriter, v: NetworkGetDhcpLeasesResult): void {
  w.count(v.leases.length, 65536, 'leases');
  for (const item of v.leases) encodeNetworkDhcpLease(w, item);
  w.uint(v.ret, 'ret');
}

export function decodeNetworkGetDhcpLeasesResult(r: XdrReader): NetworkGetDhcpLeasesResult {
  return {
    leases: r.list(65536, decodeNetworkDhcpLease),
    ret: r.uint(),
  };
}

export function encodeNetworkListAllPortsArgs(w: XdrWriter, v: NetworkListAllPortsArgs): void {
  encodeNetworkRef(w, v.network);
  w.int(v.needResults, 'needResults');
  w.flags(v.flags, 'flags');
}

export function decodeNetworkListAllPortsArgs(r: XdrReader): NetworkListAllPortsArgs {
  return {
    network: decodeNetworkRef(r),
    needResults: r.int(),
    flags: r.uint(),
  };
}

export function encodeNetworkListAllPortsResult(w: XdrWriter, v: NetworkListAllPortsResult): void {
  w.count(v.ports.length, 16384, 'ports');
  for (const item of v.ports) encodeNetworkPortRef(w, item);
  w.uint(v.ret, 'ret');
}

export function decodeNetworkListAllPortsResult(r: XdrReader): NetworkListAllPortsResult {
  return {
    ports: r.list(16384, decodeNetworkPortRef),
    ret: r.uint(),
  };
}

export function encodeNetworkPortLookupByUuidArgs(w: XdrWriter, v: NetworkPortLookupByUuidArgs): void {
  encodeNetworkRef(w, v.network);
  w.uuid(v.uuid, 'uuid');
}

export function decodeNetworkPortLookupByUuidArgs(r: XdrReader): NetworkPortLookupByUuidArgs {
  return {
    network: decodeNetworkRef(r),
    uuid: r.uuid(),
  };
}

export function encodeNetworkPortLookupByUuidResult(w: XdrWriter, v: NetworkPortLookupByUuidResult): void {
  encodeNetworkPortRef(w, v.port);
}

export function decodeNetworkPortLookupByUuidResult(r: XdrReader): NetworkPortLookupByUuidResult {
  return {
    port: decodeNetworkPortRef(r),
  };
}

export function encodeNetworkPortCreateXmlArgs(w: XdrWriter, v: NetworkPortCreateXmlArgs): void {
  encodeNetworkRef(w, v.network);
  w.string(v.xml, 'xml');
  w.flags(v.flags, 'flags');
}

export function decodeNetworkPortCreateXmlArgs(r: XdrReader): NetworkPortCreateXmlArgs {
  return {
    network: decodeNetworkRef(r),
    xml: r.string(),
    flags: r.uint(),
  };
}

export function encodeNetworkPortCreateXmlResult(w: XdrWriter, v: NetworkPortCreateXmlResult): void {
  encodeNetworkPortRef(w, v.port);
}

export function decodeNetworkPortCreateXmlResult(r: XdrReader): NetworkPortCreateXmlResult {
  return {
    port: decodeNetworkPortRef(r),
  };
}

export function encodeNetworkPortGetParametersArgs(w: XdrWriter, v: NetworkPortGetParametersArgs): void {
  encodeNetworkPortRef(w, v.port);
  w.int(v.nparams, 'nparams');
  w.flags(v.flags, 'flags');
}

export function decodeNetworkPortGetParametersArgs(r: XdrReader): NetworkPortGetParametersArgs {
  return {
    port: decodeNetworkPortRef(r),
    nparams: r.int(),
    flags: r.uint(),
  };
}

export function encodeNetworkPortGetParametersResult(w: XdrWriter, v: NetworkPortGetParametersResult): void {
  w.count(v.params.length, 16, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.int(v.nparams, 'nparams');
}

export function decodeNetworkPortGetParametersResult(r: XdrReader): NetworkPortGetParametersResult {
  return {
    params: r.list(16, decodeTypedParam),
    nparams: r.int(),
  };
}

export function encodeNetworkPortSetParametersArgs(w: XdrWriter, v: NetworkPortSetParametersArgs): void {
  encodeNetworkPortRef(w, v.port);
  w.count(v.params.length, 16, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
  w.flags(v.flags, 'flags');
}

export function decodeNetworkPortSetParametersArgs(r: XdrReader): NetworkPortSetParametersArgs {
  return {
    port: decodeNetworkPortRef(r),
    params: r.list(16, decodeTypedParam),
    flags: r.uint(),
  };
}

export function encodeNetworkPortGetXmlDescArgs(w: XdrWriter, v: NetworkPortGetXmlDescArgs): void {
  encodeNetworkPortRef(w, v.port);
  w.flags(v.flags, 'flags');
}

export function decodeNetworkPortGetXmlDescArgs(r: XdrReader): NetworkPortGetXmlDescArgs {
  return {
    port: decodeNetworkPortRef(r),
    flags: r.uint(),
  };
}

export function encodeNetworkPortGetXmlDescResult(w: XdrWriter, v: NetworkPortGetXmlDescResult): void {
  w.string(v.xml, 'xml');
}

export function decodeNetworkPortGetXmlDescResult(r: XdrReader): NetworkPortGetXmlDescResult {
  return {
    xml: r.string(),
  };
}

export function encodeNetworkPortDeleteArgs(w: XdrWriter, v: NetworkPortDeleteArgs): void {
  encodeNetworkPortRef(w, v.port);
  w.flags(v.flags, 'flags');
}

export function decodeNetworkPortDeleteArgs(r: XdrReader): NetworkPortDeleteArgs {
  return {
    port: decodeNetworkPortRef(r),
    flags: r.uint(),
  };
}

export function encodeNetworkDefineXmlFlagsArgs(w: XdrWriter, v: NetworkDefineXmlFlagsArgs): void {
  w.string(v.xml, 'xml');
  w.flags(v.flags, 'flags');
}

export function decodeNetworkDefineXmlFlagsArgs(r: XdrReader): NetworkDefineXmlFlagsArgs {
  return {
    xml: r.string(),
    flags: r.uint(),
  };
}

export function encodeNetworkDefineXmlFlagsResult(w: XdrWriter, v: NetworkDefineXmlFlagsResult): void {
  encodeNetworkRef(w, v.net);
}

export function decodeNetworkDefineXmlFlagsResult(r: XdrReader): NetworkDefineXmlFlagsResult {
  return {
    net: decodeNetworkRef(r),
  };
}

export function encodeNetworkCreateXmlFlagsArgs(w: XdrWriter, v: NetworkCreateXmlFlagsArgs): void {
  w.string(v.xml, 'xml');
  w.flags(v.flags, 'flags');
}

export function decodeNetworkCreateXmlFlagsArgs(r: XdrReader): NetworkCreateXmlFlagsArgs {
  return {
    xml: r.string(),
    flags: r.uint(),
  };
}

export function encodeNetworkCreateXmlFlagsResult(w: XdrWriter, v: NetworkCreateXmlFlagsResult): void {
  encodeNetworkRef(w, v.net);
}

export function decodeNetworkCreateXmlFlagsResult(r: XdrReader): NetworkCreateXmlFlagsResult {
  return {
    net: decodeNetworkRef(r),
  };
}

export function encodeInterfaceLookupByNameArgs(w: XdrWriter, v: InterfaceLookupByNameArgs): void {
  w.string(v.name, 'name');
}

export function decodeInterfaceLookupByNameArgs(r: XdrReader): InterfaceLookupByNameArgs {
  return {
    name: r.string(),
  };
}

export function encodeInterfaceLookupByNameResult(w: XdrWriter, v: InterfaceLookupByNameResult): void {
  encodeInterfaceRef(w, v.iface);
}

export function decodeInterfaceLookupByNameResult(r: XdrReader): InterfaceLookupByNameResult {
  return {
    iface: decodeInterfaceRef(r),
  };
}

export function encodeInterfaceLookupByMacStringArgs(w: XdrWriter, v: InterfaceLookupByMacStringArgs): void {
  w.string(v.mac, 'mac');
}

export function decodeInterfaceLookupByMacStringArgs(r: XdrReader): InterfaceLookupByMacStringArgs {
  return {
    mac: r.string(),
  };
}

export function encodeInterfaceLookupByMacStringResult(w: XdrWriter, v: InterfaceLookupByMacStringResult): void {
  encodeInterfaceRef(w, v.iface);
}

export function decodeInterfaceLookupByMacStringResult(r: XdrReader): InterfaceLookupByMacStringResult {
  return {
    iface: decodeInterfaceRef(r),
  };
}

export function encodeInterfaceGetXmlDescArgs(w: XdrWriter, v: InterfaceGetXmlDescArgs): void {
  encodeInterfaceRef(w, v.iface);
  w.flags(v.flags, 'flags');
}

export function decodeInterfaceGetXmlDescArgs(r: XdrReader): InterfaceGetXmlDescArgs {
  return {
    iface: decodeInterfaceRef(r),
    flags: r.uint(),
  };
}

export function encodeInterfaceGetXmlDescResult(w: XdrWriter, v: InterfaceGetXmlDescResult): void {
  w.string(v.xml, 'xml');
}

export function decodeInterfaceGetXmlDescResult(r: XdrReader): InterfaceGetXmlDescResult {
  return {
    xml: r.string(),
  };
}

export function encodeInterfaceDefineXmlArgs(w: XdrWriter, v: InterfaceDefineXmlArgs): void {
  w.string(v.xml, 'xml');
  w.flags(v.flags, 'flags');
}

export function decodeInterfaceDefineXmlArgs(r: XdrReader): InterfaceDefineXmlArgs {
  return {
    xml: r.string(),
    flags: r.uint(),
  };
}

export function encodeInterfaceDefineXmlResult(w: XdrWriter, v: InterfaceDefineXmlResult): void {
  encodeInterfaceRef(w, v.iface);
}

export function decodeInterfaceDefineXmlResult(r: XdrReader): InterfaceDefineXmlResult {
  return {
    iface: decodeInterfaceRef(r),
  };
}

export function encodeInterfaceUndefineArgs(w: XdrWriter, v: InterfaceUndefineArgs): void {
  encodeInterfaceRef(w, v.iface);
}

export function decodeInterfaceUndefineArgs(r: XdrReader): InterfaceUndefineArgs {
  return {
    iface: decodeInterfaceRef(r),
  };
}

export function encodeInterfaceCreateArgs(w: XdrWriter, v: InterfaceCreateArgs): void {
  encodeInterfaceRef(w, v.iface);
  w.flags(v.flags, 'flags');
}

export function decodeInterfaceCreateArgs(r: XdrReader): InterfaceCreateArgs {
  return {
    iface: decodeInterfaceRef(r),
    flags: r.uint(),
  };
}

export function encodeInterfaceDestroyArgs(w: XdrWriter, v: InterfaceDestroyArgs): void {
  encodeInterfaceRef(w, v.iface);
  w.flags(v.flags, 'flags');
}

export function decodeInterfaceDestroyArgs(r: XdrReader): InterfaceDestroyArgs {
  return {
    iface: decodeInterfaceRef(r),
    flags: r.uint(),
  };
}

export function encodeInterfaceIsActiveArgs(w: XdrWriter, v: InterfaceIsActiveArgs): void {
  encodeInterfaceRef(w, v.iface);
}

export function decodeInterfaceIsActiveArgs(r: XdrReader): InterfaceIsActiveArgs {
  return {
    iface: decodeInterfaceRef(r),
  };
}

export function encodeInterfaceIsActiveResult(w: XdrWriter, v: InterfaceIsActiveResult): void {
  w.int(v.active, 'active');
}

export function decodeInterfaceIsActiveResult(r: XdrReader): InterfaceIsActiveResult {
  return {
    active: r.int(),
  };
}

export function encodeInterfaceChangeBeginArgs(w: XdrWriter, v: InterfaceChangeBeginArgs): void {
  w.flags(v.flags, 'flags');
}

export function decodeInterfaceChangeBeginArgs(r: XdrReader): InterfaceChangeBeginArgs {
  return {
    flags: r.uint(),
  };
}

export function encodeInterfaceChangeCommitArgs(w: XdrWriter, v: InterfaceChangeCommitArgs): void {
  w.flags(v.flags, 'flags');
}

export function decodeInterfaceChangeCommitArgs(r: XdrReader): InterfaceChangeCommitArgs {
  return {
    flags: r.uint(),
  };
}

export function encodeInterfaceChangeRollbackArgs(w: XdrWriter, v: InterfaceChangeRollbackArgs): void {
  w.flags(v.flags, 'flags');
}

export function decodeInterfaceChangeRollbackArgs(r: XdrReader): InterfaceChangeRollbackArgs {
  return {
    flags: r.uint(),
  };
}

export function encodeStoragePoolCreateXmlArgs(w: XdrWriter, v: StoragePoolCreateXmlArgs): void {
  w.string(v.xml, 'xml');
  w.flags(v.flags, 'flags');
}

export function decodeStoragePoolCreateXmlArgs(r: XdrReader): StoragePoolCreateXmlArgs {
  return {
    xml: r.string(),
    flags: r.uint(),
  };
}

export function encodeStoragePoolCreateXmlResult(w: XdrWriter, v: StoragePoolCreateXmlResult): void {
  encodeStoragePoolRef(w, v.pool);
}

export function decodeStoragePoolCreateXmlResult(r: XdrReader): StoragePoolCreateXmlResult {
  return {
    pool: decodeStoragePoolRef(r),
  };
}

export function encodeStoragePoolDefineXmlArgs(w: XdrWriter, v: StoragePoolDefineXmlArgs): void {
  w.string(v.xml, 'xml');
  w.flags(v.flags, 'flags');
}

export function decodeStoragePoolDefineXmlArgs(r: XdrReader): StoragePoolDefineXmlArgs {
  return {
    xml: r.string(),
    flags: r.uint(),
  };
}

export function encodeStoragePoolDefineXmlResult(w: XdrWriter, v: StoragePoolDefineXmlResult): void {
  encodeStoragePoolRef(w, v.pool);
}

export function decodeStoragePoolDefineXmlResult(r: XdrReader): StoragePoolDefineXmlResult {
  return {
    pool: decodeStoragePoolRef(r),
  };
}

export function encodeStoragePoolCreateArgs(w: XdrWriter, v: StoragePoolCreateArgs): void {
  encodeStoragePoolRef(w, v.pool);
  w.flags(v.flags, 'flags');
}

export function decodeStoragePoolCreateArgs(r: XdrReader): StoragePoolCreateArgs {
  return {
    pool: decodeStoragePoolRef(r),
    flags: r.uint(),
  };
}

export function encodeStoragePoolBuildArgs(w: XdrWriter, v: StoragePoolBuildArgs): void {
  encodeStoragePoolRef(w, v.pool);
  w.flags(v.flags, 'flags');
}

export function decodeStoragePoolBuildArgs(r: XdrReader): StoragePoolBuildArgs {
  return {
    pool: decodeStoragePoolRef(r),
    flags: r.uint(),
  };
}

export function encodeStoragePoolDestroyArgs(w: XdrWriter, v: StoragePoolDestroyArgs): void {
  encodeStoragePoolRef(w, v.pool);
}

export function decodeStoragePoolDestroyArgs(r: XdrReader): StoragePoolDestroyArgs {
  return {
    pool: decodeStoragePoolRef(r),
  };
}

export function encodeStoragePoolDeleteArgs(w: XdrWriter, v: StoragePoolDeleteArgs): void {
  encodeStoragePoolRef(w, v.pool);
  w.flags(v.flags, 'flags');
}

export function decodeStoragePoolDeleteArgs(r: XdrReader): StoragePoolDeleteArgs {
  return {
    pool: decodeStoragePoolRef(r),
    flags: r.uint(),
  };
}

export function encodeStoragePoolUndefineArgs(w: XdrWriter, v: StoragePoolUndefineArgs): void {
  encodeStoragePoolRef(w, v.pool);
}

export function decodeStoragePoolUndefineArgs(r: XdrReader): StoragePoolUndefineArgs {
  return {
    pool: decodeStoragePoolRef(r),
  };
}

export function encodeStoragePoolRefreshArgs(w: XdrWriter, v: StoragePoolRefreshArgs): void {
  encodeStoragePoolRef(w, v.pool);
  w.flags(v.flags, 'flags');
}

export function decodeStoragePoolRefreshArgs(r: XdrReader): StoragePoolRefreshArgs {
  return {
    pool: decodeStoragePoolRef(r),
    flags: r.uint(),
  };
}

export function encodeStoragePoolLookupByNameArgs(w: XdrWriter, v: StoragePoolLookupByNameArgs): void {
  w.string(v.name, 'name');
}

export function decodeStoragePoolLookupByNameArgs(r: XdrReader): StoragePoolLookupByNameArgs {
  return {
    name: r.string(),
  };
}

export function encodeStoragePoolLookupByNameResult(w: XdrWriter, v: StoragePoolLookupByNameResult): void {
  encodeStoragePoolRef(w, v.pool);
}

export function decodeStoragePoolLookupByNameResult(r: XdrReader): StoragePoolLookupByNameResult {
  return {
    pool: decodeStoragePoolRef(r),
  };
}

export function encodeStoragePoolLookupByUuidArgs(w: XdrWriter, v: StoragePoolLookupByUuidArgs): void {
  w.uuid(v.uuid, 'uuid');
}

export function decodeStoragePoolLookupByUuidArgs(r: XdrReader): StoragePoolLookupByUuidArgs {
  return {
    uuid: r.uuid(),
  };
}

export function encodeStoragePoolLookupByUuidResult(w: XdrWriter, v: StoragePoolLookupByUuidResult): void {
  encodeStoragePoolRef(w, v.pool);
}

export function decodeStoragePoolLookupByUuidResult(r: XdrReader): StoragePoolLookupByUuidResult {
  return {
    pool: decodeStoragePoolRef(r),
  };
}

export function encodeStoragePoolLookupByVolumeArgs(w: XdrWriter, v: StoragePoolLookupByVolumeArgs): void {
  encodeStorageVolRef(w, v.vol);
}

export function decodeStoragePoolLookupByVolumeArgs(r: XdrReader): StoragePoolLookupByVolumeArgs {
  return {
    vol: decodeStorageVolRef(r),
  };
}

export function encodeStoragePoolLookupByVolumeResult(w: XdrWriter, v: StoragePoolLookupByVolumeResult): void {
  encodeStoragePoolRef(w, v.pool);
}

export function decodeStoragePoolLookupByVolumeResult(r: XdrReader): StoragePoolLookupByVolumeResult {
  return {
    pool: decodeStoragePoolRef(r),
  };
}

export function encodeStoragePoolGetInfoArgs(w: XdrWriter, v: StoragePoolGetInfoArgs): void {
  encodeStoragePoolRef(w, v.pool);
}

export function decodeStoragePoolGetInfoArgs(r: XdrReader): StoragePoolGetInfoArgs {
  return {
    pool: decodeStoragePoolRef(r),
  };
}

export function encodeStoragePoolGetInfoResult(w: XdrWriter, v: StoragePoolGetInfoResult): void {
  w.uchar(v.state, 'state');
  w.uhyper(v.capacity, 'capacity');
  w.uhyper(v.allocation, 'allocation');
  w.uhyper(v.available, 'available');
}

export function decodeStoragePoolGetInfoResult(r: XdrReader): StoragePoolGetInfoResult {
  return {
    state: r.uchar(),
    capacity: r.uhyper(),
    allocation: r.uhyper(),
    available: r.uhyper(),
  };
}

export function encodeStoragePoolGetXmlDescArgs(w: XdrWriter, v: StoragePoolGetXmlDescArgs): void {
  encodeStoragePoolRef(w, v.pool);
  w.flags(v.flags, 'flags');
}

export function decodeStoragePoolGetXmlDescArgs(r: XdrReader): StoragePoolGetXmlDescArgs {
  return {
    pool: decodeStoragePoolRef(r),
    flags: r.uint(),
  };
}

export function encodeStoragePoolGetXmlDescResult(w: XdrWriter, v: StoragePoolGetXmlDescResult): void {
  w.string(v.xml, 'xml');
}

export function decodeStoragePoolGetXmlDescResult(r: XdrReader): StoragePoolGetXmlDescResult {
  return {
    xml: r.string(),
  };
}

export function encodeStoragePoolGetAutostartArgs(w: XdrWriter, v: StoragePoolGetAutostartArgs): void {
  encodeStoragePoolRef(w, v.pool);
}

export function decodeStoragePoolGetAutostartArgs(r: XdrReader): StoragePoolGetAutostartArgs {
  return {
    pool: decodeStoragePoolRef(r),
  };
}

export function encodeStoragePoolGetAutostartResult(w: XdrWriter, v: StoragePoolGetAutostartResult): void {
  w.int(v.autostart, 'autostart');
}

export function decodeStoragePoolGetAutostartResult(r: XdrReader): StoragePoolGetAutostartResult {
  return {
    autostart: r.int(),
  };
}

export function encodeStoragePoolSetAutostartArgs(w: XdrWriter, v: StoragePoolSetAutostartArgs): void {
  encodeStoragePoolRef(w, v.pool);
  w.int(v.autostart, 'autostart');
}

export function decodeStoragePoolSetAutostartArgs(r: XdrReader): StoragePoolSetAutostartArgs {
  return {
    pool: decodeStoragePoolRef(r),
    autostart: r.int(),
  };
}

export function encodeStoragePoolNumOfVolumesArgs(w: XdrWriter, v: StoragePoolNumOfVolumesArgs): void {
  encodeStoragePoolRef(w, v.pool);
}

export function decodeStoragePoolNumOfVolumesArgs(r: XdrReader): StoragePoolNumOfVolumesArgs {
  return {
    pool: decodeStoragePoolRef(r),
  };
}

export function encodeStoragePoolNumOfVolumesResult(w: XdrWriter, v: StoragePoolNumOfVolumesResult): void {
  w.int(v.num, 'num');
}

export function decodeStoragePoolNumOfVolumesResult(r: XdrReader): StoragePoolNumOfVolumesResult {
  return {
    num: r.int(),
  };
}

export function encodeStoragePoolListVolumesArgs(w: XdrWriter, v: StoragePoolListVolumesArgs): void {
  encodeStoragePoolRef(w, v.pool);
  w.int(v.maxnames, 'maxnames');
}

export function decodeStoragePoolListVolumesArgs(r: XdrReader): StoragePoolListVolumesArgs {
  return {
    pool: decodeStoragePoolRef(r),
    maxnames: r.int(),
  };
}

export function encodeStoragePoolListVolumesResult(w: XdrWriter, v: StoragePoolListVolumesResult): void {
  w.count(v.names.length, 16384, 'names');
  for (const item of v.names) w.string(item, 'names');
}

export function decodeStoragePoolListVolumesResult(r: XdrReader): StoragePoolListVolumesResult {
  return {
    names: r.list(16384, (item) => item.string()),
  };
}

export function encodeStorageVolCreateXmlArgs(w: XdrWriter, v: StorageVolCreateXmlArgs): void {
  encodeStoragePoolRef(w, v.pool);
  w.string(v.xml, 'xml');
  w.flags(v.flags, 'flags');
}

export function decodeStorageVolCreateXmlArgs(r: XdrReader): StorageVolCreateXmlArgs {
  return {
    pool: decodeStoragePoolRef(r),
    xml: r.string(),
    flags: r.uint(),
  };
}

export function encodeStorageVolCreateXmlResult(w: XdrWriter, v: StorageVolCreateXmlResult): void {
  encodeStorageVolRef(w, v.vol);
}

export function decodeStorageVolCreateXmlResult(r: XdrReader): StorageVolCreateXmlResult {
  return {
    vol: decodeStorageVolRef(r),
  };
}

export function encodeStorageVolDeleteArgs(w: XdrWriter, v: StorageVolDeleteArgs): void {
  encodeStorageVolRef(w, v.vol);
  w.flags(v.flags, 'flags');
}

export function decodeStorageVolDeleteArgs(r: XdrReader): StorageVolDeleteArgs {
  return {
    vol: decodeStorageVolRef(r),
    flags: r.uint(),
  };
}

export function encodeStorageVolLookupByNameArgs(w: XdrWriter, v: StorageVolLookupByNameArgs): void {
  encodeStoragePoolRef(w, v.pool);
  w.string(v.name, 'name');
}

export function decodeStorageVolLookupByNameArgs(r: XdrReader): StorageVolLookupByNameArgs {
  return {
    pool: decodeStoragePoolRef(r),
    name: r.string(),
  };
}

export function encodeStorageVolLookupByNameResult(w: XdrWriter, v: StorageVolLookupByNameResult): void {
  encodeStorageVolRef(w, v.vol);
}

export function decodeStorageVolLookupByNameResult(r: XdrReader): StorageVolLookupByNameResult {
  return {
    vol: decodeStorageVolRef(r),
  };
}

export function encodeStorageVolLookupByKeyArgs(w: XdrWriter, v: StorageVolLookupByKeyArgs): void {
  w.string(v.key, 'key');
}

export function decodeStorageVolLookupByKeyArgs(r: XdrReader): StorageVolLookupByKeyArgs {
  return {
    key: r.string(),
  };
}

export function encodeStorageVolLookupByKeyResult(w: XdrWriter, v: StorageVolLookupByKeyResult): void {
  encodeStorageVolRef(w, v.vol);
}

export function decodeStorageVolLookupByKeyResult(r: XdrReader): StorageVolLookupByKeyResult {
  return {
    vol: decodeStorageVolRef(r),
  };
}

export function encodeStorageVolLookupByPathArgs(w: XdrWriter, v: StorageVolLookupByPathArgs): void {
  w.string(v.path, 'path');
}

export function decodeStorageVolLookupByPathArgs(r: XdrReader): StorageVolLookupByPathArgs {
  return {
    path: r.string(),
  };
}

export function encodeStorageVolLookupByPathResult(w: XdrWriter, v: StorageVolLookupByPathResult): void {
  encodeStorageVolRef(w, v.vol);
}

export function decodeStorageVolLookupByPathResult(r: XdrReader): StorageVolLookupByPathResult {
  return {
    vol: decodeStorageVolRef(r),
  };
}

export function encodeStorageVolGetInfoArgs(w: XdrWriter, v: StorageVolGetInfoArgs): void {
  encodeStorageVolRef(w, v.vol);
}

export function decodeStorageVolGetInfoArgs(r: XdrReader): StorageVolGetInfoArgs {
  return {
    vol: decodeStorageVolRef(r),
  };
}

export function encodeStorageVolGetInfoResult(w: XdrWriter, v: StorageVolGetInfoResult): void {
  w.char(v.type, 'type');
  w.uhyper(v.capacity, 'capacity');
  w.uhyper(v.allocation, 'allocation');
}

export function decodeStorageVolGetInfoResult(r: XdrReader): StorageVolGetInfoResult {
  return {
    type: r.char(),
    capacity: r.uhyper(),
    allocation: r.uhyper(),
  };
}

export function encodeStorageVolGetXmlDescArgs(w: XdrWriter, v: StorageVolGetXmlDescArgs): void {
  encodeStorageVolRef(w, v.vol);
  w.flags(v.flags, 'flags');
}

export function decodeStorageVolGetXmlDescArgs(r: XdrReader): StorageVolGetXmlDescArgs {
  return {
    vol: decodeStorageVolRef(r),
    flags: r.uint(),
  };
}

export function encodeStorageVolGetXmlDescResult(w: XdrWriter, v: StorageVolGetXmlDescResult): void {
  w.string(v.xml, 'xml');
}

export function decodeStorageVolGetXmlDescResult(r: XdrReader): StorageVolGetXmlDescResult {
  return {
    xml: r.string(),
  };
}

export function encodeStorageVolGetPathArgs(w: XdrWriter, v: StorageVolGetPathArgs): void {
  encodeStorageVolRef(w, v.vol);
}

export function decodeStorageVolGetPathArgs(r: XdrReader): StorageVolGetPathArgs {
  return {
    vol: decodeStorageVolRef(r),
  };
}

export function encodeStorageVolGetPathResult(w: XdrWriter, v: StorageVolGetPathResult): void {
  w.string(v.name, 'name');
}

export function decodeStorageVolGetPathResult(r: XdrReader): StorageVolGetPathResult {
  return {
    name: r.string(),
  };
}

export function encodeStorageVolCreateXmlFromArgs(w: XdrWriter, v: StorageVolCreateXmlFromArgs): void {
  encodeStoragePoolRef(w, v.pool);
  w.string(v.xml, 'xml');
  encodeStorageVolRef(w, v.clonevol);
  w.flags(v.flags, 'flags');
}

export function decodeStorageVolCreateXmlFromArgs(r: XdrReader): StorageVolCreateXmlFromArgs {
  return {
    pool: decodeStoragePoolRef(r),
    xml: r.string(),
    clonevol: decodeStorageVolRef(r),
    flags: r.uint(),
  };
}

export function encodeStorageVolCreateXmlFromResult(w: XdrWriter, v: StorageVolCreateXmlFromResult): void {
  encodeStorageVolRef(w, v.vol);
}

export function decodeStorageVolCreateXmlFromResult(r: XdrReader): StorageVolCreateXmlFromResult {
  return {
    vol: decodeStorageVolRef(r),
  };
}

export function encodeStoragePoolIsActiveArgs(w: XdrWriter, v: StoragePoolIsActiveArgs): void {
  encodeStoragePoolRef(w, v.pool);
}

export function decodeStoragePoolIsActiveArgs(r: XdrReader): StoragePoolIsActiveArgs {
  return {
    pool: decodeStoragePoolRef(r),
  };
}

export function encodeStoragePoolIsActiveResult(w: XdrWriter, v: StoragePoolIsActiveResult): void {
  w.int(v.active, 'active');
}

export function decodeStoragePoolIsActiveResult(r: XdrReader): StoragePoolIsActiveResult {
  return {
    active: r.int(),
  };
}

export function encodeStoragePoolIsPersistentArgs(w: XdrWriter, v: StoragePoolIsPersistentArgs): void {
  encodeStoragePoolRef(w, v.pool);
}

export function decodeStoragePoolIsPersistentArgs(r: XdrReader): StoragePoolIsPersistentArgs {
  return {
    pool: decodeStoragePoolRef(r),
  };
}

export function encodeStoragePoolIsPersistentResult(w: XdrWriter, v: StoragePoolIsPersistentResult): void {
  w.int(v.persistent, 'persistent');
}

export function decodeStoragePoolIsPersistentResult(r: XdrReader): StoragePoolIsPersistentResult {
  return {
    persistent: r.int(),
  };
}

export function encodeStorageVolWipeArgs(w: XdrWriter, v: StorageVolWipeArgs): void {
  encodeStorageVolRef(w, v.vol);
  w.flags(v.flags, 'flags');
}

export function decodeStorageVolWipeArgs(r: XdrReader): StorageVolWipeArgs {
  return {
    vol: decodeStorageVolRef(r),
    flags: r.uint(),
  };
}

export function encodeStorageVolUploadArgs(w: XdrWriter, v: StorageVolUploadArgs): void {
  encodeStorageVolRef(w, v.vol);
  w.uhyper(v.offset, 'offset');
  w.uhyper(v.length, 'length');
  w.flags(v.flags, 'flags');
}

export function decodeStorageVolUploadArgs(r: XdrReader): StorageVolUploadArgs {
  return {
    vol: decodeStorageVolRef(r),
    offset: r.uhyper(),
    length: r.uhyper(),
    flags: r.uint(),
  };
}

export function encodeStorageVolDownloadArgs(w: XdrWriter, v: StorageVolDownloadArgs): void {
  encodeStorageVolRef(w, v.vol);
  w.uhyper(v.offset, 'offset');
  w.uhyper(v.length, 'length');
  w.flags(v.flags, 'flags');
}

export function decodeStorageVolDownloadArgs(r: XdrReader): StorageVolDownloadArgs {
  return {
    vol: decodeStorageVolRef(r),
    offset: r.uhyper(),
    length: r.uhyper(),
    flags: r.uint(),
  };
}

export function encodeStorageVolWipePatternArgs(w: XdrWriter, v: StorageVolWipePatternArgs): void {
  encodeStorageVolRef(w, v.vol);
  w.uint(v.algorithm, 'algorithm');
  w.flags(v.flags, 'flags');
}

export function decodeStorageVolWipePatternArgs(r: XdrReader): StorageVolWipePatternArgs {
  return {
    vol: decodeStorageVolRef(r),
    algorithm: r.uint(),
    flags: r.uint(),
  };
}

export function encodeStorageVolResizeArgs(w: XdrWriter, v: StorageVolResizeArgs): void {
  encodeStorageVolRef(w, v.vol);
  w.uhyper(v.capacity, 'capacity');
  w.flags(v.flags, 'flags');
}

export function decodeStorageVolResizeArgs(r: XdrReader): StorageVolResizeArgs {
  return {
    vol: decodeStorageVolRef(r),
    capacity: r.uhyper(),
    flags: r.uint(),
  };
}

export function encodeStoragePoolListAllVolumesArgs(w: XdrWriter, v: StoragePoolListAllVolumesArgs): void {
  encodeStoragePoolRef(w, v.pool);
  w.int(v.needResults, 'needResults');
  w.flags(v.flags, 'flags');
}

export function decodeStoragePoolListAllVolumesArgs(r: XdrReader): StoragePoolListAllVolumesArgs {
  return {
    pool: decodeStoragePoolRef(r),
    needResults: r.int(),
    flags: r.uint(),
  };
}

export function encodeStoragePoolListAllVolumesResult(w: XdrWriter, v: StoragePoolListAllVolumesResult): void {
  w.count(v.vols.length, 16384, 'vols');
  for (const item of v.vols) encodeStorageVolRef(w, item);
  w.uint(v.ret, 'ret');
}

export function decodeStoragePoolListAllVolumesResult(r: XdrReader): StoragePoolListAllVolumesResult {
  return {
    vols: r.list(16384, decodeStorageVolRef),
    ret: r.uint(),
  };
}

export function encodeStorageVolGetInfoFlagsArgs(w: XdrWriter, v: StorageVolGetInfoFlagsArgs): void {
  encodeStorageVolRef(w, v.vol);
  w.flags(v.flags, 'flags');
}

export function decodeStorageVolGetInfoFlagsArgs(r: XdrReader): StorageVolGetInfoFlagsArgs {
  return {
    vol: decodeStorageVolRef(r),
    flags: r.uint(),
  };
}

export function encodeStorageVolGetInfoFlagsResult(w: XdrWriter, v: StorageVolGetInfoFlagsResult): void {
  w.char(v.type, 'type');
  w.uhyper(v.capacity, 'capacity');
  w.uhyper(v.allocation, 'allocation');
}

export function decodeStorageVolGetInfoFlagsResult(r: XdrReader): StorageVolGetInfoFlagsResult {
  return {
    type: r.char(),
    capacity: r.uhyper(),
    allocation: r.uhyper(),
  };
}

export function encodeStoragePoolLookupByTargetPathArgs(w: XdrWriter, v: StoragePoolLookupByTargetPathArgs): void {
  w.string(v.path, 'path');
}

export function decodeStoragePoolLookupByTargetPathArgs(r: XdrReader): StoragePoolLookupByTargetPathArgs {
  return {
    path: r.string(),
  };
}

export function encodeStoragePoolLookupByTargetPathResult(w: XdrWriter, v: StoragePoolLookupByTargetPathResult): void {
  encodeStoragePoolRef(w, v.pool);
}

export function decodeStoragePoolLookupByTargetPathResult(r: XdrReader): StoragePoolLookupByTargetPathResult {
  return {
    pool: decodeStoragePoolRef(r),
  };
}

export function encodeNodeDeviceLookupByNameArgs(w: XdrWriter, v: NodeDeviceLookupByNameArgs): void {
  w.string(v.name, 'name');
}

export function decodeNodeDeviceLookupByNameArgs(r: XdrReader): NodeDeviceLookupByNameArgs {
  return {
    name: r.string(),
  };
}

export function encodeNodeDeviceLookupByNameResult(w: XdrWriter, v: NodeDeviceLookupByNameResult): void {
  encodeNodeDeviceRef(w, v.dev);
}

export function decodeNodeDeviceLookupByNameResult(r: XdrReader): NodeDeviceLookupByNameResult {
  return {
    dev: decodeNodeDeviceRef(r),
  };
}

export function encodeNodeDeviceGetXmlDescArgs(w: XdrWriter, v: NodeDeviceGetXmlDescArgs): void {
  w.string(v.name, 'name');
  w.flags(v.flags, 'flags');
}

export function decodeNodeDeviceGetXmlDescArgs(r: XdrReader): NodeDeviceGetXmlDescArgs {
  return {
    name: r.string(),
    flags: r.uint(),
  };
}

export function encodeNodeDeviceGetXmlDescResult(w: XdrWriter, v: NodeDeviceGetXmlDescResult): void {
  w.string(v.xml, 'xml');
}

export function decodeNodeDeviceGetXmlDescResult(r: XdrReader): NodeDeviceGetXmlDescResult {
  return {
    xml: r.string(),
  };
}

export function encodeNodeDeviceGetParentArgs(w: XdrWriter, v: NodeDeviceGetParentArgs): void {
  w.string(v.name, 'name');
}

export function decodeNodeDeviceGetParentArgs(r: XdrReader): NodeDeviceGetParentArgs {
  return {
    name: r.string(),
  };
}

export function encodeNodeDeviceGetParentResult(w: XdrWriter, v: NodeDeviceGetParentResult): void {
  w.present(v.parentName !== null);
  if (v.parentName !== null) w.string(v.parentName, 'parentName');
}

export function decodeNodeDeviceGetParentResult(r: XdrReader): NodeDeviceGetParentResult {
  return {
    parentName: r.present() ? r.string() : null,
  };
}

export function encodeNodeDeviceNumOfCapsArgs(w: XdrWriter, v: NodeDeviceNumOfCapsArgs): void {
  w.string(v.name, 'name');
}

export function decodeNodeDeviceNumOfCapsArgs(r: XdrReader): NodeDeviceNumOfCapsArgs {
  return {
    name: r.string(),
  };
}

export function encodeNodeDeviceNumOfCapsResult(w: XdrWriter, v: NodeDeviceNumOfCapsResult): void {
  w.int(v.num, 'num');
}

export function decodeNodeDeviceNumOfCapsResult(r: XdrReader): NodeDeviceNumOfCapsResult {
  return {
    num: r.int(),
  };
}

export function encodeNodeDeviceListCapsArgs(w: XdrWriter, v: NodeDeviceListCapsArgs): void {
  w.string(v.name, 'name');
  w.int(v.maxnames, 'maxnames');
}

export function decodeNodeDeviceListCapsArgs(r: XdrReader): NodeDeviceListCapsArgs {
  return {
    name: r.string(),
    maxnames: r.int(),
  };
}

export function encodeNodeDeviceListCapsResult(w: XdrWriter, v: NodeDeviceListCapsResult): void {
  w.count(v.names.length, 65536, 'names');
  for (const item of v.names) w.string(item, 'names');
}

export function decodeNodeDeviceListCapsResult(r: XdrReader): NodeDeviceListCapsResult {
  return {
    names: r.list(65536, (item) => item.string()),
  };
}

export function encodeNodeDeviceDettachArgs(w: XdrWriter, v: NodeDeviceDettachArgs): void {
  w.string(v.name, 'name');
}

export function decodeNodeDeviceDettachArgs(r: XdrReader): NodeDeviceDettachArgs {
  return {
    name: r.string(),
  };
}

export function encodeNodeDeviceReAttachArgs(w: XdrWriter, v: NodeDeviceReAttachArgs): void {
  w.string(v.name, 'name');
}

export function decodeNodeDeviceReAttachArgs(r: XdrReader): NodeDeviceReAttachArgs {
  return {
    name: r.string(),
  };
}

export function encodeNodeDeviceResetArgs(w: XdrWriter, v: NodeDeviceResetArgs): void {
  w.string(v.name, 'name');
}

export function decodeNodeDeviceResetArgs(r: XdrReader): NodeDeviceResetArgs {
  return {
    name: r.string(),
  };
}

export function encodeNodeDeviceCreateXmlArgs(w: XdrWriter, v: NodeDeviceCreateXmlArgs): void {
  w.string(v.xmlDesc, 'xmlDesc');
  w.flags(v.flags, 'flags');
}

export function decodeNodeDeviceCreateXmlArgs(r: XdrReader): NodeDeviceCreateXmlArgs {
  return {
    xmlDesc: r.string(),
    flags: r.uint(),
  };
}

export function encodeNodeDeviceCreateXmlResult(w: XdrWriter, v: NodeDeviceCreateXmlResult): void {
  encodeNodeDeviceRef(w, v.dev);
}

export function decodeNodeDeviceCreateXmlResult(r: XdrReader): NodeDeviceCreateXmlResult {
  return {
    dev: decodeNodeDeviceRef(r),
  };
}

export function encodeNodeDeviceDestroyArgs(w: XdrWriter, v: NodeDeviceDestroyArgs): void {
  w.string(v.name, 'name');
}

export function decodeNodeDeviceDestroyArgs(r: XdrReader): NodeDeviceDestroyArgs {
  return {
    name: r.string(),
  };
}

export function encodeNodeDeviceLookupScsiHostByWwnArgs(w: XdrWriter, v: NodeDeviceLookupScsiHostByWwnArgs): void {
  w.string(v.wwnn, 'wwnn');
  w.string(v.wwpn, 'wwpn');
  w.flags(v.flags, 'flags');
}

export function decodeNodeDeviceLookupScsiHostByWwnArgs(r: XdrReader): NodeDeviceLookupScsiHostByWwnArgs {
  return {
    wwnn: r.string(),
    wwpn: r.string(),
    flags: r.uint(),
  };
}

export function encodeNodeDeviceLookupScsiHostByWwnResult(w: XdrWriter, v: NodeDeviceLookupScsiHostByWwnResult): void {
  encodeNodeDeviceRef(w, v.dev);
}

export function decodeNodeDeviceLookupScsiHostByWwnResult(r: XdrReader): NodeDeviceLookupScsiHostByWwnResult {
  return {
    dev: decodeNodeDeviceRef(r),
  };
}

export function encodeNodeDeviceDetachFlagsArgs(w: XdrWriter, v: NodeDeviceDetachFlagsArgs): void {
  w.string(v.name, 'name');
  w.present(v.driverName !== null);
  if (v.driverName !== null) w.string(v.driverName, 'driverName');
  w.flags(v.flags, 'flags');
}

export function decodeNodeDeviceDetachFlagsArgs(r: XdrReader): NodeDeviceDetachFlagsArgs {
  return {
    name: r.string(),
    driverName: r.present() ? r.string() : null,
    flags: r.uint(),
  };
}

export function encodeNodeDeviceDefineXmlArgs(w: XdrWriter, v: NodeDeviceDefineXmlArgs): void {
  w.string(v.xmlDesc, 'xmlDesc');
  w.flags(v.flags, 'flags');
}

export function decodeNodeDeviceDefineXmlArgs(r: XdrReader): NodeDeviceDefineXmlArgs {
  return {
    xmlDesc: r.string(),
    flags: r.uint(),
  };
}

export function encodeNodeDeviceDefineXmlResult(w: XdrWriter, v: NodeDeviceDefineXmlResult): void {
  encodeNodeDeviceRef(w, v.dev);
}

export function decodeNodeDeviceDefineXmlResult(r: XdrReader): NodeDeviceDefineXmlResult {
  return {
    dev: decodeNodeDeviceRef(r),
  };
}

export function encodeNodeDeviceUndefineArgs(w: XdrWriter, v: NodeDeviceUndefineArgs): void {
  w.string(v.name, 'name');
  w.flags(v.flags, 'flags');
}

export function decodeNodeDeviceUndefineArgs(r: XdrReader): NodeDeviceUndefineArgs {
  return {
    name: r.string(),
    flags: r.uint(),
  };
}

export function encodeNodeDeviceCreateArgs(w: XdrWriter, v: NodeDeviceCreateArgs): void {
  w.string(v.name, 'name');
  w.flags(v.flags, 'flags');
}

export function decodeNodeDeviceCreateArgs(r: XdrReader): NodeDeviceCreateArgs {
  return {
    name: r.string(),
    flags: r.uint(),
  };
}

export function encodeNodeDeviceGetAutostartArgs(w: XdrWriter, v: NodeDeviceGetAutostartArgs): void {
  w.string(v.name, 'name');
}

export function decodeNodeDeviceGetAutostartArgs(r: XdrReader): NodeDeviceGetAutostartArgs {
  return {
    name: r.string(),
  };
}

export function encodeNodeDeviceGetAutostartResult(w: XdrWriter, v: NodeDeviceGetAutostartResult): void {
  w.int(v.autostart, 'autostart');
}

export function decodeNodeDeviceGetAutostartResult(r: XdrReader): NodeDeviceGetAutostartResult {
  return {
    autostart: r.int(),
  };
}

export function encodeNodeDeviceSetAutostartArgs(w: XdrWriter, v: NodeDeviceSetAutostartArgs): void {
  w.string(v.name, 'name');
  w.int(v.autostart, 'autostart');
}

export function decodeNodeDeviceSetAutostartArgs(r: XdrReader): NodeDeviceSetAutostartArgs {
  return {
    name: r.string(),
    autostart: r.int(),
  };
}

export function encodeNodeDeviceIsPersistentArgs(w: XdrWriter, v: NodeDeviceIsPersistentArgs): void {
  w.string(v.name, 'name');
}

export function decodeNodeDeviceIsPersistentArgs(r: XdrReader): NodeDeviceIsPersistentArgs {
  return {
    name: r.string(),
  };
}

export function encodeNodeDeviceIsPersistentResult(w: XdrWriter, v: NodeDeviceIsPersistentResult): void {
  w.int(v.persistent, 'persistent');
}

export function decodeNodeDeviceIsPersistentResult(r: XdrReader): NodeDeviceIsPersistentResult {
  return {
    persistent: r.int(),
  };
}

export function encodeNodeDeviceIsActiveArgs(w: XdrWriter, v: NodeDeviceIsActiveArgs): void {
  w.string(v.name, 'name');
}

export function decodeNodeDeviceIsActiveArgs(r: XdrReader): NodeDeviceIsActiveArgs {
  return {
    name: r.string(),
  };
}

export function encodeNodeDeviceIsActiveResult(w: XdrWriter, v: NodeDeviceIsActiveResult): void {
  w.int(v.active, 'active');
}

export function decodeNodeDeviceIsActiveResult(r: XdrReader): NodeDeviceIsActiveResult {
  return {
    active: r.int(),
  };
}

export function encodeNwfilterLookupByNameArgs(w: XdrWriter, v: NwfilterLookupByNameArgs): void {
  w.string(v.name, 'name');
}

export function decodeNwfilterLookupByNameArgs(r: XdrReader): NwfilterLookupByNameArgs {
  return {
    name: r.string(),
  };
}

export function encodeNwfilterLookupByNameResult(w: XdrWriter, v: NwfilterLookupByNameResult): void {
  encodeNwfilterRef(w, v.nwfilter);
}

export function decodeNwfilterLookupByNameResult(r: XdrReader): NwfilterLookupByNameResult {
  return {
    nwfilter: decodeNwfilterRef(r),
  };
}

export function encodeNwfilterLookupByUuidArgs(w: XdrWriter, v: NwfilterLookupByUuidArgs): void {
  w.uuid(v.uuid, 'uuid');
}

export function decodeNwfilterLookupByUuidArgs(r: XdrReader): NwfilterLookupByUuidArgs {
  return {
    uuid: r.uuid(),
  };
}

export function encodeNwfilterLookupByUuidResult(w: XdrWriter, v: NwfilterLookupByUuidResult): void {
  encodeNwfilterRef(w, v.nwfilter);
}

export function decodeNwfilterLookupByUuidResult(r: XdrReader): NwfilterLookupByUuidResult {
  return {
    nwfilter: decodeNwfilterRef(r),
  };
}

export function encodeNwfilterGetXmlDescArgs(w: XdrWriter, v: NwfilterGetXmlDescArgs): void {
  encodeNwfilterRef(w, v.nwfilter);
  w.flags(v.flags, 'flags');
}

export function decodeNwfilterGetXmlDescArgs(r: XdrReader): NwfilterGetXmlDescArgs {
  return {
    nwfilter: decodeNwfilterRef(r),
    flags: r.uint(),
  };
}

export function encodeNwfilterGetXmlDescResult(w: XdrWriter, v: NwfilterGetXmlDescResult): void {
  w.string(v.xml, 'xml');
}

export function decodeNwfilterGetXmlDescResult(r: XdrReader): NwfilterGetXmlDescResult {
  return {
    xml: r.string(),
  };
}

export function encodeNwfilterDefineXmlArgs(w: XdrWriter, v: NwfilterDefineXmlArgs): void {
  w.string(v.xml, 'xml');
}

export function decodeNwfilterDefineXmlArgs(r: XdrReader): NwfilterDefineXmlArgs {
  return {
    xml: r.string(),
  };
}

export function encodeNwfilterDefineXmlResult(w: XdrWriter, v: NwfilterDefineXmlResult): void {
  encodeNwfilterRef(w, v.nwfilter);
}

export function decodeNwfilterDefineXmlResult(r: XdrReader): NwfilterDefineXmlResult {
  return {
    nwfilter: decodeNwfilterRef(r),
  };
}

export function encodeNwfilterUndefineArgs(w: XdrWriter, v: NwfilterUndefineArgs): void {
  encodeNwfilterRef(w, v.nwfilter);
}

export function decodeNwfilterUndefineArgs(r: XdrReader): NwfilterUndefineArgs {
  return {
    nwfilter: decodeNwfilterRef(r),
  };
}

export function encodeNwfilterBindingLookupByPortDevArgs(w: XdrWriter, v: NwfilterBindingLookupByPortDevArgs): void {
  w.string(v.name, 'name');
}

export function decodeNwfilterBindingLookupByPortDevArgs(r: XdrReader): NwfilterBindingLookupByPortDevArgs {
  return {
    name: r.string(),
  };
}

export function encodeNwfilterBindingLookupByPortDevResult(w: XdrWriter, v: NwfilterBindingLookupByPortDevResult): void {
  encodeNwfilterBindingRef(w, v.nwfilter);
}

export function decodeNwfilterBindingLookupByPortDevResult(r: XdrReader): NwfilterBindingLookupByPortDevResult {
  return {
    nwfilter: decodeNwfilterBindingRef(r),
  };
}

export function encodeNwfilterBindingGetXmlDescArgs(w: XdrWriter, v: NwfilterBindingGetXmlDescArgs): void {
  encodeNwfilterBindingRef(w, v.nwfilter);
  w.flags(v.flags, 'flags');
}

export function decodeNwfilterBindingGetXmlDescArgs(r: XdrReader): NwfilterBindingGetXmlDescArgs {
  return {
    nwfilter: decodeNwfilterBindingRef(r),
    flags: r.uint(),
  };
}

export function encodeNwfilterBindingGetXmlDescResult(w: XdrWriter, v: NwfilterBindingGetXmlDescResult): void {
  w.string(v.xml, 'xml');
}

export function decodeNwfilterBindingGetXmlDescResult(r: XdrReader): NwfilterBindingGetXmlDescResult {
  return {
    xml: r.string(),
  };
}

export function encodeNwfilterBindingCreateXmlArgs(w: XdrWriter, v: NwfilterBindingCreateXmlArgs): void {
  w.string(v.xml, 'xml');
  w.flags(v.flags, 'flags');
}

export function decodeNwfilterBindingCreateXmlArgs(r: XdrReader): NwfilterBindingCreateXmlArgs {
  return {
    xml: r.string(),
    flags: r.uint(),
  };
}

export function encodeNwfilterBindingCreateXmlResult(w: XdrWriter, v: NwfilterBindingCreateXmlResult): void {
  encodeNwfilterBindingRef(w, v.nwfilter);
}

export function decodeNwfilterBindingCreateXmlResult(r: XdrReader): NwfilterBindingCreateXmlResult {
  return {
    nwfilter: decodeNwfilterBindingRef(r),
  };
}

export function encodeNwfilterBindingDeleteArgs(w: XdrWriter, v: NwfilterBindingDeleteArgs): void {
  encodeNwfilterBindingRef(w, v.nwfilter);
}

export function decodeNwfilterBindingDeleteArgs(r: XdrReader): NwfilterBindingDeleteArgs {
  return {
    nwfilter: decodeNwfilterBindingRef(r),
  };
}

export function encodeNwfilterDefineXmlFlagsArgs(w: XdrWriter, v: NwfilterDefineXmlFlagsArgs): void {
  w.string(v.xml, 'xml');
  w.flags(v.flags, 'flags');
}

export function decodeNwfilterDefineXmlFlagsArgs(r: XdrReader): NwfilterDefineXmlFlagsArgs {
  return {
    xml: r.string(),
    flags: r.uint(),
  };
}

export function encodeNwfilterDefineXmlFlagsResult(w: XdrWriter, v: NwfilterDefineXmlFlagsResult): void {
  encodeNwfilterRef(w, v.nwfilter);
}

export function decodeNwfilterDefineXmlFlagsResult(r: XdrReader): NwfilterDefineXmlFlagsResult {
  return {
    nwfilter: decodeNwfilterRef(r),
  };
}

export function encodeSecretLookupByUuidArgs(w: XdrWriter, v: SecretLookupByUuidArgs): void {
  w.uuid(v.uuid, 'uuid');
}

export function decodeSecretLookupByUuidArgs(r: XdrReader): SecretLookupByUuidArgs {
  return {
    uuid: r.uuid(),
  };
}

export function encodeSecretLookupByUuidResult(w: XdrWriter, v: SecretLookupByUuidResult): void {
  encodeSecretRef(w, v.secret);
}

export function decodeSecretLookupByUuidResult(r: XdrReader): SecretLookupByUuidResult {
  return {
    secret: decodeSecretRef(r),
  };
}

export function encodeSecretDefineXmlArgs(w: XdrWriter, v: SecretDefineXmlArgs): void {
  w.string(v.xml, 'xml');
  w.flags(v.flags, 'flags');
}

export function decodeSecretDefineXmlArgs(r: XdrReader): SecretDefineXmlArgs {
  return {
    xml: r.string(),
    flags: r.uint(),
  };
}

export function encodeSecretDefineXmlResult(w: XdrWriter, v: SecretDefineXmlResult): void {
  encodeSecretRef(w, v.secret);
}

export function decodeSecretDefineXmlResult(r: XdrReader): SecretDefineXmlResult {
  return {
    secret: decodeSecretRef(r),
  };
}

export function encodeSecretGetXmlDescArgs(w: XdrWriter, v: SecretGetXmlDescArgs): void {
  encodeSecretRef(w, v.secret);
  w.flags(v.flags, 'flags');
}

export function decodeSecretGetXmlDescArgs(r: XdrReader): SecretGetXmlDescArgs {
  return {
    secret: decodeSecretRef(r),
    flags: r.uint(),
  };
}

export function encodeSecretGetXmlDescResult(w: XdrWriter, v: SecretGetXmlDescResult): void {
  w.string(v.xml, 'xml');
}

export function decodeSecretGetXmlDescResult(r: XdrReader): SecretGetXmlDescResult {
  return {
    xml: r.string(),
  };
}

export function encodeSecretSetValueArgs(w: XdrWriter, v: SecretSetValueArgs): void {
  encodeSecretRef(w, v.secret);
  w.bytes(v.value, 65536, 'value');
  w.flags(v.flags, 'flags');
}

export function decodeSecretSetValueArgs(r: XdrReader): SecretSetValueArgs {
  return {
    secret: decodeSecretRef(r),
    value: r.bytes(65536),
    flags: r.uint(),
  };
}

export function encodeSecretGetValueArgs(w: XdrWriter, v: SecretGetValueArgs): void {
  encodeSecretRef(w, v.secret);
  w.flags(v.flags, 'flags');
}

export function decodeSecretGetValueArgs(r: XdrReader): SecretGetValueArgs {
  return {
    secret: decodeSecretRef(r),
    flags: r.uint(),
  };
}

export function encodeSecretGetValueResult(w: XdrWriter, v: SecretGetValueResult): void {
  w.bytes(v.value, 65536, 'value');
}

export function decodeSecretGetValueResult(r: XdrReader): SecretGetValueResult {
  return {
    value: r.bytes(65536),
  };
}

export function encodeSecretUndefineArgs(w: XdrWriter, v: SecretUndefineArgs): void {
  encodeSecretRef(w, v.secret);
}

export function decodeSecretUndefineArgs(r: XdrReader): SecretUndefineArgs {
  return {
    secret: decodeSecretRef(r),
  };
}

export function encodeSecretLookupByUsageArgs(w: XdrWriter, v: SecretLookupByUsageArgs): void {
  w.int(v.usageType, 'usageType');
  w.string(v.usageId, 'usageId');
}

export function decodeSecretLookupByUsageArgs(r: XdrReader): SecretLookupByUsageArgs {
  return {
    usageType: r.int(),
    usageId: r.string(),
  };
}

export function encodeSecretLookupByUsageResult(w: XdrWriter, v: SecretLookupByUsageResult): void {
  encodeSecretRef(w, v.secret);
}

export function decodeSecretLookupByUsageResult(r: XdrReader): SecretLookupByUsageResult {
  return {
    secret: decodeSecretRef(r),
  };
}

export function encodeDomainMonitorCommandArgs(w: XdrWriter, v: DomainMonitorCommandArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.cmd, 'cmd');
  w.flags(v.flags, 'flags');
}

export function decodeDomainMonitorCommandArgs(r: XdrReader): DomainMonitorCommandArgs {
  return {
    dom: decodeDomainRef(r),
    cmd: r.string(),
    flags: r.uint(),
  };
}

export function encodeDomainMonitorCommandResult(w: XdrWriter, v: DomainMonitorCommandResult): void {
  w.string(v.result, 'result');
}

export function decodeDomainMonitorCommandResult(r: XdrReader): DomainMonitorCommandResult {
  return {
    result: r.string(),
  };
}

export function encodeDomainAttachArgs(w: XdrWriter, v: DomainAttachArgs): void {
  w.uint(v.pid, 'pid');
  w.flags(v.flags, 'flags');
}

export function decodeDomainAttachArgs(r: XdrReader): DomainAttachArgs {
  return {
    pid: r.uint(),
    flags: r.uint(),
  };
}

export function encodeDomainAttachResult(w: XdrWriter, v: DomainAttachResult): void {
  encodeDomainRef(w, v.dom);
}

export function decodeDomainAttachResult(r: XdrReader): DomainAttachResult {
  return {
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainAgentCommandArgs(w: XdrWriter, v: DomainAgentCommandArgs): void {
  encodeDomainRef(w, v.dom);
  w.string(v.cmd, 'cmd');
  w.int(v.timeout, 'timeout');
  w.flags(v.flags, 'flags');
}

export function decodeDomainAgentCommandArgs(r: XdrReader): DomainAgentCommandArgs {
  return {
    dom: decodeDomainRef(r),
    cmd: r.string(),
    timeout: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainAgentCommandResult(w: XdrWriter, v: DomainAgentCommandResult): void {
  w.present(v.result !== null);
  if (v.result !== null) w.string(v.result, 'result');
}

export function decodeDomainAgentCommandResult(r: XdrReader): DomainAgentCommandResult {
  return {
    result: r.present() ? r.string() : null,
  };
}

export function encodeConnectDomainMonitorEventRegisterArgs(w: XdrWriter, v: ConnectDomainMonitorEventRegisterArgs): void {
  w.present(v.dom !== null);
  if (v.dom !== null) encodeDomainRef(w, v.dom);
  w.present(v.event !== null);
  if (v.event !== null) w.string(v.event, 'event');
  w.flags(v.flags, 'flags');
}

export function decodeConnectDomainMonitorEventRegisterArgs(r: XdrReader): ConnectDomainMonitorEventRegisterArgs {
  return {
    dom: r.present() ? decodeDomainRef(r) : null,
    event: r.present() ? r.string() : null,
    flags: r.uint(),
  };
}

export function encodeConnectDomainMonitorEventRegisterResult(w: XdrWriter, v: ConnectDomainMonitorEventRegisterResult): void {
  w.int(v.callbackId, 'callbackId');
}

export function decodeConnectDomainMonitorEventRegisterResult(r: XdrReader): ConnectDomainMonitorEventRegisterResult {
  return {
    callbackId: r.int(),
  };
}

export function encodeConnectDomainMonitorEventDeregisterArgs(w: XdrWriter, v: ConnectDomainMonitorEventDeregisterArgs): void {
  w.int(v.callbackId, 'callbackId');
}

export function decodeConnectDomainMonitorEventDeregisterArgs(r: XdrReader): ConnectDomainMonitorEventDeregisterArgs {
  return {
    callbackId: r.int(),
  };
}

export function encodeDomainLifecycleEvent(w: XdrWriter, v: DomainLifecycleEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.int(v.event, 'event');
  w.int(v.detail, 'detail');
}

export function decodeDomainLifecycleEvent(r: XdrReader): DomainLifecycleEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    event: r.int(),
    detail: r.int(),
  };
}

export function encodeDomainRebootEvent(w: XdrWriter, v: DomainRebootEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
}

export function decodeDomainRebootEvent(r: XdrReader): DomainRebootEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainRtcChangeEvent(w: XdrWriter, v: DomainRtcChangeEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.hyper(v.offset, 'offset');
}

export function decodeDomainRtcChangeEvent(r: XdrReader): DomainRtcChangeEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    offset: r.hyper(),
  };
}

export function encodeDomainWatchdogEvent(w: XdrWriter, v: DomainWatchdogEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.int(v.action, 'action');
}

export function decodeDomainWatchdogEvent(r: XdrReader): DomainWatchdogEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    action: r.int(),
  };
}

export function encodeDomainIoErrorEvent(w: XdrWriter, v: DomainIoErrorEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.string(v.srcPath, 'srcPath');
  w.string(v.devAlias, 'devAlias');
  w.int(v.action, 'action');
}

export function decodeDomainIoErrorEvent(r: XdrReader): DomainIoErrorEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    srcPath: r.string(),
    devAlias: r.string(),
    action: r.int(),
  };
}

export function encodeDomainGraphicsEvent(w: XdrWriter, v: DomainGraphicsEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.int(v.phase, 'phase');
  encodeDomainEventGraphicsAddress(w, v.local);
  encodeDomainEventGraphicsAddress(w, v.remote);
  w.string(v.authScheme, 'authScheme');
  w.count(v.subject.length, 20, 'subject');
  for (const item of v.subject) encodeDomainEventGraphicsIdentity(w, item);
}

export function decodeDomainGraphicsEvent(r: XdrReader): DomainGraphicsEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    phase: r.int(),
    local: decodeDomainEventGraphicsAddress(r),
    remote: decodeDomainEventGraphicsAddress(r),
    authScheme: r.string(),
    subject: r.list(20, decodeDomainEventGraphicsIdentity),
  };
}

export function encodeDomainIoErrorReasonEvent(w: XdrWriter, v: DomainIoErrorReasonEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.string(v.srcPath, 'srcPath');
  w.string(v.devAlias, 'devAlias');
  w.int(v.action, 'action');
  w.string(v.reason, 'reason');
}

export function decodeDomainIoErrorReasonEvent(r: XdrReader): DomainIoErrorReasonEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    srcPath: r.string(),
    devAlias: r.string(),
    action: r.int(),
    reason: r.string(),
  };
}

export function encodeDomainControlErrorEvent(w: XdrWriter, v: DomainControlErrorEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
}

export function decodeDomainControlErrorEvent(r: XdrReader): DomainControlErrorEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainBlockJobEvent(w: XdrWriter, v: DomainBlockJobEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.string(v.path, 'path');
  w.int(v.type, 'type');
  w.int(v.status, 'status');
}

export function decodeDomainBlockJobEvent(r: XdrReader): DomainBlockJobEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    path: r.string(),
    type: r.int(),
    status: r.int(),
  };
}

export function encodeDomainDiskChangeEvent(w: XdrWriter, v: DomainDiskChangeEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.present(v.oldSrcPath !== null);
  if (v.oldSrcPath !== null) w.string(v.oldSrcPath, 'oldSrcPath');
  w.present(v.newSrcPath !== null);
  if (v.newSrcPath !== null) w.string(v.newSrcPath, 'newSrcPath');
  w.string(v.devAlias, 'devAlias');
  w.int(v.reason, 'reason');
}

export function decodeDomainDiskChangeEvent(r: XdrReader): DomainDiskChangeEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    oldSrcPath: r.present() ? r.string() : null,
    newSrcPath: r.present() ? r.string() : null,
    devAlias: r.string(),
    reason: r.int(),
  };
}

export function encodeDomainTrayChangeEvent(w: XdrWriter, v: DomainTrayChangeEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.string(v.devAlias, 'devAlias');
  w.int(v.reason, 'reason');
}

export function decodeDomainTrayChangeEvent(r: XdrReader): DomainTrayChangeEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    devAlias: r.string(),
    reason: r.int(),
  };
}

export function encodeDomainPmWakeupEvent(w: XdrWriter, v: DomainPmWakeupEvent): void {
  w.int(v.callbackId, 'callbackId');
  w.int(v.reason, 'reason');
  encodeDomainRef(w, v.dom);
}

export function decodeDomainPmWakeupEvent(r: XdrReader): DomainPmWakeupEvent {
  return {
    callbackId: r.int(),
    reason: r.int(),
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainPmSuspendEvent(w: XdrWriter, v: DomainPmSuspendEvent): void {
  w.int(v.callbackId, 'callbackId');
  w.int(v.reason, 'reason');
  encodeDomainRef(w, v.dom);
}

export function decodeDomainPmSuspendEvent(r: XdrReader): DomainPmSuspendEvent {
  return {
    callbackId: r.int(),
    reason: r.int(),
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainBalloonChangeEvent(w: XdrWriter, v: DomainBalloonChangeEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.uhyper(v.actual, 'actual');
}

export function decodeDomainBalloonChangeEvent(r: XdrReader): DomainBalloonChangeEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    actual: r.uhyper(),
  };
}

export function encodeDomainPmSuspendDiskEvent(w: XdrWriter, v: DomainPmSuspendDiskEvent): void {
  w.int(v.callbackId, 'callbackId');
  w.int(v.reason, 'reason');
  encodeDomainRef(w, v.dom);
}

export function decodeDomainPmSuspendDiskEvent(r: XdrReader): DomainPmSuspendDiskEvent {
  return {
    callbackId: r.int(),
    reason: r.int(),
    dom: decodeDomainRef(r),
  };
}

export function encodeDomainDeviceRemovedEvent(w: XdrWriter, v: DomainDeviceRemovedEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.string(v.devAlias, 'devAlias');
}

export function decodeDomainDeviceRemovedEvent(r: XdrReader): DomainDeviceRemovedEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    devAlias: r.string(),
  };
}

export function encodeDomainBlockJob2Event(w: XdrWriter, v: DomainBlockJob2Event): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.string(v.dst, 'dst');
  w.int(v.type, 'type');
  w.int(v.status, 'status');
}

export function decodeDomainBlockJob2Event(r: XdrReader): DomainBlockJob2Event {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    dst: r.string(),
    type: r.int(),
    status: r.int(),
  };
}

export function encodeDomainTunableEvent(w: XdrWriter, v: DomainTunableEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.count(v.params.length, 2048, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
}

export function decodeDomainTunableEvent(r: XdrReader): DomainTunableEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    params: r.list(2048, decodeTypedParam),
  };
}

export function encodeDomainAgentLifecycleEvent(w: XdrWriter, v: DomainAgentLifecycleEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.int(v.state, 'state');
  w.int(v.reason, 'reason');
}

export function decodeDomainAgentLifecycleEvent(r: XdrReader): DomainAgentLifecycleEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    state: r.int(),
    reason: r.int(),
  };
}

export function encodeDomainDeviceAddedEvent(w: XdrWriter, v: DomainDeviceAddedEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.string(v.devAlias, 'devAlias');
}

export function decodeDomainDeviceAddedEvent(r: XdrReader): DomainDeviceAddedEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    devAlias: r.string(),
  };
}

export function encodeDomainMigrationIterationEvent(w: XdrWriter, v: DomainMigrationIterationEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.int(v.iteration, 'iteration');
}

export function decodeDomainMigrationIterationEvent(r: XdrReader): DomainMigrationIterationEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    iteration: r.int(),
  };
}

export function encodeDomainJobCompletedEvent(w: XdrWriter, v: DomainJobCompletedEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.count(v.params.length, 64, 'params');
  for (const item of v.params) encodeTypedParam(w, item);
}

export function decodeDomainJobCompletedEvent(r: XdrReader): DomainJobCompletedEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    params: r.list(64, decodeTypedParam),
  };
}

export function encodeDomainDeviceRemovalFailedEvent(w: XdrWriter, v: DomainDeviceRemovalFailedEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.string(v.devAlias, 'devAlias');
}

export function decodeDomainDeviceRemovalFailedEvent(r: XdrReader): DomainDeviceRemovalFailedEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    devAlias: r.string(),
  };
}

export function encodeDomainMetadataChangeEvent(w: XdrWriter, v: DomainMetadataChangeEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.int(v.type, 'type');
  w.present(v.nsuri !== null);
  if (v.nsuri !== null) w.string(v.nsuri, 'nsuri');
}

export function decodeDomainMetadataChangeEvent(r: XdrReader): DomainMetadataChangeEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    type: r.int(),
    nsuri: r.present() ? r.string() : null,
  };
}

export function encodeDomainBlockThresholdEvent(w: XdrWriter, v: DomainBlockThresholdEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.string(v.dev, 'dev');
  w.present(v.path !== null);
  if (v.path !== null) w.string(v.path, 'path');
  w.uhyper(v.threshold, 'threshold');
  w.uhyper(v.excess, 'excess');
}

export function decodeDomainBlockThresholdEvent(r: XdrReader): DomainBlockThresholdEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    dev: r.string(),
    path: r.present() ? r.string() : null,
    threshold: r.uhyper(),
    excess: r.uhyper(),
  };
}

export function encodeDomainMemoryFailureEvent(w: XdrWriter, v: DomainMemoryFailureEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.int(v.recipient, 'recipient');
  w.int(v.action, 'action');
  w.flags(v.flags, 'flags');
}

export function decodeDomainMemoryFailureEvent(r: XdrReader): DomainMemoryFailureEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    recipient: r.int(),
    action: r.int(),
    flags: r.uint(),
  };
}

export function encodeDomainMemoryDeviceSizeChangeEvent(w: XdrWriter, v: DomainMemoryDeviceSizeChangeEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.string(v.alias, 'alias');
  w.uhyper(v.size, 'size');
}

export function decodeDomainMemoryDeviceSizeChangeEvent(r: XdrReader): DomainMemoryDeviceSizeChangeEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    alias: r.string(),
    size: r.uhyper(),
  };
}

export function encodeNetworkLifecycleEvent(w: XdrWriter, v: NetworkLifecycleEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeNetworkRef(w, v.net);
  w.int(v.event, 'event');
  w.int(v.detail, 'detail');
}

export function decodeNetworkLifecycleEvent(r: XdrReader): NetworkLifecycleEvent {
  return {
    callbackId: r.int(),
    net: decodeNetworkRef(r),
    event: r.int(),
    detail: r.int(),
  };
}

export function encodeStoragePoolLifecycleEvent(w: XdrWriter, v: StoragePoolLifecycleEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeStoragePoolRef(w, v.pool);
  w.int(v.event, 'event');
  w.int(v.detail, 'detail');
}

export function decodeStoragePoolLifecycleEvent(r: XdrReader): StoragePoolLifecycleEvent {
  return {
    callbackId: r.int(),
    pool: decodeStoragePoolRef(r),
    event: r.int(),
    detail: r.int(),
  };
}

export function encodeStoragePoolRefreshEvent(w: XdrWriter, v: StoragePoolRefreshEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeStoragePoolRef(w, v.pool);
}

export function decodeStoragePoolRefreshEvent(r: XdrReader): StoragePoolRefreshEvent {
  return {
    callbackId: r.int(),
    pool: decodeStoragePoolRef(r),
  };
}

export function encodeNodeDeviceLifecycleEvent(w: XdrWriter, v: NodeDeviceLifecycleEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeNodeDeviceRef(w, v.dev);
  w.int(v.event, 'event');
  w.int(v.detail, 'detail');
}

export function decodeNodeDeviceLifecycleEvent(r: XdrReader): NodeDeviceLifecycleEvent {
  return {
    callbackId: r.int(),
    dev: decodeNodeDeviceRef(r),
    event: r.int(),
    detail: r.int(),
  };
}

export function encodeNodeDeviceUpdateEvent(w: XdrWriter, v: NodeDeviceUpdateEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeNodeDeviceRef(w, v.dev);
}

export function decodeNodeDeviceUpdateEvent(r: XdrReader): NodeDeviceUpdateEvent {
  return {
    callbackId: r.int(),
    dev: decodeNodeDeviceRef(r),
  };
}

export function encodeSecretLifecycleEvent(w: XdrWriter, v: SecretLifecycleEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeSecretRef(w, v.secret);
  w.int(v.event, 'event');
  w.int(v.detail, 'detail');
}

export function decodeSecretLifecycleEvent(r: XdrReader): SecretLifecycleEvent {
  return {
    callbackId: r.int(),
    secret: decodeSecretRef(r),
    event: r.int(),
    detail: r.int(),
  };
}

export function encodeSecretValueChangedEvent(w: XdrWriter, v: SecretValueChangedEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeSecretRef(w, v.secret);
}

export function decodeSecretValueChangedEvent(r: XdrReader): SecretValueChangedEvent {
  return {
    callbackId: r.int(),
    secret: decodeSecretRef(r),
  };
}

export function encodeConnectionClosedEvent(w: XdrWriter, v: ConnectionClosedEvent): void {
  w.int(v.reason, 'reason');
}

export function decodeConnectionClosedEvent(r: XdrReader): ConnectionClosedEvent {
  return {
    reason: r.int(),
  };
}

export function encodeQemuMonitorEventEvent(w: XdrWriter, v: QemuMonitorEventEvent): void {
  w.int(v.callbackId, 'callbackId');
  encodeDomainRef(w, v.dom);
  w.string(v.event, 'event');
  w.hyper(v.seconds, 'seconds');
  w.uint(v.micros, 'micros');
  w.present(v.details !== null);
  if (v.details !== null) w.string(v.details, 'details');
}

export function decodeQemuMonitorEventEvent(r: XdrReader): QemuMonitorEventEvent {
  return {
    callbackId: r.int(),
    dom: decodeDomainRef(r),
    event: r.string(),
    seconds: r.hyper(),
    micros: r.uint(),
    details: r.present() ? r.string() : null,
  };
}
