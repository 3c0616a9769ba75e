import {
  type CandidatesQuery,
  type Decision,
  type HostChooser,
  invariant,
  type RequestSpec,
  type SchedulerEngine,
  type Selection,
} from '../../core/index.ts';
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

/** The instances of one multi-create, by the first of them. */
export interface ManyInstances {
  readonly request: number;
  readonly instance: number;
  readonly count: number;
}

/** Draws of one instance lie this far apart: boots first, then its moves. */
const DRAWS_PER_INSTANCE = 4096;

/** Asks the engine, and writes down every decision in order. */
export class SchedulerDesk {
  private readonly engine: SchedulerEngine;
  private readonly chooser: HostChooser | undefined;
  private readonly hostNames: readonly string[];
  private readonly sink: RowSink;
  private readonly log: boolean;
  private readonly digest = new StableDigest();
  /** What was chosen last. */
  private hosts = new Int32Array(64);
  private weights = new Float64Array(64);
  private asked = 0;

  constructor(input: RunInput, engine: SchedulerEngine, sink: RowSink) {
    this.engine = engine;
    this.chooser = engine.chooser;
    this.hostNames = input.hosts.map(({ name }) => name);
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

  /**
   * Chooses the host for the boot of one instance by the engine's short way, and writes it down as
   * `ask` would, for the same draws. -1, and nothing is written, when the engine wants to be asked.
   */
  choose(spec: RequestSpec, request: number, instance: number, nowSeconds: number): number {
    const { chooser } = this;
    if (chooser === undefined) return -1;
    const host = chooser.choose(spec, nowSeconds, instance * DRAWS_PER_INSTANCE);
    if (host < 0) return -1;
    this.hosts[0] = host;
    this.weights[0] = chooser.chosenWeight;
    this.writeChosen({ request, instance, count: 1 }, nowSeconds);
    return host;
  }

  /**
   * As `choose`, for `count` instances of one request from `instance` on: `chosenHost` tells their
   * hosts afterwards. False, and nothing is written, when the engine wants to be asked.
   */
  chooseMany(spec: RequestSpec, many: ManyInstances, nowSeconds: number): boolean {
    const { chooser } = this;
    if (chooser === undefined) return false;
    const { instance, count } = many;
    this.reach(count);
    const item = instance * DRAWS_PER_INSTANCE;
    if (!chooser.chooseMany(spec, count, nowSeconds, item, this.hosts, this.weights)) return false;
    this.writeChosen(many, nowSeconds);
    return true;
  }

  /** Tells the engine which requests will come. */
  expect(specs: readonly RequestSpec[]): void {
    this.chooser?.expect(specs);
  }

  /** Host of the i-th instance of the last choice. */
  chosenHost(i: number): number {
    return this.hosts[i]!;
  }

  /** What to claim for the last choice. */
  get chosenQuery(): CandidatesQuery {
    const query = this.chooser?.chosenQuery;
    invariant(query !== undefined, 'in a simulated cloud Placement is asked for every choice');
    return query;
  }

  /** SHA-256 over all decisions, hexadecimal. */
  finish(): string {
    return this.digest.finish();
  }

  private write(question: Question, decision: Decision, nowSeconds: number): void {
    const { digest } = this;
    this.writeQuestion(question.purpose, question.request, question.instance, nowSeconds);
    digest.text(decision.outcome);
    digest.integer(decision.selections.length);
    for (const choices of decision.selections) this.writeChoices(choices);
    const { refusal } = decision;
    if (refusal === undefined) return;
    digest.text(refusal.stage);
    digest.text(refusal.by);
    digest.text(refusal.code);
  }

  private writeQuestion(purpose: Purpose, request: number, instance: number, nowSeconds: number): void {
    const { digest } = this;
    digest.number(nowSeconds);
    digest.byte(purposeNumber[purpose]);
    digest.integer(request);
    digest.integer(instance);
  }

  private writeChosen({ request, instance, count }: ManyInstances, atSeconds: number): void {
    const { digest } = this;
    this.writeQuestion('boot', request, instance, atSeconds);
    digest.text('scheduled');
    digest.integer(count);
    for (let i = 0; i < count; i++) {
      digest.integer(1);
      digest.integer(this.hosts[i]!);
      digest.number(this.weights[i]!);
    }
    if (this.log) this.logChosen(request, count, atSeconds);
    this.asked++;
  }

  private logChosen(request: number, count: number, atSeconds: number): void {
    this.sink.put({
      kind: 'decision',
      sequence: this.asked,
      atSeconds,
      request,
      purpose: 'boot',
      outcome: 'scheduled',
      hosts: Array.from(this.hosts.subarray(0, count), (host) => this.hostNames[host]!),
    });
  }

  private reach(count: number): void {
    if (count <= this.hosts.length) return;
    this.hosts = new Int32Array(count);
    this.weights = new Float64Array(count);
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
