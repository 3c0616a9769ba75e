import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { GuestRequest } from '../hypervisor/guest.ts';
import { partOf } from '../../files/part-file.ts';
import { ProgramError, runProgram } from '../images/run-program.ts';
import { ec2MetaData, metaData } from './meta-data.ts';
import { networkData } from './network-data.ts';

/** Programs that understand the same options; the first is the one Nova uses (`mkisofs_cmd`). */
const isoPrograms = ['genisoimage', 'mkisofs', 'xorrisofs'];
const randomSeedBytes = 512;

/** Writes a guest's config drive: an ISO 9660 image with the label that cloud-init looks for. */
export async function makeConfigDrive(file: string, request: GuestRequest, signal?: AbortSignal): Promise<void> {
  const tree = partOf(`${file}.tree`);
  try {
    for (const [name, content] of contents(request)) {
      const target = path.join(tree, name);
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      await writeFile(target, content, { mode: 0o600 });
    }
    await writeFile(file, '', { mode: 0o600 });
    // Rock Ridge and Joliet keep the names as they are for every guest; -r makes all of it readable inside the guest.
    const options = ['-quiet', '-J', '-r', '-l', '-ldots', '-allow-lowercase', '-allow-multidot', '-V', 'config-2'];
    await runFirst(isoPrograms, [...options, '-o', file, tree], signal);
  } finally {
    await rm(tree, { recursive: true, force: true });
  }
}

/** Names are ours: what a user names is inside of the files. */
function contents(request: GuestRequest): ReadonlyMap<string, string | Buffer> {
  const { json, contents: injected } = metaData(request, randomBytes(randomSeedBytes));
  const files = new Map<string, string | Buffer>([
    ['openstack/latest/meta_data.json', JSON.stringify(json)],
    ['openstack/latest/network_data.json', JSON.stringify(networkData(request.ports))],
    ['openstack/latest/vendor_data.json', '{}'],
    ['openstack/latest/vendor_data2.json', '{}'],
    ['ec2/latest/meta-data.json', JSON.stringify(ec2MetaData(request))],
  ]);
  for (const { name, content } of injected) files.set(`openstack/content/${name}`, content);
  const { userData } = request.metadata;
  if (userData) files.set('openstack/latest/user_data', userData).set('ec2/latest/user-data', userData);
  return files;
}

async function runFirst(
  programs: readonly string[],
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const [program = '', ...others] = programs;
  try {
    await runProgram(program, args, { signal });
  } catch (error) {
    if (!(error instanceof ProgramError) || !error.isMissing || others.length === 0) throw error;
    await runFirst(others, args, signal);
  }
}
