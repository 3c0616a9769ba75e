// A worker whose runs behave as their plan says: sound, dying, greedy, throwing, refusing their input, or endless.
import { existsSync, writeFileSync } from 'node:fs';
import { createRunWorker } from '../../../dist/sim/pool/create-run-worker.js';
import { InputError } from '../../../dist/sim/input-error.js';

export default createRunWorker({ resolve, simulate });

function resolve(scenario, plan) {
  if (plan.behaviour === 'bad-input') {
    throw new InputError([{ code: 'file-missing', file: 'trace.csv', found: 'no file', accepted: 'a trace' }]);
  }
  const column = (type) => new type(2);
  return {
    plan,
    hosts: [{ name: 'h', kind: 'k', zone: '' }],
    batchesAreRequests: false,
    durationSeconds: 10,
    workload: {
      flavors: [{ name: 'f', vcpus: 1, ramMib: 2, rootGib: 3, ephemeralGib: 4 }],
      arrivalSeconds: Float64Array.of(plan.seed, plan.seed + 1),
      lifetimeSeconds: column(Float64Array),
      flavor: column(Uint16Array),
      project: column(Uint32Array),
      batch: column(Uint32Array),
      image: column(Uint16Array),
      group: column(Int32Array),
      zone: column(Int16Array),
      resizes: { instance: new Uint32Array(0), afterSeconds: new Float64Array(0), flavor: new Uint16Array(0) },
    },
  };
}

function simulate({ plan }, emit, onProgress) {
  const values = new Float32Array(50);
  for (let step = 0; step < plan.steps; step++) {
    onProgress(step / plan.steps);
    values.fill(plan.seed + step);
    emit([
      { kind: 'sample', metric: 'hosts-used', atSeconds: step, value: plan.seed * step },
      { kind: 'host-sample', metric: 'host-vcpu-allocation', atSeconds: step, values },
    ]);
    if (step === plan.steps >> 1) misbehave(plan);
  }
  emit([{ kind: 'metric', metric: 'instances-refused-fraction', value: plan.seed / 100 }]);
  return { decisionsHash: `d${plan.seed}`, metricsHash: `m${plan.seed}`, decisions: 1, events: 2 };
}

function misbehave(plan) {
  if (plan.behaviour === 'throw') throw new Error('broken invariant: used <= capacity');
  if (plan.behaviour === 'die') process.exit(9);
  if (plan.behaviour === 'die-once' && !existsSync(plan.marker)) {
    writeFileSync(plan.marker, '');
    process.exit(9);
  }
  if (plan.behaviour === 'hoard-objects') hoardObjects();
  // The next step is refused.
  if (plan.behaviour === 'hoard-arrays') hoard.push(new Float64Array(8 * 2 ** 20).fill(1));
  while (plan.behaviour === 'hang') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
}

const hoard = [];

function hoardObjects() {
  for (;;) hoard.push({ at: hoard.length, name: `object ${hoard.length}` });
}
