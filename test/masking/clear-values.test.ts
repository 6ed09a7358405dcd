import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type { Source } from '../../src/model/contract.ts';
import type { TableOptions } from '../../src/model/plan.ts';
import { Secret } from '../../src/model/secret.ts';
import type { TableMask } from '../../src/model/table.ts';
import { demoOrg } from '../servers/dataverse/demo.ts';
import { startDynamics } from '../servers/dataverse/start.ts';
import { startSalesforce } from '../servers/salesforce/index.ts';
import { CONTACT } from '../servers/salesforce/objects.ts';
import { sourceOf } from '../support/dynamics.ts';
import { Engine } from '../support/engine.ts';
import { postgresSource } from '../support/postgres-source.ts';
import { salesforceWorld } from '../support/salesforce-source.ts';
import { usePostgres } from '../support/use-postgres.ts';
import { Watcher } from './planted-values.ts';

const KEY = 'a key of enough characters';
const hash = (text: string) => createHmac('sha256', KEY).update(text).digest('hex');
const EMAIL = (n: number) => `planted-${n}-zqx@secret.example`;
const PHONE = (n: number) => `+49 170 ${5_550_000 + n}`;

/** What all of them have in common, and nothing else has. */
const CLEAR = ['-zqx@secret.example', '+49 170 555'];

/** A table with an e-mail address, a telephone number, a date and, for the change, a second run. */
interface Planted {
  readonly table: string;
  readonly schema: string;
  readonly rules: TableMask['rules'];
  readonly options?: Partial<TableOptions>;
  source(): Source;
  change(): Promise<void>;
  drop?(column: string): Promise<void>;
}

const closers: (() => Promise<unknown>)[] = [];
const server = usePostgres();

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function postgres(): Promise<Planted> {
  const database = await server.createDatabase();
  const sql = async (text: string) => server.query(text, database);
  const values = (from: number, to: number) =>
    `SELECT g, 'planted-' || g || '-zqx@secret.example', '+49 170 ' || 5550000 + g, date '1990-05-17', now() FROM generate_series(${from}, ${to}) g`;
  await sql(`CREATE TABLE people (id int PRIMARY KEY, email text, phone text, born date, updated_at timestamptz NOT NULL);
    INSERT INTO people ${values(1, 300)}; UPDATE people SET email = NULL WHERE id = 7`);
  return {
    table: 'people',
    schema: 'db',
    rules: [
      ['email', 'hash'],
      ['*pho*', 'redact'],
      ['born', { truncate: 'year' }],
    ],
    options: { cursor: 'updated_at' },
    source: () => postgresSource(server, database).source,
    change: async () => void (await sql(`INSERT INTO people ${values(301, 320)}`)),
    drop: async (column) => void (await sql(`ALTER TABLE people DROP COLUMN ${column}`)),
  };
}

async function salesforce(): Promise<Planted> {
  const local = await startSalesforce({ pageSize: 100 });
  closers.push(async () => local.close());
  local.org.define(CONTACT);
  const insert = (n: number) =>
    local.org.insert('Contact', {
      Name: `Row ${n}`,
      LastName: `Row ${n}`,
      Email: n === 7 ? null : EMAIL(n),
      Phone: PHONE(n),
      Birthdate: '1990-05-17',
    });
  for (let n = 1; n <= 300; n++) insert(n);
  const world = salesforceWorld(local, { tuning: { restRows: 50, bulkRows: [75, 125] } });
  return {
    table: 'Contact',
    schema: 'crm',
    rules: [
      ['email', 'hash'],
      ['*pHone*', 'redact'],
      ['Birthdate', { truncate: 'year' }],
    ],
    source: () => world.source(),
    change: async () => {
      for (let n = 301; n <= 320; n++) insert(n);
    },
  };
}

async function dynamics(): Promise<Planted> {
  const org = demoOrg(60);
  const contacts = org.table('contact');
  const rows = [...contacts.all()];
  const put = (from: number) =>
    rows.forEach((row, i) => {
      contacts.update(contacts.identity(row), { emailaddress1: i === 7 ? null : EMAIL(from + i), fullname: PHONE(from + i) });
    });
  put(1);
  const local = await startDynamics(org);
  closers.push(async () => local.close());
  return {
    table: 'contact',
    schema: 'erp',
    rules: [
      // As people write them: the Web API's own names have no capitals.
      ['EMailAddress1', 'hash'],
      ['*FullName*', 'redact'],
      ['createdon', { truncate: 'year' }],
    ],
    source: () => sourceOf(local, { tuning: { pageRows: 25 } }),
    change: async () => put(301),
  };
}

