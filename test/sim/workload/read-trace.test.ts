import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTrace } from '../../../sim/workload/read-trace.ts';
import { TraceError } from '../../../sim/workload/trace-error.ts';
import { hasTraces, tracePath } from './recorded-traces.ts';
import { temporaryFiles } from './temporary-files.ts';

const write = temporaryFiles();

const huawei = 'vmid,cpu,mem,at,lt\n0,4,16,0.0,194.0\n1,1,0.75,2.0,498.5\n';
const azure =
  'arrival_s,batch,vcpu,mem_gib,dur_lo_s,dur_hi_s,censored\n' +
  '1800000,0,8,14.0,300,300,0\n1800000,0,1,1.75,3900,7200,0\n1800300,1,2,3.5,900,900,1\n';
const pods =
  'name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time\n' +
  'a,12000,16384,1,460,,LS,Running,0,1000,10\nb,1500,100,2,1000,T4|P100,BE,Pending,5,105,\nc,900,64,0,0,,BE,Failed,7,9,8\n';

async function refusal(name: string, content: string | Uint8Array, kind?: string): Promise<TraceError> {
  const file = write(name, content);
  const error = await readTrace(file, kind).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(TraceError);
  expect((error as TraceError).message).toContain(`${file}:`);
  return error as TraceError;
}

describe('the kind of a trace is told by its header', () => {
  it('reads the Huawei trace in seconds and GiB', async () => {
    const trace = await readTrace(write('h.csv', huawei));
    expect(trace.kind).toBe('huawei-east-1-lt');
    expect([...trace.arrivalSeconds]).toEqual([0, 2]);
    expect([...trace.lifetimeLowSeconds]).toEqual([194, 498.5]);
    expect(trace.flavors.map(({ name, vcpus, ramMib }) => [name, vcpus, ramMib])).toEqual([
      ['4c-16g', 4, 16384],
      ['1c-768m', 1, 768],
    ]);
  });

  it("reads the Azure trace, its clock starting at the first arrival, with lifetime bins and tenants' batches", async () => {
    const trace = await readTrace(write('a.csv', azure));
    expect(trace.kind).toBe('azure2017-v1');
    expect(trace.originSeconds).toBe(1_800_000);
    expect([...trace.arrivalSeconds]).toEqual([0, 0, 300]);
    expect([...trace.batch]).toEqual([0, 0, 1]);
    expect([trace.lifetimeLowSeconds[1], trace.lifetimeHighSeconds[1]]).toEqual([3900, 7200]);
    expect([...trace.censored]).toEqual([0, 0, 1]);
  });

  it('reads pods: CPUs rounded up, a life from scheduling to deletion, GPUs in thousandths and by model', async () => {
    const trace = await readTrace(write('p.csv', pods));
    expect(trace.kind).toBe('openb-pods');
    expect([...trace.lifetimeLowSeconds]).toEqual([990, 100, 1]);
    expect(trace.flavors.map((flavor) => flavor.vcpus)).toEqual([12, 2, 1]);
    expect(trace.flavors[0]!.extraSpecs).toEqual({ 'resources:CUSTOM_GPU_MILLI': '460' });
    expect(trace.flavors[1]!.extraSpecs).toMatchObject({
      'resources:CUSTOM_GPU_MILLI': '2000',
      'trait:CUSTOM_GPU_V100M16': 'forbidden',
    });
    expect(trace.flavors[1]!.extraSpecs).not.toHaveProperty('trait:CUSTOM_GPU_T4');
    expect(trace.flavors[2]!.extraSpecs).toEqual({});
  });

  it('reads plain CSV with columns in any order and the rest left out', async () => {
    const text =
      'vcpus,arrival_s,ram_mib,lifetime_s,group,batch,project\n' +
      '2,0,512,,db,,shop\n2,0,512,60,db,,shop\n1,5,256,inf,,b,ci\n1,5,256,7.5,,b,ci\n1,6,256,1,,b,ci\n';
    const trace = await readTrace(write('c.csv', text));
    expect(trace.kind).toBe('csv');
    expect([...trace.lifetimeLowSeconds]).toEqual([Infinity, 60, Infinity, 7.5, 1]);
    expect([...trace.group]).toEqual([0, 0, -1, -1, -1]);
    expect(trace.groups).toEqual([{ policy: 'anti-affinity' }]);
    expect(trace.batch[2]).toBe(trace.batch[3]);
    expect(trace.batch[4]).not.toBe(trace.batch[3]);
    expect(trace.projects).toEqual(['shop', 'ci']);
  });

  it('reads gzip by its content, whatever the name says', async () => {
    const trace = await readTrace(write('compressed.csv', gzipSync(huawei)));
    expect(trace.count).toBe(2);
  });

  it('accepts Windows line ends and a byte order mark', async () => {
    const trace = await readTrace(write('w.csv', `\uFEFF${huawei.replaceAll('\n', '\r\n')}`));
    expect([...trace.lifetimeLowSeconds]).toEqual([194, 498.5]);
  });
});

