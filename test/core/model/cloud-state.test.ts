import { describe, expect, it } from 'vitest';
import { buildCloud, buildFlavor } from '../build-cloud.ts';

const flavor = buildFlavor({ vcpus: 2, ramMib: 1024, rootGib: 3, ephemeralGib: 1, swapMib: 512 });

describe('CloudState', () => {
  it('consumes what Nova consumes: vCPU, RAM, disk without swap, an instance and an operation', () => {
    const cloud = buildCloud([{}]);
    cloud.consume(0, flavor, 'a');
    expect(cloud.hosts[0]).toMatchObject({
      vcpusUsed: 2,
      ramFreeMib: 16_384 - 1024,
      diskFreeMib: 102_400 - 4096,
      numInstances: 1,
      numIoOps: 1,
    });
    expect([...cloud.hosts[0]!.instances]).toEqual(['a']);
  });

  it('is as before when an instance was consumed, built and freed', () => {
    const cloud = buildCloud([{}]);
    const before = JSON.stringify(cloud.hosts);
    cloud.consume(0, flavor, 'a');
    cloud.endOperation(0);
    cloud.free(0, flavor, 'a');
    cloud.consume(0, flavor, 'b');
    cloud.free(0, flavor, 'b', true);
    expect(JSON.stringify(cloud.hosts)).toBe(before);
  });

  it('tells its observers which host changed, until they leave', () => {
    const cloud = buildCloud([{}, {}]);
    const heard: number[] = [];
    const leave = cloud.observe({ hostChanged: (index) => heard.push(index) });
    cloud.consume(1, flavor, 'a');
    cloud.setService(0, { disabled: true });
    leave();
    cloud.endOperation(1);
    expect(heard).toEqual([1, 0]);
  });

  it('stops when more is freed than was used', () => {
    const cloud = buildCloud([{}]);
    expect(() => cloud.free(0, flavor, 'a')).toThrow('instance a is not on host0');
    expect(() => cloud.endOperation(0)).toThrow('more was freed than used on host0');
  });
});
