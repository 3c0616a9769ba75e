import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { compareVariants, ResultsReader, variantFigures } from '../../../store/index.ts';
import type {
  ComparisonData,
  ComparisonsData,
  ErrorData,
  FiguresData,
  HistogramData,
  HostsData,
  MetricsData,
  RefusalsData,
  RunsData,
  ScenarioData,
  SeriesData,
} from '../../../reports/web/report-data.ts';
import { exampleReport, exampleReportFile } from '../example-report.ts';
import { finishExampleRun, type ExampleOptions } from '../write-example-results.ts';

type Query = Readonly<Record<string, string>>;

async function askerOf(options: ExampleOptions = {}) {
  const { url } = await exampleReport(options);
  return async <T>(path: string, query: Query = {}): Promise<T> => {
    const response = await fetch(`${url}api/${path}?${new URLSearchParams(query)}`);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    return (await response.json()) as T;
  };
}

const [baseline, candidate] = ['cpu ratio 4', 'cpu ratio 8'];

describe('the data interface', () => {
  test('names its requests', async () => {
    const ask = await askerOf();
    const { requests } = await ask<{ requests: string[] }>('');
    expect(requests).toContain('/api/comparison');
    expect(requests).toContain('/api/runs/:run/hosts');
  });

  test('gives the scenario, its text and its variants in their order', async () => {
    const ask = await askerOf({ seeds: [3, 1], hosts: 5, days: 2 });
    const scenario = await ask<ScenarioData>('scenario');
    expect(scenario).toMatchObject({ file: 'results.sqlite', fileName: 'overcommit.yaml', baseline });
    expect(scenario.text).toContain('duration: 7d');
    expect(scenario.variants).toEqual([
      { name: baseline, seeds: [1, 3], hosts: 5, durationSeconds: 2 * 86_400 },
      { name: candidate, seeds: [1, 3], hosts: 5, durationSeconds: 2 * 86_400 },
    ]);
  });

  test('gives every run with its status, its hashes and its lockfile', async () => {
    const { file, url } = await exampleReportFile({ seeds: [1, 2], unfinished: [], failed: {} });
    const reader = await ResultsReader.open(file);
    const stored = await reader.runs();
    await reader.close();
    const { runs } = (await (await fetch(`${url}api/runs`)).json()) as RunsData;
    expect(runs.map(({ id, seed, variant }) => ({ id, seed, variant }))).toEqual(
      stored.map(({ id, seed, variant }) => ({ id, seed, variant })),
    );
    expect(runs[0]).toMatchObject({ status: 'complete', decisions: 12_001, lockfile: { astrolabe: '0.1.0', seed: 1 } });
    expect(runs[0]!.decisionsHash).toHaveLength(64);
  });

  test('counts only complete runs', async () => {
    const ask = await askerOf({ seeds: [1, 2, 3], unfinished: [4], failed: { 3: 'The worker died.' } });
    const { runs } = await ask<RunsData>('runs');
    expect(runs.map((run) => run.status).toSorted()).toEqual([
      'complete',
      'complete',
      'complete',
      'complete',
      'failed',
      'planned',
    ]);
    expect(runs.find((run) => run.status === 'failed')).toMatchObject({ error: 'The worker died.', lockfile: null });
    const { variants } = await ask<ScenarioData>('scenario');
    expect(variants.flatMap((variant) => variant.seeds)).toHaveLength(4);
  });

  test('gives the catalogue of the file', async () => {
    const ask = await askerOf({ figuresOnly: true });
    const { metrics } = await ask<MetricsData>('metrics');
    expect(metrics.find((metric) => metric.key === 'vcpu-allocation')).toMatchObject({
      unit: 'fraction',
      shape: 'series',
    });
  });

  test("gives the store's own comparison, number for number", async () => {
    const { file, url } = await exampleReportFile({ figuresOnly: true });
    const reader = await ResultsReader.open(file);
    const expected = compareVariants(
      await variantFigures(reader, baseline),
      await variantFigures(reader, candidate),
      await reader.catalogue(),
    );
    await reader.close();
    const query = new URLSearchParams({ baseline, candidate });
    const given = (await (await fetch(`${url}api/comparison?${query}`)).json()) as ComparisonData;
    expect(given).toEqual(JSON.parse(JSON.stringify(expected)));
    expect(given.metrics.length).toBeGreaterThan(5);
  });

  test('gives a verdict on every other variant that can be paired', async () => {
    const variants = ['a', 'b', 'c'].map((name, index) => ({ name, load: 0.5 + index / 10 }));
    // Runs 0 and 1 are of a, 2 and 3 of b, 4 and 5 of c.
    const ask = await askerOf({ variants, seeds: [1, 2], unfinished: [4, 5], figuresOnly: true });
    const { comparisons } = await ask<ComparisonsData>('comparisons', { baseline: 'b' });
    expect(comparisons.map((one) => one.candidate)).toEqual(['a']);
    expect(comparisons[0]!.sentence).toContain('a');
    expect(comparisons[0]).not.toHaveProperty('metrics');
  });

  test('gives figures over the seeds, and of one seed', async () => {
    const ask = await askerOf({ figuresOnly: true });
    const all = await ask<FiguresData>('figures', { variant: baseline });
    const one = await ask<FiguresData>('figures', { variant: baseline, seed: '2' });
    expect(all.seeds).toEqual([1, 2, 3]);
    expect(one.seeds).toEqual([2]);
    const share = all.figures.find((figure) => figure.metric === 'instances-refused-fraction')!;
    const ofOne = one.figures.find((figure) => figure.metric === 'instances-refused-fraction')!;
    expect(share.low).toBeLessThan(share.mean);
    expect(share.mean).toBeLessThan(share.high);
    expect(ofOne.low).toBe(ofOne.high);
    expect(ofOne.mean).toBeGreaterThanOrEqual(share.low);
    expect(ofOne.mean).toBeLessThanOrEqual(share.high);
  });

  test('gives a series with its band, and no more points than asked for', async () => {
    const ask = await askerOf({ days: 2 });
    const query = { metric: 'vcpu-allocation', variant: candidate };
    const series = await ask<SeriesData>('series', query);
    expect(series.atSeconds).toHaveLength(49);
    expect(series.high.some((high, index) => high! > series.low[index]!)).toBe(true);
    const few = await ask<SeriesData>('series', { ...query, points: '10' });
    expect(few.atSeconds).toHaveLength(10);
  });

  test('gives an empty series for a metric that no run recorded', async () => {
    const ask = await askerOf({ figuresOnly: true });
    const series = await ask<SeriesData>('series', { metric: 'vcpu-allocation', variant: baseline });
    expect(series.atSeconds).toEqual([]);
  });

  test('gives the refusals of a mean run, most instances first', async () => {
    const ask = await askerOf({ days: 1 });
    const { refusals } = await ask<RefusalsData>('refusals', { variant: baseline });
    expect(refusals.map((refusal) => refusal.code)).toEqual([
      'no-room-vcpu',
      'no-room-ram',
      'group-has-host',
      'attempts-used-up',
    ]);
  });

  test('gives a histogram with an open end', async () => {
    const ask = await askerOf({ days: 1 });
    const { edges, counts } = await ask<HistogramData>('histogram', { metric: 'boot-seconds', variant: baseline });
    expect(edges).toHaveLength(counts.length + 1);
    expect(edges.at(-1)).toBeNull();
  });

  test('gives the hosts of a run as a grid', async () => {
    const ask = await askerOf({ hosts: 12, days: 1 });
    const grid = await ask<HostsData>('runs/1/hosts', { metric: 'host-vcpu-allocation' });
    expect(grid.hosts).toHaveLength(12);
    expect(Buffer.from(grid.levels, 'base64')).toHaveLength(12 * grid.atSeconds.length);
  });

  test('shows runs that a sweep finishes after the server began', async () => {
    const { file, url } = await exampleReportFile({ seeds: [1, 2], unfinished: [3], figuresOnly: true });
    const seedsOf = async (): Promise<number> =>
      ((await (await fetch(`${url}api/scenario`)).json()) as ScenarioData).variants.flatMap((one) => one.seeds).length;
    expect(await seedsOf()).toBe(3);
    await finishExampleRun(file, 3, { seeds: [1, 2], figuresOnly: true });
    expect(await seedsOf()).toBe(4);
  });
});

