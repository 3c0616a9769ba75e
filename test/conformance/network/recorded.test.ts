import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { networkApi } from '../../../real/index.ts';
import { Side } from './beside-side.ts';
import { besideSteps } from './beside-steps.ts';
import { recordedAnswers } from './recorded-neutron.ts';

let service: networkApi.NetworkService;
let url: string;
beforeAll(async () => {
  service = await networkApi.NetworkService.open({
    database: ':memory:',
    authenticate: (headers) => ({
      user_id: 'u',
      user_domain_id: null,
      project_id: String(headers['x-project-id']),
      project_domain_id: null,
      domain_id: null,
      system_scope: null,
      roles: String(headers['x-roles']).split(','),
      is_admin_project: true,
    }),
  });
  url = await service.listen(0);
});
afterAll(() => service.close());

describe('beside the record of real Neutron', () => {
  it('every answer is the same', async () => {
    const recorded = recordedAnswers();
    expect(recorded.length).toBe(besideSteps.length);
    const side = new Side(url);
    const differences: unknown[] = [];
    for (const [at, step] of besideSteps.entries()) {
      const found = await side.take(step);
      try {
        expect(found).toEqual(recorded[at]);
      } catch {
        const asked = `${step.as} ${step.method} ${step.path} ${JSON.stringify(step.body)}`;
        differences.push({ asked, neutron: recorded[at], found });
      }
    }
    expect(differences).toEqual([]);
  });
});
