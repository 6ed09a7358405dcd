import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { describeToDbt } from '../../src/app/dbt.ts';
import { makeWarehouse } from './make-warehouse.ts';

interface Written {
  name: string;
  description?: string;
  config?: object;
  columns?: Written[];
  tables?: Written[];
  data_tests?: unknown[];
}

let directory: string;
let sources: Written[];
let result: Awaited<ReturnType<typeof describeToDbt>>;
const project = () => join(directory, 'dbt');
const sourcesFile = () => join(project(), 'models', 'highwater', 'sources.yml');
const table = (source: string, name: string) =>
  sources.find((s) => s.name === source)?.tables?.find((t) => t.name === name) as Written;
const column = (source: string, name: string, called: string) => table(source, name).columns?.find((c) => c.name === called);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'highwater-dbt-'));
  await makeWarehouse(join(directory, 'output'), '2026-11-21T02:17:10Z');
  result = await describeToDbt(join(directory, 'output'), project());
  sources = (parse(await readFile(sourcesFile(), 'utf8')) as { sources: Written[] }).sources;
});
afterAll(() => rm(directory, { recursive: true, force: true }));

// What dbt itself makes of it: npm run test:dbt.
describe('highwater dbt', () => {
  it('writes a project: sources, and what is missing around them', () => {
    expect(result.written).toEqual(['models/highwater/sources.yml', 'dbt_project.yml', 'profiles.yml', '.gitignore']);
    expect(sources.map((s) => s.name)).toEqual(['crm', 'db', 'erp']);
  });

  it('attaches the warehouse read-only, by a path relative to the project', async () => {
    const profile = parse(await readFile(join(project(), 'profiles.yml'), 'utf8')).highwater.outputs.dev;
    expect(profile.attach).toEqual([
      {
        path: "{{ env_var('HIGHWATER_WAREHOUSE', '../output/warehouse.duckdb') }}",
        alias: 'highwater',
        read_only: true,
      },
    ]);
  });

  it('gives keys as tests, a key of several columns as one of the table', () => {
    expect(column('crm', 'Account', 'Id')?.data_tests).toEqual(['unique', 'not_null']);
    expect(table('db', 'order_lines').data_tests).toEqual([
      { unique: { arguments: { column_name: 'row("order_id", "line")' } } },
    ]);
    expect(column('db', 'order_lines', 'line')?.data_tests).toEqual(['not_null']);
  });

  it('gives checks as tests where dbt has them, and names the others', () => {
    expect(column('crm', 'Opportunity', 'StageName')?.data_tests).toEqual([
      { accepted_values: { arguments: { values: ['Prospecting', 'Qualification', 'Closed Won', 'Closed Lost'] } } },
      'not_null',
    ]);
    expect(column('crm', 'Opportunity', 'AccountId')?.data_tests).toEqual([
      { relationships: { arguments: { to: 'source("crm", "Account")', field: '"Id"' } } },
    ]);
    expect(column('crm', 'Account', 'Name')?.data_tests).toEqual([{ unique: { config: { severity: 'warn' } } }]);
    expect(result.leftOut).toEqual(['crm.Account: accepted_values(Regions__c)', 'crm.Account: row_count: min 100']);
  });

  it('gives labels, masks and freshness', () => {
    expect(table('crm', 'Account').description).toBe('Account (crm.Account).');
    expect(column('crm', 'User', 'Email')?.description).toBe('Email. Masked: hashed.');
    expect(column('crm', 'Opportunity', 'StageName')?.description).toBe(
      'Stage {{ "{" }}{ 1 / 0 }} {{ "{" }}% endif %} {{ "{" }}# note',
    );
    expect(table('crm', 'Account').config).toMatchObject({
      freshness: { warn_after: { count: 6, period: 'hour' }, error_after: { count: 1, period: 'day' } },
    });
    expect(table('crm', 'Task').config).not.toHaveProperty('freshness');
  });

  it('writes its own file again, and leaves the others and a project of the user alone', async () => {
    await writeFile(join(project(), 'profiles.yml'), 'mine: {}\n');
    expect((await describeToDbt(join(directory, 'output'), project())).written).toEqual(['models/highwater/sources.yml']);
    expect(await readFile(join(project(), 'profiles.yml'), 'utf8')).toBe('mine: {}\n');
  });

  it('never overwrites a file that it did not write', async () => {
    const other = join(directory, 'other');
    await mkdir(join(other, 'models', 'highwater'), { recursive: true });
    await writeFile(join(other, 'models', 'highwater', 'sources.yml'), 'version: 2\n');
    await expect(describeToDbt(join(directory, 'output'), other)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});
