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
