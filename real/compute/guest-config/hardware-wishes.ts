import type { Flavor, Image } from '../../../core/index.ts';
import { imageProperties, RequestError, truthOf } from '../../../core/index.ts';
import { badRequest } from './bad-request.ts';

export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/**
 * What a flavor (by extra specs) and an image (by properties) wish for, read and checked: a number is in its bounds, a
 * choice is one of those accepted. Everything that does not fit is a `bad-request` that names the key.
 */
export class HardwareWishes {
  readonly flavor: Flavor;
  readonly image: Image | null;
  readonly #properties: ReadonlyMap<string, unknown>;

  /** @throws HypervisorError `bad-request` for an image property of the wrong type */
  constructor(flavor: Flavor, image: Image | null) {
    this.flavor = flavor;
    this.image = image;
    this.#properties = image === null ? new Map() : checkedProperties(image);
  }

  extra(name: string): string | undefined {
    return Object.hasOwn(this.flavor.extraSpecs, name) ? this.flavor.extraSpecs[name] : undefined;
  }

  extraInteger(name: string, bounds: Bounds): number | undefined {
    const text = this.extra(name);
    if (text === undefined) return undefined;
    const number = /^\s*[-+]?\d{1,15}\s*$/.test(text) ? Number(text) : Number.NaN;
    return within(`extra spec ${name}`, text, number, bounds);
  }

  extraFlag(name: string): boolean | undefined {
    const text = this.extra(name);
    return text === undefined ? undefined : truthOf(text);
  }

  extraChoice<T extends string>(name: string, accepted: readonly T[]): T | undefined {
    const text = this.extra(name);
    return text === undefined ? undefined : oneOf(`extra spec ${name}`, text, accepted);
  }

  text(name: string): string | undefined {
    const value = this.#properties.get(name);
    return value === undefined ? undefined : String(value);
  }

  integer(name: string, bounds: Bounds): number | undefined {
    const value = this.#properties.get(name);
    return value === undefined ? undefined : within(`image property ${name}`, String(value), Number(value), bounds);
  }

  flag(name: string): boolean | undefined {
    return this.#properties.get(name) as boolean | undefined;
  }

  choice<T extends string>(name: string, accepted: readonly T[]): T | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : oneOf(`image property ${name}`, text, accepted);
  }
}

function checkedProperties(image: Image): ReadonlyMap<string, unknown> {
  try {
    return imageProperties(image);
  } catch (error) {
    if (error instanceof RequestError) throw badRequest(error.message, { cause: error });
    throw error;
  }
}

function within(where: string, found: string, number: number, { min, max }: Bounds): number {
  if (number >= min && number <= max) return number;
  throw badRequest(`${where} is ${JSON.stringify(found)}; accepted: a whole number of ${min} to ${max}`);
}

function oneOf<T extends string>(where: string, found: string, accepted: readonly T[]): T {
  const value = accepted.find((known) => known === found);
  if (value !== undefined) return value;
  throw badRequest(`${where} is ${JSON.stringify(found)}; accepted on this kind of host: ${accepted.join(', ')}`);
}
