import type { Logger } from 'pino';
import type { GuestDefaults } from '../compute/guest-config/host-settings.ts';

/** The services of a cloud that answer on a port, as their types in the catalog. */
export const serviceNames = ['identity', 'compute', 'placement', 'image', 'network', 'console'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** OpenStack's own ports. */
export const usualPorts: Readonly<Record<ServiceName, number>> = {
  identity: 5000,
  compute: 8774,
  placement: 8778,
  image: 9292,
  network: 9696,
  console: 6080,
};

/** Hosts in memory, whose guests do nothing: for trying out what stands above them. */
export interface FakeHosts {
  readonly kind: 'fake';
  readonly hosts: number;
  /** Of each host; default 64. */
  readonly vcpus?: number | undefined;
  /** Default 262,144. */
  readonly ramMib?: number | undefined;
  /** Default 4,000. */
  readonly diskGib?: number | undefined;
  /** How long a step of a verb takes; default 0. */
  readonly delayMs?: ((verb: string, step: string) => number) | undefined;
}

/** This machine, by libvirt. */
export interface LibvirtHost {
  readonly kind: 'libvirt';
  /** Default `qemu:///system`, or a daemon of the cloud's own where none runs. */
  readonly uri?: string | undefined;
  /** How guests are run; without `virtType` canaries find out what works. */
  readonly guests?: Partial<GuestDefaults> | undefined;
  /** Path of the network namespace that libvirt's guests run in; default this process's. */
  readonly networkNamespace?: string | undefined;
  /** For tests: a ROM image that guests run instead of their firmware. */
  readonly testLoader?: string | undefined;
  /** vCPUs for each processor; default what Placement has, at first 4. Nova: `cpu_allocation_ratio`. */
  readonly cpuAllocationRatio?: number | undefined;
  /** Nova: `shutdown_timeout`; default 60. */
  readonly shutdownTimeoutSeconds?: number | undefined;
}

export interface CloudOptions {
  /** Everything of the cloud is below it. Made when it is not there. */
  readonly stateFolder: string;
  readonly hypervisors: readonly (FakeHosts | LibvirtHost)[];
  /** Address to listen on; default the loopback. */
  readonly host?: string | undefined;
  /** First of six ports, in the order of `serviceNames`; 0: any free ones; default OpenStack's own. */
  readonly portBase?: number | undefined;
  /** `amqp://…`: RabbitMQ; default in this process. */
  readonly busUrl?: string | undefined;
  /** Where the traces also go, as OTLP/JSON over HTTP. */
  readonly otlpUrl?: string | undefined;
  /** Rules of an operator's own, YAML in the language of oslo.policy. */
  readonly policyFiles?: Partial<Record<ServiceName, string>> | undefined;
  /** Of the network that is there from the first start; default 10.77.0.0/20. */
  readonly networkCidr?: string | undefined;
  /** Default 3,600. */
  readonly tokenLifetimeSeconds?: number | undefined;
  readonly logger: Logger;
}

/** Port of a service: 0 for any free one. */
export function portOf(service: ServiceName, portBase: number | undefined): number {
  if (portBase === undefined) return usualPorts[service];
  return portBase === 0 ? 0 : portBase + serviceNames.indexOf(service);
}
