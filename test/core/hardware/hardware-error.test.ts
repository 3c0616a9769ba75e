import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { HardwareError, hardwareError, hardwareErrorCodes } from '../../../core/index.ts';

const folder = fileURLToPath(new URL('../../../core/hardware/', import.meta.url));
const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(folder + file, 'utf8'))
  .join('\n');

describe('hardware errors', () => {
  it.each(hardwareErrorCodes)('%s is kebab-case and raised somewhere', (code) => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(source.includes(`hardwareError('${code}'`)).toBe(true);
  });

  it("have our code, the class of Nova's exception, and a message with what was found", () => {
    const error = hardwareError('numa-asymmetric', 4, 1024, 3);
    expect(error).toBeInstanceOf(HardwareError);
    expect(error).toMatchObject({ code: 'numa-asymmetric', type: 'ImageNUMATopologyAsymmetric' });
    expect(error.message).toContain('4 vCPUs and 1024 MiB cannot be divided evenly over 3 NUMA nodes');
  });
});
