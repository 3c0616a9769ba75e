/** Patterns that several schemas share; Placement's own. */
export const UUID_PATTERN = '^[0-9a-fA-F-]{36}$';
export const NAME_PATTERN = '^[A-Z0-9_]+$';
export const CUSTOM_NAME_PATTERN = '^CUSTOM_[A-Z0-9_]+$';
/** Suffixes of request groups until microversion 1.32. */
export const NUMBER_SUFFIX = '[1-9][0-9]*';
/** Suffixes of request groups from microversion 1.33 on. */
export const NAMED_SUFFIX = '[a-zA-Z0-9_-]{1,64}';
/** Largest value of a 32-bit float. */
export const LARGEST_FLOAT = 3.40282e38;

export const uuid = { type: 'string', format: 'uuid' } as const;
export const generation = { type: 'integer' } as const;
export const longName = { type: 'string', minLength: 1, maxLength: 255 } as const;
