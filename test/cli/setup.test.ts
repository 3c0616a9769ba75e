import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { workFolder } from './run-astrolabe.ts';

const setup = fileURLToPath(new URL('../../cli/setup.js', import.meta.url));

/** A checkout in small: one package to install (from its own folder), one source, and a build that leaves a note. */
function checkout(): string {
  const root = workFolder();
  chmodSync(root, 0o755);
  const files: Record<string, string> = {
    'package.json': JSON.stringify({
      name: 'small',
      version: '1.0.0',
      type: 'module',
      dependencies: { sqlite3: 'file:vendor/sqlite3' },
      scripts: { build: 'node build.js' },
    }),
    'package-lock.json': JSON.stringify({
      name: 'small',
      version: '1.0.0',
      lockfileVersion: 3,
      packages: {
        '': { name: 'small', version: '1.0.0', dependencies: { sqlite3: 'file:vendor/sqlite3' } },
        'node_modules/sqlite3': { resolved: 'vendor/sqlite3', link: true },
        'vendor/sqlite3': { name: 'sqlite3', version: '1.0.0' },
      },
    }),
    'vendor/sqlite3/package.json': JSON.stringify({ name: 'sqlite3', version: '1.0.0' }),
    'vendor/sqlite3/build/Release/node_sqlite3.node': '',
    'build.js': `import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
      if (existsSync('core/broken.ts')) { console.log('core/broken.ts(1,1): error'); process.exit(1); }
      mkdirSync('dist/core', { recursive: true });
      appendFileSync('dist/builds', 'x');`,
    'tsconfig.json': '{}',
    'core/a.ts': '',
  };
  for (const [name, text] of Object.entries(files)) write(root, name, text);
  mkdirSync(join(root, 'cli'));
  cpSync(setup, join(root, 'cli', 'setup.js'));
  return root;
}

function write(root: string, name: string, text: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
}

function run(root: string, args: string[] = [], options: { path?: string; uid?: number } = {}) {
  const { path, uid } = options;
  const env = { ...process.env, ...(path === undefined ? {} : { PATH: path }) };
  const child = spawnSync(process.execPath, [join(root, 'cli', 'setup.js'), ...args], {
    cwd: '/',
    encoding: 'utf8',
    env,
    ...(uid === undefined ? {} : { uid }),
  });
  return { code: child.status, said: child.stdout + child.stderr };
}

const builds = (root: string) => readFileSync(join(root, 'dist', 'builds'), 'utf8').length;

