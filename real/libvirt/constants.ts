/**
 * libvirt's numbers by name, from its public headers (libvirt-domain.h and its neighbours, version 9.0). The names are
 * libvirt's without their prefix; flags are combined with `|`.
 */

/** virDomainState */
export const domainStates = {
  nostate: 0,
  running: 1,
  blocked: 2,
  paused: 3,
  shutdown: 4,
  shutoff: 5,
  crashed: 6,
  pmsuspended: 7,
} as const;

/** virDomainCreateFlags, of create and createXml. */
export const domainCreateFlags = {
  none: 0,
  paused: 1,
  autodestroy: 2,
  bypassCache: 4,
  forceBoot: 8,
  validate: 16,
  resetNvram: 32,
} as const;

/** virDomainDefineFlags */
export const domainDefineFlags = {
  validate: 1,
} as const;

/** virDomainUndefineFlagsValues */
export const domainUndefineFlags = {
  managedSave: 1,
  snapshotsMetadata: 2,
  nvram: 4,
  keepNvram: 8,
  checkpointsMetadata: 16,
  tpm: 32,
  keepTpm: 64,
} as const;

/** virDomainDestroyFlagsValues */
export const domainDestroyFlags = {
  default: 0,
  graceful: 1,
  removeLogs: 2,
} as const;

/** virDomainShutdownFlagValues */
export const domainShutdownFlags = {
  default: 0,
  acpiPowerBtn: 1,
  guestAgent: 2,
  initctl: 4,
  signal: 8,
  paravirt: 16,
} as const;

/** virDomainRebootFlagValues */
export const domainRebootFlags = {
  default: 0,
  acpiPowerBtn: 1,
  guestAgent: 2,
  initctl: 4,
  signal: 8,
  paravirt: 16,
} as const;

/** virDomainModificationImpact: what a change or a question is about. */
export const domainAffects = {
  current: 0,
  live: 1,
  config: 2,
} as const;

/** virDomainDeviceModifyFlags */
export const deviceModifyFlags = {
  current: 0,
  live: 1,
  config: 2,
  force: 4,
} as const;

/** virDomainXMLFlags */
export const domainXmlFlags = {
  secure: 1,
  inactive: 2,
  updateCpu: 4,
  migratable: 8,
} as const;

/** virDomainVcpuFlags */
export const domainVcpuFlags = {
  current: 0,
  live: 1,
  config: 2,
  maximum: 4,
  guest: 8,
  hotpluggable: 16,
} as const;

/** virDomainMemoryModFlags */
export const domainMemoryFlags = {
  current: 0,
  live: 1,
  config: 2,
  maximum: 4,
} as const;

/** virDomainSaveRestoreFlags */
export const domainSaveFlags = {
  bypassCache: 1,
  running: 2,
  paused: 4,
  resetNvram: 8,
} as const;

/** virDomainCoreDumpFlags */
export const domainCoreDumpFlags = {
  crash: 1,
  live: 2,
  bypassCache: 4,
  reset: 8,
  memoryOnly: 16,
} as const;

/** virDomainMigrateFlags */
export const domainMigrateFlags = {
  live: 1,
  peer2peer: 2,
  tunnelled: 4,
  persistDest: 8,
  undefineSource: 16,
  paused: 32,
  nonSharedDisk: 64,
  nonSharedInc: 128,
  changeProtection: 256,
  unsafe: 512,
  offline: 1024,
  compressed: 2048,
  abortOnError: 4096,
  autoConverge: 8192,
  rdmaPinAll: 16384,
  postcopy: 32768,
  tls: 0x10000,
  parallel: 0x20000,
  nonSharedSynchronousWrites: 0x40000,
  postcopyResume: 0x80000,
  zerocopy: 0x100000,
} as const;

/** virDomainMetadataType */
export const domainMetadataTypes = {
  description: 0,
  title: 1,
  element: 2,
} as const;

/** virDomainBlockRebaseFlags */
export const blockRebaseFlags = {
  shallow: 1,
  reuseExt: 2,
  copyRaw: 4,
  copy: 8,
  relative: 16,
  copyDev: 32,
  bandwidthBytes: 64,
} as const;

/** virDomainBlockCommitFlags */
export const blockCommitFlags = {
  shallow: 1,
  delete: 2,
  active: 4,
  relative: 8,
  bandwidthBytes: 16,
} as const;

/** virDomainBlockCopyFlags */
export const blockCopyFlags = {
  shallow: 1,
  reuseExt: 2,
  transientJob: 4,
  synchronousWrites: 8,
} as const;

/** virDomainBlockJobAbortFlags */
export const blockJobAbortFlags = {
  async: 1,
  pivot: 2,
} as const;

/** virDomainBlockResizeFlags */
export const blockResizeFlags = {
  bytes: 1,
} as const;

