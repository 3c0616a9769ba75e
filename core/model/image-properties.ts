import { parseCpuSpec } from '../hardware/constraints/cpu-spec.ts';
import { parseIntegerText } from '../python/number.ts';
import { pythonText } from '../python/text.ts';
import { PythonFloat, PythonObject, type PythonValue } from '../python/value.ts';
import { parseVersionPredicate } from '../python/version-predicate.ts';
import { strip } from '../python/whitespace.ts';
import { RequestError } from '../scheduler/request-error.ts';
import { canonicalArchitecture, canonicalHypervisorType, canonicalVmMode } from './canonical-names.ts';
import type { Image } from './image.ts';
import {
  imagePropertyTypes,
  legacyImageProperties,
  legacyImageValues,
  lowerCasedProperties,
} from './image-property-types.ts';

type Properties = ReadonlyMap<string, PythonValue>;

const readBefore = new WeakMap<Image, Properties>();

/**
 * The properties of an image that Nova knows, under their present names, each as its type. Unknown
 * ones are left out. Nova: `ImageMetaProps.from_dict`.
 * Throws RequestError of type ValueError for a value that its type does not allow.
 */
export function imageProperties(image: Image): Properties {
  let properties = readBefore.get(image);
  if (properties === undefined) {
    properties = readProperties(image.properties);
    readBefore.set(image, properties);
  }
  return properties;
}

/** A property with its value, as instances are compared by them. */
export function propertyKey(name: string, value: PythonValue): string {
  return `${name}=${pythonText(value)}`;
}

function readProperties(given: Readonly<Record<string, unknown>>): Properties {
  const read = new Map<string, PythonValue>();
  for (const [former, name] of Object.entries(legacyImageProperties)) {
    if (Object.hasOwn(given, former)) read.set(name, propertyValue(name, given[former]));
  }
  readAdapterType(given['vmware_adaptertype'], read);
  for (const name of Object.keys(imagePropertyTypes)) {
    if (Object.hasOwn(given, name)) read.set(name, propertyValue(name, given[name]));
  }
  readPerNode(given, read);
  const traits = Object.keys(given).filter((key) => key.startsWith('trait:') && given[key] === 'required');
  if (traits.length > 0)
    read.set(
      'traits_required',
      traits.map((key) => key.slice('trait:'.length)),
    );
  return read;
}

/** VMware's adapter type says the disk bus, and for SCSI the model. */
function readAdapterType(adapter: unknown, read: Map<string, PythonValue>): void {
  if (adapter === undefined || adapter === null || adapter === '') return;
  read.set('hw_disk_bus', adapter === 'ide' ? 'ide' : 'scsi');
  if (adapter !== 'ide') read.set('hw_scsi_model', propertyValue('hw_scsi_model', adapter));
}

/** `hw_numa_cpus.N` and `hw_numa_mem.N`, up to the first number that is missing. */
function readPerNode(given: Readonly<Record<string, unknown>>, read: Map<string, PythonValue>): void {
  const cpus = perNode(given, 'hw_numa_cpus').map((value) => parseCpuSpec(String(value)));
  if (cpus.length > 0)
    read.set('hw_numa_cpus', new PythonObject(`[${cpus.map((set) => `{${[...set].join(', ')}}`).join(', ')}]`));
  const memory = perNode(given, 'hw_numa_mem').map((value) => integer('hw_numa_mem', value));
  if (memory.length > 0) read.set('hw_numa_mem', memory);
}

function perNode(given: Readonly<Record<string, unknown>>, name: string): unknown[] {
  const values: unknown[] = [];
  while (Object.hasOwn(given, `${name}.${values.length}`)) values.push(given[`${name}.${values.length}`]);
  return values;
}

function propertyValue(name: string, value: unknown): PythonValue {
  const type = imagePropertyTypes[name]!;
  if (value === null || value === undefined) throw refused(name, value, 'a value');
  if (type === 'integer') return integer(name, value);
  if (type === 'flag') return flag(value);
  if (type === 'list') return list(name, value);
  if (type === 'version') return version(name, value);
  if (typeof value !== 'string' && wantsText(name)) throw noText(name, value);
  const text = textOf(name, value);
  return typeof type === 'string' ? text : choice(name, text, type);
}

const CANONICAL_NAMES = ['hw_architecture', 'hw_emulation_architecture', 'img_hv_type', 'hw_vm_mode'];

/** Nova puts these into lower case before it looks whether they are text at all. */
function wantsText(name: string): boolean {
  return CANONICAL_NAMES.includes(name) || lowerCasedProperties.includes(name);
}

function noText(name: string, found: unknown): RequestError {
  return new RequestError('AttributeError', `image property ${name} is ${JSON.stringify(found)}; accepted: a text`);
}

function choice(name: string, given: string, accepted: readonly string[]): string {
  const named = canonicalName(name, given);
  const lower = lowerCasedProperties.includes(name) ? named.toLowerCase() : named;
  const value = legacyImageValues[name]?.[lower] ?? lower;
  if (!accepted.includes(value)) throw refused(name, given, accepted.join(', '));
  return value;
}

function canonicalName(name: string, given: string): string {
  try {
    if (name === 'hw_architecture' || name === 'hw_emulation_architecture') return canonicalArchitecture(given)!;
    if (name === 'img_hv_type') return canonicalHypervisorType(given)!;
    return name === 'hw_vm_mode' ? canonicalVmMode(given)! : given;
  } catch (error) {
    if (error instanceof RequestError) throw new RequestError('ValueError', `image property ${name}: ${error.message}`);
    throw error;
  }
}

function textOf(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || value instanceof PythonFloat) return plainText(value);
  throw refused(name, value, 'a text');
}

/** A whole number reads as Python's int, any other as a float. */
function plainText(value: number | boolean | PythonFloat): string {
  if (typeof value === 'number' && !Number.isInteger(value)) return pythonText(new PythonFloat(value));
  return pythonText(value);
}

/** Python's `int(value)`. */
function integer(name: string, value: unknown): number {
  if (value instanceof PythonFloat) return integer(name, value.value);
  if (typeof value === 'number' && Number.isFinite(value)) return Math.trunc(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  const parsed = typeof value === 'string' ? parseIntegerText(value) : undefined;
  if (parsed === undefined) throw refused(name, value, 'a whole number');
  return parsed;
}

const TRUE_WORDS = ['1', 't', 'true', 'on', 'y', 'yes'];

/** Whatever does not say yes says no. */
function flag(value: unknown): boolean {
  return typeof value === 'boolean' ? value : TRUE_WORDS.includes(strip(String(value)).toLowerCase());
}

function version(name: string, value: unknown): string {
  const text = textOf(name, value);
  try {
    parseVersionPredicate(text, 'lax');
  } catch (error) {
    if (error instanceof RequestError) throw refused(name, value, 'version comparisons such as ">=6.0,<8.0"');
    throw error;
  }
  return text;
}

function list(name: string, value: unknown): PythonValue {
  if (!Array.isArray(value)) throw refused(name, value, 'a list');
  return value.map((item) => new PythonObject(JSON.stringify(item)));
}

function refused(name: string, found: unknown, accepted: string): RequestError {
  return new RequestError('ValueError', `image property ${name} is ${JSON.stringify(found)}; accepted: ${accepted}`);
}
