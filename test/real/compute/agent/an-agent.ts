import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { ComputeAgent } from '../../../../real/compute/agent/compute-agent.ts';
import type { AgentOptions } from '../../../../real/compute/agent/compute-agent.ts';
import { FolderImageSink } from '../../../../real/compute/agent/folder-image-sink.ts';
import { MemoryConductor } from '../../../../real/compute/agent/memory-conductor.ts';
import { FakeHypervisor } from '../../../../real/compute/fake-driver/fake-hypervisor.ts';
import type { FakeHypervisorOptions } from '../../../../real/compute/fake-driver/fake-hypervisor.ts';

export interface TestAgent {
  readonly agent: ComputeAgent;
  readonly hypervisor: FakeHypervisor;
  readonly conductor: MemoryConductor;
  readonly imageFolder: string;
}

interface Setting extends Partial<FakeHypervisorOptions> {
  readonly options?: Partial<AgentOptions>;
  readonly conductor?: MemoryConductor;
  readonly hypervisor?: FakeHypervisor;
}

/** An agent over a fake host that has been started; it ends with the test. */
export async function anAgent(setting: Setting = {}): Promise<TestAgent> {
  const { options = {}, conductor = new MemoryConductor(), delayMs, failure } = setting;
  const size = { hostname: 'node-1', vcpus: 64, ramMib: 65_536, diskGib: 1000 };
  const hypervisor = setting.hypervisor ?? new FakeHypervisor({ ...size, delayMs, failure });
  const imageFolder = mkdtempSync(path.join(tmpdir(), 'astrolabe-images-'));
  const agent = new ComputeAgent({
    hypervisor,
    conductor,
    images: new FolderImageSink(imageFolder),
    options,
    logger: pino({ level: 'silent' }),
  });
  await agent.start();
  onTestFinished(async () => {
    await agent.stop();
    rmSync(imageFolder, { recursive: true });
  });
  return { agent, hypervisor, conductor, imageFolder };
}
