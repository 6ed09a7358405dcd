import { afterEach, describe, expect, test } from 'vitest';
import { DEMO_USER, type Limited } from '../../servers/dataverse/org.ts';
import { describeTable, listTables } from '../../support/describe.ts';
import { sourceOf } from '../../support/dynamics.ts';
import { DEFAULT_OPTIONS } from '../../support/engine.ts';
import { closeAll, many, setup } from './setup.ts';

afterEach(closeAll);

const TOTAL = 60;
const SEEN = 12;

async function described(limited: Omit<Limited, 'sees'> | null) {
  const { local, org, sync } = await setup(many(TOTAL));
  if (limited !== null) {
    const sees = (row: { readonly name?: unknown }): boolean => Number(String(row.name).split(' ')[1]) <= SEEN;
    org.users = [{ ...DEMO_USER, limited: { new_thing: { ...limited, sees } } }];
  }
  const source = sourceOf(local);
  const access = await source.connect();
  const ref = (await listTables(source)).find((r) => r.name === 'new_thing');
  if (ref === undefined) throw new Error('no new_thing');
  const schema = await describeTable(source, ref, DEFAULT_OPTIONS);
  const [table] = await source.access([{ ref, options: DEFAULT_OPTIONS }]);
  await source.close();
  return { local, org, sync, access, schema, table };
}

describe('rows that the role hides', () => {
  test.each([
    [{ depth: 'Basic' }, 1, 'User'],
    [{ depth: 'Local' }, 2, 'Business Unit'],
    [{ depth: 'Deep' }, 3, 'Parent: Child Business Units'],
    [{ depth: 'Local', byTeam: true }, 2, 'Business Unit'],
  ] as const)('under Read of depth %j are counted and told by `check`', async (limited, rank, words) => {
    const { schema, table } = await described(limited);
    expect(schema.visibility).toEqual({ rank, words });
    expect(table?.rows).toBe(SEEN);
    expect(table?.notes?.map((n) => n.message)).toEqual([
      expect.stringContaining(`level "${words}" only, not "Organization": it sees ${SEEN} of the ${TOTAL} rows`),
    ]);
  });

  test.each([[null], [{ depth: 'Global', byTeam: true }]] as const)(
    'there are none under Read of depth Organization (%j)',
    async (limited) => {
      const { schema, table } = await described(limited);
      expect(schema.visibility).toEqual({ rank: 4, words: 'Organization' });
      expect(table?.notes).toEqual([]);
    },
  );

  test('cost one request a run where everything is visible', async () => {
    const { local } = await described(null);
    const asked = local.org.journal.entries.filter((e) => decodeURIComponent(e.url).includes('Privileges'));
    expect(asked.map((e) => e.url.replace(/.*CRM\.|.*\?/, ''))).toEqual([
      'RetrieveUserPrivileges()',
      '$select=LogicalName,Privileges',
      '$select=LogicalName,Privileges',
    ]);
  });

  test('are in no way guessed where the user may not ask for its privileges', async () => {
    const { local, org, sync } = await setup(many(3));
    org.faults.refuse = (url) =>
      url.includes('Privileges(') ? { reply: { status: 403, body: '{"error":{"code":"0x80040220","message":"no"}}' } } : null;
    expect((await sync()).error).toBeNull();
    await local.close();
  });
});

describe('the identity of the system', () => {
  test('is the OrganizationId, which changes when an environment is restored or copied over', async () => {
    const { local, org } = await setup(many(1));
    const before = await sourceOf(local).connect();
    expect(before.system).toBe(org.organizationId);
    org.organizationId = '7E57DA7A-BBBB-4000-8000-000000000002';
    expect((await sourceOf(local).connect()).system).toBe('7e57da7a-bbbb-4000-8000-000000000002');
  });
});
