/**
 * Uuids of instances and of their migrations. They say only which instance of the workload is
 * meant, so that equal runs have equal uuids; each text is made once, while the instance lives.
 */
export class InstanceUuids {
  private readonly made: (string | undefined)[];

  constructor(count: number) {
    this.made = new Array<string | undefined>(count).fill(undefined);
  }

  of(instance: number): string {
    return (this.made[instance] ??= `00000000-0000-4000-8000-${hexadecimal(instance)}`);
  }

  /** Consumer that holds the source's allocation during a move, as Nova's migration record does. */
  ofMigration(instance: number): string {
    return `00000000-0000-4000-9000-${hexadecimal(instance)}`;
  }

  forget(instance: number): void {
    this.made[instance] = undefined;
  }
}

function hexadecimal(value: number): string {
  return value.toString(16).padStart(12, '0');
}
