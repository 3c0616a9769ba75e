import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { delimiter, join } from 'node:path';

const beside = fileURLToPath(new URL('../../../../shared/traces', import.meta.url));

/** Directory of the recorded traces: the first of `ASTROLABE_TRACES`, or `shared/traces` beside the checkout. */
export const traceDirectory = process.env['ASTROLABE_TRACES']?.split(delimiter)[0] ?? beside;

export const hasTraces = existsSync(join(traceDirectory, 'huawei-east-1-lt.csv.gz'));

export const tracePath = (name: string) => join(traceDirectory, name);
