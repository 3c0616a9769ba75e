// Makes a checkout ready to run: packages installed, sources compiled. Plain JavaScript without
// dependencies, because it runs on a fresh clone before anything is there. Quiet when nothing is to do.
//
//   node cli/setup.js          for running
//   node cli/setup.js --test   for testing: system packages that tests need, too

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const nodeNeeded = [20, 19];

/** Debian's names, and what stays untested without them. */
const testPackages = {
  'python3-nova': 'comparison with real Nova',
  'python3-placement': 'comparison with real Placement',
  'python3-gabbi': "Placement's own API stories",
  'python3-oslotest': "Placement's own API stories",
  'python3-openstackclient': 'the openstack command against our services',
  'python3-osc-placement': 'the openstack command against our Placement',
  chromium: 'the report page in a browser',
  'rabbitmq-server': 'the bus over RabbitMQ',
  ...Object.fromEntries(
    [
      'libvirt-daemon',
      'libvirt-daemon-driver-qemu',
      'libvirt-clients',
      'qemu-system-x86',
      'qemu-utils',
      'nasm',
      'dnsmasq-base',
      'iptables',
    ].map((name) => [name, 'the libvirt client against a real libvirtd']),
  ),
  ...Object.fromEntries(
    ['syslinux', 'mtools', 'dosfstools', 'e2fsprogs', 'genisoimage', 'qemu-utils'].map((name) => [
      name,
      "a Linux guest, and guests' disks",
    ]),
  ),
  ...Object.fromEntries(
    ['nftables', 'iproute2', 'busybox-static', 'iputils-ping', 'netcat-openbsd', 'isc-dhcp-client', 'procps'].map(
      (name) => [name, 'networks of guests'],
    ),
  ),
};
const compilerPackages = ['python3', 'make', 'g++'];

/** Throws `SetupError` with one clear message when the checkout cannot be made ready. */
export function setUp(options) {
  checkNode();
  // An installed package comes compiled; only a checkout has sources to care for.
  if (!existsSync(join(root, 'tsconfig.json'))) return;
  if (options.test) installTestPackages();
  if (!packagesAreInstalled()) installPackages();
  if (!buildIsCurrent()) build();
}

export class SetupError extends Error {}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > nodeNeeded[0] || (major === nodeNeeded[0] && minor >= nodeNeeded[1])) return;
  throw new SetupError(
    `Astrolabe needs Node.js ${nodeNeeded.join('.')} or newer; this is ${process.versions.node}. ` +
      'Install a current release from https://nodejs.org or with your package manager.',
  );
}

/** The tree that npm says it installed is the one that the lockfile asks for. */
function packagesAreInstalled() {
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  const wanted = readPackages(join(root, 'package-lock.json'));
  if (!installed || !wanted) return false;
  const missing = Object.entries(wanted).some(
    ([path, { version, optional }]) =>
      path !== '' && !optional && (!installed[path] || installed[path].version !== version),
  );
  // An install that was interrupted leaves the tree without its compiled part.
  return !missing && existsSync(join(root, 'node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node'));
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function installPackages() {
  say('Installing packages: once, and about a minute when SQLite has to be compiled.');
  const first = npmInstall();
  if (first.status === 0) return;
  const missing = compilerPackages.filter((name) => !isOnPath(name));
  if (missing.length === 0 || !installSystemPackages(missing, 'SQLite has to be compiled here')) fail(first);
  const second = npmInstall();
  if (second.status !== 0) fail(second);
}

/** Exactly what the lockfile says; as near as can be when it does not fit package.json, as during development. */
function npmInstall() {
  const options = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const exact = npm(['ci', ...options]);
  return exact.status !== 0 && /EUSAGE/.test(exact.stderr) ? npm(['install', '--no-save', ...options]) : exact;
}

function fail(result) {
  throw new SetupError(`Installing the packages failed:\n${essence(result)}`);
}

/** The build is current when no source is newer than its stamp. */
function buildIsCurrent() {
  const stamp = join(root, 'dist', '.built');
  if (!existsSync(stamp)) return false;
  const built = statSync(stamp).mtimeMs;
  return sourceFiles().every((file) => statSync(file).mtimeMs <= built);
}

const sourceFolders = ['core', 'store', 'sim', 'real', 'openstack', 'reports', 'bench', 'cli'];

function sourceFiles() {
  const files = ['tsconfig.json', 'package-lock.json'].map((name) => join(root, name)).filter(existsSync);
  for (const folder of sourceFolders.map((name) => join(root, name)).filter(existsSync)) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) files.push(join(entry.parentPath ?? entry.path, entry.name));
    }
  }
  return files;
}

