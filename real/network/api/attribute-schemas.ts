import { z } from 'zod';
import { parseAddress, parsePrefix } from '../ip-address.ts';

/** Attribute values as Neutron reads them, with its words for what is wrong. */

const stringMax = 255;

export const text = z
  .string({ error: ({ input }) => `'${shown(input)}' is not a valid string` })
  .max(stringMax, { error: ({ input }) => `'${shown(input)}' exceeds maximum length of ${stringMax}` });

export const name = text.default('');
export const description = text.default('');

/** Neutron has another name for what it cannot convert: `InvalidInput`. */
const conversion = (message: string) => ({ code: 'custom', message, params: { isConversion: true } }) as const;

/** Neutron takes many forms of yes and no. */
export const boolean = z.unknown().transform((value, context): boolean => {
  if (typeof value === 'boolean') return value;
  if (value === 1 || value === 0) return value === 1;
  if (typeof value === 'string' && /^(?:true|1)$/i.test(value)) return true;
  if (typeof value === 'string' && /^(?:false|0)$/i.test(value)) return false;
  context.addIssue(conversion(`'${shown(value)}' cannot be converted to boolean`));
  return z.NEVER;
});

export const flag = (value: boolean): z.ZodDefault<typeof boolean> => boolean.default(value);

export const integer = (min: number, max: number): z.ZodType<number> =>
  z.unknown().transform((value, context): number => {
    const number = typeof value === 'string' && /^-?\d{1,10}$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max) return number;
    const message = `'${shown(value)}' is not an integer from ${min} to ${max}`;
    context.addIssue(typeof number === 'number' ? { code: 'custom', message } : conversion(message));
    return z.NEVER;
  });

export const uuid = z
  .string({ error: ({ input }) => `'${shown(input)}' is not a valid UUID` })
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, {
    error: ({ input }) => `'${shown(input)}' is not a valid UUID`,
  })
  .transform((value) => value.toLowerCase());

export const address = z.unknown().transform((value, context): string => {
  const read = typeof value === 'string' ? parseAddress(value) : undefined;
  if (read) return read.text;
  context.addIssue({ code: 'custom', message: `'${shown(value)}' is not a valid IP address` });
  return z.NEVER;
});

/** A block of addresses in a list; bits below the length are cleared. */
const block = z.unknown().transform((value, context): string => {
  const read = typeof value === 'string' && value.includes('/') ? parsePrefix(value) : undefined;
  if (read) return read.text;
  context.addIssue({ code: 'custom', message: `'${shown(value)}' is not a valid IP subnet` });
  return z.NEVER;
});

/** The same of a subnet itself. */
export const cidr = z.unknown().transform((value, context): string => {
  const read = typeof value === 'string' && value.includes('/') ? parsePrefix(value) : undefined;
  if (read) return read.text;
  context.addIssue(conversion(`'${shown(value)}' is not a valid IP subnet`));
  return z.NEVER;
});

export const macAddress = z.unknown().transform((value, context): string => {
  const plain = typeof value === 'string' ? value.toLowerCase().replaceAll('-', ':') : '';
  // The lowest bit of the first octet is multicast's, which no station has.
  if (/^[0-9a-f][02468ace](?::[0-9a-f]{2}){5}$/.test(plain) && !/^00(?::00){5}$/.test(plain)) return plain;
  context.addIssue({ code: 'custom', message: `'${shown(value)}' is not a valid MAC address` });
  return z.NEVER;
});

/** null is an empty list. */
export const listOf = <Item extends z.ZodType>(item: Item, max: number): z.ZodType<z.infer<Item>[]> =>
  z
    .array(item, { error: ({ input }) => `'${shown(input)}' is not a list` })
    .max(max, { error: () => `more than ${max} items` })
    .nullable()
    .transform((list) => list ?? []);

export const oneOf = <const Values extends readonly [string, ...string[]]>(
  values: Values,
): z.ZodEnum<{ [Value in Values[number]]: Value }> =>
  z.enum(values, { error: ({ input }) => `${shown(input)} is not in valid_values` });

export const route = z.strictObject({ destination: block, nexthop: address });
export const range = z.strictObject({ start: address, end: address });

/** Enough of a wrong value to know it again. */
export const shown = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'None')).slice(0, 80);
