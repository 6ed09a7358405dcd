import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authority } from '../support/certificates.ts';
import { freePort, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { type Printed, type PrintedError, Project } from './project.ts';
import { createReader, Shop } from './shop.ts';

let server: TestPostgres;
let shop: Shop;
let project: Project;
let web: Server;
let good: string;

const HBA = ['host all outsider 127.0.0.1/32 reject', 'host all all 127.0.0.1/32 scram-sha-256'];

beforeAll(async () => {
  server = await startPostgres({ tls: ['localhost'], hba: HBA });
  await createReader(server);
  shop = await Shop.create(server, { tables: ['deals', 'orders', 'stock'] });
  await shop.query(`CREATE TABLE hidden (id int PRIMARY KEY); CREATE SCHEMA locked; CREATE TABLE locked.things (id int PRIMARY KEY); GRANT SELECT ON locked.things TO reader;
    CREATE TABLE twins AS SELECT n / 2 AS id, n AS n, NULL::int AS nothing FROM generate_series(1, 10) n; GRANT SELECT ON twins TO reader;
    CREATE TABLE odd (id int PRIMARY KEY, amount numeric(10,2)); INSERT INTO odd VALUES (1, 'NaN'); GRANT SELECT ON odd TO reader;
    CREATE TABLE log (n int); GRANT INSERT ON log TO PUBLIC;
    CREATE FUNCTION note(n int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (n); RETURN true; END $$`);
  web = createServer((_, response) => response.end('hello'));
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  project = await Project.create();
  project.env = { ...project.env, PG_CA: server.ca, OTHER_CA: authority('Somebody else').certificate, EMPTY_CA: 'no PEM' };
  await shop.configure(project);
  good = project.text;
  await project.succeed();
});
afterAll(async () => {
  await server?.stop();
  await project?.close();
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

const CASES: readonly [what: string, edit: Edit][] = [
  ['unknown host', put('127.0.0.1', 'no-such-host.invalid')],
  ['refused port', async (t) => t.replace(/port: \d+/, `port: ${await freePort()}`)],
  ['a web server', (t) => t.replace(/port: \d+/, `port: ${(web.address() as AddressInfo).port}`)],
  ['wrong password', (t) => t],
  ['unknown user', put('user: reader', 'user: nobody')],
  ['not let in', put('user: reader', 'user: outsider')],
  ['wrong CA', ssl('{ mode: verify-ca, ca: "${OTHER_CA}" }')],
  ['wrong name', ssl('{ mode: verify-full, ca: "${PG_CA}" }')],
  ['no pem', ssl('{ mode: verify-full, ca: "${EMPTY_CA}" }')],
  ['verify-ca without', ssl('{ mode: verify-ca }')],
  ['db', put(/database: \w+/, 'database: nowhere')],
  ['table', tables('deels:')],
  ['table schema', tables('locked.thing:')],
  ['cursor column', options('deals', '{ cursor: updated }')],
  ['key column', options('stock', '{ key: ids }')],
  ['name column', options('stock', '{ name: titel }')],
  ['columns', options('stock', '{ columns: [titel] }')],
  ['types col', options('stock', '{ types: { titel: string } }')],
  ['types wrong', options('stock', '{ types: { title: amount } }')],
  ['hidden', tables('hidden:')],
  ['schema hidden', tables('locked.things:')],
  ['cursor type', options('orders', '{ cursor: id }')],
  ['cursor w/o key', tables('twins: { cursor: xmin }')],
  ['view cursor', tables('gated: { cursor: xmin, key: id }')],
  ['key twice', tables('twins: { key: id }')],
  ['key null', tables('twins: { key: [n, nothing] }')],
  ['where column', options('stock', '{ where: stage = 1 }')],
  ['where type', options('stock', '{ where: title > 5 }')],
  ['where func', options('stock', '{ where: nofunc(id) }')],
  ['where not bool', options('stock', '{ where: id }')],
  ['where div', options('stock', '{ where: 1 / (id - 5) > 0 }')],
  ['where cast', options('stock', '{ where: "title::int > 5" }')],
  ['where writes', options('stock', '{ where: note(id) }')],
  ['where agg', options('stock', '{ where: max(id) > 1 }')],
  ['yaml', put('    tables:', '   tables:')],
  ['yaml2', put('database:', 'database: "x')],
  ['unknown key', put('database:', 'databse:')],
  ['unknown opt', options('stock', '{ curser: id }')],
  ['literal secret', put('"${PGPASSWORD}"', 'hunter2')],
  ['missing var', put('${PGPASSWORD}', '${PG_PASSWORD}')],
  ['unquoted', put('"${PGPASSWORD}"', '${PGPASSWORD}')],
  ['two conds', options('stock', '{ where: "id = 1; DELETE FROM stock" }')],
  ['close paren', options('stock', '{ where: "id = 1) OR (1 = 1" }')],
  ['semicolon', options('stock', '{ where: "id = 1;" }')],
  ['union', options('stock', '{ where: "true UNION SELECT * FROM hidden" }')],
  ['orderby', options('stock', '{ where: "true ORDER BY id" }')],
  ['acting', options('stock', '{ where: "pg_terminate_backend(1)" }')],
  ['writing sub', options('stock', '{ where: "EXISTS (DELETE FROM stock RETURNING 1)" }')],
  ['cte', options('stock', '{ where: "id IN (WITH x AS (DELETE FROM stock RETURNING id) SELECT id FROM x)" }')],
  ['bad duration', put('run: {}', 'run: { lookback: 10 }')],
];

// Each mistake ends with the promised exit code, one JSON document with a message and advice, no secret, and loses nothing.
test.each(CASES)('%s is told, and loses nothing', async (what, edit) => {
  await project.write(await edit(good));
  const ran = await project.run(['sync', '--json'], what === 'wrong password' ? { PGPASSWORD: 'not it' } : {});
  expect([1, 2]).toContain(ran.exitCode);
  const printed = JSON.parse(ran.stdout) as Partial<Printed> & Partial<PrintedError>;
  const errors = [
    printed.error,
    ...(printed.problems ?? []),
    ...(printed.sources ?? []).map((s) => s.error),
    ...(printed.tables ?? []).map((t) => t.error),
  ].filter((e) => e !== null && e !== undefined);
  expect(errors.length).toBeGreaterThan(0);
  for (const { message, hint } of errors) {
    expect(message).not.toBe('');
    expect(hint).not.toBe('');
  }
  for (const secret of [project.env.PGPASSWORD ?? '?', 'not it', 'hunter2'])
    expect(`${ran.stdout}${ran.stderr}`).not.toContain(secret);
  expect(await shop.differences(project)).toEqual([]);
});
