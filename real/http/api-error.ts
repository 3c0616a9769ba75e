/** Ends a request with an error status; each service renders it in its own form. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** What kind of error it is, for services that name theirs (Neutron's `PortNotFound`, Nova's `itemNotFound`). */
  readonly kind: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    more: {
      readonly kind?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: more.cause });
    this.status = status;
    this.kind = more.kind;
    this.headers = more.headers ?? {};
  }
}
