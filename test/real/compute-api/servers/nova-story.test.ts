import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NovaApi } from '../../../conformance/compute-api/nova-api.ts';
import type { Caller } from '../../../conformance/compute-api/story.ts';
import { imageId, ServerCloud } from './server-cloud.ts';
import type { Person } from './server-cloud.ts';
import { serverStory } from './server-story.ts';
import type { Told } from './server-story.ts';

/** What Nova 26.2.2 told; `RECORD_NOVA_SERVERS=1` writes it anew, with an installed Nova. */
const file = fileURLToPath(new URL('nova-servers.json', import.meta.url));
const people: Readonly<Record<Caller, Person>> = { admin: 'queen', member: 'alice', reader: 'rita', other: 'bob' };

const names = { image: imageId, small: '1', large: '2' };

if (process.env['RECORD_NOVA_SERVERS']) {
  const nova = await NovaApi.start();
  const told = await serverStory((asked) => nova.ask(asked), names);
  writeFileSync(file, `${JSON.stringify(told, null, 1)}\n`);
  await nova.close();
}

/** Where our cloud is another, knowingly: the step, and why. */
const differences: Readonly<Record<string, string>> = {
  'admin gets diagnostics from 2.1': 'hosts do not count what a guest reads and writes',
  'admin gets diagnostics from 2.48': 'hosts do not count what a guest reads and writes',
  'member os-start null at 2.90': 'there are no cells',
  'other shelveOffload null at 2.90': 'what only admins may do is refused before it is looked for',
};

describe('servers are spoken of as Nova speaks of them', () => {
  let cloud: ServerCloud;
  let ours: Told;
  const novas = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Told) : {};
  beforeAll(async () => {
    cloud = await ServerCloud.start();
    ours = await serverStory(async ({ as, method, path, version, body }) => {
      const minor = Number(version.slice(2));
      const answer = await cloud.ask(method, path, { as: people[as], minor, body });
      return { status: answer.status, headers: {}, body: (answer.body ?? null) as unknown };
    }, names);
  });
  afterAll(() => cloud.close());

  test('the same steps are told', () => {
    expect(Object.keys(ours)).toEqual(Object.keys(novas));
  });

  const steps = Object.keys(novas).filter((step) => differences[step] === undefined);
  test.each(steps)('%s', (step) => {
    expect(settled(step, ours[step])).toEqual(settled(step, novas[step]));
  });
});

/** The Nova of the record does everything at once: a rebuild is over when it answers. */
function settled(step: string, told: unknown): unknown {
  if (!step.includes(' rebuild ')) return told;
  const hidden = new Set(['status', 'OS-EXT-STS:task_state']);
  return JSON.parse(JSON.stringify(told, (key, value: unknown) => (hidden.has(key) ? undefined : value))) as unknown;
}
