import { writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { ComputeCloud } from '../../real/compute-api/compute-cloud.ts';
import { recordingOf } from './recording.ts';
import { stories } from './stories/stories.ts';
import { tell } from './story.ts';
it('dumps', async () => {
  let out = '';
  for (const name of (process.env['STORY'] ?? Object.keys(stories).join(',')).split(',')) {
    const cloud = await ComputeCloud.start({ now: () => Date.now() / 1000 });
    await cloud.furnish();
    const told = await tell(
      stories[name]!,
      cloud.people.member.projectId,
      async ({ as, method, path, version, body }) => {
        const a = await cloud.ask(method, path, { token: cloud.tokens[as], version, body });
        return { status: a.status, headers: {}, body: a.body };
      },
    );
    await cloud.close();
    const nova = recordingOf(name);
    told.forEach((ours, i) => {
      const s = stories[name]![i]!;
      const [a, b] = [JSON.stringify(ours), JSON.stringify(nova[i])];
      if (a === b) return;
      out += `## ${name}: ${s.as} ${s.version} ${s.method} ${s.path} ${JSON.stringify(s.body) ?? ''}\n`;
      const vs = new Set([...ours.map((x) => x.version), ...(nova[i] ?? []).map((x) => x.version)]);
      const at = (t: typeof ours, v: string) => t.findLast((x) => Number(x.version.slice(2)) <= Number(v.slice(2)));
      for (const v of vs) {
        const [x, y] = [at(ours, v), at(nova[i]!, v)];
        const [p, q] = [JSON.stringify([x?.status, x?.body]), JSON.stringify([y?.status, y?.body])];
        if (p !== q) {
          out += `  ${v}\n   ours ${p.slice(0, 700)}\n   nova ${q.slice(0, 700)}\n`;
          break;
        }
      }
    });
  }
  writeFileSync('/tmp/novarec/diff.txt', out);
}, 200000);
