import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authority } from '../support/certificates.ts';
import { freePort } from '../support/postgres.ts';
import type { Printed, PrintedError } from './project.ts';
import { useShop } from './use-shop.ts';

const HBA = ['host all outsider 127.0.0.1/32 reject', 'host all all 127.0.0.1/32 scram-sha-256'];
const { server, shop, project } = useShop({
  tables: ['deals', 'orders', 'stock'],
  postgres: { tls: ['localhost'], hba: HBA },
  shared: true,
});
let web: Server;
let good: string;

beforeAll(async () => {
  await shop.query(`CREATE TABLE hidden (id int PRIMARY KEY); CREATE SCHEMA locked; CREATE TABLE locked.things (id int PRIMARY KEY); GRANT SELECT ON locked.things TO reader;
    CREATE TABLE twins AS SELECT n / 2 AS id, n AS n, NULL::int AS nothing FROM generate_series(1, 10) n; GRANT SELECT ON twins TO reader;
    CREATE TABLE odd (id int PRIMARY KEY, amount numeric(10,2)); INSERT INTO odd VALUES (1, 'NaN'); GRANT SELECT ON odd TO reader;
    CREATE TABLE log (n int); GRANT INSERT ON log TO PUBLIC;
    CREATE FUNCTION note(n int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (n); RETURN true; END $$`);
  web = createServer((_, response) => response.end('hello'));
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  project.env = { ...project.env, PG_CA: server.ca, OTHER_CA: authority('Somebody else').certificate, EMPTY_CA: 'no PEM' };
  good = project.text;
  await project.succeed();
});
afterAll(() => {
  web?.close();
});

type Edit = (text: string) => string | Promise<string>;
const put =
  (from: string | RegExp, to: string): Edit =>
  (text) => {
    const edited = text.replace(from, to);
    if (edited === text) throw new Error(`nothing like ${from}`);
    return edited;
  };
const options = (table: string, text: string): Edit => put(new RegExp(`"?${table}"?:.*`), `${table}: ${text}`);
const tables = (text: string): Edit => put('      deals:', `      ${text}\n      deals:`);
const ssl = (text: string): Edit => put('    tables:', `    ssl: ${text}\n    tables:`);