describe('setup', () => {
  it('installs and builds a fresh clone, and then has nothing to do and nothing to say', () => {
    const root = checkout();
    const first = run(root);
    expect(first).toEqual({ code: 0, said: expect.stringMatching(/^Installing packages.*\nCompiling\.\n$/) as string });
    expect(existsSync(join(root, 'node_modules', 'sqlite3', 'package.json'))).toBe(true);
    expect(run(root)).toEqual({ code: 0, said: '' });
    expect(builds(root)).toBe(1);
  });

  it('builds again when a source is newer, and removes what has no source any more', () => {
    const root = checkout();
    run(root);
    write(root, 'dist/core/gone.js', '');
    write(root, 'dist/core/a.js', '');
    write(root, 'dist/reports/web-assets/report.js', '');
    const later = new Date(Date.now() + 5000);
    utimesSync(join(root, 'core', 'a.ts'), later, later);
    expect(run(root).said).toBe('Compiling.\n');
    expect(builds(root)).toBe(2);
    const left = ['core/gone.js', 'core/a.js', 'reports/web-assets/report.js'].filter((name) =>
      existsSync(join(root, 'dist', name)),
    );
    expect(left).toEqual(['core/a.js', 'reports/web-assets/report.js']);
  });

  it('installs again when the lockfile asks for something else, or an install was cut short', () => {
    const root = checkout();
    run(root);
    const lockfile = join(root, 'package-lock.json');
    const text = readFileSync(lockfile, 'utf8').replaceAll(
      '"name":"sqlite3","version":"1.0.0"',
      '"name":"sqlite3","version":"1.0.1"',
    );
    writeFileSync(lockfile, text);
    write(root, 'vendor/sqlite3/package.json', JSON.stringify({ name: 'sqlite3', version: '1.0.1' }));
    expect(run(root).said).toMatch(/^Installing packages/);
    rmSync(join(root, 'node_modules', '.package-lock.json'));
    expect(run(root).said).toMatch(/^Installing packages/);
    expect(run(root).said).toBe('');
  });

  it('installs as near as can be when the lockfile does not fit package.json, and leaves both alone', () => {
    const root = checkout();
    const text = readFileSync(join(root, 'package.json'), 'utf8').replace(
      '"dependencies":{',
      '"dependencies":{"more":"file:more",',
    );
    writeFileSync(join(root, 'package.json'), text);
    write(root, 'more/package.json', JSON.stringify({ name: 'more', version: '1.0.0' }));
    const lockfile = readFileSync(join(root, 'package-lock.json'), 'utf8');
    expect(run(root).code).toBe(0);
    expect(existsSync(join(root, 'node_modules', 'more', 'package.json'))).toBe(true);
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).toBe(lockfile);
    expect(run(root).said).toBe('');
  });

  it('tells what the compiler said, exits with 2, and tries again next time', () => {
    const root = checkout();
    write(root, 'core/broken.ts', '');
    const failed = {
      code: 2,
      said: expect.stringMatching(/"npm run build" failed:\n.*core\/broken\.ts\(1,1\): error/s) as string,
    };
    expect(run(root)).toEqual(failed);
    expect(run(root)).toEqual(failed);
    rmSync(join(root, 'core', 'broken.ts'));
    expect(run(root)).toEqual({ code: 0, said: 'Compiling.\n' });
  });

  it('does nothing in an installed package, which comes without sources', () => {
    const root = checkout();
    rmSync(join(root, 'tsconfig.json'));
    expect(run(root)).toEqual({ code: 0, said: '' });
    expect(existsSync(join(root, 'node_modules'))).toBe(false);
  });

  it('refuses a Node that is too old', () => {
    const root = checkout();
    const text = readFileSync(join(root, 'cli', 'setup.js'), 'utf8');
    writeFileSync(join(root, 'cli', 'setup.js'), text.replace('[20, 19]', '[99, 1]'));
    expect(run(root)).toEqual({
      code: 2,
      said: expect.stringMatching(/needs Node\.js 99\.1 or newer; this is \d+/) as string,
    });
  });
});

describe('setup for tests', () => {
  const isRoot = process.getuid?.() === 0;

  /** A folder of commands: a Debian without the packages, whose apt-get notes what it was asked for. */
  function debian(root: string): string {
    const bin = join(root, 'bin');
    const log = join(root, 'apt.log');
    write(root, 'bin/dpkg-query', '#!/bin/sh\nexit 1\n');
    write(root, 'bin/apt-get', `#!/bin/sh\necho "$@" >> ${log}\n`);
    for (const name of ['dpkg-query', 'apt-get']) chmodSync(join(bin, name), 0o755);
    for (const name of ['sh', 'node', 'npm']) {
      const found = (process.env['PATH'] ?? '')
        .split(':')
        .map((folder) => join(folder, name))
        .find(existsSync);
      if (found) symlinkSync(found, join(bin, name));
    }
    return bin;
  }

  it.runIf(isRoot)('installs the system packages that are missing, when it may', () => {
    const root = checkout();
    const { code, said } = run(root, ['--test'], { path: debian(root) });
    expect(code).toBe(0);
    expect(said).toMatch(/^Installing python3-nova, .*chromium, rabbitmq-server, libvirt-daemon, .* \(for: /);
    expect(readFileSync(join(root, 'apt.log'), 'utf8')).toMatch(
      /^update\ninstall -y --no-install-recommends python3-nova .*chromium rabbitmq-server libvirt-daemon .*iptables .*procps\n$/,
    );
  });

  it.runIf(isRoot)('says in one line what to type, when it may not', () => {
    const root = checkout();
    run(root);
    const { code, said } = run(root, ['--test'], { path: debian(root), uid: 65_534 });
    expect(code).toBe(0);
    expect(said).toMatch(
      /^Missing: python3-nova, .*To install: sudo apt-get install -y --no-install-recommends python3-nova .*\n$/,
    );
    expect(existsSync(join(root, 'apt.log'))).toBe(false);
  });
});
