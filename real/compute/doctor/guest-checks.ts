import { bootCanary } from '../canary/boot-canary.ts';
import type { CanaryResult } from '../canary/boot-canary.ts';
import type { Connection } from '../../libvirt/connection.ts';
import type { Finding } from './finding.ts';
import type { HostProbe } from './host-probe.ts';

/** A way to give guests their processor, in the words of the agent's configuration. */
export interface CpuChoice {
  readonly cpuMode: 'host-passthrough' | 'host-model' | 'maximum' | 'custom';
  readonly cpuModels?: readonly string[];
  /** `-name` switches a feature off. Nova: `cpu_model_extra_flags`. */
  readonly cpuModelExtraFlags?: readonly string[];
}

/** From the best for guests to the plainest. */
const cpuChoices: readonly CpuChoice[] = [
  { cpuMode: 'host-passthrough' },
  { cpuMode: 'host-model' },
  { cpuMode: 'host-passthrough', cpuModelExtraFlags: ['-arch-capabilities'] },
  { cpuMode: 'maximum' },
  { cpuMode: 'custom', cpuModels: ['qemu64'] },
];

export interface GuestFindings {
  readonly findings: readonly Finding[];
  /** What to write into the agent's configuration; null where no guest runs at all. */
  readonly advice: ({ readonly virtType: 'kvm' | 'qemu' } & Partial<CpuChoice>) | null;
}

/** Boots canary guests: on KVM with each way to give them a processor, and emulated. */
export async function checkGuests(probe: HostProbe, connection: Connection, folder: string): Promise<GuestFindings> {
  const device = await probe.mayUse('/dev/kvm');
  const emulated = bootCanary(connection, { virtType: 'qemu', folder });
  const trials = device === 'missing' ? [] : await tryChoices(connection, folder);
  const best = trials.find(({ result }) => result.booted);
  const kvm = kvmFinding(device, trials, await interpretsKernel(probe));
  const tcg = emulationFinding(await emulated, kvm.state === 'ok');
  const findings = [kvm, ...(best ? [cpuFinding(trials)] : []), tcg];
  if (best && kvm.state === 'ok') return { findings, advice: { virtType: 'kvm', ...best.choice } };
  return { findings, advice: tcg.state === 'missing' ? null : { virtType: 'qemu' } };
}

interface Trial {
  readonly choice: CpuChoice;
  readonly result: CanaryResult;
}

/** All at once: most of a canary's time is QEMU's slow exit. */
function tryChoices(connection: Connection, folder: string): Promise<Trial[]> {
  return Promise.all(
    cpuChoices.map(async (choice) => ({
      choice,
      result: await bootCanary(connection, { virtType: 'kvm', cpuXml: cpuXml(choice), folder }),
    })),
  );
}

function cpuXml({ cpuMode, cpuModels = [], cpuModelExtraFlags = [] }: CpuChoice): string {
  const models = cpuModels.map((name) => `<model>${name}</model>`);
  const features = cpuModelExtraFlags.map((flag) => `<feature policy='disable' name='${flag.slice(1)}'/>`);
  const check = cpuMode === 'custom' ? " check='none'" : '';
  return `<cpu mode='${cpuMode}'${check}>${[...models, ...features].join('')}</cpu>`;
}

/** A KVM that has no hardware under it interprets what the guest's kernel does; its module has another name. */
async function interpretsKernel(probe: HostProbe): Promise<boolean> {
  return (await probe.list('/sys/module')).includes('kvm_pvm');
}

/** The canary's loop takes 2 ms on a processor and about 10 when emulated. */
const loopMsMax = 200;

function kvmFinding(device: string, trials: readonly Trial[], interpreting: boolean): Finding {
  const check = 'kvm';
  const consequence = 'guests run emulated (virtType: qemu): correct, and ten to fifty times slower';
  if (device === 'missing') {
    const mend = 'modprobe kvm_intel || modprobe kvm_amd';
    return { check, state: 'limited', found: 'no /dev/kvm', mend, consequence };
  }
  const results = trials.map(({ result }) => result);
  const booted = results.filter((result) => result.booted);
  if (booted.length === 0) {
    const reason = results.find((result) => !result.booted)?.reason ?? 'nothing was tried';
    return { check, state: 'limited', found: `no canary guest ran: ${firstLine(reason)}`, consequence };
  }
  const loopMs = Math.min(...booted.map((result) => result.loopMs));
  const bootMs = Math.min(...booted.map((result) => result.bootMs));
  const found = `a canary guest ran (first word after ${bootMs.toFixed(0)} ms, its loop took ${loopMs.toFixed(0)} ms)`;
  if (!interpreting && loopMs <= loopMsMax) return { check, state: 'ok', found };
  const why = interpreting ? 'this KVM (kvm_pvm) interprets kernels' : "too slow for a processor's own work";
  const only = 'small firmware guests run on KVM; run operating systems emulated (virtType: qemu)';
  return { check, state: 'limited', found: `${found}, but ${why}`, consequence: only };
}

function cpuFinding(trials: readonly Trial[]): Finding {
  const works = trials.filter(({ result }) => result.booted).map(({ choice }) => choiceText(choice));
  const failed = trials.filter(({ result }) => !result.booted).map(({ choice }) => choiceText(choice));
  const found = [`work: ${works.join(', ')}`, ...(failed.length > 0 ? [`fail: ${failed.join(', ')}`] : [])].join('; ');
  // What Nova takes when nothing is configured.
  const defaultWorks = trials.some(({ choice, result }) => choice.cpuMode === 'host-model' && result.booted);
  if (defaultWorks) return { check: 'cpu-modes', state: 'ok', found };
  const consequence = 'cpuMode must be one that works; host-model, the default, is none';
  return { check: 'cpu-modes', state: 'limited', found, consequence };
}

function choiceText({ cpuMode, cpuModels = [], cpuModelExtraFlags = [] }: CpuChoice): string {
  return [cpuMode, ...cpuModels, ...cpuModelExtraFlags].join(' ');
}

function emulationFinding(result: CanaryResult, hasKvm: boolean): Finding {
  const check = 'emulation';
  if (result.booted) {
    return { check, state: 'ok', found: `a canary guest ran (first word after ${result.bootMs.toFixed(0)} ms)` };
  }
  const found = `no canary guest ran: ${firstLine(result.reason)}`;
  return { check, state: hasKvm ? 'limited' : 'missing', found };
}

function firstLine(text: string): string {
  return text.split('\n')[0]!.slice(0, 200);
}
