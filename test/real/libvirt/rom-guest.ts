import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../../fixtures/libvirt/rom-guest.asm', import.meta.url));
export const readyMarker = 'ROM GUEST READY';

export interface RomGuestOptions {
  readonly name: string;
  /** More elements below `<devices>`. */
  readonly devices?: string;
}

export interface RomGuest {
  readonly xml: string;
  readonly serialLog: string;
}

/** A guest that is up in a tenth of a second: its firmware alone, without disk or system, emulated (TCG). */
export function romGuest(folder: string, { name, devices = '' }: RomGuestOptions): RomGuest {
  const rom = path.join(folder, 'rom.bin');
  if (!existsSync(rom)) execFileSync('nasm', ['-f', 'bin', '-o', rom, source]);
  const serialLog = path.join(folder, `${name}.log`);
  const xml = `
    <domain type='qemu'>
      <name>${name}</name>
      <memory unit='MiB'>16</memory>
      <vcpu current='1'>2</vcpu>
      <os>
        <type arch='x86_64' machine='pc'>hvm</type>
        <loader readonly='yes' type='rom'>${rom}</loader>
      </os>
      <features><acpi/></features>
      <devices>
        <serial type='pty'><log file='${serialLog}' append='off'/></serial>
        <graphics type='vnc' socket='${path.join(folder, `${name}.vnc`)}'/>
        <video><model type='vga'/></video>
        <controller type='scsi' model='virtio-scsi'/>
        ${devices}
      </devices>
    </domain>`;
  return { xml, serialLog };
}

/** Waits until the guest has said that it is there, as often as given. */
export async function untilReady(guest: RomGuest, times = 1): Promise<void> {
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const said = existsSync(guest.serialLog) ? readFileSync(guest.serialLog, 'latin1') : '';
    if (said.split(readyMarker).length - 1 >= times) return;
    await sleep(10);
  }
  throw new Error(`${guest.serialLog}: '${readyMarker}' was not said ${times} times within 10 s`);
}
