import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, isLibvirtError, LibvirtClientError } from '../../../real/libvirt/index.ts';
import type { Connection, DomainRef } from '../../../real/libvirt/index.ts';
import { readDescription } from './protocol/read-description.ts';
import type { Call, FieldType } from '../../../real/libvirt/protocol/parse-description.ts';
import { libvirtdAbsence, startLibvirtd } from './libvirtd.ts';
import type { Libvirtd } from './libvirtd.ts';
import { romGuest } from './rom-guest.ts';

const description = readDescription();
const structs = new Map(description.structs.map((struct) => [struct.name, struct.fields]));
const absence = libvirtdAbsence();

/** These act on the machine that the tests run on, or end the conversation. */
const spared = new Set([
  'authPolkit',
  'connectOpen',
  'connectClose',
  'connectSetIdentity',
  'nodeSuspendForDuration',
  'nodeSetMemoryParameters',
  'nodeAllocPages',
  'interfaceChangeBegin',
  'interfaceChangeCommit',
  'interfaceChangeRollback',
]);
const nowhere = '00000000-0000-4000-8000-000000000000';

/** A value of the type that names nothing that exists. */
function valueOf(name: string, type: FieldType, dom: DomainRef): unknown {
  switch (type.kind) {
    case 'bytes':
      return new Uint8Array();
    case 'chars':
      return '';
    case 'optional':
      return null;
    case 'list':
      return [];
    case 'struct':
      if (type.name === 'DomainRef') return dom;
      return Object.fromEntries(
        (structs.get(type.name) ?? []).map((field) => [field.name, valueOf(field.name, field.type, dom)]),
      );
    default:
      if (type.name === 'uuid') return nowhere;
      if (type.name === 'string') return 'no-such-thing';
      if (type.name === 'hyper' || type.name === 'uhyper') return 0n;
      return /^(n?params|maxnames|maxinfo|maplen|maxStats|maxerrors|needResults|ncpumaps|maxuuids|maxids)$/.test(name)
        ? 8
        : 0;
  }
}

type AnyCall = (...args: readonly unknown[]) => Promise<unknown>;

/** 'answered', the code of libvirt's refusal, or what went wrong between us and libvirt. */
async function outcomeOf(connection: Connection, call: Call, dom: DomainRef): Promise<string> {
  const args = Object.fromEntries(call.args.map((field) => [field.name, valueOf(field.name, field.type, dom)]));
  const make = (connection.rpc as unknown as Record<string, AnyCall>)[call.name] as AnyCall;
  const options = { timeoutMs: 20_000 };
  try {
    await (call.args.length > 0 ? make(args, options) : make(options));
    return 'answered';
  } catch (error) {
    if (isLibvirtError(error) && error.code !== 'RPC') return error.code;
    if (error instanceof LibvirtClientError || isLibvirtError(error)) return `MISUNDERSTOOD: ${error.message}`;
    throw error;
  }
}

const plain = description.calls.filter((call) => call.stream === 'none' && !spared.has(call.name));

describe.skipIf(absence !== '')(`every call of the protocol, to a real libvirtd${absence}`, () => {
  let daemon: Libvirtd;
  let connection: Connection;

  beforeAll(async () => {
    daemon = await startLibvirtd();
    connection = await connect({ uri: daemon.qemuUri });
  });

  afterAll(async () => {
    connection?.close();
    await daemon?.stop();
  });

  it('is understood: libvirt never says that it cannot decode it, and we can read what it answers', async () => {
    const dom = { name: 'no-such-thing', uuid: nowhere, id: -1 };
    const misunderstood: string[] = [];
    const answered: string[] = [];
    for (const call of plain) {
      const outcome = await outcomeOf(connection, call, dom);
      if (outcome.startsWith('MISUNDERSTOOD')) misunderstood.push(outcome);
      if (outcome === 'answered') answered.push(call.name);
    }
    expect(misunderstood).toEqual([]);
    expect(plain.length).toBeGreaterThan(365);
    expect(answered.length).toBeGreaterThan(60);
  });

  it('that asks about a running guest is answered in a form that we can read', async () => {
    const domain = await connection.createDomain(romGuest(daemon.folder, { name: 'asked' }).xml);
    const asking = plain.filter((call) => /^domain(Get|Is|Has|List|Memory|Snapshot(Num|List))/.test(call.name));
    const misunderstood: string[] = [];
    const answered: string[] = [];
    for (const call of asking) {
      const outcome = await outcomeOf(connection, call, domain.ref);
      if (outcome.startsWith('MISUNDERSTOOD')) misunderstood.push(outcome);
      if (outcome === 'answered') answered.push(call.name);
    }
    expect(misunderstood).toEqual([]);
    expect(answered.length).toBeGreaterThan(25);
    await domain.destroy();
  });
});
