import type { PortBinding } from './port.ts';

/** How a hypervisor connects a NIC to a plugged port. */
export interface PluggedPort {
  readonly portId: string;
  /** The tap device, made and owned by the driver; at most 15 characters. */
  readonly tapDevice: string;
  readonly macAddress: string;
  readonly mtu: number;
}

export interface PlugOptions {
  /** Queues of the guest's NIC; from 2 on, the tap device is one of several queues. Default 1. */
  readonly queues?: number | undefined;
}

/**
 * The network of one host: Linux bridges today, with room for Open vSwitch. Calls for different ports may run at the same
 * time. Every call may be repeated: what is there already is left as it is, or brought up to date.
 */
export interface NetworkDriver {
  /** Checks what is needed and brings the host to exactly these ports: what a crash left over is taken down. */
  start(ports: readonly PortBinding[]): Promise<void>;
  /** Lets go: guests keep their network and DHCP. When told, takes everything down without a trace. */
  stop(options?: { readonly takeDown?: boolean }): Promise<void>;
  /** @throws NetworkError */
  plug(port: PortBinding, options?: PlugOptions): Promise<PluggedPort>;
  /** Also for ports that are not there, or only half. */
  unplug(portId: string): Promise<void>;
  /** New rules or addresses for a plugged port, in one transaction. */
  update(port: PortBinding): Promise<void>;
}
