import { afterAll, beforeAll, expect, test } from 'vitest';
import { DESTINATIONS } from '../../src/destinations/registry.ts';
import { checkExports } from '../../src/engine/destinations.ts';
import { dynamicsSubject } from '../destinations/dynamics/target.ts';
import { DEMO_USER, WRITING_USER } from '../servers/dataverse/org.ts';
import { CLIENT_SECRET, TENANT, WRITER_SECRET } from '../servers/dataverse/start.ts';
import { pluginError } from '../servers/dataverse/write/rules.ts';
import { World } from './world.ts';

// The whole way, on the strict local Dataverse: sync, dry run, export, the sync that verifies it; lookups, choices by label, keys of several columns.

let subject: Awaited<ReturnType<typeof dynamicsSubject>>;
let world: World;
beforeAll(async () => {
  subject = await dynamicsSubject();
  const { url } = subject.local.dataverse;
  const entry = (client: string, variable: string): string =>
    `type: dynamics, url: "${url}", auth: { flow: client_secret, tenant_id: ${TENANT}, client_id: ${client}, client_secret: "\${${variable}}", authority: "${subject.local.entra.url}" }`;
  world = await World.make(DESTINATIONS, {
    systems: {
      source: `{ ${entry(DEMO_USER.clientId, 'READ')}, tables: { new_score: { deletes_by: keys } } }`,
      destination: `{ ${entry(WRITING_USER.clientId, 'WRITE')} }`,
    },
    env: { PW: 'p', READ: CLIENT_SECRET, WRITE: WRITER_SECRET },
  });
});
afterAll(async () => {
  await world.remove();
  await subject.close();
});

const entry = (query: string, more = ''): string => `scores:
  to: crm_write
  object: new_score
  key: new_key
  max_fraction: 1
  compare_with: crm.new_score
  query: ${query}
${more}`;
const ALL =
  `SELECT id AS new_key, 'Nr ' || id AS name, score AS new_exact, label AS new_segment, tags AS new_tags, score > 3 AS new_flag,
    seen AS new_seen, CAST(seen AS DATE) AS new_day, CAST(parent AS VARCHAR) AS "new_parentid.new_key" FROM db.scores`.replaceAll(
    /\n\s+/g,
    ' ',
  );
const rows = (n: number, score = 'i * 1.25'): string =>
  `SELECT 'k' || i AS id, CAST(${score} AS DECIMAL(10,2)) AS score, CASE i % 2 WHEN 0 THEN 'Gold' ELSE 'Silver' END AS label, ['Red', 'Blue'] AS tags,
    TIMESTAMPTZ '2026-01-01 00:00:00+00' + INTERVAL (i) HOUR AS seen, CASE WHEN i > 1 THEN 'parent' END AS parent FROM range(1, ${n + 1}) t(i)`;
const stored = (key: string) => subject.stored().find(({ values }) => values.new_key === key)?.values;
const sole = (record: Awaited<ReturnType<World['run']>>) => record.exports?.[0];

test('an upsert with lookups, choices by label and every kind of value arrives, and the next sync verifies it', async () => {
  const parent = subject.put({ new_key: 'parent' });
  await world.sync({ 'db.scores': rows(5) });
  await world.realSync(entry(ALL));
  expect(sole(await world.run(entry(ALL), { dryRun: true }))).toMatchObject({ error: null, new: 5, sent: 0 });
  expect(subject.writes()).toBe(0);
  expect(sole(await world.run(entry(ALL)))).toMatchObject({ error: null, sent: 5, created: 5 });
  expect(stored('k2')).toMatchObject({
    name: 'Nr k2',
    new_exact: '2.5',
    new_segment: '1',
    new_tags: '1,2',
    new_flag: 'false',
    new_seen: '2026-01-01T02:00:00Z',
    new_day: '2026-01-01',
    new_parentid: parent,
  });
  expect(stored('k1')?.new_parentid).toBeNull();
  const before = subject.writes();
  expect(sole(await world.run(entry(ALL)))).toMatchObject({ unchanged: 5, sent: 0 });
  expect(sole(await world.realSync(entry(ALL)))).toMatchObject({ verified: 5, differing: 0 });
  expect(sole(await world.run(entry(ALL)))).toMatchObject({ unchanged: 5, sent: 0, conflicts: 0 });
  expect(subject.writes()).toBe(before);
});

test('a row that a plug-in refuses is parked alone, by its code; its words are in failed.csv only', async () => {
  subject.org.rules.plugins.set('new_score', (_, after) => {
    if (after.new_exact === '400') throw pluginError('400 is not allowed');
    return null;
  });
  await world.sync({ 'db.scores': rows(5, 'i * 100') });
  const record = await world.run(entry(ALL));
  expect(sole(record)).toMatchObject({ sent: 4, updated: 4, refused: 1, error: { code: 'EXPORT_ROWS_REFUSED' } });
  expect(JSON.stringify(record)).not.toMatch(/not allowed|k4/);
  expect(await world.file('scores', 'failed.csv')).toMatch(/k4,0x80040265,.*400 is not allowed/);
  subject.org.rules.plugins.clear();
  expect(sole(await world.run(entry(ALL), { retryParked: true }))).toMatchObject({ sent: 1, unchanged: 4 });
  expect(sole(await world.realSync(entry(ALL)))).toMatchObject({ verified: 5, differing: 0 });
});