describe('rows in another order than that of arrival', () => {
  it('are sorted by arrival, and equal arrivals keep the order of the file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(5), { minLength: 1, maxLength: 30 }), async (arrivals) => {
        const rows = arrivals.map((arrival, i) => `${i},1,1,${arrival},${i}`).join('\n');
        const trace = await readTrace(write('unsorted.csv', `vmid,cpu,mem,at,lt\n${rows}\n`));
        const expected = arrivals.map((arrival, i) => [arrival, i] as const).sort((a, b) => a[0] - b[0]);
        expect([...trace.arrivalSeconds]).toEqual(expected.map(([arrival]) => arrival));
        expect([...trace.lifetimeLowSeconds]).toEqual(expected.map(([, i]) => i));
        const ascending = arrivals.every((arrival, i) => i === 0 || arrival >= arrivals[i - 1]!);
        expect(trace.sorted).toBe(ascending);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a trace that cannot be used gets one message with file, line and column', () => {
  it('for a last line with too few fields', async () => {
    const error = await refusal('torn.csv', `${huawei}2,1,1,7`);
    expect(error.code).toBe('trace-fields');
    expect(error.problems[0]).toMatchObject({
      line: 4,
      found: expect.stringContaining('4 fields ("2,1,1,7")') as string,
    });
    expect(error.message).toContain('accepted: 5 fields as in the header (vmid,cpu,mem,at,lt)');
  });

  it('for a last line without its newline, though it has all fields', async () => {
    const error = await refusal('cut.csv', `${huawei}2,1,1,7,12`);
    expect(error.code).toBe('trace-unterminated');
    expect(error.problems[0]!.line).toBe(4);
  });

  it('for a gzip file that was cut off', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `${i},1,1,${i},${(i * 7919) % 1000}\n`).join('');
    const whole = gzipSync(`vmid,cpu,mem,at,lt\n${rows}`);
    const error = await refusal('cut.gz', whole.subarray(0, whole.length / 2));
    expect(error.code).toBe('trace-gzip');
    expect(error.problems[0]!.line).toBeGreaterThan(0);
  });

  it('for a negative lifetime', async () => {
    const error = await refusal('negative.csv', `${huawei}2,1,1,7,-12\n`);
    expect(error.problems).toMatchObject([
      { code: 'trace-range', line: 4, path: 'lt', found: '"-12"', accepted: 'a number from 0' },
    ]);
  });

  it('for text where a number must be, and for an empty field', async () => {
    expect((await refusal('nan.csv', 'vmid,cpu,mem,at,lt\n0,two,1,0,1\n')).problems).toMatchObject([
      { code: 'trace-number', line: 2, path: 'cpu', found: '"two"' },
    ]);
    expect((await refusal('empty-field.csv', 'vmid,cpu,mem,at,lt\n0,1,,0,1\n')).problems).toMatchObject([
      { code: 'trace-number', line: 2, path: 'mem', found: '""' },
    ]);
  });

  it('for a part of a vCPU and for none', async () => {
    expect((await refusal('part.csv', 'vmid,cpu,mem,at,lt\n0,1.5,1,0,1\n')).code).toBe('trace-number');
    expect((await refusal('none.csv', 'vmid,cpu,mem,at,lt\n0,0,1,0,1\n')).code).toBe('trace-range');
  });

  it('for a lifetime bin that ends before it begins', async () => {
    const error = await refusal('bin.csv', azure.replace('3900,7200', '7200,3900'));
    expect(error.problems).toMatchObject([{ line: 3, path: 'dur_hi_s', accepted: 'a number from 7200' }]);
  });

  it('for a misspelt column, with the nearest name', async () => {
    const error = await refusal('column.csv', 'arrival_s,lifetme_s,vcpus,ram_mib\n0,1,1,1\n');
    expect(error.problems).toMatchObject([
      { code: 'trace-header', line: 1, found: 'column "lifetme_s"', nearest: 'lifetime_s' },
    ]);
  });

  it('for a header of no known kind', async () => {
    const error = await refusal('foreign.csv', 'name,age\nx,3\n');
    expect(error.code).toBe('trace-header');
    expect(error.message).toContain('huawei-east-1-lt (vmid,cpu,mem,at,lt)');
  });

  it('for another kind than the one that was asked for', async () => {
    const error = await refusal('other.csv', huawei, 'azure2017-v1');
    expect(error.code).toBe('trace-header');
    expect(error.message).toContain('azure2017-v1');
  });

  it('for an empty file, and for one with a header only', async () => {
    expect((await refusal('nothing.csv', '')).code).toBe('trace-empty');
    expect((await refusal('header.csv', 'vmid,cpu,mem,at,lt\n')).code).toBe('trace-empty');
  });

  it('for a quote that is never closed', async () => {
    const error = await refusal('quote.csv', `${huawei}2,"1,1,7,12\n`);
    expect(error.code).toBe('trace-quotes');
  });

  it('for a file that is not there, and for a directory', async () => {
    for (const file of ['/no/such/trace.csv', '/']) {
      await expect(readTrace(file)).rejects.toMatchObject({ name: 'TraceError', code: 'file-missing' });
    }
  });

  it('for an unknown or changing policy of a server group', async () => {
    const header = 'arrival_s,lifetime_s,vcpus,ram_mib,group,group_policy\n';
    const unknown = await refusal('policy.csv', `${header}0,1,1,1,g,anti-afinity\n`);
    expect(unknown.problems[0]).toMatchObject({ code: 'trace-text', nearest: 'anti-affinity' });
    const changed = await refusal('change.csv', `${header}0,1,1,1,g,affinity\n0,1,1,1,g,anti-affinity\n`);
    expect(changed.problems[0]).toMatchObject({ line: 3, path: 'group_policy' });
  });
});

describe.runIf(hasTraces)('the recorded traces', () => {
  it.each([
    ['huawei-east-1-lt.csv.gz', 'huawei-east-1-lt', 116_313, 15],
    ['azure2017-v1-dev.csv.gz', 'azure2017-v1', 259_159, 16],
    ['azure2017-v1-test.csv.gz', 'azure2017-v1', 410_276, 15],
    ['alibaba-openb_pod_list_default.csv.gz', 'openb-pods', 8_152, 146],
  ])('%s has every row', async (name, kind, count, flavors) => {
    const trace = await readTrace(tracePath(name));
    expect([trace.kind, trace.count, trace.flavors.length, trace.sorted]).toEqual([kind, count, flavors, true]);
  });
});
