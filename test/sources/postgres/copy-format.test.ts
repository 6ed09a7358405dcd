import { afterAll, beforeAll, expect, it } from 'vitest';
import { Engine } from '../../support/engine.ts';
import { postgresSource } from '../../support/postgres-source.ts';
import { usePostgres } from '../../support/use-postgres.ts';

/*
 * COPY's text format escapes what it must, and DuckDB restores it: every way in which backslashes, control characters, quotes and the
 * format's own words may meet, in every form that holds text.
 */

const server = usePostgres();
let engine: Engine;

beforeAll(async () => {
  engine = await Engine.create();
  await server.createDatabase('copied');
});

afterAll(async () => {
  await engine?.close();
});

// All texts of up to four of these pieces.
const PIECES = ['\\', 'n', '\n', '\t', 'N', '.', '"', ',', '\r', '\u0001', 'é'];
const TEXTS = `WITH RECURSIVE piece AS (SELECT unnest($1::text[]) AS p),
  texts AS (SELECT ''::text AS t, 0 AS n UNION ALL SELECT t || p, n + 1 FROM texts, piece WHERE n < 4)`;

const FORMS = [
  { what: 'text', type: 'text', of: 't', there: 'v', here: 'v' },
  { what: 'an array', type: 'text[]', of: 'ARRAY[t, t]', there: 'v[2]', here: 'v[2]' },
  { what: 'JSON', type: 'json', of: 'to_json(t)', there: "v #>> '{}'", here: "v ->> '$'" },
  { what: 'bytes', type: 'bytea', of: "convert_to(t, 'UTF8')", there: "encode(v, 'hex')", here: 'lower(hex(v))' },
];

it.each(FORMS)('$what with every escape arrives exactly', async ({ type, of, there, here }) => {
  const params = `'{${PIECES.map((p) => `"${p.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}'`;
  await server.query(
    `DROP TABLE IF EXISTS escapes; CREATE TABLE escapes (id int PRIMARY KEY, v ${type});
     INSERT INTO escapes ${TEXTS.replace('$1', () => params)} SELECT row_number() OVER (), ${of} FROM texts UNION ALL SELECT 0, NULL`,
    'copied',
  );
  const { source } = postgresSource(server, 'copied');
  const record = await engine.sync(source, 'escapes', 'full');
  await source.close();
  expect(record).toMatchObject({ error: null, rows: 16106 });
  const expected = await server.query(`SELECT id, ${there} AS v FROM escapes ORDER BY id`, 'copied');
  expect(await engine.query(`SELECT id, ${here} AS v FROM db.escapes ORDER BY id`)).toEqual(expected);
});

it('a table of one column keeps its empty text and its NULL', async () => {
  await server.query(
    `CREATE TABLE lone (v text); INSERT INTO lone VALUES (''), (NULL), ('\\N'), ('\\.'), (E'a\\tb\\nc')`,
    'copied',
  );
  const { source } = postgresSource(server, 'copied');
  const record = await engine.sync(source, 'lone', 'full');
  await source.close();
  expect(record).toMatchObject({ error: null, rows: 5 });
  expect((await engine.query<{ v: string | null }>('SELECT v FROM db.lone')).map((r) => r.v).sort()).toEqual(
    ['', null, '\\N', '\\.', 'a\tb\nc'].sort(),
  );
});
