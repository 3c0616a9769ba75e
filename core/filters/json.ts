import type { HostState } from '../model/host-state.ts';
import { hintValues } from '../model/request-hints.ts';
import { isEqual, isOrdered } from '../python/compare.ts';
import { parsePythonJson } from '../python/json.ts';
import { isDict, isTruthy, PythonObject, type PythonValue, typeName } from '../python/value.ts';
import { RequestError } from '../scheduler/request-error.ts';
import { defineFilter } from './define-filter.ts';
import { hostAttribute } from './host-attributes.ts';

/** Passes hosts for which the query of a hint holds. Nova: `JsonFilter`. */
export const jsonFilter = defineFilter({
  name: 'JsonFilter',
  summary: 'Passes hosts for which the JSON query of the hint `query` holds.',
  nova: { source: 'nova/scheduler/filters/json_filter.py' },
  codes: ['query-false'],
  bind(request) {
    const hint = hintValues(request, 'query') ?? [];
    if (hint.length === 0 || (hint.length === 1 && hint[0] === '')) return undefined;
    if (hint.length > 1) throw typeError(`the hint "query" must have one value, found ${hint.length}`);
    const query = parsePythonJson(hint[0]!);
    return {
      passes: (host) => holds(evaluate(query, host)),
      explain: () => ({ code: 'query-false', needed: hint[0]!, had: 'a host for which it is false' }),
    };
  },
});

/** A list, which only `not` answers, holds when one of its items does. */
function holds(result: PythonValue): boolean {
  return Array.isArray(result) ? result.some(isTruthy) : isTruthy(result);
}

type Command = (args: readonly PythonValue[]) => PythonValue;

const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['=', (args) => firstAgainstRest(args, isEqual)],
  ['<', (args) => firstAgainstRest(args, (a, b) => isOrdered(a, '<', b))],
  ['>', (args) => firstAgainstRest(args, (a, b) => isOrdered(a, '>', b))],
  ['<=', (args) => firstAgainstRest(args, (a, b) => isOrdered(a, '<=', b))],
  ['>=', (args) => firstAgainstRest(args, (a, b) => isOrdered(a, '>=', b))],
  ['in', (args) => args.length > 1 && args.slice(1).some((each) => isEqual(args[0]!, each))],
  ['not', (args) => args.map((each) => !isTruthy(each))],
  ['or', (args) => args.some(isTruthy)],
  ['and', (args) => args.every(isTruthy)],
]);

/** Every comparison is made before the answer is given, so that one that cannot be made is noticed. */
function firstAgainstRest(
  args: readonly PythonValue[],
  compare: (first: PythonValue, other: PythonValue) => boolean,
): boolean {
  if (args.length < 2) return false;
  const results = args.slice(1).map((each) => compare(args[0]!, each));
  return results.every(Boolean);
}

/** `[command, argument, ...]`; arguments may be queries. An empty one is true. */
function evaluate(query: PythonValue, host: HostState): PythonValue {
  if (!isTruthy(query)) return true;
  // A text is a list of its characters, as in Python.
  const items = typeof query === 'string' ? Array.from(query) : query;
  if (!Array.isArray(items)) throw isDict(query) ? new RequestError('KeyError', 'a query is a list') : notAList(query);
  const [name, ...rest] = items as readonly PythonValue[];
  const command = commandOf(name!);
  const args = rest.map((each) => argument(each, host)).filter((each) => each !== null);
  return command(args);
}

function commandOf(name: PythonValue): Command {
  if (Array.isArray(name) || isDict(name)) throw typeError(`a ${typeName(name)} is no operator of a query`);
  const command = typeof name === 'string' ? commands.get(name) : undefined;
  if (command !== undefined) return command;
  const shown = typeof name === 'string' ? `"${name}"` : typeName(name);
  throw new RequestError('KeyError', `no operator ${shown} in queries; accepted: ${[...commands.keys()].join(' ')}`);
}

function argument(value: PythonValue, host: HostState): PythonValue {
  if (Array.isArray(value)) return evaluate(value, host);
  if (typeof value !== 'string') return value;
  if (value === '') return null;
  return value.startsWith('$') ? variable(value.slice(1).split('.'), host) : value;
}

/** `$free_ram_mb`, or `$stats.key` where the attribute is a mapping; null when there is none. */
function variable(path: readonly string[], host: HostState): PythonValue {
  let found: PythonValue = hostAttribute(host, path[0]!) ?? null;
  for (const key of path.slice(1)) {
    if (found === null) return null;
    const mapping = found instanceof PythonObject ? found.mapping : isDict(found) ? found : undefined;
    if (mapping === undefined) {
      throw new RequestError('AttributeError', `$${path.join('.')}: a ${typeName(found)} has no keys`);
    }
    found = mapping.get(key) ?? null;
  }
  return found;
}

function notAList(query: PythonValue): RequestError {
  return typeError(`a query is a list, found ${typeName(query)}`);
}

function typeError(message: string): RequestError {
  return new RequestError('TypeError', message);
}
