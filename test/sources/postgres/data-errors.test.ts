import { beforeAll, describe, expect, it } from 'vitest';
import { CONDITIONS } from '../../../src/sources/postgres/connect/statement-faults.ts';
import { postgresSource } from '../../support/postgres-source.ts';
import { DATABASE, useDatabase } from '../../support/use-database.ts';
import { usePostgres } from '../../support/use-postgres.ts';

const server = usePostgres();
const { engine } = useDatabase(server);

beforeAll(async () => {
  await server.query("CREATE DATABASE unchecked TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'");
});

async function failure(where: string | undefined, of = DATABASE) {
  const { source } = postgresSource(server, of);
  const { error } = await engine.sync(source, 't', 'full', where === undefined ? {} : { where });
  await source.close();
  return error;
}

describe('a value that PostgreSQL could not compute is named by its condition, without the value', () => {
  it.each([
    { where: '1 / (id - 7) > 0', is: /divides by zero \(SQLSTATE 22012, division_by_zero\)/, hint: /NULLIF/ },
    { where: "(code || 'secret')::int > 0", is: /can't be read as a number.*22P02/, hint: /CASE WHEN/ },
    { where: 'id * 2000000000 > 0', is: /too large or too small.*22003/, hint: /numeric/ },
    { where: 'code::date > now()', is: /not a date or time.*22007/, hint: /2026-01-31/ },
    { where: "(code || '-02-30')::date > now()", is: /does not exist.*22008/, hint: /highwater plan/ },
    { where: "code ~ '('", is: /regular expression is not valid.*2201B/, hint: /pattern/ },
    { where: 'ln(id - 7) > 0', is: /zero or a negative number.*2201E/, hint: /ln\(CASE/ },
    { where: 'now() AT TIME ZONE code > now()', is: /unknown time zone.*22023/, hint: /highwater plan/ },
    { where: "jsonb_path_exists('[1]', ('strict $.' || 'a')::jsonpath)", is: /JSON.*2203A|JSON.*22039|JSON.*2203C/, hint: /lax/ },
    { where: "convert_from(code::bytea || '\\xff', 'UTF8') > ''", is: /not UTF-8.*22021/, hint: /convert_from/ },
  ])('$where', async ({ where, is, hint }) => {
    await server.query("CREATE TABLE t (id int PRIMARY KEY, code text); INSERT INTO t VALUES (7, '2026')", DATABASE);
    const error = await failure(where);
    expect(error).toMatchObject({ code: 'QUERY_REFUSED', message: expect.stringMatching(is), hint: expect.stringMatching(hint) });
    expect(error?.message).toMatch(/^t: /);
    expect(error?.message).not.toMatch(/secret/);
  });

  it('each name is the one by which this PostgreSQL raises that SQLSTATE', async () => {
    const wrong: string[] = [];
    for (const [code, [name]] of Object.entries(CONDITIONS)) {
      const said = await server.query(`DO $$ BEGIN RAISE ${name}; END $$`).catch((error: { code: string }) => error.code);
      if (said !== code) wrong.push(`${name}: ${String(said)}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe('texts of an unchecked encoding', () => {
  it('are called what they are, and the view that the advice gives is read whole', async () => {
    await server.query(
      "DROP TABLE IF EXISTS t CASCADE; CREATE TABLE t (id int PRIMARY KEY, name text); INSERT INTO t VALUES (1, E'caf\\xe9'), (2, 'tea')",
      'unchecked',
    );
    const error = await failure(undefined, 'unchecked');
    expect(error?.message).toMatch(/bytes that are not UTF-8 .*SQL_ASCII.*22021, character_not_in_repertoire/);
    const view = /convert_from\(.*AS name/.exec(error?.hint ?? '')?.[0];
    await server.query(`CREATE VIEW readable AS SELECT id, ${view} FROM t`, 'unchecked');
    const { source } = postgresSource(server, 'unchecked');
    expect((await engine.sync(source, 'readable', 'full')).error).toBeNull();
    await source.close();
    expect(await engine.query('SELECT id, name FROM db.readable ORDER BY id')).toEqual([
      { id: 1, name: 'café' },
      { id: 2, name: 'tea' },
    ]);
  });
});
