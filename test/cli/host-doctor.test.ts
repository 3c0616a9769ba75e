import { describe, expect, it } from 'vitest';
import { inProcess } from './run-astrolabe.ts';

describe('astrolabe host doctor', () => {
  it('ends with 1 where no libvirt answers, and says how to mend that', async () => {
    const args = ['host', 'doctor', '--libvirt', 'qemu+unix:///system?socket=/nonexistent/socket'];
    const { code, out, err } = await inProcess(...args);
    expect(code).toBe(1);
    expect(err).toMatch(/this machine cannot run guests yet; missing: .*libvirt/);
    expect(out).toMatch(/^missing +libvirt +.*\/nonexistent\/socket/m);
    expect(out).toMatch(/^ +mend: (systemctl|apt-get|dnf|install)/m);
  });
});
