import { generatedHeader, pascal } from './emit-types.ts';
import type { Call, Description, EventMessage, Field } from './parse-description.ts';

/** The tables that the client runs on: every procedure by its name, every event by `family.kind`. */
export function emitProcedures(description: Description): string {
  const programs = new Map(description.programs.map((program) => [program.name, program.number]));
  const kinds = description.events.map((event) => `  '${event.family}.${event.kind}': ${shapeOfEvent(event)};`);
  return [
    generatedHeader,
    `import { decodeNothing, encodeNothing, eventMessage, procedure, streamProcedure } from '../wire/procedure.ts';`,
    `import * as c from './codecs.ts';`,
    `import type * as t from './types.ts';\n`,
    `export const procedures = {`,
    ...description.calls.map((call) => emitCall(call, numberOf(programs, call.program))),
    `} as const;\n`,
    `/** What each kind of event brings. */\nexport interface EventPayloads {\n${kinds.join('\n')}\n}\n`,
    `export const eventMessages = {`,
    ...description.events.map((event) => emitEvent(event, numberOf(programs, event.program))),
    `} as const;\n`,
  ].join('\n');
}

function emitCall(call: Call, program: number): string {
  const name = pascal(call.name);
  const args = codecOf(call.args, `${name}Args`);
  const result = codecOf(call.results, `${name}Result`);
  const head = `'${call.name}', ${hex(program)}, ${call.number}, '${call.lane}'`;
  const codecs = `${args.encode}, ${args.decode}, ${result.encode}, ${result.decode}`;
  const [make, direction] = call.stream === 'none' ? ['procedure', ''] : ['streamProcedure', `'${call.stream}', `];
  return `  ${call.name}: ${make}<${args.type}, ${result.type}>(${direction}${head}, ${codecs}),`;
}

function emitEvent(event: EventMessage, program: number): string {
  const shape = `${pascal(event.family)}${pascal(event.kind)}Event`;
  const kind = `${event.family}.${event.kind}`;
  const numbers = `${hex(program)}, ${event.number}, ${event.id}`;
  return `  '${kind}': eventMessage<t.${shape}>('${kind}', '${event.family}', ${numbers}, c.encode${shape}, c.decode${shape}),`;
}

function shapeOfEvent(event: EventMessage): string {
  return `t.${pascal(event.family)}${pascal(event.kind)}Event`;
}

function codecOf(fields: readonly Field[], shape: string): { type: string; encode: string; decode: string } {
  if (fields.length === 0) return { type: 'void', encode: 'encodeNothing', decode: 'decodeNothing' };
  return { type: `t.${shape}`, encode: `c.encode${shape}`, decode: `c.decode${shape}` };
}

function numberOf(programs: ReadonlyMap<string, number>, name: string): number {
  return programs.get(name) as number;
}

function hex(number: number): string {
  return `0x${number.toString(16)}`;
}