describe('a request that cannot be answered', () => {
  const cases: readonly [string, Query, number, string, RegExp][] = [
    ['nothing', {}, 404, 'no-such-path', /\/api\/nothing/],
    ['comparison', { baseline }, 400, 'bad-parameter', /"candidate"; it is missing/],
    ['comparison', { baseline, candidate: 'cpu ration 8' }, 404, 'no-such-variant', /Did you mean "cpu ratio 8"/],
    [
      'series',
      { metric: 'vcpu-alocation', variant: baseline },
      404,
      'no-such-metric',
      /Did you mean "vcpu-allocation"/,
    ],
    ['series', { metric: 'boot-seconds', variant: baseline }, 404, 'no-such-metric', /series metric/],
    [
      'series',
      { metric: 'vcpu-allocation', variant: baseline, points: '0' },
      400,
      'bad-parameter',
      /"0"; accepted is a whole number from 1/,
    ],
    ['series', { metric: 'vcpu-allocation', variant: baseline, seed: '-1' }, 400, 'bad-parameter', /"seed" is "-1"/],
    ['figures', { variant: baseline, seed: '99' }, 404, 'no-such-run', /Complete are the seeds 1, 2, 3/],
    ['runs/99/hosts', { metric: 'host-vcpu-allocation' }, 404, 'no-such-run', /no run of that number/],
    ['runs/one/hosts', { metric: 'host-vcpu-allocation' }, 400, 'bad-parameter', /"one"/],
    ['runs/%E0%A4%A/hosts', { metric: 'host-vcpu-allocation' }, 400, 'bad-parameter', /URL/],
  ];

  test.each(cases)('%s %o is answered by %i %s', async (path, query, status, code, message) => {
    const { url } = await exampleReport({ figuresOnly: true });
    const response = await fetch(`${url}api/${path}?${new URLSearchParams(query)}`);
    const body = (await response.json()) as ErrorData;
    expect(response.status).toBe(status);
    expect(body.error.code).toBe(code);
    expect(body.error.message).toMatch(message);
  });

  test('names a parameter that is given twice', async () => {
    const { url } = await exampleReport({ figuresOnly: true });
    const response = await fetch(`${url}api/figures?variant=a&variant=b`);
    expect(response.status).toBe(400);
    expect(((await response.json()) as ErrorData).error.message).toContain('more than once');
  });

  test('is refused when it would change something', async () => {
    const { url } = await exampleReport({ figuresOnly: true });
    const response = await fetch(`${url}api/runs`, { method: 'POST' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
    expect(((await response.json()) as ErrorData).error.code).toBe('method-not-allowed');
  });

  test('is refused under a name that is not this machine', async () => {
    const { url } = await exampleReport({ figuresOnly: true });
    expect(await statusUnder(url, 'rebound.example')).toBe(421);
    expect(await statusUnder(url, `localhost:${new URL(url).port}`)).toBe(200);
    expect(await statusUnder(url, '[::1]:80')).toBe(200);
  });
});

/** fetch may not set Host; node's own client may. */
function statusUnder(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${url}api/scenario`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}
