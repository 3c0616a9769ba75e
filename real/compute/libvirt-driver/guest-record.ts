import { instanceTopology, instanceTopologyJson } from '../../../core/index.ts';
import type { DiskFile } from '../disks/disk-store.ts';
import type { GuestRequest } from '../hypervisor/guest.ts';

/**
 * How far a guest has come. `active`, `rescued` and `resized` are settled; in the others a verb is at work, and after a
 * crash of this program the guest has to be mended.
 */
export type GuestPhase =
  | 'building'
  | 'active'
  | 'rescuing'
  | 'rescued'
  | 'unrescuing'
  | 'rebuilding'
  | 'resizing'
  | 'resized'
  | 'confirming'
  | 'reverting'
  | 'deleting';

const settledPhases: ReadonlySet<GuestPhase> = new Set(['active', 'rescued', 'resized']);

/** What a host remembers of a guest. */
export interface GuestRecord {
  readonly phase: GuestPhase;
  readonly request: GuestRequest;
  /** While it is resized or rebuilt: what it was before. */
  readonly previous?: GuestRequest | undefined;
  /** While it is rescued: the disk that it boots from. */
  readonly rescueDisk?: DiskFile | undefined;
}

export function isSettled({ phase }: GuestRecord): boolean {
  return settledPhases.has(phase);
}

/** As the text of a file. */
export function recordText(record: GuestRecord): string {
  return `${JSON.stringify({
    version: 1,
    ...record,
    request: requestJson(record.request),
    previous: record.previous && requestJson(record.previous),
  })}\n`;
}

/** Throws where the text is no record of this version; such files are written whole, so something else did that. */
export function parseRecord(text: string): GuestRecord {
  const json = JSON.parse(text) as RecordJson;
  if (json.version !== 1) throw new Error(`version ${String(json.version)} of the guest's file is not known`);
  return {
    phase: json.phase,
    request: requestFrom(json.request),
    previous: json.previous && requestFrom(json.previous),
    rescueDisk: json.rescueDisk,
  };
}

interface RecordJson extends Omit<GuestRecord, 'request' | 'previous'> {
  readonly version: number;
  readonly request: RequestJson;
  readonly previous?: RequestJson;
}

/** Sets, maps and bytes have no JSON of their own. */
type RequestJson = ReturnType<typeof requestJson>;

function requestJson({ numaTopology, metadata, ...request }: GuestRequest) {
  const { userData, files, ...others } = metadata;
  return {
    ...request,
    numaTopology: numaTopology && instanceTopologyJson(numaTopology),
    metadata: {
      ...others,
      userData: userData?.toString('base64'),
      files: files?.map(({ path, content }) => ({ path, content: content.toString('base64') })),
    },
  };
}

function requestFrom({ numaTopology, metadata, ...request }: RequestJson): GuestRequest {
  const { userData, files, ...others } = metadata;
  return {
    ...request,
    numaTopology: numaTopology && instanceTopology(numaTopology),
    metadata: {
      ...others,
      userData: userData === undefined ? undefined : Buffer.from(userData, 'base64'),
      files: files?.map(({ path, content }) => ({ path, content: Buffer.from(content, 'base64') })),
    },
  };
}
