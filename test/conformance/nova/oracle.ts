import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PYTHON = '/usr/bin/python3';
const folder = process.env['ASTROLABE_ORACLE'] ?? fileURLToPath(new URL('../../../../shared/oracle', import.meta.url));

/** Why real Nova cannot be asked here; `undefined` when it can. */
export function whyNoOracle(): string | undefined {
  if (!existsSync(join(folder, 'nova_oracle.py')))
    return `no oracle in ${folder} (ASTROLABE_ORACLE names another folder)`;
  const nova = spawnSync(PYTHON, ['-c', 'import nova.scheduler.manager'], { stdio: 'ignore' });
  return nova.status === 0 ? undefined : 'the package python3-nova is not installed';
}

/** Random cases from the generator, one text a case. */
export function generateCases(seed: number, count: number, profile?: string): string[] {
  const which = profile === undefined ? [] : ['--profile', profile];
  const args = [join(folder, 'gen_cases.py'), '--seed', String(seed), '--count', String(count), ...which];
  return execFileSync(PYTHON, args, { encoding: 'utf8', maxBuffer: 1 << 30 })
    .trimEnd()
    .split('\n');
}

/** What real Nova answers, one text a case. */
export function askNova(cases: readonly string[]): string[] {
  const work = mkdtempSync(join(tmpdir(), 'astrolabe-oracle-'));
  try {
    const [asked, answered] = [join(work, 'cases.jsonl'), join(work, 'answers.jsonl')];
    writeFileSync(asked, `${cases.join('\n')}\n`);
    execFileSync(PYTHON, [join(folder, 'nova_oracle.py'), asked, '--jsonl', '-o', answered], { stdio: 'ignore' });
    return readFileSync(answered, 'utf8').trimEnd().split('\n');
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
