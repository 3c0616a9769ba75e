import { truthOf } from '../hardware/constraints/truth-of.ts';
import type { Flavor } from '../model/flavor.ts';
import type { Image } from '../model/image.ts';
import { imageProperties } from '../model/image-properties.ts';
import { pythonText } from '../python/text.ts';
import type { PythonValue } from '../python/value.ts';
import { RequestError } from '../scheduler/request-error.ts';

/** What flavor and image say of one thing: `hw:NAME` in extra specs, `hw_NAME` in properties. */
export interface FlavorAndImage {
  readonly flavor: string | undefined;
  readonly image: PythonValue | undefined;
}

export function flavorAndImage(name: string, flavor: Flavor, image: Image | null, prefix = 'hw'): FlavorAndImage {
  return {
    flavor: flavor.extraSpecs[`${prefix}:${name}`],
    image: image === null ? undefined : imageProperties(image).get(`${prefix}_${name}`),
  };
}

/**
 * The one value on which flavor and image agree, or that one of them names; `undefined` when neither
 * does. Throws RequestError (`FlavorImageConflict`) when they differ, `Invalid` for another value.
 */
export function flavorOrImage<T extends string>(
  name: string,
  accepted: readonly T[],
  flavor: Flavor,
  image: Image | null,
  prefix = 'hw',
): T | undefined {
  const said = flavorAndImage(name, flavor, image, prefix);
  if (said.flavor && said.image && said.flavor !== said.image) throw conflict(name, said);
  const value = said.flavor || said.image;
  if (value === undefined || value === '') return undefined;
  const found = accepted.find((each) => each === value);
  if (found !== undefined) return found;
  throw invalid(`${prefix}:${name} is "${pythonText(value)}"; accepted: ${accepted.join(', ')}`);
}

/**
 * A switch that flavor or image may turn on. Throws RequestError (`FlavorImageConflict`) when one
 * says yes and the other no.
 */
export function flavorOrImageSwitch(name: string, flavor: Flavor, image: Image | null): boolean {
  const said = flavorAndImage(name, flavor, image);
  const byFlavor = said.flavor === undefined ? undefined : truthOf(said.flavor);
  if (byFlavor !== undefined && said.image !== undefined && byFlavor !== said.image) throw conflict(name, said);
  return byFlavor === true || said.image === true;
}

export function invalid(message: string): RequestError {
  return new RequestError('Invalid', message, { stage: 'request' });
}

export function conflict(name: string, { flavor, image }: FlavorAndImage): RequestError {
  const message = `${name} is "${flavor}" in the flavor and "${pythonText(image ?? null)}" in the image`;
  return new RequestError('FlavorImageConflict', message, { stage: 'request' });
}
