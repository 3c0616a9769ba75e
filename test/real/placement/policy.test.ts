import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { placementRules, PolicyEngine, PolicyError, readPolicyFile } from '../../../real/index.ts';
import { call, databaseFile, startService } from './running-placement.ts';

const nobody = {
  user_id: 'u1',
  user_domain_id: null,
  project_id: 'p1',
  project_domain_id: null,
  domain_id: null,
  system_scope: null,
  roles: [] as string[],
  is_admin_project: true,
};
const ACTION = 'placement:traits:list';

/** Whether a rule admits somebody to something. */
function admits(rule: unknown, who: Partial<typeof nobody> = {}, target: Record<string, string> = {}): boolean {
  return new PolicyEngine(placementRules, { rules: { [ACTION]: rule } }).allows(ACTION, { ...nobody, ...who }, target);
}

describe('a policy rule', () => {
  it.each([
    ['@', true],
    ['!', false],
    ['', true],
    ['not !', true],
    ['role:reader', true],
    ['role:READER', true],
    ['role:admin', false],
    ['role:admin or role:reader', true],
    ['role:admin or role:reader and role:nobody', false],
    ['(role:admin or role:reader) and not role:nobody', true],
    ['user_id:%(user_id)s', true],
    ['project_id:%(project_id)s', false],
    ['project_id:%(missing)s', false],
    ["'x':%(user_id)s", false],
    ["'u1':%(user_id)s", true],
    ['is_admin_project:True', true],
    ['system_scope:None', true],
    ['rule:admin_api', false],
    [[], true],
    [[['role:admin'], ['role:reader', 'user_id:u1']], true],
    [['role:admin', '!'], false],
  ])('%j admits a reader: %s', (rule, expected) => {
    expect(admits(rule, { roles: ['reader'] }, { user_id: 'u1', project_id: 'p2' })).toBe(expected);
  });

  it.each([
    'role:admin and',
    '(role:admin',
    'role:a role:b',
    'nonsense',
    'http://example.com/check',
    'rule:no_such_rule',
  ])('is refused when it cannot be read: %s', (rule) => {
    expect(() => admits(rule)).toThrow(PolicyError);
  });

  it('may not refer to itself', () => {
    expect(() => new PolicyEngine(placementRules, { rules: { a: 'rule:b', b: 'not rule:a' } })).toThrow(
      /refers to itself: a > b > a/,
    );
  });
});

describe('the defaults', () => {
  const admin = { ...nobody, roles: ['admin'] };
  const systemReader = { ...nobody, roles: ['reader'], system_scope: 'all' };

  it('let an admin do everything until the new ones are enforced', () => {
    expect(new PolicyEngine(placementRules).allows('placement:resource_providers:create', admin, {})).toBe(true);
    const strict = new PolicyEngine(placementRules, { enforceNewDefaults: true });
    expect(strict.allows('placement:resource_providers:create', admin, {})).toBe(false);
    expect(strict.allows(ACTION, systemReader, {})).toBe(true);
  });

  it('refuse a token of another scope when that is enforced', () => {
    const engine = new PolicyEngine(placementRules, { enforceScope: true, rules: { [ACTION]: '@' } });
    expect(engine.allows(ACTION, admin, {})).toBe(false);
    expect(engine.allows(ACTION, systemReader, {})).toBe(true);
  });
});

describe("an operator's policy file", () => {
  it('replaces the rules it names', async () => {
    const file = `${databaseFile()}.yaml`;
    writeFileSync(file, '# readers may look\n"placement:traits:list": "role:reader"\n');
    const service = await startService({ policy: new PolicyEngine(placementRules, { rules: readPolicyFile(file) }) });
    const as = (roles: string) => ({ headers: { 'x-auth-token': 'someone', 'x-roles': roles } });
    expect((await call(service.url, 'GET', '/traits', undefined, as('reader'))).status).toBe(200);
    expect((await call(service.url, 'GET', '/resource_providers', undefined, as('reader'))).status).toBe(403);
    await service.close();
  });

  it('is refused with its name when it is none', () => {
    const file = `${databaseFile()}.yaml`;
    writeFileSync(file, '- a list');
    expect(() => readPolicyFile(file)).toThrow(new RegExp(`${file}: found a list`));
    expect(() => readPolicyFile('/nowhere.yaml')).toThrow(/\/nowhere.yaml/);
  });
});