test('an update never creates: a record that is gone meanwhile is missing', async () => {
  await world.sync({ 'db.scores': rows(6, 'i * 7') });
  const gone = subject.stored().find(({ values }) => values.new_key === 'k3');
  subject.org.table('new_score').remove(gone?.id ?? '');
  const update = entry(ALL, '  operation: update');
  expect(sole(await world.run(update))).toMatchObject({
    error: null,
    considered: 6,
    missing: 2,
    sent: 4,
    created: 0,
    updated: 4,
  });
  expect([stored('k2')?.new_exact, stored('k3'), stored('k6')]).toEqual(['14', undefined, undefined]);
});

test('an alternate key of several columns, one of them a lookup, by its own name', async () => {
  const parent = subject.stored().find(({ values }) => values.new_key === 'parent')?.id ?? '';
  const lines = (query: string, more = ''): string =>
    entry(query, more).replace('key: new_key', 'key: new_linekey').replace('scores:', 'lines:');
  const query = `SELECT '${parent}' AS new_parentid, nr AS new_count, name, amount AS new_exact FROM db.lines`;
  const values = (amount: string): string =>
    `SELECT i AS nr, 'it''s "' || i AS name, CAST(${amount} AS DECIMAL(10,2)) AS amount FROM range(1, 4) t(i)`;
  await world.sync({ 'db.lines': values('i') });
  await world.realSync(lines(query));
  expect(sole(await world.run(lines(query)))).toMatchObject({ error: null, sent: 3, created: 3 });
  const line = subject.stored().find(({ values: v }) => v.name === `it's "2`);
  expect(line?.values).toMatchObject({ new_count: '2', new_parentid: parent, new_exact: '2' });
  expect(await world.file('lines', 'success.csv')).toContain(`new_parentid,new_count,name,id,created\n${parent},1,"it's ""1",`);
  expect(sole(await world.realSync(lines(query)))).toMatchObject({ verified: 3, differing: 0 });
  // Found by their parts where neither ledger nor table knows them.
  await world.sync({ 'db.lines': values('i * 10') });
  const update = lines(query, '  operation: update').replace('crm.new_score', 'none').replace('lines:', 'others:');
  expect(sole(await world.run(update))).toMatchObject({ error: null, sent: 3, updated: 3, missing: 0 });
  expect(subject.stored().find(({ values: v }) => v.name === `it's "2`)?.values.new_exact).toBe('20');
  const [access, lacking] = await Promise.all([
    checkExports(await world.load(lines(query)), world.deps()),
    world.run(lines(query.replace('nr AS new_count, ', ''))),
  ]);
  expect(access).toMatchObject([{ key: 'new_linekey', keyFilled: { filled: 3 }, error: null }]);
  expect(sole(lacking)?.error).toMatchObject({
    code: 'CONFIG_INVALID',
    message: 'lines: the query gives no column new_count, which is part of the key new_linekey.',
  });
});

test('an upsert by the id creates rows with the ids that the query gives', async () => {
  const ids = ['7e57da7a-9999-4000-8000-000000000001', '7E57DA7A-9999-4000-8000-000000000002'];
  const byId = entry(`SELECT id AS new_scoreid, name FROM db.ids`)
    .replace('key: new_key', 'key: new_scoreid')
    .replace('scores:', 'ids:');
  await world.sync({ 'db.ids': `SELECT unnest(['${ids.join("', '")}']) AS id, 'by id' AS name` });
  await world.realSync(byId);
  expect(sole(await world.run(byId))).toMatchObject({ error: null, sent: 2, created: 2 });
  expect(
    subject
      .stored()
      .filter(({ values }) => values.name === 'by id')
      .map(({ id }) => id),
  ).toEqual(ids.map((id) => id.toLowerCase()));
  expect(sole(await world.realSync(byId))).toMatchObject({ verified: 2, differing: 0 });
  expect(sole(await world.run(byId))).toMatchObject({ unchanged: 2, sent: 0 });
});

test('keys are compared as the environment compares them: without case, accents and blanks at the end', async () => {
  const text = entry('SELECT id AS new_key, score AS new_exact FROM db.scores');
  subject.put({ new_key: 'Café' });
  await world.sync({ 'db.scores': `SELECT 'cafe ' AS id, 1::DECIMAL(10,2) AS score UNION ALL SELECT 'CAFÉ', 2` });
  expect(sole(await world.run(text))).toMatchObject({ error: { code: 'EXPORT_KEY_NOT_UNIQUE' }, sent: 0 });
  await world.sync({ 'db.scores': `SELECT 'cafe ' AS id, 1::DECIMAL(10,2) AS score` });
  await world.realSync(text);
  expect(sole(await world.run(text))).toMatchObject({ error: null, new: 0, changed: 1, sent: 1, created: 0 });
  await world.realSync(text);
  expect(sole(await world.run(text))).toMatchObject({ unchanged: 1, conflicts: 0, sent: 0 });
});
