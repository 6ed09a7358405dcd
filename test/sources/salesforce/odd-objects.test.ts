import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Project } from '../../e2e/project.ts';
import { type SalesforceServer, startSalesforce } from '../../servers/salesforce/index.ts';
import { sobject } from '../../servers/salesforce/schema.ts';

const SECRETS = { SF_CLIENT_SECRET: 'consumer-secret' };
let server: SalesforceServer;
let project: Project;

const NAME = { name: 'Name', type: 'string', length: 80 } as const;
const RESTRICTED = {
  Vote: 'Implementation restriction. When querying the Vote object, you must filter using the following syntax: ParentId = [single ID].',
  FieldDefinition2: 'a filter on a reified column is required [EntityDefinitionId,DurableId]',
} as const;

beforeEach(async () => {
  server = await startSalesforce();
  for (const [i, name] of ['Good', 'Other'].entries()) {
    server.org.define(sobject(name, `a0${i}`, [NAME]));
    for (let n = 0; n < 5; n++) server.org.insert(name, { Name: `${name} ${n}` });
  }
  let prefix = 0;
  for (const [name, words] of Object.entries(RESTRICTED))
    server.org.define(sobject(name, `b0${prefix++}`, [NAME], { mustFilter: { field: 'ParentId', words } }));
  server.org.define(
    sobject('Owner2', 'b09', [NAME], {
      neverQueried: {
        errorCode: 'EXTERNAL_OBJECT_UNSUPPORTED_EXCEPTION',
        message: 'This query is not supported on the Owner2 object.',
      },
    }),
  );
  project = await Project.create();
  project.env = SECRETS;
});
afterEach(async () => {
  await server.close();
  await project.close();
});

const configure = async (tables: string, more = ''): Promise<void> =>
  project.write(`version: 1
sources:
  crm:
    type: salesforce
    url: ${server.url}
    auth: { flow: client_credentials, client_id: consumer-key, client_secret: "\${SF_CLIENT_SECRET}" }
    tables: ${tables}
${more}`);

const GLOB = '{ "{Good,Other,Vote,FieldDefinition2,Owner2}": {} }';

describe('objects that Salesforce does not give out whole', () => {
  test('under a glob are left out and reported, and the run is green', async () => {
    await configure(GLOB);
    const plan = await project.run(['plan']);
    expect(plan.exitCode, plan.stdout).toBe(0);
    expect(plan.stdout).toContain('Vote was left out');
    const { tables, notices } = await project.succeed();
    expect(Object.fromEntries(tables.map((t) => [t.table, t.status]))).toEqual({
      Good: 'succeeded',
      Other: 'succeeded',
      Vote: 'skipped',
      FieldDefinition2: 'skipped',
      Owner2: 'skipped',
    });
    const said = notices.join('\n');
    for (const name of ['Vote', 'FieldDefinition2', 'Owner2'])
      expect(said).toMatch(new RegExp(`${name} was left out, though a glob takes it.*exclude: \\[${name}\\]`));
    expect((await project.succeed()).tables.filter((t) => t.status === 'failed')).toEqual([]);
  });

  test('are not asked for where `exclude` names them', async () => {
    await configure(GLOB, '    exclude: [Vote, "*2"]\n');
    const { tables, notices } = await project.succeed();
    expect(tables.map((t) => t.table)).toEqual(['Good', 'Other']);
    expect(notices.join()).not.toContain('left out');
    expect(server.journal.matching(/FROM (Vote|Owner2)/)).toEqual([]);
  });

  test('fail where they are named exactly, with what to do', async () => {
    await configure('{ Vote: {} }');
    const { exitCode, record } = await project.sync();
    expect(exitCode).toBe(1);
    expect(record.tables[0]?.error).toMatchObject({
      code: 'TABLE_NOT_READABLE',
      message: expect.stringContaining('must filter'),
      hint: expect.stringContaining('`where`'),
    });
  });

  test('a table that was synced before fails even under a glob: its rows grow old', async () => {
    await configure(GLOB);
    await project.succeed();
    server.clock.advance(60);
    const good = server.org.mustFind('Good');
    server.org.define({ ...good, mustFilter: { field: 'Name', words: RESTRICTED.Vote } });
    const { exitCode, record } = await project.sync();
    expect(exitCode).toBe(1);
    expect(record.tables.find((t) => t.table === 'Good')).toMatchObject({ status: 'failed', rows: 5 });
  });
});

describe('a configuration whose names are in other cases', () => {
  test('is synced as Salesforce means it, and the next run goes on from it', async () => {
    await configure('{ gOOD: { columns: [id, name], where: "name != null" } }');
    expect((await project.succeed()).tables).toMatchObject([{ table: 'Good', rows: 5, status: 'succeeded' }]);
    expect((await project.succeed()).tables).toMatchObject([{ table: 'Good', mode: 'incremental', rows: 5 }]);
  });

  test('a value that does not fit its field is not called a field that is gone', async () => {
    await configure('{ Good: { where: "CreatedDate > \'2026-01-01\'" } }');
    const { record } = await project.sync();
    expect(record.tables[0]?.error).toMatchObject({
      code: 'QUERY_REFUSED',
      message: expect.stringMatching(/Good: a value in the `where` does not fit its field/),
      hint: expect.stringContaining('without quotes'),
    });
  });
});

