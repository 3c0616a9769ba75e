import { chmod, mkdir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import { checkPort, checkPortId } from './check-port.ts';
import type { CheckedNetwork, CheckedPort } from './check-port.ts';
import { chooseName } from './choose-name.ts';
import { bridgeNames, deviceAlias, tapNames } from './device-names.ts';
import { dhcpFile } from './dhcp/dhcp-files.ts';
import { DhcpServer } from './dhcp/dhcp-server.ts';
import type { DhcpServerContext } from './dhcp/dhcp-server.ts';
import { endDnsmasq, findDnsmasq } from './dhcp/find-dnsmasq.ts';
import { checkOptions, checkReachable } from './driver-options.ts';
import type { CheckedOptions, LinuxBridgeOptions } from './driver-options.ts';
import { HostModel, wantedBridge, wantedTap } from './host-model.ts';
import type { NetworkHere, PortHere } from './host-model.ts';
import { attachLines, bridgeLines, tapLines } from './host/device-lines.ts';
import { Forwarding } from './host/forwarding.ts';
import { HostCommands } from './host/host-commands.ts';
import { changeLinks, deleteLink } from './host/links.ts';
import { LinkReader } from './host/link-reader.ts';
import type { Link } from './host/links.ts';
import { KeyedLock } from './keyed-lock.ts';
import type { NetworkDriver, PluggedPort, PlugOptions } from './network-driver.ts';
import { NetworkError } from './network-error.ts';
import type { PortBinding } from './port.ts';
import { Records } from './records.ts';
import { changeNft } from './rules/change-nft.ts';
import { RulesWriter } from './rules/rules-writer.ts';
import {
  networkRules,
  portRules,
  wholeRuleset,
  withoutNetworkRules,
  withoutPortRules,
  withoutRuleset,
} from './rules/ruleset.ts';
import type { RulesetOptions } from './rules/ruleset.ts';
import { findTracking } from './rules/tracking.ts';
import type { Tracking } from './rules/tracking.ts';
import { SharedLock } from './shared-lock.ts';

/** The kernel's MAX_TAP_QUEUES. */
const queuesMax = 256;
const noLinks: ReadonlyMap<string, Link> = new Map();

/**
 * Networks of one host by Linux bridges: a bridge with the gateway's address and a dnsmasq for each network, a tap for
 * each port, and two tables of nftables. A network is there as long as a port of it is.
 *
 * Everything that it makes has a name from an id and an alias, and is written down beforehand, so that another run finds
 * it again. One driver works in a network namespace at a time.
 */
export class LinuxBridgeDriver implements NetworkDriver {
  readonly #options: CheckedOptions;
  readonly #logger: Logger | undefined;
  readonly #commands: HostCommands;
  readonly #links: LinkReader;
  readonly #records: Records;
  readonly #forwarding: Forwarding;
  readonly #rules: RulesWriter;
  readonly #model = new HostModel();
  /** Shared by the calls for ports, taken alone by those for the whole host. */
  readonly #gate = new SharedLock();
  readonly #portLocks = new KeyedLock();
  readonly #networkLocks = new KeyedLock();
  #tracking: Tracking = 'stateless';
  #dhcpContext: DhcpServerContext | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @throws NetworkError `bad-configuration` */
  constructor(options: LinuxBridgeOptions = {}) {
    this.#options = checkOptions(options);
    this.#logger = options.logger;
    this.#commands = HostCommands.in(this.#options.networkNamespace);
    this.#links = new LinkReader(this.#commands, this.#options.networkNamespace === undefined);
    this.#records = new Records(path.join(this.#options.runFolder, 'devices'));
    this.#forwarding = new Forwarding(this.#commands, this.#options.runFolder);
    this.#rules = new RulesWriter(this.#commands, () =>
      wholeRuleset(this.#model.bridged, this.#model.filtered, this.#rulesetOptions),
    );
  }

  /** How answers are told from other packets; known after the start. */
  get tracking(): Tracking {
    return this.#tracking;
  }

  /** How often the rules in the kernel were changed: many ports that are plugged at once share a change. */
  get ruleChanges(): number {
    return this.#rules.transactions;
  }

  start(ports: readonly PortBinding[]): Promise<void> {
    return this.#gate.exclusive(async () => {
      const wanted = ports.map(checkPort);
      await this.#prepare();
      await this.#adopt(wanted);
      await this.#rules.rewrite();
      await this.#removeStrangers();
      for (const network of this.#model.bridged) await this.#mendNetwork(network, await this.#links.read());
      this.#repairNowAndThen();
      this.#logger?.info({ ports: wanted.length, tracking: this.#tracking }, 'network started');
    });
  }

  stop({ takeDown = false }: { readonly takeDown?: boolean } = {}): Promise<void> {
    return this.#gate.exclusive(async () => {
      clearInterval(this.#timer);
      this.#model.ports.clear();
      this.#model.networks.clear();
      this.#dhcpContext = undefined;
      if (!takeDown) return;
      await this.#removeStrangers();
      await changeNft(this.#commands, withoutRuleset());
      await this.#forwarding.restore();
      for (const folder of ['devices', 'dhcp']) await rm(this.#place(folder), { recursive: true, force: true });
      await rmdir(this.#options.runFolder).catch(() => {});
    });
  }

  async plug(binding: PortBinding, { queues = 1 }: PlugOptions = {}): Promise<PluggedPort> {
    const port = checkPort(binding);
    if (!Number.isInteger(queues) || queues < 1 || queues > queuesMax) {
      throw new NetworkError('bad-port', `port ${port.id}: ${queues} queues are not accepted; 1 to ${queuesMax} are`);
    }
    return this.#forPort(port.id, async () => {
      const before = this.#model.ports.get(port.id);
      const moved = before !== undefined && before.network.network.id !== port.network.id;
      if (moved) await this.#removePort(port.id);
      const here = before && !moved ? await this.#refresh(before, port, queues) : await this.#add(port, queues);
      return { portId: port.id, tapDevice: here.tap, macAddress: port.mac, mtu: port.network.mtu };
    });
  }

  async update(binding: PortBinding): Promise<void> {
    const port = checkPort(binding);
    return this.#forPort(port.id, async () => {
      const here = this.#model.ports.get(port.id);
      if (!here) throw new NetworkError('port-not-found', `port ${port.id} is not plugged on this host`);
      const { id } = here.network.network;
      if (id !== port.network.id)
        throw new NetworkError('bad-port', `port ${port.id} is in network ${id} and stays there`);
      await this.#change(here, port);
    });
  }

  async unplug(portId: string): Promise<void> {
    const id = checkPortId(portId);
    return this.#forPort(id, () => this.#removePort(id));
  }

  /**
   * Compares the host with what has to be, and mends it: devices, addresses, rules, DHCP. Returns what was wrong, one
   * line each.
   */
  repair(): Promise<readonly string[]> {
    return this.#gate.exclusive(async () => {
      if (!this.#dhcpContext) return [];
      const wrong = (await this.#rules.repair()) ? ['the rules had been changed'] : [];
      for (const network of this.#model.bridged) {
        wrong.push(...(await this.#mendNetwork(network, await this.#links.read())));
      }
      if (wrong.length > 0) this.#logger?.warn({ wrong }, 'the network of this host was mended');
      return wrong;
    });
  }

  /** Calls for one port come one after the other, and none while the whole host is looked at. */
  #forPort<Result>(portId: string, work: () => Promise<Result>): Promise<Result> {
    return this.#gate.shared(() =>
      this.#portLocks.with(portId, async () => {
        if (!this.#dhcpContext) throw new NetworkError('not-started', 'the network driver was not started');
        return work();
      }),
    );
  }

  get #rulesetOptions(): RulesetOptions {
    return { tracking: this.#tracking, hostServices: this.#options.hostServices };
  }

  #place(...names: readonly string[]): string {
    return path.join(this.#options.runFolder, ...names);
  }

  // --- start -------------------------------------------------------------------------------------------------------

  async #prepare(): Promise<void> {
    const { runFolder, dhcpUser, dhcpLeaseSeconds } = this.#options;
    await checkReachable(runFolder);
    for (const folder of [runFolder, this.#place('dhcp')]) {
      await mkdir(folder, { recursive: true, mode: 0o711 });
      await chmod(folder, 0o711);
    }
    await this.#commands.run('nft', ['list', 'tables']);
    await this.#commands.run('dnsmasq', ['--version']);
    this.#tracking = this.#options.tracking === 'stateless' ? 'stateless' : await findTracking(this.#commands);
    if (this.#tracking === 'stateless') {
      this.#logger?.warn('bridges without connection tracking (br_netfilter): packets that look like answers pass');
    }
    const id = async (what: '-u' | '-g'): Promise<number> => Number(await this.#commands.run('id', [what, dhcpUser]));
    this.#dhcpContext = {
      commands: this.#commands,
      logger: this.#logger,
      options: { user: dhcpUser, leaseSeconds: dhcpLeaseSeconds },
      owner: { uid: await id('-u'), gid: await id('-g') },
    };
  }

  /** Fills the model with these ports, on the devices and processes that they have already. */
  async #adopt(ports: readonly CheckedPort[]): Promise<void> {
    this.#model.ports.clear();
    this.#model.networks.clear();
    const links = await this.#links.read();
    const [taps, bridges] = await Promise.all([this.#records.read('port'), this.#records.read('network')]);
    const running = await findDnsmasq(this.#place('dhcp'));
    for (const port of ports) {
      const { id } = port.network;
      let network = this.#model.networks.get(id);
      if (!network) {
        const [pid] = running.get(this.#place('dhcp', id, dhcpFile.config)) ?? [];
        network = this.#enterNetwork(port.network, links, bridges.get(id), pid);
      }
      this.#model.changeNetwork(network, port.network);
      const tap = this.#tapName(port.id, links, taps.get(port.id));
      this.#model.addPort({ port, tap, queues: links.get(tap)?.multiQueue ? 2 : 1, network });
    }
  }

  #enterNetwork(
    network: CheckedNetwork,
    links: ReadonlyMap<string, Link>,
    recorded: string | undefined,
    dhcpPid?: number,
  ): NetworkHere {
    this.#model.checkOverlap(network);
    const bridge = this.#bridgeName(network.id, links, recorded);
    const place = { folder: this.#place('dhcp', network.id), bridge };
    const here = { network, bridge, dhcp: new DhcpServer(place, this.#dhcpContext!, dhcpPid), ports: new Map() };
    this.#model.networks.set(network.id, here);
    return here;
  }

  #tapName(portId: string, links: ReadonlyMap<string, Link>, recorded: string | undefined): string {
    const taken = this.#model.namesWithout(portId);
    return chooseName(tapNames(portId), { alias: deviceAlias('port', portId), links, taken, recorded });
  }

  #bridgeName(networkId: string, links: ReadonlyMap<string, Link>, recorded: string | undefined): string {
    const taken = this.#model.namesWithout(networkId);
    return chooseName(bridgeNames(networkId), { alias: deviceAlias('network', networkId), links, taken, recorded });
  }

  /** Takes down devices and processes of ours that are not in the model. */
  async #removeStrangers(): Promise<void> {
    const links = await this.#links.read();
    for (const kind of ['port', 'network'] as const) {
      const wanted: ReadonlyMap<string, unknown> = kind === 'port' ? this.#model.ports : this.#model.networks;
      const recorded = await this.#records.read(kind);
      for (const { name, alias } of links.values()) {
        const id = [...recorded].find(([, device]) => device === name)?.[0];
        const named = new RegExp(`^astrolabe:${kind}:(.*)$`).exec(alias ?? '')?.[1];
        // Without an alias it was written down and made, and then the program ended.
        const owner = named ?? (alias === undefined ? id : undefined);
        if (owner !== undefined && !wanted.has(owner)) await deleteLink(this.#commands, name);
      }
      for (const id of recorded.keys()) if (!wanted.has(id)) await this.#records.remove(kind, id);
    }
    const configs = new Set(this.#model.bridged.map(({ network }) => this.#place('dhcp', network.id, dhcpFile.config)));
    for (const [config, pids] of await findDnsmasq(this.#place('dhcp'))) {
      // Two of one network: a crash between the end of one and the start of the next.
      for (const pid of configs.has(config) ? pids.slice(1) : pids) await endDnsmasq(pid, config);
      if (!configs.has(config)) await rm(path.dirname(config), { recursive: true, force: true });
    }
  }

  #repairNowAndThen(): void {
    clearInterval(this.#timer);
    const { repairSeconds } = this.#options;
    if (repairSeconds === 0) return;
    let busy = false;
    this.#timer = setInterval(() => {
      if (busy) return;
      busy = true;
      this.repair()
        .catch((error: unknown) => this.#logger?.error({ err: error }, 'the network of this host cannot be mended'))
        .finally(() => (busy = false));
    }, repairSeconds * 1000);
    this.#timer.unref();
  }

  // --- ports -------------------------------------------------------------------------------------------------------

  async #add(port: CheckedPort, queues: number): Promise<PortHere> {
    try {
      const here = await this.#join(port, queues);
      await this.#records.write('port', port.id, here.tap);
      await this.#rules.change(portRules(here, this.#rulesetOptions));
      await this.#bringTap(here);
      await this.#serveDhcp(here.network);
      if (port.floatingIps.length > 0) await this.#float(here.network);
      this.#logger?.info({ port: port.id, tap: here.tap, network: port.network.id }, 'port plugged');
      return here;
    } catch (error) {
      await this.#removePort(port.id).catch((again: unknown) => {
        this.#logger?.error(
          { err: again, port: port.id },
          'a port that could not be plugged cannot be taken down either',
        );
      });
      throw error;
    }
  }

  /** The port is in its network from here on, which therefore stays. */
  async #join(port: CheckedPort, queues: number): Promise<PortHere> {
    // `ip tuntap add` takes a device that somebody else made as its own: so names are looked up first.
    const links = await this.#links.named(tapNames(port.id));
    return this.#networkLocks.with(port.network.id, async () => {
      const known = this.#model.networks.get(port.network.id);
      const network = known ?? this.#enterNetwork(port.network, await this.#links.read(), undefined);
      const here: PortHere = { port, tap: this.#tapName(port.id, links, undefined), queues, network };
      this.#model.addPort(here);
      if (known) await this.#changeNetwork(known, port.network);
      else await this.#makeNetwork(network);
      return here;
    });
  }

  async #makeNetwork(network: NetworkHere): Promise<void> {
    if (network.network.routes.length > 0) await this.#rules.rewrite();
    else await this.#rules.change(networkRules(network));
    await this.#mendBridge(network, noLinks);
  }

  /** The caller holds the network's lock. */
  async #changeNetwork(here: NetworkHere, network: CheckedNetwork): Promise<void> {
    this.#model.checkOverlap(network);
    if (!this.#model.changeNetwork(here, network)) return;
    await this.#rules.rewrite();
    await this.#mendNetwork(here, await this.#links.read());
  }

  /** Optimistic: nothing is looked at first. When something is in the way or missing, the whole network is mended. */
  async #bringTap(here: PortHere): Promise<void> {
    const wanted = wantedTap(here, this.#options.tapOwnerUid);
    try {
      await changeLinks(this.#commands, [...tapLines(wanted), ...attachLines(wanted)]);
    } catch (error) {
      const known =
        error instanceof NetworkError && (error.code === 'command-failed' || error.code === 'missing-device');
      if (!known) throw error;
      await this.#mendLocked(here.network);
    }
  }

  /** A port that is plugged again: its devices are looked at, too. */
  async #refresh(here: PortHere, port: CheckedPort, queues: number): Promise<PortHere> {
    here.queues = queues;
    await this.#change(here, port);
    await this.#mendLocked(here.network);
    return here;
  }

  async #change(here: PortHere, port: CheckedPort): Promise<void> {
    await this.#networkLocks.with(port.network.id, () => this.#changeNetwork(here.network, port.network));
    const floats = !isDeepStrictEqual(here.port.floatingIps, port.floatingIps);
    here.port = port;
    await this.#rules.change(portRules(here, this.#rulesetOptions));
    await this.#serveDhcp(here.network);
    if (floats) await this.#float(here.network);
  }

  /** Takes the port down, and its network when it was the last; also where the model does not know it. */
  async #removePort(portId: string): Promise<void> {
    const here = this.#model.ports.get(portId);
    const tap = here?.tap ?? (await this.#records.read('port')).get(portId);
    if (tap === undefined) return;
    this.#model.removePort(portId);
    await deleteLink(this.#commands, tap);
    await this.#rules.change(withoutPortRules(portId, tap));
    await this.#records.remove('port', portId);
    if (here && here.port.floatingIps.length > 0) await this.#float(here.network);
    if (here) await this.#leave(here.network);
    this.#logger?.info({ port: portId, tap }, 'port unplugged');
  }

  /** Floating addresses of a network's ports: on its bridge, and translated. They change seldom, so everything is written. */
  async #float(network: NetworkHere): Promise<void> {
    await this.#rules.rewrite();
    await this.#networkLocks.with(network.network.id, async () => this.#mendBridge(network, await this.#links.read()));
  }

  #leave(network: NetworkHere): Promise<void> {
    return this.#networkLocks.with(network.network.id, async () => {
      if (network.ports.size > 0) return this.#forgetReservations(network);
      await network.dhcp.stop();
      await deleteLink(this.#commands, network.bridge);
      // Before the rules: they may be written as a whole, by the model.
      this.#model.networks.delete(network.network.id);
      await this.#rules.change(withoutNetworkRules(network));
      await this.#records.remove('network', network.network.id);
    });
  }

  /** A port that goes does so even when DHCP cannot follow: the next repair tries again. */
  async #forgetReservations(network: NetworkHere): Promise<void> {
    await network.dhcp.serve(network.network, portsOf(network)).catch((error: unknown) => {
      this.#logger?.error({ err: error, network: network.network.id }, 'DHCP does not know of a port that went');
    });
  }

  #serveDhcp(network: NetworkHere): Promise<void> {
    return this.#networkLocks.with(network.network.id, () => network.dhcp.serve(network.network, portsOf(network)));
  }

  // --- mending -----------------------------------------------------------------------------------------------------

  #mendLocked(network: NetworkHere): Promise<unknown> {
    return this.#networkLocks.with(network.network.id, async () => {
      // Taps of ports whose rules are only on their way may be brought up below.
      await this.#rules.rewrite();
      return this.#mendNetwork(network, await this.#links.read());
    });
  }

  /** Brings devices and DHCP of a network from what was found to what has to be; returns what was wrong. */
  async #mendNetwork(network: NetworkHere, links: ReadonlyMap<string, Link>): Promise<string[]> {
    const wrong = await this.#mendBridge(network, links);
    const lines = [];
    for (const here of network.ports.values()) lines.push(...(await this.#tapMending(here, links)));
    await changeLinks(this.#commands, lines);
    return [...wrong, ...lines, ...(await this.#mendDhcp(network, !links.has(network.bridge)))];
  }

  async #mendBridge(network: NetworkHere, links: ReadonlyMap<string, Link>): Promise<string[]> {
    const found = links.get(network.bridge);
    const wanted = wantedBridge(network, this.#tracking === 'bridge-netfilter');
    const lines = bridgeLines(wanted, found);
    if (!found) await this.#records.write('network', network.network.id, network.bridge);
    await changeLinks(this.#commands, lines);
    const versions = new Set(network.network.subnets.map(({ prefix }) => prefix.version));
    if (!found) await this.#limitIpv6(network.bridge, versions.has(6));
    if (network.network.nat || network.network.routes.length > 0) {
      for (const version of versions) await this.#forwarding.allow(version);
    } else if ([...network.ports.values()].some(({ port }) => port.floatingIps.length > 0)) {
      await this.#forwarding.allow(4);
    }
    return lines;
  }

  async #tapMending(here: PortHere, links: ReadonlyMap<string, Link>): Promise<string[]> {
    const name = this.#tapName(here.port.id, links, here.tap);
    if (name !== here.tap) {
      const old = here.tap;
      here.tap = name;
      await this.#records.write('port', here.port.id, name);
      await this.#rules.change([...withoutPortRules(here.port.id, old), ...portRules(here, this.#rulesetOptions)]);
    }
    const wanted = wantedTap(here, this.#options.tapOwnerUid);
    const found = links.get(name);
    // A bridge that was made anew has no ports yet, whatever they had as their master before.
    return [...tapLines(wanted, found), ...attachLines(wanted, found)];
  }

  async #mendDhcp(network: NetworkHere, bridgeIsNew: boolean): Promise<string[]> {
    const { dhcp } = network;
    const wasRunning = await dhcp.isRunning();
    await dhcp.serve(network.network, portsOf(network));
    if (!(await dhcp.isRunning())) return [];
    if (wasRunning && bridgeIsNew) await dhcp.restart();
    return wasRunning ? [] : [`no dnsmasq ran for network ${network.network.id}`];
  }

  /** The host takes no router's word on this bridge, and speaks no IPv6 where the network has none. */
  async #limitIpv6(bridge: string, spoken: boolean): Promise<void> {
    const key = `net.ipv6.conf.${bridge}`;
    await this.#commands.run('sysctl', [
      '-e',
      '-q',
      '-w',
      `${key}.accept_ra=0`,
      `${key}.disable_ipv6=${spoken ? 0 : 1}`,
    ]);
  }
}

const portsOf = (network: NetworkHere): CheckedPort[] => [...network.ports.values()].map(({ port }) => port);
