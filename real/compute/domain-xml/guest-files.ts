import path from 'node:path';

/** Files in a guest's folder that are not its disks. */
export interface GuestFiles {
  /** The request and how far it has come. */
  readonly journal: string;
  readonly consoleLog: string;
  readonly vncSocket: string;
  readonly serialSocket: string;
}

export function guestFiles(folder: string): GuestFiles {
  return {
    journal: path.join(folder, 'guest.json'),
    consoleLog: path.join(folder, 'console.log'),
    vncSocket: path.join(folder, 'vnc.sock'),
    serialSocket: path.join(folder, 'serial.sock'),
  };
}
