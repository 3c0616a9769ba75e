/** `10.20.0.0/24` in numbers; first and last are those that hosts may have. */
function blockOf(cidr: string): { readonly first: number; readonly last: number } {
  const [base = '', length = ''] = cidr.split('/');
  const size = 2 ** (32 - Number(length));
  const start = Math.floor(numberOf(base) / size) * size;
  return { first: start + 1, last: start + size - 2 };
}

/** Whether a host of the network may have this address. */
export function contains(cidr: string, address: string): boolean {
  const { first, last } = blockOf(cidr);
  return numberOf(address) >= first && numberOf(address) <= last;
}

/** The gateway that was given, or the first address; `undefined` when there is no room for a guest beside it. */
export function gatewayOf({ cidr, gateway }: { readonly cidr: string; readonly gateway?: string | undefined }) {
  const { first, last } = blockOf(cidr);
  return last > first ? (gateway ?? textOf(first)) : undefined;
}

/** The first address of a network that is not taken; `undefined` when all are. */
export function freeAddress(cidr: string, taken: ReadonlySet<string>): string | undefined {
  const { first, last } = blockOf(cidr);
  for (let address = first; address <= last; address += 1) {
    if (!taken.has(textOf(address))) return textOf(address);
  }
  return undefined;
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function textOf(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
