import type { z } from 'zod';
import type { Table } from '../../database/index.ts';
import type { ApiError } from '../../http/api-error.ts';
import type { ApiRequest, PolicyTarget } from '../../http/api-route.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Who asks, as far as a resource has to know. */
export type Caller = Pick<ApiRequest, 'credentials' | 'allows'>;

/** What a new row needs beside its attributes: the owner that was asked for, or the caller's project. */
export interface NewRow {
  readonly projectId: string;
  readonly caller: Caller;
}

/**
 * A kind of thing with Neutron's five operations. Bodies are checked before; what changes tables runs inside a write and
 * throws what Neutron would answer.
 */
export interface Resource<
  Row extends { readonly id: string } = never,
  Create extends z.ZodObject = z.ZodObject,
  Update extends z.ZodObject = z.ZodObject,
> {
  /** As bodies and policy rules name it: `security_group`. */
  readonly name: string;
  readonly collection: string;
  /** Below `/v2.0`: `security-groups`. */
  readonly path: string;
  readonly rows: Table<Row>;
  readonly notFound: (id: string) => ApiError;
  /** Attributes that may be sent, with what is taken when they are not. */
  readonly create: Create;
  readonly update: Update | undefined;
  /** Every attribute that is shown; policy rules may hide some (`get_port:binding:host_id`). */
  toJson(row: Row): Json;
  /** What policy rules about a row compare. */
  target(row: Row): PolicyTarget;
  /** The same before there is a row. @throws ApiError where what it belongs to is not there, or not seen */
  targetOfNew(values: z.infer<Create>, place: NewRow): PolicyTarget;
  make(values: z.infer<Create>, place: NewRow): Row;
  change?(row: Row, values: z.infer<Update>, caller: Caller): Row;
  remove(row: Row, caller: Caller): void;
  /** Attributes that lists may be filtered by; all that are shown may be sorted by. */
  readonly filters: readonly string[];
  /** Filters that are not plain comparisons; several values are alternatives. */
  readonly specialFilters?: Readonly<Record<string, (json: Json, value: string) => boolean>>;
  /** Indexes of the table, by the attribute that they find. */
  readonly indexes: Readonly<Record<string, string>>;
  /** Things that have to be there before a list is made. */
  prepare?(caller: Caller): Promise<void>;
}

/** Any resource, for what treats all alike. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each resource keeps its own types
export type AnyResource = Resource<any, any, any>;
