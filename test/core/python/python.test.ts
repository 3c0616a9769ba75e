import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareText, isEqual, isOrdered } from '../../../core/python/compare.ts';
import { contains, parseIpAddress, parseIpNetwork } from '../../../core/python/ip-network.ts';
import { type JsonTextError, parsePythonJson } from '../../../core/python/json.ts';
import { pythonJsonText } from '../../../core/python/json-text.ts';
import { parseFloatText, parseIntegerText } from '../../../core/python/number.ts';
import { setOrder } from '../../../core/python/set-order.ts';
import { floatText, pythonText } from '../../../core/python/text.ts';
import { PythonFloat } from '../../../core/python/value.ts';
import { parseVersionPredicate, versionText } from '../../../core/python/version-predicate.ts';
import { splitWords, strip } from '../../../core/python/whitespace.ts';

describe('numbers from text', () => {
  it.each([
    [' 1.5 ', 1.5],
    ['1_0', 10],
    ['1e3', 1000],
    ['.5', 0.5],
    ['5.', 5],
    ['-Infinity', Number.NEGATIVE_INFINITY],
    ['nan', Number.NaN],
    ['', undefined],
    ['0x10', undefined],
    ['1__0', undefined],
    ['1,5', undefined],
  ])('float(%j) is %s', (text, expected) => {
    expect(parseFloatText(text)).toBe(expected);
  });

  it.each([
    [' +7 ', 7],
    ['1_000', 1000],
    ['1.5', undefined],
    ['', undefined],
  ])('int(%j) is %s', (text, expected) => {
    expect(parseIntegerText(text)).toBe(expected);
  });
});

describe('texts of values', () => {
  it.each([
    [4, '4.0'],
    [1e16, '1e+16'],
    [123456789012345.6, '123456789012345.6'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [-0, '-0.0'],
    [1.5e300, '1.5e+300'],
  ])('repr(float %s) is %s', (value, expected) => {
    expect(floatText(value)).toBe(expected);
  });

  it('are those of Python for nested values', () => {
    const value = parsePythonJson('{"a": [1, 1.0, true, null, "it\'s", "tab\\t", "é\\u200b"], "b": {}}');
    expect(pythonText(value)).toBe(`{'a': [1, 1.0, True, None, "it's", 'tab\\t', 'é\\u200b'], 'b': {}}`);
    expect(pythonText('plain')).toBe('plain');
    expect(pythonText(parsePythonJson('123456789012345678901'))).toBe('123456789012345678901');
  });
});

describe('JSON', () => {
  it('reads what JavaScript writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        const plain = (each: unknown): unknown => {
          if (each instanceof PythonFloat) return each.value;
          if (Array.isArray(each)) return each.map(plain);
          if (!(each instanceof Map)) return typeof each === 'bigint' ? Number(each) : each;
          return Object.fromEntries([...(each as Map<string, unknown>)].map(([key, inner]) => [key, plain(inner)]));
        };
        const again = JSON.parse(JSON.stringify(value)) as unknown;
        expect(plain(parsePythonJson(JSON.stringify(value)))).toEqual(again);
        expect(JSON.parse(pythonJsonText(parsePythonJson(JSON.stringify(value))))).toEqual(again);
      }),
    );
  });

  it('writes as Python does', () => {
    expect(pythonJsonText(parsePythonJson('{"a":[1,2.0,"é"],"b":NaN}'))).toBe('{"a": [1, 2.0, "\\u00e9"], "b": NaN}');
  });

  it.each([
    ['{"a": 1,}', 8],
    ['[1 2]', 3],
    ['"open', 0],
    ['', 0],
    ['{} x', 3],
    ["{'a': 1}", 1],
  ])('%j is none, from character %i', (text, offset) => {
    expect(() => parsePythonJson(text)).toThrow(expect.objectContaining({ offset }) as JsonTextError);
  });
});

describe('comparisons', () => {
  it('count true as 1, and order texts by code points', () => {
    expect(isEqual(true, 1)).toBe(true);
    expect(isEqual('1', 1)).toBe(false);
    expect(isEqual(new PythonFloat(2), 2)).toBe(true);
    expect(isOrdered([1, 'a'], '<', [1, 'b'])).toBe(true);
    expect(isOrdered(new PythonFloat(Number.NaN), '<=', 1)).toBe(false);
    expect(() => isOrdered('a', '<', 1)).toThrow("'<' not supported between instances of 'str' and 'int'");
    expect(compareText('\uffff', '\u{10000}')).toBeLessThan(0);
  });
});

describe('white space', () => {
  it('is that of str.split and str.strip', () => {
    expect(splitWords('\t a\u00a0b \x1c c ')).toEqual(['a', 'b', 'c']);
    expect(splitWords('  ')).toEqual([]);
    expect(strip('\ufeffa ')).toBe('\ufeffa');
  });
});

describe('the order of a set of texts', () => {
  // From CPython 3.11.2 with PYTHONHASHSEED=0: list({...}).
  it.each([
    [
      ['ssd', 'hdd', '1', '2', '4', 'true'],
      ['true', 'hdd', '2', '4', 'ssd', '1'],
    ],
    [
      ['b', 'a', 'b', ''],
      ['', 'a', 'b'],
    ],
    [
      ['x86_64', 'aes', 'vmx', 'q35', '16', '', 'é', '漢'],
      ['', 'é', 'vmx', '漢', 'aes', 'q35', '16', 'x86_64'],
    ],
  ])('%j is walked as %j', (texts, expected) => {
    expect(setOrder(texts)).toEqual(expected);
  });
});

describe('networks', () => {
  it('hold the addresses of their family', () => {
    const holds = (network: string, address: string) => contains(parseIpNetwork(network), parseIpAddress(address)!);
    expect(holds('10.1.2.3/8', '10.200.0.1')).toBe(true);
    expect(holds('10/8', '10.200.0.1')).toBe(true);
    expect(holds('::/0', '10.0.0.1')).toBe(false);
    expect(holds('::ffff:10.0.0.1/128', '::ffff:a00:1')).toBe(true);
    expect(parseIpAddress('1.2.3')).toBeUndefined();
    expect(parseIpAddress('1::2::3')).toBeUndefined();
    expect(() => parseIpNetwork('10.0.0.1/255.0.255.0')).toThrow('invalid IPNetwork');
  });
});

describe('versions', () => {
  const meets = (predicate: string, version: string) => parseVersionPredicate(predicate, 'strict')(version);

  it('compare number by number, pre-releases before the release', () => {
    expect(meets('>=6.0, <8.0', '7.2.1')).toBe(true);
    expect(meets('==7.2', '7.2.0')).toBe(true);
    expect(meets('<7.2', '7.2b1')).toBe(true);
    expect(meets('>7.2a2', '7.2a10')).toBe(true);
    expect(meets('!=7.2', '7.2.0')).toBe(false);
    expect(() => meets('>=6', '7.0')).toThrow('invalid version number');
    expect(() => meets('>=6.0', '1')).toThrow("invalid version number '1'");
    expect(() => meets('6.0', '7.0')).toThrow('bad version comparison');
    expect(parseVersionPredicate('>=6', 'lax')('6.0.0.1')).toBe(true);
  });

  it('are written out from numbers', () => {
    expect(versionText(7_002_001)).toBe('7.2.1');
    expect(versionText(1)).toBe('1');
  });
});
