import { Router, type Request } from 'express';
import type { ResultsReader } from '../../store/index.ts';
import type { HistogramData, HostsData, MetricsData, RefusalsData, RunsData, SeriesData } from '../web/report-data.ts';
import { comparisonData, comparisonsData } from './comparison-data.ts';
import { completeRun, completeRuns } from './complete-runs.ts';
import { figuresData } from './figures-data.ts';
import { findMetricOf } from './find-by-name.ts';
import { hostGrid } from './host-grid.ts';
import { joinedHistogram } from './joined-histogram.ts';
import { meanRefusals } from './mean-refusals.ts';
import { textParameter, wholeParameter, wholePathParameter } from './query-parameters.ts';
import { runsData } from './runs-data.ts';
import { scenarioData } from './scenario-data.ts';
import { seriesBand } from './series-band.ts';

/** Points of a series and columns of a heatmap, unless asked for otherwise: about what a screen shows. */
const defaultPoints = 800;
const defaultColumns = 400;
const mostPoints = 100_000;

type Answer = (request: Request) => Promise<object>;

/** The data interface; docs/reference/report.md describes every request, reports/web/report-data.ts every answer. */
export function apiRouter(reader: ResultsReader): Router {
  const answers: Readonly<Record<string, Answer>> = {
    '/scenario': () => scenarioData(reader),
    '/runs': async (): Promise<RunsData> => ({ runs: await runsData(reader) }),
    '/metrics': async (): Promise<MetricsData> => ({ metrics: await reader.catalogue() }),
    '/comparisons': (request) => comparisonsData(reader, textParameter(request, 'baseline')),
    '/comparison': (request) =>
      comparisonData(reader, textParameter(request, 'baseline'), textParameter(request, 'candidate')),
    '/figures': (request) => figuresData(reader, textParameter(request, 'variant'), seedOf(request)),
    '/series': (request) => series(reader, request),
    '/refusals': (request) => refusals(reader, request),
    '/histogram': (request) => histogram(reader, request),
    '/runs/:run/hosts': (request) => hosts(reader, request),
  };
  const router = Router();
  router.get('/', (_request, response) => {
    response.json({ requests: Object.keys(answers).map((path) => `/api${path}`) });
  });
  for (const [path, answer] of Object.entries(answers)) {
    router.get(path, async (request, response) => {
      response.json(await answer(request));
    });
  }
  return router;
}

async function series(reader: ResultsReader, request: Request): Promise<SeriesData> {
  const { key } = await findMetricOf(reader, textParameter(request, 'metric'), 'series');
  const points = wholeParameter(request, 'points', 1, mostPoints) ?? defaultPoints;
  const { variant, runs, seeds } = await runsOf(reader, request);
  const stored = await Promise.all(runs.map((run) => reader.series(run.id, key)));
  return { metric: key, variant, seeds, ...seriesBand(stored, points) };
}

async function refusals(reader: ResultsReader, request: Request): Promise<RefusalsData> {
  const { variant, runs, seeds } = await runsOf(reader, request);
  return { variant, seeds, refusals: meanRefusals(await Promise.all(runs.map((run) => reader.refusals(run.id)))) };
}

async function histogram(reader: ResultsReader, request: Request): Promise<HistogramData> {
  const { key } = await findMetricOf(reader, textParameter(request, 'metric'), 'histogram');
  const { variant, runs, seeds } = await runsOf(reader, request);
  const stored = await Promise.all(runs.map((run) => reader.histogram(run.id, key)));
  return { metric: key, variant, seeds, ...joinedHistogram(stored.filter((one) => one !== undefined)) };
}

async function hosts(reader: ResultsReader, request: Request): Promise<HostsData> {
  const metric = await findMetricOf(reader, textParameter(request, 'metric'), 'host');
  const columns = wholeParameter(request, 'columns', 1, mostPoints) ?? defaultColumns;
  const run = await completeRun(reader, wholePathParameter(request, 'run'));
  const [description, samples] = await Promise.all([
    reader.description(run.id),
    reader.hostSamples(run.id, metric.key),
  ]);
  return { run: run.id, metric: metric.key, ...hostGrid(description.hosts, samples, { columns, unit: metric.unit }) };
}

async function runsOf(reader: ResultsReader, request: Request) {
  const variant = textParameter(request, 'variant');
  const runs = await completeRuns(reader, variant, seedOf(request));
  return { variant, runs, seeds: runs.map((run) => run.seed) };
}

function seedOf(request: Request): number | undefined {
  return wholeParameter(request, 'seed', 0, Number.MAX_SAFE_INTEGER);
}