describe('an object that is answered under its filter only, as Knowledge__kav', () => {
  const WORDS =
    "Implementation restriction: When querying the Knowledge__kav object, you must filter using the following syntax: PublishStatus = 'Draft|Online|Archived'.";
  const ids = (): string[] =>
    [...server.org.records('Knowledge__kav')]
      .filter((r) => r.PublishStatus === 'Online' && r.IsDeleted !== true)
      .map((r) => String(r.Id))
      .sort();
  const articles = async (): Promise<string[]> => {
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(project.database, { access_mode: 'READ_ONLY' });
    const connection = await instance.connect();
    const rows = await connection.runAndReadAll('SELECT "Id" FROM crm."Knowledge__kav" ORDER BY "Id"');
    connection.closeSync();
    instance.closeSync();
    return rows.getRows().map(([id]) => String(id));
  };
  beforeEach(async () => {
    server.org.define(
      sobject(
        'Knowledge__kav',
        'ka0',
        [NAME, { name: 'PublishStatus', type: 'picklist', picklist: ['Draft', 'Online', 'Archived'] }],
        {
          mustFilter: { field: 'PublishStatus', words: WORDS },
        },
      ),
    );
    for (let n = 0; n < 30; n++)
      server.org.insert('Knowledge__kav', { Name: `Article ${n}`, PublishStatus: n < 20 ? 'Online' : 'Draft' });
    await configure(`{ Knowledge__kav: { where: "PublishStatus = 'Online'" }, Good: {} }`);
  });

  test('is synced by every run: what enters, changes, leaves and is deleted', async () => {
    await project.succeed();
    expect(await articles()).toEqual(ids());
    server.clock.advance(3600);
    const all = [...server.org.records('Knowledge__kav')].map((r) => String(r.Id));
    const [changed = '', archived = '', deleted = '', purged = ''] = all;
    server.org.update('Knowledge__kav', changed, { Name: 'changed' });
    server.org.update('Knowledge__kav', archived, { PublishStatus: 'Archived' });
    server.org.delete('Knowledge__kav', deleted);
    server.org.purge('Knowledge__kav', purged);
    server.org.update('Knowledge__kav', all[25] ?? '', { PublishStatus: 'Online' });
    // A row that is let through without a new stamp.
    server.org.fix('Knowledge__kav', all[26] ?? '', { PublishStatus: 'Online' });
    const { tables } = await project.succeed();
    expect(tables.find((t) => t.table === 'Knowledge__kav')).toMatchObject({ mode: 'incremental', status: 'succeeded' });
    expect(await articles()).toEqual(ids());
    expect((await project.succeed()).tables.map((t) => t.status)).toEqual(['succeeded', 'succeeded']);
    expect(await articles()).toEqual(ids());
  });

  test('without a `where` says which one Salesforce asks for', async () => {
    await configure('{ Knowledge__kav: {} }');
    const { record } = await project.sync();
    expect(record.tables[0]?.error?.hint).toContain("where: PublishStatus = 'Online'");
  });
});

describe('an object whose cursor is described as filterable and is not', () => {
  const refusing = (name: string, fields: readonly string[]): void => {
    const made = sobject(name, 'c01', [NAME]);
    server.org.define({
      ...made,
      fields: made.fields.map((f) => (fields.includes(f.name) ? { ...f, refusesFilters: true as const } : f)),
    });
    for (let n = 0; n < 5; n++) server.org.insert(name, { Name: `${n}` });
  };

  test.each([
    ['takes the next', ['SystemModstamp'], 'incremental'],
    ['is read whole where none is left', ['SystemModstamp', 'LastModifiedDate', 'CreatedDate'], 'full'],
  ] as const)('%s, and the next run knows', async (_, fields, mode) => {
    refusing('Odd', fields);
    await configure('{ Odd: {} }');
    // Each incremental run may meet one field that refuses.
    for (let run = 0; run < 4; run++) {
      server.clock.advance(60);
      server.org.insert('Odd', { Name: `new ${run}` });
      const { tables } = await project.succeed();
      expect(tables).toMatchObject([{ status: 'succeeded', rows: 6 + run }]);
      if (run === 3) expect(tables).toMatchObject([{ mode }]);
    }
    server.journal.clear();
    await project.succeed();
    expect(server.journal.entries.flatMap((e) => [e.status, ...(e.subrequests ?? []).map((s) => s.status)])).not.toContain(400);
  });

  test('that the configuration names is an error that says so', async () => {
    refusing('Odd', ['LastModifiedDate']);
    await configure('{ Odd: { cursor: LastModifiedDate } }');
    await project.succeed();
    const { record } = await project.sync();
    expect(record.tables[0]?.error).toMatchObject({
      code: 'CURSOR_NOT_POSSIBLE',
      hint: expect.stringContaining('SystemModstamp'),
    });
  });
});

describe('an external object whose rows nobody counts', () => {
  test('is read to its last page, and says that the number could not be compared', async () => {
    const { ID } = await import('../../servers/salesforce/schema.ts');
    server.org.define({ name: 'Orders__x', label: 'Orders', keyPrefix: 'x00', fields: [ID, NAME], uncounted: true });
    for (let n = 0; n < 450; n++) server.org.insert('Orders__x', { Name: `Order ${n}` });
    server.options.pageSize = 200;
    await configure('{ Orders__x: {} }');
    for (let run = 0; run < 2; run++) {
      const { tables } = await project.succeed();
      expect(tables).toMatchObject([{ rows: 450, status: 'succeeded' }]);
      expect(JSON.stringify(tables)).toContain('does not count the rows of this object');
    }
    expect((await project.run(['check'])).stdout).not.toMatch(/-1\b/);
  });
});
