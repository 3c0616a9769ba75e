import { invariant } from '../../core/index.ts';
import { instanceState } from '../cloud/instance-table.ts';
import { installedTotals } from '../metrics/installed-totals.ts';
import type { RowSink } from '../metrics/row-sink.ts';
import { writeRunFigures } from '../metrics/run-figures.ts';
import { Sampler } from '../metrics/sampler.ts';
import type { WatchBoard } from '../extensions/watch-board.ts';
import { auditEnd, auditGroups, auditRun } from './audit.ts';
import { buildEnds, requestArrives, requestIsDecided } from './boot.ts';
import { cleaningEnds, deletionArrives } from './deletion.ts';
import { eventKind } from './event-kind.ts';
import { failureIsNoticed, hostFailsByChance, rebuildEnds, repairEnds, scheduleFirstFailures } from './host-failure.ts';
import { plannedEventHappens } from './planned-event.ts';
import { moveEnds, resizeArrives } from './resize.ts';
import type { RunState } from './run-state.ts';

export interface SimulationOptions {
  /** Hears the share of the run that is done, 0 to 1, about a thousand times. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
  /** Recounts everything from the instances after every so many events; 0 (default) only at the end. Slow. */
  readonly auditEveryEvents?: number | undefined;
  /** Where calls of people's own filters and weighers are noted, for another thread to watch. */
  readonly board?: WatchBoard | undefined;
}

/** Reports of progress in one run. */
const PROGRESS_STEPS = 1000;

/** Lets the events of one run happen, in order, until its time is over and every build has ended. */
export class Simulation {
  /** Events that have happened, arrivals of requests included. */
  events = 0;
  private readonly run: RunState;
  private readonly sink: RowSink;
  private readonly options: SimulationOptions;
  private nextRequest = 0;
  /** When it arrives, `Infinity` when nothing arrives any more. */
  private arrivalSeconds = Number.POSITIVE_INFINITY;
  private progressAtSeconds = 0;

  constructor(run: RunState, sink: RowSink, options: SimulationOptions) {
    this.run = run;
    this.sink = sink;
    this.options = options;
  }

  /** Runs from beginning to end, once, and writes all rows. */
  play(): void {
    const { run } = this;
    const totals = installedTotals(run.input.hosts, run.ledger);
    const sampler = new Sampler(run, this.sink, totals);
    run.input.events.forEach(({ atSeconds }, i) => run.queue.push(atSeconds, eventKind.planned, i));
    /** Requests stand, at equal times, behind planned events and before everything else. */
    const planned = run.queue.scheduled;
    scheduleFirstFailures(run);
    run.desk.expect(run.plainRequests.kinds());
    this.lookForArrival();
    while (this.step(planned, sampler)) this.events++;
    sampler.takeUntil(run.input.durationSeconds);
    run.meter.advance(run.input.durationSeconds);
    writeRunFigures(run, totals, sampler.stranded, this.sink);
    auditEnd(run);
    this.options.onProgress?.(1);
  }

  /** Lets the next event happen; false when the run is over. */
  private step(planned: number, sampler: Sampler): boolean {
    const { run, arrivalSeconds } = this;
    const { queue, input } = run;
    const { nextSeconds } = queue;
    const isArrival = arrivalSeconds < nextSeconds || (arrivalSeconds === nextSeconds && queue.nextOrder >= planned);
    const atSeconds = isArrival ? arrivalSeconds : nextSeconds;
    if (atSeconds === Number.POSITIVE_INFINITY) return false;
    if (atSeconds > input.durationSeconds && this.inFlight() === 0) return false;
    invariant(atSeconds >= run.nowSeconds, 'time does not run backwards');
    sampler.takeUntil(atSeconds);
    run.meter.advance(atSeconds);
    run.nowSeconds = atSeconds;
    if (atSeconds >= this.progressAtSeconds) this.report();
    if (isArrival) {
      requestArrives(run, this.nextRequest++);
      this.lookForArrival();
    } else {
      this.happen();
    }
    const { auditEveryEvents = 0 } = this.options;
    if (auditEveryEvents > 0 && this.events % auditEveryEvents === 0) {
      auditRun(run);
      auditGroups(run);
    }
    return true;
  }

  /** Nothing arrives after the end of the run. */
  private lookForArrival(): void {
    const { requests, input } = this.run;
    this.arrivalSeconds = Number.POSITIVE_INFINITY;
    if (this.nextRequest >= requests.count) return;
    const atSeconds = input.workload.arrivalSeconds[requests.first[this.nextRequest]!]!;
    if (atSeconds <= input.durationSeconds) this.arrivalSeconds = atSeconds;
  }

  private inFlight(): number {
    const { population } = this.run.instances;
    return population[instanceState.requested]! + population[instanceState.building]!;
  }

  private happen(): void {
    const { run } = this;
    const { queue } = run;
    queue.pop();
    const { kind, subject, detail } = queue;
    switch (kind) {
      case eventKind.decided:
        return requestIsDecided(run, subject);
      case eventKind.built:
        return this.isCurrent(subject, detail) ? buildEnds(run, subject) : undefined;
      case eventKind.deletion:
        return deletionArrives(run, subject);
      case eventKind.cleaned:
        return cleaningEnds(run, subject);
      case eventKind.resize:
        return resizeArrives(run, subject);
      case eventKind.moved:
        return this.isCurrent(subject, detail) ? moveEnds(run, subject) : undefined;
      case eventKind.rebuilt:
        return this.isCurrent(subject, detail) ? rebuildEnds(run, subject) : undefined;
      case eventKind.hostFails:
        return hostFailsByChance(run, subject, detail);
      case eventKind.hostNoticed:
        return failureIsNoticed(run, subject, detail);
      case eventKind.hostRepaired:
        return repairEnds(run, subject, detail);
      case eventKind.planned:
        return plannedEventHappens(run, run.input.events[subject]!);
      default:
        invariant(false, `events of kind ${kind} exist`);
    }
  }

  /** The instance has not gone on to something else since the event was scheduled. */
  private isCurrent(instance: number, version: number): boolean {
    return this.run.instances.version(instance) === version;
  }

  private report(): void {
    const { onProgress } = this.options;
    const { nowSeconds, input } = this.run;
    onProgress?.(Math.min(1, nowSeconds / input.durationSeconds));
    this.progressAtSeconds = nowSeconds + input.durationSeconds / PROGRESS_STEPS;
  }
}