function build() {
  say('Compiling.');
  const begun = new Date();
  removeOutputsWithoutSource();
  const done = npm(['run', '--silent', 'build']);
  if (done.status !== 0) throw new SetupError(`"npm run build" failed:\n${essence(done)}`);
  mkdirSync(join(root, 'dist'), { recursive: true });
  const stamp = join(root, 'dist', '.built');
  writeFileSync(stamp, '');
  // A source that changed while the compiler was at work is newer than this.
  utimesSync(stamp, begun, begun);
}

/** `tsc` leaves the outputs of sources that were renamed or removed. */
function removeOutputsWithoutSource() {
  for (const folder of sourceFolders) {
    const outputs = join(root, 'dist', folder);
    if (!existsSync(outputs)) continue;
    for (const name of readdirSync(outputs, { recursive: true, encoding: 'utf8' })) {
      const source = /^(.*)\.(?:js|js\.map|d\.ts)$/.exec(name)?.[1];
      if (source === undefined || name.startsWith('web-assets')) continue;
      if (!existsSync(join(root, folder, `${source}.ts`))) rmSync(join(outputs, name));
    }
  }
}

function installTestPackages() {
  if (!isOnPath('dpkg-query')) {
    const missing = ['openstack', 'chromium'].filter((name) => !isOnPath(name));
    if (missing.length > 0) {
      say(`Not a Debian system: tests that need ${Object.keys(testPackages).join(', ')} may be skipped.`);
    }
    return;
  }
  const missing = Object.keys(testPackages).filter((name) => !isInstalled(name));
  if (missing.length > 0)
    installSystemPackages(missing, [...new Set(missing.map((name) => testPackages[name]))].join(', '));
}

function isInstalled(debianPackage) {
  const answer = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Abbrev}', debianPackage], { encoding: 'utf8' });
  return answer.status === 0 && answer.stdout.startsWith('ii');
}

/** Installs when the user may; otherwise says in one line what to type. Returns whether it is done. */
function installSystemPackages(names, reason) {
  const install = `apt-get install -y --no-install-recommends ${names.join(' ')}`;
  const asRoot = privilege();
  if (!isOnPath('apt-get') || asRoot === undefined) {
    say(`Missing: ${names.join(', ')} (for: ${reason}). To install: sudo ${install}`);
    return false;
  }
  say(`Installing ${names.join(', ')} (for: ${reason}).`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (args) => {
    const [command, ...rest] = [...asRoot, 'apt-get', ...args];
    return spawnSync(command, rest, { env, encoding: 'utf8', maxBuffer: 1 << 28 });
  };
  run(['update']);
  const done = run(['install', '-y', '--no-install-recommends', ...names]);
  if (done.status === 0) return true;
  say(`"${install}" failed: ${essence(done, 3)}`);
  return false;
}

/** The words before `apt-get`: none for root, `sudo -n` when it asks for no password, else undefined. */
function privilege() {
  if (process.getuid?.() === 0) return [];
  const sudo = isOnPath('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  return sudo ? ['sudo', '-n', '--preserve-env=DEBIAN_FRONTEND'] : undefined;
}

function isOnPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, name)));
}

/** The npm that runs us, or else the one on the path. */
function npm(args) {
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 };
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return spawnSync(process.execPath, [script, ...args], options);
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

/** What npm, a compiler or apt-get said first: the rest is advice and repetition. */
function essence(result, count = 20) {
  const text = `${result.error?.message ?? ''}${result.stderr ?? ''}${result.stdout ?? ''}`;
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('npm warn'));
  return lines.slice(0, count).join('\n');
}

/** To the error stream: the output of a command is its own. */
function say(text) {
  process.stderr.write(`${text}\n`);
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    setUp({ test: process.argv.includes('--test') });
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exitCode = 2;
  }
}
