import { expect, it } from 'vitest';
import { checkCase, decideCase, readCaseText, type ScheduleCase } from '../../../core/index.ts';
import { caseFeatures } from './case-features.ts';
import { askNova, generateCases } from './oracle.ts';
import { writeRecordedCases } from './recorded-case.ts';

const PROFILES = `caps image agg_specs agg limits groups hints isolated json metrics numa pci weights cells forced all
  default compute`.split(/\s+/);

/** Makes the recording anew: `RECORD_NOVA=1 npx vitest run test/conformance/nova/record`. */
it('records cases that take every branch which thousands of random ones take', () => {
  const pool = PROFILES.flatMap((profile) => generateCases(2026, 500, profile));
  const chosen = chooseCases(pool);
  const answers = askNova(chosen);
  writeRecordedCases(chosen.map((text, i) => ({ case: text, answer: answers[i]! })));
  expect(chosen.length).toBeGreaterThan(200);
}, 600_000);

/** Keeps a case when it has a feature that none of the kept ones has; the short ones first. */
function chooseCases(pool: readonly string[]): string[] {
  const kept = new Set<string>();
  return pool
    .toSorted((a, b) => a.length - b.length)
    .filter((text) => {
      const given = checkCase(readCaseText(text)) as ScheduleCase;
      const features = [...caseFeatures(given, decideCase(given))];
      if (features.every((feature) => kept.has(feature))) return false;
      for (const feature of features) kept.add(feature);
      return true;
    });
}
