import type { DiskFile } from '../disks/disk-store.ts';
import type { GuestRequest } from '../hypervisor/guest.ts';
import { guestRequestFrom, guestRequestJson } from '../hypervisor/guest-request-json.ts';
import type { GuestRequestJson } from '../hypervisor/guest-request-json.ts';

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
    request: guestRequestJson(record.request),
    previous: record.previous && guestRequestJson(record.previous),
  })}\n`;
}

/** Throws where the text is no record of this version; such files are written whole, so something else did that. */
export function parseRecord(text: string): GuestRecord {
  const json = JSON.parse(text) as RecordJson;
  if (json.version !== 1) throw new Error(`version ${String(json.version)} of the guest's file is not known`);
  return {
    phase: json.phase,
    request: guestRequestFrom(json.request),
    previous: json.previous && guestRequestFrom(json.previous),
    rescueDisk: json.rescueDisk,
  };
}

interface RecordJson extends Omit<GuestRecord, 'request' | 'previous'> {
  readonly version: number;
  readonly request: GuestRequestJson;
  readonly previous?: GuestRequestJson;
}
