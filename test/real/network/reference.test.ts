import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { networkErrorCodes } from '../../../real/network/index.ts';
import { checkOptions } from '../../../real/network/driver-options.ts';
import { answerMark } from '../../../real/network/rules/tracking.ts';

const text = readFileSync(new URL('../../../docs/reference/guest-network.md', import.meta.url), 'utf8');
const firstCells = (heading: RegExp): string[] => {
  const section = text.split(/^#+ /m).find((one) => heading.test(one))!;
  return [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, cell]) => cell!);
};

describe('the reference of the network', () => {
  it('names every code of an error, and no other', () => {
    expect(firstCells(/^Errors/).sort()).toEqual(Object.keys(networkErrorCodes).sort());
  });

  it('names every option with its default', () => {
    const defaults = checkOptions({});
    expect(firstCells(/^The network of a host/)).toEqual(expect.arrayContaining(Object.keys(defaults)));
    for (const value of [defaults.runFolder, defaults.dhcpUser, defaults.dhcpLeaseSeconds, defaults.repairSeconds]) {
      expect(text).toContain(String(value));
    }
    expect(text).toContain(answerMark);
  });

  it.each([
    ['runFolder', 'relative/folder'],
    ['runFolder', '/run/with space'],
    ['runFolder', '/run/../etc'],
    ['runFolder', '/run/x\nuser=root'],
    ['dhcpUser', 'nobody\ndhcp-script=/bin/sh'],
    ['networkNamespace', '--net'],
    ['tapOwnerUid', -1],
    ['repairSeconds', Number.NaN],
  ])('has options that refuse what they are not: %s %j', (name, value) => {
    expect(() => checkOptions({ [name]: value })).toThrow(
      expect.objectContaining({
        code: 'bad-configuration',
        message: expect.stringContaining(`network driver, ${name}: `),
      }),
    );
  });
});
