/** Uuid of an instance. It says only which instance of the workload is meant, so that equal runs have equal uuids. */
export function instanceUuid(instance: number): string {
  return `00000000-0000-4000-8000-${hexadecimal(instance)}`;
}

/** Name of a second allocation on the host of an instance that moves there itself, as Nova's migration record is one. */
export function migrationUuid(instance: number): string {
  return `00000000-0000-4000-9000-${hexadecimal(instance)}`;
}

function hexadecimal(value: number): string {
  return value.toString(16).padStart(12, '0');
}
