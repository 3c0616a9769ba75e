import { describe, expect, it } from 'vitest';
import { HypervisorError } from '../../../../real/compute/hypervisor/hypervisor-error.ts';
import { hostFailure } from '../../../../real/compute/images/host-failure.ts';
import { ProgramError } from '../../../../real/compute/images/run-program.ts';

const failure = (error: unknown) => hostFailure(error, 'disks', 'the root disk', 'host-unavailable');

describe('what went wrong on a host', () => {
  it('keeps the code it has', () => {
    const known = new HypervisorError('image-corrupt', 'image', 'x');
    expect(failure(known)).toBe(known);
  });

  it.each(['ENOSPC', 'EDQUOT'])('is a full disk when the system says %s', (code) => {
    expect(failure(Object.assign(new Error(code), { code })).code).toBe('disk-full');
  });

  it('is a full disk when a program says so', () => {
    const error = new ProgramError('cp', 'cp: error writing: No space left on device', new Error('exit 1'));
    expect(failure(error)).toMatchObject({ code: 'disk-full', message: 'the root disk: the disk of the host is full' });
  });

  it('is a cancellation when the caller gave up', () => {
    expect(failure(new DOMException('stop', 'AbortError')).code).toBe('cancelled');
  });

  it('is otherwise what the caller says, with the first line of the reason', () => {
    const error = new ProgramError('qemu-img', 'qemu-img: cannot\nmore', new Error('exit 1'));
    expect(failure(error)).toMatchObject({ code: 'host-unavailable', message: 'the root disk: qemu-img: cannot' });
  });
});
