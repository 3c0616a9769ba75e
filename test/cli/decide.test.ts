import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inProcess, workFolder } from './run-astrolabe.ts';

const host = { uuid: 'u1', host: 'host1', hypervisor_hostname: 'node1', vcpus: 8, memory_mb: 8192, local_gb: 100 };
const one = { id: 'one', hosts: [host], request: { instance_uuids: ['i1'] } };
const none = { ...one, id: 'none', request: { instance_uuids: ['i1'], force_hosts: ['elsewhere'] } };

function write(text: string, name = 'cases.json'): string {
  const file = join(workFolder(), name);
  writeFileSync(file, text);
  return file;
}

describe('astrolabe decide', () => {
  it('writes one result a line, for a case, a list of cases or JSON lines', async () => {
    const forms = [
      JSON.stringify(one),
      JSON.stringify([one, none], null, 2),
      `${JSON.stringify(one)}\n${JSON.stringify(none)}\n`,
    ];
    for (const [i, text] of forms.entries()) {
      const { code, out } = await inProcess('decide', write(text));
      const results = out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { id: string; error: unknown });
      expect(code).toBe(0);
      expect(results.map(({ id }) => id)).toEqual(i === 0 ? ['one'] : ['one', 'none']);
    }
  });

  it('tells in sentences why, or as JSON with the results', async () => {
    const file = write(JSON.stringify([one, none]));
    const { out } = await inProcess('decide', file, '--explain');
    expect(out).toContain('Case one\n');
    expect(out).toContain('host1');
    const json = JSON.parse((await inProcess('decide', file, '--explain', '--json')).out) as {
      explanation: { outcome: string };
    }[];
    expect(json.map(({ explanation }) => explanation.outcome)).toEqual(['scheduled', 'no-valid-host']);
  });

  it('writes a file whole', async () => {
    const file = write(JSON.stringify(one));
    const results = `${file}.results`;
    const { code, out, err } = await inProcess('decide', file, '-o', results);
    expect({ code, out, err }).toEqual({ code: 0, out: '', err: `1 results written to ${results}.\n` });
    expect(readFileSync(results, 'utf8').trimEnd().split('\n')).toHaveLength(1);
  });

  it.each([
    ['{"hosts": [', ':1: not JSON'],
    [`${JSON.stringify(one)}\n\n{"hosts": 4}\n`, ':3: hosts: Invalid input'],
    [JSON.stringify([one, { ...one, hosts: [{ ...host, vcpus: 'x' }] }]), ': [1]: hosts[0].vcpus: Invalid input'],
    ['\n', ': holds no case'],
  ])('refuses a malformed file with its place, and writes nothing: %#', async (text, place) => {
    const file = write(text);
    const { code, out, err } = await inProcess('decide', file, '-o', `${file}.results`);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`astrolabe: ${file}${place}`);
    expect(existsSync(`${file}.results`)).toBe(false);
  });

  it('says that a file is not there', async () => {
    expect((await inProcess('decide', '/nowhere/cases.json')).err).toBe(
      'astrolabe: /nowhere/cases.json: no such file.\n',
    );
  });
});
