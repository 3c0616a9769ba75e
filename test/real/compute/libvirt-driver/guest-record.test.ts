import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRecord, recordText } from '../../../../real/compute/libvirt-driver/guest-record.ts';
import type { GuestRecord } from '../../../../real/compute/libvirt-driver/guest-record.ts';
import { guestRequest } from '../guest-config/guest-request.ts';

describe("what is kept of a guest in its host's file", () => {
  it('comes back as it was: bytes, NUMA cells, hostile names and all', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('building', 'active', 'rescued', 'resized', 'deleting'),
        fc.string({ unit: 'binary' }),
        fc.option(fc.uint8Array({ maxLength: 64 }), { nil: undefined }),
        fc.boolean(),
        (phase, name, bytes, withPrevious) => {
          const userData = bytes && Buffer.from(bytes);
          const cells = [
            {
              id: 1,
              pcpuset: [0],
              memory: 64,
              pagesize: 2048,
              cpu_policy: 'dedicated' as const,
              cpu_pinning: { 0: 3 },
            },
          ];
          const plain = guestRequest({ displayName: name, numa: { cells, emulator_threads_policy: 'isolate' } });
          const files = userData && [{ path: name, content: userData }];
          const request = { ...plain, metadata: { hostname: name, keys: [], meta: { [name]: name }, userData, files } };
          const rescueDisk = { path: '/g/rescue', format: 'qcow2' as const, sizeBytes: 1 };
          const record: GuestRecord = { phase, request, rescueDisk, previous: withPrevious ? plain : undefined };
          // JSON has no place for half of a pair; everything else is kept to the bit.
          fc.pre(!/\p{Surrogate}/u.test(name));
          expect(parseRecord(recordText(record))).toEqual(record);
        },
      ),
    );
  });

  it('is refused when it is of another time', () => {
    expect(() => parseRecord('{"version":2}')).toThrow(/version 2/);
    expect(() => parseRecord('{"vers')).toThrow(/JSON/);
  });
});