/** What a person does wrong, with the code and the words of what it is told. */
const CASES: readonly [what: string, edit: Edit, code: string, says: RegExp][] = [
  ['unknown host', put('127.0.0.1', 'no-such-host.invalid'), 'SOURCE_UNREACHABLE', /no-such-host\.invalid:\d+ can.t be resolved/],
  [
    'refused port',
    async (t) => t.replace(/port: \d+/, `port: ${await freePort()}`),
    'SOURCE_UNREACHABLE',
    /^Nothing accepts connections at 127\.0\.0\.1:\d+\.$/,
  ],
  [
    'a web server',
    (t) => t.replace(/port: \d+/, `port: ${(web.address() as AddressInfo).port}`),
    'SOURCE_UNREACHABLE',
    /^The connection to 127\.0\.0\.1:\d+ was lost/,
  ],
  ['wrong password', (t) => t, 'SIGN_IN_REFUSED', /password authentication failed for user "reader"/],
  ['unknown user', put('user: reader', 'user: nobody'), 'SIGN_IN_REFUSED', /refused to sign in nobody/],
  ['not let in', put('user: reader', 'user: outsider'), 'SIGN_IN_REFUSED', /pg_hba\.conf rejects .* user "outsider"/],
  ['wrong CA', ssl('{ mode: verify-ca, ca: "${OTHER_CA}" }'), 'CERTIFICATE_NOT_TRUSTED', /not signed by a trusted authority/],
  [
    'wrong name',
    ssl('{ mode: verify-full, ca: "${PG_CA}" }'),
    'CERTIFICATE_NOT_TRUSTED',
    /is for another name \(DNS:localhost\)/,
  ],
  ['no pem', ssl('{ mode: verify-full, ca: "${EMPTY_CA}" }'), 'CERTIFICATE_NOT_TRUSTED', /`ssl\.ca` contains no PEM certificate/],
  ['verify-ca without', ssl('{ mode: verify-ca }'), 'CONFIG_INVALID', /ssl\.ca: `ca` is missing/],
  ['db', put(/database: \w+/, 'database: nowhere'), 'DATABASE_NOT_FOUND', /has no database nowhere/],
  ['table', tables('deels:'), 'TABLE_NOT_FOUND', /^db\.deels does not exist/],
  ['table schema', tables('locked.thing:'), 'TABLE_NOT_FOUND', /^db\.locked\.thing does not exist/],
  ['cursor column', options('deals', '{ cursor: updated }'), 'COLUMN_NOT_FOUND', /^deals: `cursor` names the column updated,/],
  ['key column', options('stock', '{ key: ids }'), 'COLUMN_NOT_FOUND', /^stock: `key` names the column ids,/],
  ['name column', options('stock', '{ name: titel }'), 'COLUMN_NOT_FOUND', /^stock: `name` names the column titel,/],
  ['columns', options('stock', '{ columns: [titel] }'), 'COLUMN_NOT_FOUND', /^stock: .* the column titel,/],
  ['types col', options('stock', '{ types: { titel: string } }'), 'COLUMN_NOT_FOUND', /^stock: .* the column titel,/],
  [
    'types wrong',
    options('stock', '{ types: { title: amount } }'),
    'TYPE_NOT_POSSIBLE',
    /^stock: column title can't have the type amount/,
  ],
  ['hidden', tables('hidden:'), 'TABLE_NOT_READABLE', /^hidden: the user reader is not allowed to read this table/],
  [
    'schema hidden',
    tables('locked.things:'),
    'TABLE_NOT_READABLE',
    /^locked\.things: the user reader is not allowed to read this table/,
  ],
  [
    'cursor type',
    options('orders', '{ cursor: id }'),
    'CURSOR_NOT_POSSIBLE',
    /^orders: the column id \(integer\) can't be a cursor/,
  ],
  ['cursor w/o key', tables('twins: { cursor: xmin }'), 'KEY_REQUIRED', /^twins: `cursor: xmin` needs a key/],
  ['view cursor', tables('gated: { cursor: xmin, key: id }'), 'CURSOR_NOT_POSSIBLE', /^gated: a view has no xmin/],
  ['key twice', tables('twins: { key: id }'), 'KEY_NOT_UNIQUE', /^db\.twins: the key \(id\) does not tell rows apart: 4 rows/],
  [
    'key null',
    tables('twins: { key: [n, nothing] }'),
    'KEY_IS_NULL',
    /^db\.twins: 10 rows have no value in the key \(n, nothing\)/,
  ],
  ['where column', options('stock', '{ where: stage = 1 }'), 'COLUMN_NOT_FOUND', /^stock: column "stage" does not exist/],
  ['where type', options('stock', '{ where: title > 5 }'), 'QUERY_REFUSED', /^stock: .* operator does not exist: text > integer/],
  [
    'where func',
    options('stock', '{ where: nofunc(id) }'),
    'QUERY_REFUSED',
    /^stock: .* function nofunc\(integer\) does not exist/,
  ],
  ['where not bool', options('stock', '{ where: id }'), 'QUERY_REFUSED', /^stock: .* must be type boolean, not type integer/],
  [
    'where div',
    options('stock', '{ where: 1 / (id - 5) > 0 }'),
    'QUERY_REFUSED',
    /^stock: .* \(SQLSTATE 22012, division_by_zero\)/,
  ],
  [
    'where cast',
    options('stock', '{ where: "title::int > 5" }'),
    'QUERY_REFUSED',
    /^stock: .* \(SQLSTATE 22P02, invalid_text_representation\)/,
  ],
  ['where writes', options('stock', '{ where: note(id) }'), 'QUERY_REFUSED', /^stock: the query tries to write/],
  ['where agg', options('stock', '{ where: max(id) > 1 }'), 'QUERY_REFUSED', /^stock: .* aggregate functions are not allowed/],
  ['yaml', put('    tables:', '   tables:'), 'CONFIG_INVALID', /the indentation is wrong/],
  ['yaml2', put('database:', 'database: "x'), 'CONFIG_INVALID', /a closing quote is missing/],
  ['unknown key', put('database:', 'databse:'), 'CONFIG_INVALID', /sources\.db\.databse: .* Did you mean `database`\?/],
  ['unknown opt', options('stock', '{ curser: id }'), 'CONFIG_INVALID', /stock\.curser: .* Did you mean `cursor`\?/],
  ['literal secret', put('"${PGPASSWORD}"', 'hunter2'), 'CONFIG_INVALID', /auth\.password: the secret itself stands in the file/],
  ['missing var', put('${PGPASSWORD}', '${PG_PASSWORD}'), 'CONFIG_INVALID', /the environment variable PG_PASSWORD is not set/],
  ['unquoted', put('"${PGPASSWORD}"', '${PGPASSWORD}'), 'CONFIG_INVALID', /must be in quotes/],
  [
    'two conds',
    options('stock', '{ where: "id = 1; DELETE FROM stock" }'),
    'CONFIG_INVALID',
    /stock\.where: ; is not part of a condition/,
  ],
  [
    'close paren',
    options('stock', '{ where: "id = 1) OR (1 = 1" }'),
    'CONFIG_INVALID',
    /stock\.where: syntax error at or near "\)"/,
  ],
  ['semicolon', options('stock', '{ where: "id = 1;" }'), 'CONFIG_INVALID', /stock\.where: ; is not part of a condition/],
  [
    'union',
    options('stock', '{ where: "true UNION SELECT * FROM hidden" }'),
    'CONFIG_INVALID',
    /stock\.where: UNION is not part of a condition/,
  ],
  [
    'orderby',
    options('stock', '{ where: "true ORDER BY id" }'),
    'CONFIG_INVALID',
    /stock\.where: ORDER is not part of a condition/,
  ],
  [
    'acting',
    options('stock', '{ where: "pg_terminate_backend(1)" }'),
    'CONFIG_INVALID',
    /stock\.where: pg_terminate_backend\(\) acts on the server/,
  ],
  [
    'writing sub',
    options('stock', '{ where: "EXISTS (DELETE FROM stock RETURNING 1)" }'),
    'CONFIG_INVALID',
    /stock\.where: syntax error at or near "DELETE"/,
  ],
  [
    'cte',
    options('stock', '{ where: "id IN (WITH x AS (DELETE FROM stock RETURNING id) SELECT id FROM x)" }'),
    'CONFIG_INVALID',
    /stock\.where: the condition writes or locks/,
  ],
  ['bad duration', put('run: {}', 'run: { lookback: 10 }'), 'CONFIG_INVALID', /run\.lookback: expected a duration/],
];

