/** What the canary says on its first serial port: `begun` as its first act, `done` after two million turns of a loop. */
export const canaryWords = { begun: 'C', done: 'D' } as const;

const sizeBytes = 0x10000;
const resetVector = 0xfff0;

/**
 * A guest that is nothing but its 64 KiB firmware: it says that it is there, counts, says that it is done and sleeps.
 * It needs neither disk nor BIOS and is over in a tenth of a second.
 */
export function canaryRom(): Buffer {
  const rom = Buffer.alloc(sizeBytes, 0xff);
  Buffer.from(code).copy(rom);
  // Where an x86 processor starts: a far jump to the first byte of the ROM.
  Buffer.from([0xea, 0x00, 0x00, 0x00, 0xf0]).copy(rom, resetVector);
  return rom;
}

/** 16-bit code at F000:0000. Calls need a stack: after reset SS:SP is 0:0, so pushes land at the end of 64 KiB of RAM. */
// prettier-ignore
const code = [
  0xb3, canaryWords.begun.charCodeAt(0), // 00       mov bl, 'C'
  0xe8, 0x12, 0x00, //                      02       call put
  0x66, 0xb9, 0x00, 0x00, 0x20, 0x00, //    05       mov ecx, 2097152
  0x66, 0x49, //                            0b spin: dec ecx
  0x75, 0xfc, //                            0d       jnz spin
  0xb3, canaryWords.done.charCodeAt(0), //  0f       mov bl, 'D'
  0xe8, 0x03, 0x00, //                      11       call put
  0xf4, //                                  14 end:  hlt
  0xeb, 0xfd, //                            15       jmp end
  0xba, 0xfd, 0x03, //                      17 put:  mov dx, 3fdh (COM1, line status)
  0xec, //                                  1a full: in al, dx
  0xa8, 0x20, //                            1b       test al, 20h (room to send)
  0x74, 0xfb, //                            1d       jz full
  0xba, 0xf8, 0x03, //                      1f       mov dx, 3f8h (COM1, data)
  0x88, 0xd8, //                            22       mov al, bl
  0xee, //                                  24       out dx, al
  0xc3, //                                  25       ret
];
