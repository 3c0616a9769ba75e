import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clientErrorCodes, procedures } from '../../../real/libvirt/index.ts';
import { eventMessages } from '../../../real/libvirt/generated/procedures.ts';

const text = readFileSync(new URL('../../../docs/reference/libvirt-client.md', import.meta.url), 'utf8');

describe('the reference of the libvirt client', () => {
  it('has every error code with its meaning', () => {
    for (const [code, meaning] of Object.entries(clientErrorCodes)) {
      expect(text).toMatch(new RegExp(`\\| \`${code}\` +\\|[^|]+\\| ${meaning}`));
    }
  });

  it('has every kind of event', () => {
    for (const kind of Object.keys(eventMessages)) {
      const [family, name] = kind.split('.');
      expect(text).toMatch(family === 'domain' ? new RegExp(`\`${name}\``) : new RegExp(`\`${kind}\``));
    }
  });

  it('counts the procedures right', () => {
    const plain = Object.values(procedures).filter(({ stream }) => stream === 'none');
    expect(text).toContain(`${plain.length} procedures`);
  });
});