// Each mistake ends with the promised exit code, one JSON document with a message and advice, no secret, and loses nothing.
test.each(CASES)('%s is told, and loses nothing', async (what, edit, code, says) => {
  await project.write(await edit(good));
  const ran = await project.run(['sync', '--json'], what === 'wrong password' ? { PGPASSWORD: 'not it' } : {});
  expect(ran.exitCode).toBe(code === 'CONFIG_INVALID' ? 2 : 1);
  const printed = JSON.parse(ran.stdout) as Partial<Printed> & Partial<PrintedError>;
  const errors = [
    printed.error,
    ...(printed.problems ?? []),
    ...(printed.sources ?? []).map((s) => s.error),
    ...(printed.tables ?? []).map((t) => t.error),
  ].filter((e) => e !== null && e !== undefined);
  expect(errors.length).toBeGreaterThan(0);
  for (const error of errors) {
    const { message, hint } = error;
    expect(error.code).toBe(code);
    expect(message).toMatch(says);
    expect(hint.length).toBeGreaterThan(20);
    // Where in the file, to the character.
    const line = 'location' in error ? error.location?.line : undefined;
    expect(line).toEqual(code === 'CONFIG_INVALID' ? expect.any(Number) : undefined);
  }
  for (const secret of [project.env.PGPASSWORD ?? '?', 'not it', 'hunter2'])
    expect(`${ran.stdout}${ran.stderr}`).not.toContain(secret);
  expect(await shop.differences(project)).toEqual([]);
});
