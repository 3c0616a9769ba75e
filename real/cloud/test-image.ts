/** What a server of the test image says on its serial console and on its screen. */
export const testImageSays = {
  ready: 'ASTROLABE TEST IMAGE READY',
  powersOff: 'ASTROLABE TEST IMAGE POWERS OFF',
} as const;

const sectorBytes = 512;
/** Where a BIOS loads the first sector of a disk and begins to run it. */
const origin = 0x7c00;

/**
 * A disk that is nothing but its boot sector, in raw format: it says that it is there, gives back what is typed on the
 * screen or the serial line, and turns itself off when its power button is pressed. It has no network. It needs no
 * system, no download and no tool to be made, and is up in a second.
 */
export function testImage(sizeBytes = 1 << 20): Buffer {
  const disk = Buffer.alloc(sizeBytes);
  const ready = `${testImageSays.ready}\r\nIt echoes what is typed, here and on the serial console.\r\n\0`;
  const texts = Buffer.from(`${ready}\r\n${testImageSays.powersOff}\r\n\0`, 'latin1');
  Buffer.from(code).copy(disk);
  texts.copy(disk, code.length);
  disk.writeUInt16LE(origin + code.length, readyAt);
  disk.writeUInt16LE(origin + code.length + ready.length, powersOffAt);
  // What makes a sector one to boot from.
  disk.writeUInt16BE(0x55aa, sectorBytes - 2);
  return disk;
}

/** Operands in the code: where the two texts are. */
const readyAt = 0x33;
const powersOffAt = 0x65;

/** 16-bit code at 0000:7c00. */
// prettier-ignore
const code = [
  0xfa, //             00 start:  cli
  0x31, 0xc0, //       01         xor ax, ax
  0x8e, 0xd8, //       03         mov ds, ax
  0x8e, 0xc0, //       05         mov es, ax
  0x8e, 0xd0, //       07         mov ss, ax
  0xbc, 0x00, 0x7c, // 09         mov sp, 7c00h
  0xfc, //             0c         cld
  0xba, 0xfb, 0x03, // 0d         mov dx, 3fbh (line control of COM1: set the divisor)
  0xb0, 0x83, //       10         mov al, 83h
  0xee, //             12         out dx, al
  0xba, 0xf8, 0x03, // 13         mov dx, 3f8h
  0xb8, 0x01, 0x00, // 16         mov ax, 1
  0xef, //             19         out dx, ax
  0xba, 0xfb, 0x03, // 1a         mov dx, 3fbh
  0xb0, 0x03, //       1d         mov al, 3 (8 data bits, no parity)
  0xee, //             1f         out dx, al
  0x4a, //             20         dec dx (FIFO on)
  0xb0, 0x07, //       21         mov al, 7
  0xee, //             23         out dx, al
  0xe4, 0xa1, //       24         in al, a1h (IRQ 9 is the power button's: it is asked, not heard)
  0x0c, 0x02, //       26         or al, 2
  0xe6, 0xa1, //       28         out a1h, al
  0xba, 0x02, 0x06, // 2a         mov dx, 602h (PM1_EN: power button, where SeaBIOS puts it)
  0xb8, 0x00, 0x01, // 2d         mov ax, 100h
  0xef, //             30         out dx, ax
  0xfb, //             31         sti
  0xbe, 0xa1, 0x7c, // 32         mov si, ready
  0xe8, 0x5f, 0x00, // 35         call print
  0xba, 0x00, 0x06, // 38 turn:   mov dx, 600h (PM1_STS)
  0xed, //             3b         in ax, dx
  0xf6, 0xc4, 0x01, // 3c         test ah, 1 (the power button was pressed)
  0x75, 0x23, //       3f         jnz off
  0xb4, 0x01, //       41         mov ah, 1
  0xcd, 0x16, //       43         int 16h (a key?)
  0x74, 0x09, //       45         jz serial
  0x30, 0xe4, //       47         xor ah, ah
  0xcd, 0x16, //       49         int 16h (which one)
  0xe8, 0x26, 0x00, // 4b         call echo
  0xeb, 0xe8, //       4e         jmp turn
  0xba, 0xfd, 0x03, // 50 serial: mov dx, 3fdh (a byte on the serial line?)
  0xec, //             53         in al, dx
  0xa8, 0x01, //       54         test al, 1
  0x74, 0x09, //       56         jz idle
  0xba, 0xf8, 0x03, // 58         mov dx, 3f8h
  0xec, //             5b         in al, dx
  0xe8, 0x15, 0x00, // 5c         call echo
  0xeb, 0xd7, //       5f         jmp turn
  0xf4, //             61 idle:   hlt (until the next tick)
  0xeb, 0xd4, //       62         jmp turn
  0xbe, 0xf8, 0x7c, // 64 off:    mov si, bye
  0xe8, 0x2d, 0x00, // 67         call print
  0xba, 0x04, 0x06, // 6a         mov dx, 604h (PM1_CNT: sleep type 0 is off)
  0xb8, 0x00, 0x20, // 6d         mov ax, 2000h
  0xef, //             70         out dx, ax
  0xf4, //             71         hlt
  0xeb, 0xf0, //       72         jmp off
  0x08, 0xc0, //       74 echo:   or al, al
  0x74, 0x1e, //       76         jz done
  0x3c, 0x0d, //       78         cmp al, 13 (Enter is a new line, too)
  0x75, 0x05, //       7a         jne put
  0xe8, 0x02, 0x00, // 7c         call put
  0xb0, 0x0a, //       7f         mov al, 10
  0x50, //             81 put:    push ax
  0xb4, 0x0e, //       82         mov ah, 0eh (to the screen)
  0xbb, 0x07, 0x00, // 84         mov bx, 7
  0xcd, 0x10, //       87         int 10h
  0xba, 0xfd, 0x03, // 89         mov dx, 3fdh (to the serial line)
  0xec, //             8c full:   in al, dx
  0xa8, 0x20, //       8d         test al, 20h
  0x74, 0xfb, //       8f         jz full
  0xba, 0xf8, 0x03, // 91         mov dx, 3f8h
  0x58, //             94         pop ax
  0xee, //             95         out dx, al
  0xc3, //             96 done:   ret
  0xac, //             97 print:  lodsb
  0x08, 0xc0, //       98         or al, al
  0x74, 0xfa, //       9a         jz done
  0xe8, 0xe2, 0xff, // 9c         call put
  0xeb, 0xf6, //       9f         jmp print
];
