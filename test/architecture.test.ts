import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Which folders a folder may import from. */
const directions: Readonly<Record<string, readonly string[]>> = {
  core: [],
  store: ['core'],
  openstack: ['core'],
  sim: ['store', 'core'],
  real: ['store', 'core'],
  reports: ['store', 'core'],
  bench: ['sim', 'openstack', 'store', 'core'],
  cli: ['bench', 'sim', 'real', 'openstack', 'reports', 'store', 'core'],
};

/**
 * Folders that must be built before, though nothing of them is imported by path: the libvirt benchmark
 * imports `astrolabe/libvirt`, the package's export, as anybody would.
 */
const builtBefore: Readonly<Record<string, readonly string[]>> = { bench: ['real'] };

/** Packages that a folder may use, where that is a decision; other folders use what they need. */
const packages: Readonly<Record<string, RegExp>> = {
  core: /^zod$/,
  'reports/web': /^d3(-.+)?$/,
};

interface Import {
  readonly file: string;
  readonly target: string;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = Object.keys(directions).filter((folder) => existsSync(join(root, folder)));
const files = folders.flatMap(sourcesIn);
const imports = files.flatMap(importsOf);

function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function importsOf(file: string): Import[] {
  const text = withoutComments(readFileSync(join(root, file), 'utf8'));
  const pattern = /(?:\bfrom|\bimport)\s*\(?\s*(['"])([^'"\n]+)\1/g;
  return [...text.matchAll(pattern)].map((match) => ({ file, target: match[2]! }));
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
}

const topFolder = (path: string) => path.split('/')[0]!;
const isWithin = (file: string, folder: string) => file.startsWith(`${folder}/`);

/** Imports of other top folders, as paths from the root. */
const crossing = imports.flatMap(({ file, target }) => {
  if (!target.startsWith('.')) return [];
  const path = relative(root, resolve(root, dirname(file), target));
  return topFolder(path) === topFolder(file) ? [] : [{ file, target: path }];
});

describe('the house', () => {
  it('is looked at whole', () => {
    expect(folders.length).toBeGreaterThan(6);
    expect(files.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThan(300);
    expect(crossing.length).toBeGreaterThan(50);
    for (const folder of ['store', 'sim', 'reports', 'cli']) {
      expect(crossing.some(({ file }) => isWithin(file, folder))).toBe(true);
    }
  });

  it('has imports in one direction only', () => {
    const wrong = crossing.filter(({ file, target }) => !directions[topFolder(file)]!.includes(topFolder(target)));
    expect(wrong).toEqual([]);
  });

  it('is entered through doors', () => {
    expect(crossing.filter(({ target }) => !/^[^/]+\/index\.ts$/.test(target))).toEqual([]);
  });

  it('has browser code that knows the core at most', () => {
    const web = imports.filter(({ file, target }) => isWithin(file, 'reports/web') && target.startsWith('.'));
    expect(web.length).toBeGreaterThan(5);
    const outside = web.filter(({ file, target }) => {
      const path = relative(root, resolve(root, dirname(file), target));
      return !isWithin(path, 'reports/web') && path !== 'core/index.ts';
    });
    expect(outside).toEqual([]);
  });

  it('has folders that use only the packages that were chosen for them', () => {
    const wrong = imports.filter(({ file, target }) => {
      const chosen = Object.keys(packages).find((folder) => isWithin(file, folder));
      return chosen !== undefined && !target.startsWith('.') && !packages[chosen]!.test(target);
    });
    expect(wrong).toEqual([]);
  });

  it('tells the compiler the same directions', () => {
    for (const folder of folders) {
      const config = JSON.parse(readFileSync(join(root, folder, 'tsconfig.json'), 'utf8')) as {
        references: { path: string }[];
      };
      const references = config.references.map(({ path }) => path).filter((path) => path.startsWith('../'));
      const allowed = [...directions[folder]!, ...(builtBefore[folder] ?? [])];
      expect(allowed, `references of ${folder}/tsconfig.json`).toEqual(
        expect.arrayContaining(references.map((path) => path.slice(3))),
      );
    }
  });
});

describe('the core', () => {
  it('has no clock, no chance and no input or output', () => {
    const outside =
      /\bMath\.random\b|\bDate\.now\b|\bDate\(\)|\bperformance\.|\bprocess\.|\bconsole\.|\bsetTimeout\b|\bfetch\(/;
    const core = files.filter((file) => isWithin(file, 'core'));
    expect(core.length).toBeGreaterThan(20);
    expect(core.filter((file) => outside.test(codeOf(file)))).toEqual([]);
  });
});

/** Without comments and without the texts of messages. */
function codeOf(file: string): string {
  return withoutComments(readFileSync(join(root, file), 'utf8')).replaceAll(/'[^'\n]*'|`[^`]*`/g, "''");
}

describe('names of files', () => {
  it('are kebab-case and say an idea', () => {
    const named = (file: string) => /^[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.ts$/.test(file.split('/').at(-1)!);
    expect(files.filter((file) => !named(file))).toEqual([]);
    expect(files.filter((file) => /\b(utils?|helpers?|common|misc)\b/.test(file))).toEqual([]);
  });
});
