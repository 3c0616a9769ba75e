import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { guestRequestFrom, guestRequestJson } from '../hypervisor/guest-request-json.ts';
import type { GuestRequestJson } from '../hypervisor/guest-request-json.ts';
import type { GuestRequest, PowerState } from '../hypervisor/guest.ts';

export interface FakeGuest {
  request: GuestRequest;
  powerState: PowerState;
  isRescued: boolean;
  /** The request before a resize that is neither confirmed nor reverted. */
  resizedFrom: GuestRequest | undefined;
}

interface FakeGuestJson extends Omit<FakeGuest, 'request' | 'resizedFrom'> {
  readonly request: GuestRequestJson;
  readonly resizedFrom?: GuestRequestJson;
}

/** Writes a guest down as it is now, whole; without one, nothing of it is left. */
export function keepGuest(folder: string, uuid: string, guest: FakeGuest | undefined): void {
  const file = path.join(folder, `${uuid}.json`);
  if (guest === undefined) return rmSync(file, { force: true });
  const { request, resizedFrom, ...others } = guest;
  const json = {
    ...others,
    request: guestRequestJson(request),
    resizedFrom: resizedFrom && guestRequestJson(resizedFrom),
  };
  writeFileSync(`${file}.part`, JSON.stringify(json), { mode: 0o600 });
  renameSync(`${file}.part`, file);
}

export function readGuests(folder: string): readonly FakeGuest[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.map((name) => {
    const { request, resizedFrom, ...others } = JSON.parse(
      readFileSync(path.join(folder, name), 'utf8'),
    ) as FakeGuestJson;
    return { ...others, request: guestRequestFrom(request), resizedFrom: resizedFrom && guestRequestFrom(resizedFrom) };
  });
}
