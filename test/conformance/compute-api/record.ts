import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { NovaApi } from './nova-api.ts';
import { novaProject } from './recording.ts';
import { stories } from './stories/stories.ts';
import { tell } from './story.ts';

/** Makes the recordings anew, or that of `STORY`: `RECORD_NOVA=1 npx vitest run test/conformance/compute-api/record`. */
it('records what real Nova answers', async () => {
  const folder = fileURLToPath(new URL('recorded', import.meta.url));
  mkdirSync(folder, { recursive: true });
  for (const [name, steps] of Object.entries(stories)) {
    if ((process.env['STORY'] ?? name) !== name) continue;
    const nova = await NovaApi.start();
    const told = await tell(steps, novaProject, (asked) => nova.ask(asked));
    await nova.close();
    expect(told).toHaveLength(steps.length);
    writeFileSync(`${folder}/${name}.json`, `${JSON.stringify(told)}\n`);
  }
}, 600_000);
