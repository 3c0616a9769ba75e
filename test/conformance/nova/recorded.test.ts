import { describe, expect, it } from 'vitest';
import {
  checkCase,
  decideCase,
  filterRegistry,
  readCaseText,
  type ScheduleCase,
  weigherRegistry,
} from '../../../core/index.ts';
import { caseFeatures } from './case-features.ts';
import { comparable } from './comparable.ts';
import { type NovaAnswer, readAnswer, readRecordedCases } from './recorded-case.ts';

const recorded = readRecordedCases();

describe('recorded decisions of Nova 26.2', () => {
  it('are a few hundred', () => {
    expect(recorded.length).toBeGreaterThan(200);
  });

  it('are decided the same, weights to the last bit', () => {
    for (const { case: text, answer } of recorded) {
      const { result } = decideCase(checkCase(readCaseText(text)));
      const ours = JSON.parse(JSON.stringify(result)) as NovaAnswer;
      expect(comparable(ours)).toEqual(comparable(readAnswer(answer)));
    }
  });

  it('ask every filter and weigher of that release, and see each code of a filter that random cases reach', () => {
    const features = new Set<string>();
    for (const { case: text } of recorded) {
      const given = checkCase(readCaseText(text)) as ScheduleCase;
      for (const feature of caseFeatures(given, decideCase(given))) features.add(feature);
    }
    const names = [...features].map((feature) => feature.split(' ')[0]!);
    const filters = [...filterRegistry.values()].filter(
      ({ nova }) => nova?.removedIn === undefined || nova.removedIn === '28.0',
    );
    expect(filters).toHaveLength(23);
    for (const { name } of filters) expect(names).toContain(name);
    for (const { name, nova } of weigherRegistry.values()) {
      if (nova !== undefined && Number.parseInt(nova.since ?? '0', 10) <= 26) expect(names).toContain(name);
    }
    const unseen = filters
      .flatMap(({ name, codes }) => codes.map((code) => `${name} ${code}`))
      .filter((each) => !features.has(each));
    // Codes of hosts that report nothing, which the generator's hosts all do, or of newer Nova.
    expect(unseen.filter((each) => !UNREACHED.has(each))).toEqual([]);
  });
});

/** Codes that have a test of their own beside the filter. */
const UNREACHED = new Set<string>(['ImagePropertiesFilter too-few-address-bits']);
