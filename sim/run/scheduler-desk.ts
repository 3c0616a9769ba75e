import type { Decision, RequestSpec, SchedulerEngine, Selection } from '../../core/index.ts';
import type { DecisionRow } from '../../store/index.ts';
import type { RowSink } from '../metrics/row-sink.ts';
import { StableDigest } from '../metrics/stable-digest.ts';
import type { RunInput } from './run-input.ts';

/** Why the scheduler was asked; the number stands in the digest. */
const purposeNumber = { boot: 0, resize: 1, migrate: 2, evacuate: 3 } as const;

export type Purpose = keyof typeof purposeNumber;

export interface Question {
  readonly purpose: Purpose;
  readonly spec: RequestSpec;
  readonly request: number;
  /** The instance, the first one of a multi-create. */
  readonly instance: number;
  /** Moves of the instance before this one; 0 for a boot. */
  readonly attempt: number;
  readonly alternates: number;
}

/** Draws of one instance lie this far apart: boots first, then its moves. */
const DRAWS_PER_INSTANCE = 4096;

/** Asks the engine, and writes down every decision in order. */
export class SchedulerDesk {
  private readonly engine: SchedulerEngine;
  private readonly sink: RowSink;
  private readonly log: boolean;
  private readonly digest = new StableDigest();
  private asked = 0;

  constructor(input: RunInput, engine: SchedulerEngine, sink: RowSink) {
    this.engine = engine;
    this.sink = sink;
    this.log = input.metrics.decisionLog;
  }

  /** Decisions so far. */
  get decisions(): number {
    return this.asked;
  }

  /**
   * Decides, for an item of random draws that depends on the instance only: what else the
   * scheduler was asked before does not shift it.
   */
  ask(question: Question, nowSeconds: number): Decision {
    const decision = this.engine.decide(question.spec, {
      alternates: question.alternates,
      detail: 'counts',
      nowSeconds,
      item: question.instance * DRAWS_PER_INSTANCE + question.attempt,
    });
    this.write(question, decision, nowSeconds);
    if (this.log) this.sink.put(decisionRow(question, decision, nowSeconds, this.asked));
    this.asked++;
    return decision;
  }

  /** SHA-256 over all decisions, hexadecimal. */
  finish(): string {
    return this.digest.finish();
  }

  private write(question: Question, decision: Decision, nowSeconds: number): void {
    const { digest } = this;
    digest.number(nowSeconds);
    digest.byte(purposeNumber[question.purpose]);
    digest.integer(question.request);
    digest.integer(question.instance);
    digest.text(decision.outcome);
    digest.integer(decision.selections.length);
    for (const choices of decision.selections) this.writeChoices(choices);
    const { refusal } = decision;
    if (refusal === undefined) return;
    digest.text(refusal.stage);
    digest.text(refusal.by);
    digest.text(refusal.code);
  }

  private writeChoices(choices: readonly Selection[]): void {
    this.digest.integer(choices.length);
    for (const { hostIndex, weight } of choices) {
      this.digest.integer(hostIndex);
      this.digest.number(weight);
    }
  }
}

function decisionRow(question: Question, decision: Decision, atSeconds: number, sequence: number): DecisionRow {
  const { refusal } = decision;
  return {
    kind: 'decision',
    sequence,
    atSeconds,
    request: question.request,
    purpose: question.purpose,
    outcome: decision.outcome,
    hosts: decision.selections.map((choices) => choices[0]!.host),
    ...(refusal === undefined ? {} : { stage: refusal.stage, by: refusal.by, code: refusal.code }),
  };
}