/** virDomainSnapshotCreateFlags */
export const snapshotCreateFlags = {
  redefine: 1,
  current: 2,
  noMetadata: 4,
  halt: 8,
  diskOnly: 16,
  reuseExt: 32,
  quiesce: 64,
  atomic: 128,
  live: 256,
  validate: 512,
} as const;

/** virDomainSnapshotDeleteFlags */
export const snapshotDeleteFlags = {
  children: 1,
  metadataOnly: 2,
  childrenOnly: 4,
} as const;

/** virDomainSnapshotRevertFlags */
export const snapshotRevertFlags = {
  running: 1,
  paused: 2,
  force: 4,
  resetNvram: 8,
} as const;

/** virDomainCheckpointCreateFlags */
export const checkpointCreateFlags = {
  redefine: 1,
  quiesce: 2,
  redefineValidate: 4,
} as const;

/** virDomainCheckpointDeleteFlags */
export const checkpointDeleteFlags = {
  children: 1,
  metadataOnly: 2,
  childrenOnly: 4,
} as const;

/** virConnectListAllDomainsFlags */
export const listDomainsFlags = {
  active: 1,
  inactive: 2,
  persistent: 4,
  transient: 8,
  running: 16,
  paused: 32,
  shutoff: 64,
  other: 128,
  managedsave: 256,
  noManagedsave: 512,
  autostart: 1024,
  noAutostart: 2048,
  hasSnapshot: 4096,
  noSnapshot: 8192,
  hasCheckpoint: 16384,
  noCheckpoint: 32768,
} as const;

/** virDomainStatsTypes */
export const domainStatsTypes = {
  state: 1,
  cpuTotal: 2,
  balloon: 4,
  vcpu: 8,
  interface: 16,
  block: 32,
  perf: 64,
  iothread: 128,
  memory: 256,
  dirtyrate: 512,
  vm: 1024,
} as const;

/** virConnectGetAllDomainStatsFlags */
export const domainStatsFlags = {
  active: 1,
  inactive: 2,
  persistent: 4,
  transient: 8,
  running: 16,
  paused: 32,
  shutoff: 64,
  other: 128,
  nowait: 0x20000000,
  backing: 0x40000000,
  enforceStats: 0x80000000,
} as const;

/** virDomainEventType: `event` of `domain.lifecycle`. */
export const domainLifecycleEvents = {
  defined: 0,
  undefined: 1,
  started: 2,
  suspended: 3,
  resumed: 4,
  stopped: 5,
  shutdown: 6,
  pmsuspended: 7,
  crashed: 8,
} as const;

/** virDomainEventStartedDetailType */
export const domainStartedDetails = {
  booted: 0,
  migrated: 1,
  restored: 2,
  fromSnapshot: 3,
  wakeup: 4,
} as const;

/** virDomainEventSuspendedDetailType */
export const domainSuspendedDetails = {
  paused: 0,
  migrated: 1,
  ioerror: 2,
  watchdog: 3,
  restored: 4,
  fromSnapshot: 5,
  apiError: 6,
  postcopy: 7,
  postcopyFailed: 8,
} as const;

/** virDomainEventResumedDetailType */
export const domainResumedDetails = {
  unpaused: 0,
  migrated: 1,
  fromSnapshot: 2,
  postcopy: 3,
  postcopyFailed: 4,
} as const;

/** virDomainEventStoppedDetailType */
export const domainStoppedDetails = {
  shutdown: 0,
  destroyed: 1,
  crashed: 2,
  migrated: 3,
  saved: 4,
  failed: 5,
  fromSnapshot: 6,
} as const;

/** virDomainEventShutdownDetailType */
export const domainShutdownDetails = {
  finished: 0,
  guest: 1,
  host: 2,
} as const;

/** virDomainEventCrashedDetailType */
export const domainCrashedDetails = {
  panicked: 0,
  crashloaded: 1,
} as const;

/** virDomainEventDefinedDetailType */
export const domainDefinedDetails = {
  added: 0,
  updated: 1,
  renamed: 2,
  fromSnapshot: 3,
} as const;

/** virDomainEventUndefinedDetailType */
export const domainUndefinedDetails = {
  removed: 0,
  renamed: 1,
} as const;

/** virDomainInterfaceAddressesSource */
export const interfaceAddressSources = {
  lease: 0,
  agent: 1,
  arp: 2,
} as const;

/** virDomainMemoryStatTags */
export const memoryStatTags = {
  swapIn: 0,
  swapOut: 1,
  majorFault: 2,
  minorFault: 3,
  unused: 4,
  available: 5,
  actualBalloon: 6,
  rss: 7,
  usable: 8,
  lastUpdate: 9,
  diskCaches: 10,
  hugetlbPgalloc: 11,
  hugetlbPgfail: 12,
  nr: 13,
} as const;

