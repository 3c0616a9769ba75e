import { isIPv4, isIPv6 } from 'node:net';
import { z } from 'zod';
import { description as descriptionOf } from '../../http/schemas.ts';

/** Kinds of values that Nova's bodies are made of. Nova: `nova.api.validation.parameter_types`. */

export { boolean, fqdn, hostname, integer, name } from '../../http/schemas.ts';
export const description = descriptionOf(255);
export const nameOrNull = z
  .string()
  .min(1)
  .refine(...fits(255))
  .nullable();

/** Any whole number, or its digits as a text. */
export const anyInteger = z.union([z.int(), z.string().regex(/^-?[0-9]+$/)], 'is not a whole number').transform(Number);

/** Nova counts characters, not halves of surrogate pairs. */
function fits(max: number): [(value: string) => boolean, string] {
  return [(value) => value.length <= max || [...value].length <= max, 'is too long'];
}

/** Forms of UUIDs that Python reads: with or without hyphens, in braces, as a URN. The canonical form comes out. */
export const uuid = z.string().transform((value, context) => {
  const canonical = canonicalUuid(value);
  if (canonical !== undefined) return canonical;
  context.addIssue({ code: 'custom', message: 'is not a UUID' });
  return z.NEVER;
});

export function canonicalUuid(value: string): string | undefined {
  const digits = value
    .replaceAll('urn:', '')
    .replaceAll('uuid:', '')
    .replace(/^[{}]+|[{}]+$/g, '')
    .replaceAll('-', '')
    .toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(digits)) return undefined;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export const ipv4 = z.string().refine((value) => isIPv4(value), 'is not an IPv4 address');
export const ipv6 = z.string().refine(isPlainIPv6, 'is not an IPv6 address');
export const ipAddress = z.string().refine((value) => isIPv4(value) || isPlainIPv6(value), 'is not an IP address');

/** Without a zone, which only means something on the machine itself. */
function isPlainIPv6(value: string): boolean {
  return isIPv6(value) && !value.includes('%');
}

/** Read as Python reads it: characters outside the alphabet are skipped, the padding counts. */
export const base64 = z.string().refine(isBase64, 'is not base64');

export function isBase64(value: string): boolean {
  if (/[^\0-\x7f]/.test(value)) return false;
  let position = 0;
  let pads = 0;
  for (const character of value) {
    if (character === '=') {
      if (position >= 2 && position + (pads += 1) >= 4) return true;
    } else if (/[A-Za-z0-9+/]/.test(character)) {
      pads = 0;
      position = (position + 1) % 4;
    }
  }
  return position === 0;
}

export const userData = base64.refine(...fits(65_535));

/** The id of a flavor, or a URL that ends in it. */
export const flavorRef = z
  .union([z.string().min(1), z.number()])
  .refine((value) => typeof value === 'string' || Number.isInteger(value), 'is not the id of a flavor')
  .transform((value) => {
    const path = String(value).replace(/[?#].*$/s, '');
    return path.slice(path.lastIndexOf('/') + 1);
  });

const metadataKey = /^[a-zA-Z0-9\-_:. ]{1,255}$/;

/** Texts by names of 1 to 255 characters of `a-zA-Z0-9-_:. `. */
export const metadata = z.custom<Record<string, string>>(
  (value) => isPlainObject(value) && Object.entries(value).every(isMetadataItem),
  'texts of at most 255 characters by names of 1 to 255 characters of "a-zA-Z0-9-_:. "',
);

function isMetadataItem([key, value]: [string, unknown]): boolean {
  return key !== '__proto__' && metadataKey.test(key) && typeof value === 'string' && fits(255)[0](value);
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const diskConfig = z.enum(['AUTO', 'MANUAL']);

/** 1 to 60 characters, no comma and no slash. */
export const tag = z
  .string()
  .min(1)
  .refine(...fits(60))
  .refine((value) => !/[,/]/.test(value), 'has a comma or a slash');

export const trustedCertificates = z
  .array(z.string().min(1))
  .min(1)
  .max(50)
  .refine((ids) => new Set(ids).size === ids.length, 'has an id twice')
  .nullable();

export const personality = z.array(z.strictObject({ path: z.string(), contents: base64 }));
