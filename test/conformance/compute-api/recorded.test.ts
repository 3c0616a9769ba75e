import { describe, expect, it } from 'vitest';
import { ComputeCloud } from '../../real/compute-api/compute-cloud.ts';
import { NovaApi, whyNoNova } from './nova-api.ts';
import { novaProject, recordingOf } from './recording.ts';
import { stories } from './stories/stories.ts';
import { tell } from './story.ts';
import type { Asked, StoryAnswer, Told } from './story.ts';

/** `LIVE_NOVA=1`: the recording is compared with the Nova that is installed, which takes some minutes. */
const missing = process.env['LIVE_NOVA'] === undefined ? 'LIVE_NOVA is not set' : whyNoNova();

async function askUs(cloud: ComputeCloud, { as, method, path, version, body }: Asked): Promise<StoryAnswer> {
  const answer = await cloud.ask(method, path, { token: cloud.tokens[as], version, body });
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: answer.body };
}

/** Where Nova itself breaks, a refusal will do. */
function forgiving(ours: readonly Told[], novas: readonly Told[]): readonly Told[] {
  return ours.map((told, index) => {
    const breaks = novas[index]?.length === 1 && novas[index][0]!.status >= 500;
    return breaks && told.every(({ status }) => status >= 400 && status < 500) ? novas[index]! : told;
  });
}

/** Each step with what was asked, so that a difference says where it is. */
function withSteps(name: string, told: readonly Told[]): unknown[] {
  return told.map((answers, index) => {
    const { as, version, method, path, body } = stories[name]![index]!;
    return { step: `${as} ${version} ${method} ${path} ${JSON.stringify(body) ?? ''}`, answers };
  });
}

describe.each(Object.keys(stories))('the story of %s', (name) => {
  it('goes as in real Nova, at every microversion', { timeout: 120_000 }, async () => {
    const cloud = await ComputeCloud.start({ now: () => Date.now() / 1000 });
    try {
      await cloud.furnish();
      const told = await tell(stories[name]!, cloud.people.member.projectId, (asked) => askUs(cloud, asked));
      const novas = recordingOf(name);
      expect(withSteps(name, forgiving(told, novas))).toEqual(withSteps(name, novas));
    } finally {
      await cloud.close();
    }
  });

  it.runIf(missing === undefined)('is recorded as Nova tells it today', { timeout: 300_000 }, async () => {
    const nova = await NovaApi.start();
    const told = await tell(stories[name]!, novaProject, (asked) => nova.ask(asked));
    await nova.close();
    expect(withSteps(name, told)).toEqual(withSteps(name, recordingOf(name)));
  });
});