/** virDomainJobType */
export const domainJobTypes = {
  none: 0,
  bounded: 1,
  unbounded: 2,
  completed: 3,
  failed: 4,
  cancelled: 5,
} as const;

/** virDomainBlockJobType */
export const blockJobTypes = {
  unknown: 0,
  pull: 1,
  copy: 2,
  commit: 3,
  activeCommit: 4,
  backup: 5,
} as const;

/** virConnectDomainEventBlockJobStatus: `status` of `domain.blockJob2`. */
export const blockJobStatuses = {
  completed: 0,
  failed: 1,
  canceled: 2,
  ready: 3,
} as const;

/** virKeycodeSet */
export const keycodeSets = {
  linux: 0,
  xt: 1,
  atset1: 2,
  atset2: 3,
  atset3: 4,
  osx: 5,
  xtKbd: 6,
  usb: 7,
  win32: 8,
  qnum: 9,
} as const;

/** virConnectBaselineCPUFlags */
export const baselineCpuFlags = {
  expandFeatures: 1,
  migratable: 2,
} as const;

/** virCPUCompareResult */
export const cpuCompareResults = {
  error: -1,
  incompatible: 0,
  identical: 1,
  superset: 2,
} as const;

/** virNetworkUpdateCommand */
export const networkUpdateCommands = {
  none: 0,
  modify: 1,
  delete: 2,
  addFirst: 4,
} as const;

/** virNetworkUpdateSection */
export const networkUpdateSections = {
  none: 0,
  bridge: 1,
  domain: 2,
  ip: 3,
  ipDhcpHost: 4,
  ipDhcpRange: 5,
  forward: 6,
  forwardInterface: 7,
  forwardPf: 8,
  portgroup: 9,
  dnsHost: 10,
  dnsTxt: 11,
  dnsSrv: 12,
} as const;

/** virNetworkUpdateFlags */
export const networkUpdateFlags = {
  affectCurrent: 0,
  affectLive: 1,
  affectConfig: 2,
} as const;

/** virStoragePoolState */
export const storagePoolStates = {
  inactive: 0,
  building: 1,
  running: 2,
  degraded: 3,
  inaccessible: 4,
} as const;

/** virStoragePoolBuildFlags */
export const storagePoolBuildFlags = {
  new: 0,
  repair: 1,
  resize: 2,
  noOverwrite: 4,
  overwrite: 8,
} as const;

/** virStoragePoolDeleteFlags */
export const storagePoolDeleteFlags = {
  normal: 0,
  zeroed: 1,
} as const;

/** virStoragePoolCreateFlags */
export const storagePoolCreateFlags = {
  normal: 0,
  withBuild: 1,
  withBuildOverwrite: 2,
  withBuildNoOverwrite: 4,
} as const;

/** virStorageVolType */
export const storageVolTypes = {
  file: 0,
  block: 1,
  dir: 2,
  network: 3,
  netdir: 4,
  ploop: 5,
} as const;

/** virStorageVolCreateFlags */
export const storageVolCreateFlags = {
  preallocMetadata: 1,
  reflink: 2,
  validate: 4,
} as const;

/** virStorageVolResizeFlags */
export const storageVolResizeFlags = {
  allocate: 1,
  delta: 2,
  shrink: 4,
} as const;

/** virStorageVolWipeAlgorithm */
export const storageVolWipeAlgorithms = {
  zero: 0,
  nnsa: 1,
  dod: 2,
  bsi: 3,
  gutmann: 4,
  schneier: 5,
  pfitzner7: 6,
  pfitzner33: 7,
  random: 8,
  trim: 9,
} as const;

/** virDomainConsoleFlags */
export const consoleFlags = {
  force: 1,
  safe: 2,
} as const;

/** virConnectListAllNodeDeviceFlags */
export const listNodeDevicesFlags = {
  capSystem: 1,
  capPciDev: 2,
  capUsbDev: 4,
  capUsbInterface: 8,
  capNet: 16,
  capScsiHost: 32,
  capScsiTarget: 64,
  capScsi: 128,
  capStorage: 256,
  capFcHost: 512,
  capVports: 1024,
  capScsiGeneric: 2048,
  capDrm: 4096,
  capMdevTypes: 8192,
  capMdev: 16384,
  capCcwDev: 32768,
  capCssDev: 0x10000,
  capVdpa: 0x20000,
  capApCard: 0x40000,
  capApQueue: 0x80000,
  capApMatrix: 0x100000,
  capVpd: 0x200000,
  inactive: 0x40000000,
  active: 0x80000000,
} as const;

/** The name of a number in one of these tables, or `unknown (N)` where the daemon is newer than this client. */
export function nameOf<Names extends Readonly<Record<string, number>>>(
  names: Names,
  value: number,
): (keyof Names & string) | `unknown (${number})` {
  for (const name in names) if (names[name] === value) return name;
  return `unknown (${value})`;
}
