import { describe, expect, it } from 'vitest';
import { parseConnectionUri } from '../../../real/libvirt/connection-uri.ts';

describe('a connection URI', () => {
  it.each([
    ['qemu+unix:///system?socket=/a/b', { target: { socketPath: '/a/b' }, driverUri: 'qemu:///system' }],
    ['qemu:///system?socket=/a/b', { target: { socketPath: '/a/b' }, driverUri: 'qemu:///system' }],
    ['test+unix:///default?socket=/a/b', { target: { socketPath: '/a/b' }, driverUri: 'test:///default' }],
    ['qemu+tcp://host/system', { target: { host: 'host', port: 16509 }, driverUri: 'qemu:///system' }],
    ['qemu+tcp://10.0.0.1:1234/system', { target: { host: '10.0.0.1', port: 1234 }, driverUri: 'qemu:///system' }],
    ['qemu+tcp://[fe80::1]:7/system', { target: { host: 'fe80::1', port: 7 }, driverUri: 'qemu:///system' }],
    ['qemu+tcp://h/system?name=test:///default', { target: { host: 'h', port: 16509 }, driverUri: 'test:///default' }],
    ['lxc+unix:///?socket=/s&keep=1', { target: { socketPath: '/s' }, driverUri: 'lxc:///?keep=1' }],
  ])('%s', (uri, parsed) => {
    expect(parseConnectionUri(uri)).toEqual(parsed);
  });

  it('without a socket means the place where the daemon usually listens', () => {
    const { target } = parseConnectionUri('test:///default');
    expect(target).toEqual({ socketPath: '/var/run/libvirt/libvirt-sock' });
    expect(parseConnectionUri('test:///default', true).target).toEqual({
      socketPath: '/var/run/libvirt/libvirt-sock-ro',
    });
  });

  it.each([
    ['qemu://host/system', /accepted is .*no tls/],
    ['qemu+ssh://host/system', /accepted is .*no ssh/],
    ['qemu+tcp:///system', /a host \(and a port\) after/],
    ['/var/run/libvirt-sock', /^uri: found \/var\/run\/libvirt-sock, accepted is qemu\+unix/],
  ])('%s is refused with what is accepted', (uri, message) => {
    expect(() => parseConnectionUri(uri)).toThrow(message);
  });
});
