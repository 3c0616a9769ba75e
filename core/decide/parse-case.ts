import { z } from 'zod';
import { JsonTextError, parsePythonJson } from '../python/json.ts';
import { isDict, PythonFloat, type PythonValue } from '../python/value.ts';
import { type NumaFitCase, numaFitCaseSchema } from '../hardware/numa-fit-case.ts';
import { type ScheduleCase, scheduleCaseSchema } from './case-schema.ts';

/** A case that does not have the form of one: where in it, what was found, what is accepted. */
export class CaseError extends Error {
  /** `hosts[2].vcpus`; `''` for the case itself. */
  readonly path: string;
  /** Where text stopped being JSON, in characters from its start. */
  readonly offset: number | undefined;

  constructor(path: string, problem: string, offset?: number) {
    super(path === '' ? problem : `${path}: ${problem}`);
    this.name = 'CaseError';
    this.path = path;
    this.offset = offset;
  }
}

/** Under these names a float must stay one, because Nova shows or compares its text: `1.0` is not `1`. */
const RAW = new Set(['cpu_info', 'properties', 'metadata', 'extra_specs', 'stats', 'scheduler_hints']);

/** Reads JSON text into what `checkCase` takes. Throws CaseError. */
export function readCaseText(text: string): unknown {
  try {
    return plain(parsePythonJson(text), false);
  } catch (error) {
    if (error instanceof JsonTextError) throw new CaseError('', `not JSON: ${error.message}`, error.offset);
    throw error;
  }
}

/** Checks the form of a case. Throws CaseError for the first thing that is wrong. */
export function checkCase(value: unknown): ScheduleCase | NumaFitCase {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CaseError('', 'a case is a JSON object');
  }
  const mode = (value as { mode?: unknown }).mode;
  if (mode !== undefined && mode !== 'schedule' && mode !== 'numa_fit') {
    throw new CaseError('mode', `found ${JSON.stringify(mode)}, accepted are "schedule" (the default) and "numa_fit"`);
  }
  const checked = mode === 'numa_fit' ? numaFitCaseSchema.safeParse(value) : scheduleCaseSchema.safeParse(value);
  if (!checked.success) throw caseError(checked.error);
  return checked.data;
}

function caseError({ issues }: z.ZodError): CaseError {
  const { path, message } = issues[0]!;
  return new CaseError(z.core.toDotPath(path), message);
}

/** Maps become objects, floats numbers; free values keep what Python would show of them. */
function plain(value: PythonValue, raw: boolean): unknown {
  if (value instanceof PythonFloat) return raw ? value : value.value;
  if (Array.isArray(value)) return value.map((each) => plain(each, raw));
  if (!isDict(value)) return value;
  // Keys such as `__proto__` must stay plain keys.
  const object = Object.create(null) as Record<string, unknown>;
  for (const [key, each] of value) object[key] = key === 'cpu_info' ? each : plain(each, raw || RAW.has(key));
  return object;
}