/** Looks at every file of the run whenever rows were written to a staging file, and at its end. */
async function watched(planted: Planted, mask: TableMask | null) {
  const engine = await Engine.create(1, { maskKey: new Secret(KEY) });
  closers.push(async () => engine.close());
  const watcher = new Watcher(engine.directory, CLEAR);
  engine.observe = () => watcher.look();
  for (const mode of ['full', 'incremental'] as const) {
    const source = planted.source();
    const options = { ...planted.options, ...(mask === null ? {} : { mask }) };
    expect((await engine.sync(source, planted.table, mode, options)).error).toBeNull();
    await source.close();
    await engine.warehouse.checkpoint();
    watcher.look();
    if (mode === 'full') await planted.change();
  }
  return { engine, watcher };
}

describe.each([
  { name: 'PostgreSQL', plant: postgres, email: 'email', phone: 'phone', date: 'born' },
  { name: 'Salesforce', plant: salesforce, email: 'Email', phone: 'Phone', date: 'Birthdate' },
  { name: 'Dynamics', plant: dynamics, email: 'emailaddress1', phone: 'fullname', date: 'createdon' },
])('masked columns of $name', ({ plant, email, phone, date }) => {
  test('have no clear value in any file at any moment, staging files included', async () => {
    const planted = await plant();
    const { engine, watcher } = await watched(planted, { rules: planted.rules, keyTag: 'k1' });
    expect(watcher.staged.size).toBeGreaterThan(1);
    expect([...watcher.found]).toEqual([]);
    const rows = await engine.query<{ e: string | null; p: string | null; d: string }>(
      `SELECT "${email}" AS e, "${phone}" AS p, strftime("${date}" AT TIME ZONE 'UTC', '%m-%d %H:%M') AS d FROM "${planted.schema}"."${planted.table}"`,
    );
    const known = new Set(Array.from({ length: 1000 }, (_, n) => hash(EMAIL(n))));
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((r) => r.e !== null && !known.has(r.e))).toEqual([]);
    expect(rows.filter((r) => r.e === null)).toHaveLength(1);
    expect(rows.every((r) => r.p === null)).toBe(true);
    expect(new Set(rows.map((r) => r.d))).toEqual(new Set(['01-01 00:00']));
  });

  test('would be seen in staging files and in the state without a mask', async () => {
    const { watcher } = await watched(await plant(), null);
    expect([...watcher.found].some((file) => watcher.staged.has(file))).toBe(true);
    expect([...watcher.found].some((file) => file.includes('work.duckdb'))).toBe(true);
  });
});

describe('a mask that changes', () => {
  const sync = async (engine: Engine, planted: Planted, mask: TableMask | undefined) => {
    const source = planted.source();
    const options = { ...planted.options, ...(mask === undefined ? {} : { mask }) };
    const record = await engine.sync(source, planted.table, 'incremental', options);
    await source.close();
    return record;
  };

  test('starts the table afresh and says why: another mask, another key, no mask', async () => {
    const planted = await postgres();
    const engine = await Engine.create(1, { maskKey: new Secret(KEY) });
    closers.push(async () => engine.close());
    const hashed: TableMask = { rules: [['email', 'hash']], keyTag: 'k1' };
    expect((await sync(engine, planted, hashed)).why).toBe('first sync');
    expect((await sync(engine, planted, hashed)).mode).toBe('incremental');
    const rekeyed = await sync(engine, planted, { ...hashed, keyTag: 'k2' });
    expect([rekeyed.mode, rekeyed.why]).toEqual(['full', '`mask_key` changed, so the table is read from the start']);
    const redacted = await sync(engine, planted, { rules: [['email', 'redact']], keyTag: 'k2' });
    expect(redacted.why).toBe('the mask of email changed, so the table is read from the start');
    expect((await sync(engine, planted, undefined)).why).toBe('the mask of email changed, so the table is read from the start');
    expect(await engine.query("SELECT count(*)::INT AS n FROM db.people WHERE email LIKE 'planted-%'")).toEqual([{ n: 299 }]);
  });

  test('on a column that the source has lost removes its old values too', async () => {
    const planted = await postgres();
    const engine = await Engine.create(1, { maskKey: new Secret(KEY) });
    closers.push(async () => engine.close());
    await sync(engine, planted, undefined);
    await planted.drop?.('email');
    await sync(engine, planted, undefined);
    const masked = await sync(engine, planted, { rules: [['*mail*', 'redact']], keyTag: null });
    expect(masked.why).toBe('the mask of email changed, so the table is read from the start');
    const columns = await engine.query<{ name: string }>(
      "SELECT column_name AS name FROM duckdb_columns() WHERE schema_name = 'db' AND table_name = 'people'",
    );
    expect(columns.map((c) => c.name)).not.toContain('email');
  });
});
