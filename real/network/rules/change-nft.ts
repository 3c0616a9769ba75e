import type { HostCommands } from '../host/host-commands.ts';
import { NetworkError } from '../network-error.ts';

/** Runs commands of nft as one transaction. @throws NetworkError `rules-refused`, `missing-tool`, `no-permission` */
export async function changeNft(commands: HostCommands, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  try {
    await commands.run('nft', ['-f', '-'], { input: `${lines.join('\n')}\n` });
  } catch (error) {
    if (!(error instanceof NetworkError) || error.code === 'missing-tool' || error.code === 'no-permission')
      throw error;
    throw new NetworkError('rules-refused', `nftables refused the rules: ${error.message}`, { cause: error });
  }
}
