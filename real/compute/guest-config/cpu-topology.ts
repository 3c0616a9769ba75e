import { badRequest } from './bad-request.ts';
import type { HardwareWishes } from './hardware-wishes.ts';

export interface CpuTopology {
  readonly sockets: number;
  readonly cores: number;
  readonly threads: number;
}

/** Nova's bound where neither flavor nor image gives one. */
const UNBOUNDED = 65_536;

/**
 * Sockets, cores and threads of a guest: the split of its vCPUs that keeps the maxima and is nearest to what is
 * preferred; of equal ones that with the fewest threads, then the most sockets. Nova: `get_best_cpu_topology`.
 *
 * @throws HypervisorError `bad-request` when the image asks for more than it may, or nothing adds up to the vCPUs
 */
export function cpuTopology(wishes: HardwareWishes): CpuTopology {
  const maximum = maximumOf(wishes);
  const preferred = preferredOf(wishes, maximum);
  const possible = splits(wishes.flavor.vcpus, maximum);
  if (possible.length === 0) {
    throw badRequest(
      `${wishes.flavor.vcpus} vCPUs cannot be made of at most ${maximum.sockets} sockets, ${maximum.cores} cores and ` +
        `${maximum.threads} threads`,
    );
  }
  return possible.reduce((best, next) => (matches(next, preferred) > matches(best, preferred) ? next : best));
}

function maximumOf(wishes: HardwareWishes): CpuTopology {
  return perPart((part) => {
    const flavor = flavorCount(wishes, `hw:cpu_max_${part}`);
    const image = imageCount(wishes, `hw_cpu_max_${part}`);
    if (flavor > 0 && image > flavor) {
      throw badRequest(
        `image property hw_cpu_max_${part} is ${image}, but the flavor's hw:cpu_max_${part} is ${flavor}`,
      );
    }
    return image || flavor || UNBOUNDED;
  });
}

/** Any preference of the image replaces all of the flavor's; one of the flavor that the maxima forbid is dropped. */
function preferredOf(wishes: HardwareWishes, maximum: CpuTopology): CpuTopology {
  const image = perPart((part) => imageCount(wishes, `hw_cpu_${part}`));
  if (exceeds(image, maximum))
    throw badRequest(`image properties ask for ${shown(image)}, but ${shown(maximum)} is the most`);
  if (image.sockets + image.cores + image.threads > 0) return image;
  const flavor = perPart((part) => flavorCount(wishes, `hw:cpu_${part}`));
  return exceeds(flavor, maximum) ? { sockets: 0, cores: 0, threads: 0 } : flavor;
}

/** Best first where nothing is preferred. */
function splits(vcpus: number, maximum: CpuTopology): readonly CpuTopology[] {
  const found: CpuTopology[] = [];
  for (let threads = 1; threads <= Math.min(vcpus, maximum.threads); threads++) {
    if (vcpus % threads !== 0) continue;
    const perThread = vcpus / threads;
    for (let sockets = Math.min(perThread, maximum.sockets); sockets >= 1; sockets--) {
      if (perThread % sockets !== 0 || perThread / sockets > maximum.cores) continue;
      found.push({ sockets, cores: perThread / sockets, threads });
    }
  }
  return found;
}

function matches(topology: CpuTopology, preferred: CpuTopology): number {
  return parts.filter((part) => preferred[part] > 0 && topology[part] === preferred[part]).length;
}

const parts = ['sockets', 'cores', 'threads'] as const;
const counts = { min: 0, max: UNBOUNDED };

function perPart(count: (part: keyof CpuTopology) => number): CpuTopology {
  return { sockets: count('sockets'), cores: count('cores'), threads: count('threads') };
}

const flavorCount = (wishes: HardwareWishes, name: string): number => wishes.extraInteger(name, counts) ?? 0;
const imageCount = (wishes: HardwareWishes, name: string): number => wishes.integer(name, counts) ?? 0;

function exceeds(asked: CpuTopology, maximum: CpuTopology): boolean {
  return parts.some((part) => asked[part] > maximum[part]);
}

function shown({ sockets, cores, threads }: CpuTopology): string {
  return `${sockets} sockets, ${cores} cores, ${threads} threads`;
}
