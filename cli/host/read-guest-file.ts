import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { InputError, pathText, schemaProblems, YamlSource } from '../../sim/index.ts';
import type { PathProblem } from '../../sim/index.ts';
import { contains, gatewayOf } from './ipv4-network.ts';
import { guestFileSchema } from './guest-file-schema.ts';
import type { GuestFile } from './guest-file-schema.ts';

/** Reads the description of one server. @throws InputError with every problem, each with line and column */
export async function readGuestFile(file: string): Promise<GuestFile> {
  const source = new YamlSource(file, await readText(file));
  const parsed = guestFileSchema.safeParse(source.value);
  if (!parsed.success) {
    const jsonSchema = z.toJSONSchema(guestFileSchema, { io: 'input', reused: 'inline' });
    throw refusal(source, schemaProblems(parsed.error, source.value, jsonSchema));
  }
  const problems = [...addressProblems(parsed.data), ...ruleProblems(parsed.data)];
  if (problems.length > 0) throw refusal(source, problems);
  return parsed.data;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const found = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new InputError([{ code: 'file-missing', file, found, accepted: 'a readable description of a server' }]);
  }
}

function refusal(source: YamlSource, problems: readonly PathProblem[]): InputError {
  const placed = problems.map(({ path, atKey, ...problem }) => {
    const place = atKey ? source.placeOfKey(path.slice(0, -1), String(path.at(-1))) : source.placeOf(path);
    return { ...problem, file: source.file, ...place, path: pathText(path) };
  });
  return new InputError(placed.toSorted((a, b) => a.line - b.line || a.column - b.column));
}

function addressProblems({ network }: GuestFile): PathProblem[] {
  if (network === undefined) return [];
  const { cidr, gateway, address } = network;
  const accepted = `an address of a host in ${cidr}`;
  const outside = Object.entries({ gateway, address })
    .filter(([, value]) => value !== undefined && !contains(cidr, value))
    .map(([key, value]) => ({ code: 'wrong-value' as const, path: ['network', key], found: value!, accepted }));
  if (outside.length > 0) return outside;
  if (gatewayOf(network) === undefined) {
    const roomy = 'a network with room for the host and a guest, /30 or larger';
    return [{ code: 'wrong-value', path: ['network', 'cidr'], found: cidr, accepted: roomy }];
  }
  if (address !== undefined && address === gatewayOf(network)) {
    const other = 'an address other than that of the gateway';
    return [{ code: 'conflict', path: ['network', 'address'], found: address, accepted: other }];
  }
  return [];
}

function ruleProblems({ network }: GuestFile): PathProblem[] {
  return (network?.rules ?? []).flatMap(({ protocol, ports }, i) => {
    if (ports === undefined || protocol === 'tcp' || protocol === 'udp') return [];
    const found = `ports of ${protocol ?? 'any protocol'}`;
    const accepted = 'ports with protocol tcp or udp';
    return [{ code: 'conflict', path: ['network', 'rules', i, 'ports'], found, accepted }];
  });
}
