import { z } from 'zod';

/** The largest number that Nova's database holds. */
export const largestInteger = 0x7fffffff;

const truths = ['True', 'TRUE', 'true', '1', 'ON', 'On', 'on', 'YES', 'Yes', 'yes'];
const untruths = ['False', 'FALSE', 'false', '0', 'OFF', 'Off', 'off', 'NO', 'No', 'no'];

/** true, false, or a word for one of them. */
export const boolean = z
  .union([z.boolean(), z.enum([...truths, ...untruths])], 'is not a boolean')
  .transform((value) => value === true || truths.includes(String(value)));

/** A whole number, or its decimal digits. */
export function integer(min: number, max = Number.MAX_SAFE_INTEGER): z.ZodType<number> {
  return z
    .union([z.int(), z.string().regex(/^[0-9]+$/)], 'is not a whole number')
    .transform(Number)
    .pipe(z.number().min(min, `is less than the minimum of ${min}`).max(max, `is greater than the maximum of ${max}`));
}

export const positiveInteger = integer(1);
export const nonNegativeInteger = integer(0);

/** What can be printed, of the characters that Nova knows: those of Unicode's first plane. */
const printable = /^[^\p{C}\p{Zl}\p{Zp}\u{10000}-\u{10ffff}]*$/u;
const spaceAtAnEnd = /^\p{Zs}|\p{Zs}$/u;

export function text(minLength: number, maxLength: number): z.ZodString {
  return z.string().min(minLength, 'is too short').max(maxLength, 'is too long');
}

/** Of servers, flavors, aggregates, keys. */
export const name = text(1, 255).refine(
  (value) => printable.test(value) && !spaceAtAnEnd.test(value),
  "An invalid 'name' value was provided. The name must be: printable characters. Can not start or end with whitespace.",
);

/** A name that may have spaces around it. */
export const nameWithSpaces = text(1, 255).refine(
  (value) => printable.test(value) && /[^\p{Zs}]/u.test(value),
  "An invalid 'name' value was provided. The name must be: printable characters with at least one non space character",
);

/** An availability zone's: no colon, which stands before the host. */
export const zoneName = text(1, 255).refine(
  (value) => printable.test(value) && !value.includes(':') && !spaceAtAnEnd.test(value),
  "An invalid 'name' value was provided. The name must be: printable characters except :. Can not start or end with whitespace.",
);

export function description(maxLength: number): z.ZodNullable<z.ZodString> {
  return z.string().max(maxLength, 'is too long').regex(printable, 'has characters that cannot be printed').nullable();
}

const metadataKey = z
  .string()
  .regex(/^[a-zA-Z0-9-_:. ]{1,255}$/, 'is not a name of 1 to 255 letters, digits, -_:. and spaces');

/** Names with texts of at most 255 characters; null removes. */
export const metadataWithNull = z.record(metadataKey, z.string().max(255, 'is too long').nullable());

/** Extra specs: numbers too, kept as text. */
export const metadataWithNumbers = z.record(metadataKey, z.union([z.string().max(255, 'is too long'), z.number()]));

/** A host as a service names it. */
export const fqdn = text(1, 255).regex(/^[a-zA-Z0-9-._]*$/, 'is not a host name');

export const hostname = text(2, 63).regex(/^[a-zA-Z0-9]+[a-zA-Z0-9-]*[a-zA-Z0-9]+$/, 'is not a host name');

/** A UUID as Nova reads one: also without dashes, with braces, or as a URN. */
export const uuid = z.string().refine((value) => {
  return /^[0-9a-f]{32}$/i.test(value.replace(/^urn:uuid:/, '').replace(/[{}-]/g, ''));
}, "is not a 'uuid'");

/** All values of a query parameter. */
export function many(value: z.ZodType = z.string()): z.ZodOptional<z.ZodArray<z.ZodType>> {
  return z.array(value).optional();
}

/** A query parameter that may be given once. */
export function single(value: z.ZodType = z.string()): z.ZodOptional<z.ZodArray<z.ZodType>> {
  return z.array(value).max(1, 'is too long').optional();
}

/** `limit` and `marker`. */
export const pagingQuery = { limit: many(nonNegativeInteger), marker: many() };
