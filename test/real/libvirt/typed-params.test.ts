import { describe, expect, it } from 'vitest';
import { typedParamsFrom, typedParamsTo } from '../../../real/libvirt/typed-params.ts';

describe('typed parameters', () => {
  it('get the type that libvirt wants for their name', () => {
    expect(
      typedParamsTo({
        cpu_shares: 512,
        vcpu_quota: -1,
        weight: 100,
        'inbound.average': 7,
        read_iops_sec: 10,
        disks_port: 1,
      }),
    ).toEqual([
      { field: 'cpu_shares', value: { type: 'ullong', value: 512n } },
      { field: 'vcpu_quota', value: { type: 'llong', value: -1n } },
      { field: 'weight', value: { type: 'uint', value: 100 } },
      { field: 'inbound.average', value: { type: 'uint', value: 7 } },
      { field: 'read_iops_sec', value: { type: 'ullong', value: 10n } },
      { field: 'disks_port', value: { type: 'int', value: 1 } },
    ]);
  });

  it('that are text, truth or lists need no table', () => {
    expect(typedParamsTo({ anything: 'x', other: true, migrate_disks: ['vda', 'vdb'] })).toEqual([
      { field: 'anything', value: { type: 'string', value: 'x' } },
      { field: 'other', value: { type: 'boolean', value: true } },
      { field: 'migrate_disks', value: { type: 'string', value: 'vda' } },
      { field: 'migrate_disks', value: { type: 'string', value: 'vdb' } },
    ]);
  });

  it('of an unknown name need their type said, and then have it', () => {
    expect(() => typedParamsTo({ novel: 3 })).toThrow(/^novel: found 3, accepted is a value with its type/);
    expect(typedParamsTo({ novel: { type: 'double', value: 3 } })).toEqual([
      { field: 'novel', value: { type: 'double', value: 3 } },
    ]);
  });

  it('come back by name, even by a name that objects have already', () => {
    const params = typedParamsFrom([
      { field: 'cpu.time', value: { type: 'ullong', value: 5n } },
      { field: '__proto__', value: { type: 'int', value: 1 } },
    ]);
    expect(params['cpu.time']).toBe(5n);
    expect(Object.keys(params)).toEqual(['cpu.time', '__proto__']);
  });
});
