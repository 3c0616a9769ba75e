import { describe, expect, it } from 'vitest';
import { checkCase, decideCase, readCaseText } from '../../../core/index.ts';
import { comparable } from './comparable.ts';
import { askNova, generateCases, whyNoOracle } from './oracle.ts';
import { type NovaAnswer, readAnswer } from './recorded-case.ts';

const missing = whyNoOracle();
const mustRun = process.env['CI'] === 'true' && missing?.includes('python3-nova') === true;
/** `NOVA_CASES=4000 NOVA_SEED=1 NOVA_PROFILE=caps` asks for more, for the same again, or for one kind. */
const count = Number(process.env['NOVA_CASES'] ?? 120);
const seed = Number(process.env['NOVA_SEED'] ?? Date.now() % 1_000_000);
const profile = process.env['NOVA_PROFILE'];

describe(`real Nova, asked now${missing === undefined ? '' : ` (not here: ${missing})`}`, () => {
  it.runIf(missing === undefined || mustRun)(
    `decides ${count} fresh random cases of seed ${seed} as we do`,
    () => {
      const cases = generateCases(seed, count, profile);
      const answers = askNova(cases);
      expect(answers).toHaveLength(count);
      cases.forEach((text, i) => {
        const { result } = decideCase(checkCase(readCaseText(text)));
        const ours = comparable(JSON.parse(JSON.stringify(result)) as NovaAnswer);
        expect(ours, `seed ${seed}, case ${i}`).toEqual(comparable(readAnswer(answers[i]!)));
      });
    },
    1_800_000,
  );
});
