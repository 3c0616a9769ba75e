import { describe, expect, it } from 'vitest';
import { CloudState } from '../../../core/index.ts';
import { buildCloud, buildFlavor, buildHost } from '../build-cloud.ts';

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

  it('counts the same for an owner that keeps the names of instances', () => {
    const named = buildCloud([{}]);
    const nameless = buildCloud([{}]);
    const check = () => expect(JSON.stringify(nameless.hosts)).toBe(JSON.stringify(named.hosts));
    named.consume(0, flavor, 'a');
    nameless.occupy(0, flavor);
    check();
    named.free(0, flavor, 'a', true);
    nameless.vacate(0, flavor, true);
    check();
    expect(() => nameless.vacate(0, flavor)).toThrow('more was freed than used on host0');
  });

  it('asks such an owner for the names only when somebody looks, and again when they may have changed', () => {
    const names = ['a'];
    let asked = 0;
    const instancesOn = () => {
      asked++;
      return names;
    };
    const cloud = new CloudState({ hosts: [buildHost(0)], instancesOn });
    cloud.occupy(0, flavor);
    expect(asked).toBe(0);
    expect([...cloud.hosts[0]!.instances, ...cloud.hosts[0]!.instances]).toEqual(['a', 'a']);
    expect(asked).toBe(1);
    names.push('b');
    cloud.occupy(0, flavor);
    expect([...cloud.hosts[0]!.instances]).toEqual(['a', 'b']);
    names.shift();
    cloud.vacate(0, flavor);
    expect([...cloud.hosts[0]!.instances]).toEqual(['b']);
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
