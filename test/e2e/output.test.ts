import { existsSync } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { withDuckdb } from './truth.ts';
import { useShop } from './use-shop.ts';

/** The output directory as users have it: in the way, somebody else's, read by others. */
const { server, shop, project } = useShop({ tables: ['deals', 'stock'] });

describe('an output directory that takes no files', () => {
  const blocked: Record<string, () => Promise<unknown>> = {
    'is a file': () => writeFile(project.output, ''),
    'has a directory where manifest.json belongs': () =>
      mkdir(project.path('highwater-output', 'manifest.json'), { recursive: true }),
    'has a directory where warehouse.duckdb belongs': () => mkdir(project.database, { recursive: true }),
  };

  test.each(Object.keys(blocked))('%s: the run fails in words of its own, and the state is saved', async (how) => {
    await blocked[how]?.();
    const { exitCode, record, stderr } = await project.sync();
    expect(exitCode).toBe(1);
    expect(record.error).toMatchObject({ code: 'OUTPUT_NOT_WRITABLE' });
    expect(record.error?.message).toContain('Nothing can be written to the output directory highwater-output: ');
    expect(record.run.status).toBe('failed');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(record.state.saved).toMatchObject({ generation: 1 });
    const next = await project.succeed(['--output', 'elsewhere']);
    expect(next.state.restored).toMatchObject({ generation: 1 });
  });
});

test('`parquet: false` removes the files of the run before, and nobody else’s', async () => {
  const theirs = project.path('highwater-output', 'parquet', 'mine.txt');
  const without = async (): Promise<void> => {
    await shop.configure(project);
    await project.write(`${project.text}output: { parquet: false }\n`);
    await project.succeed();
  };
  await mkdir(project.path('highwater-output', 'parquet'), { recursive: true });
  await writeFile(theirs, '');
  await without();
  expect(existsSync(theirs)).toBe(true);
  await shop.configure(project);
  await project.succeed();
  expect(existsSync(project.path('highwater-output', 'parquet', 'db', 'deals.parquet'))).toBe(true);
  await without();
  expect(existsSync(project.path('highwater-output', 'parquet'))).toBe(false);
});

test('every file of the artifact may be read by whom the umask allows, after the first run as after later ones', async () => {
  await project.succeed();
  await project.succeed();
  await writeFile(project.path('new'), '');
  const { mode } = await stat(project.path('new'));
  for (const name of ['warehouse.duckdb', 'manifest.json', 'report.html', 'parquet/db/deals.parquet'])
    expect([name, (await stat(project.path('highwater-output', name))).mode]).toEqual([name, mode]);
});

test('tables that exchange their names one after the other stand in the manifest under those that they have', async () => {
  await project.succeed();
  const swapped = '{ deals: { as: stock, cursor: updated_at }, stock: { as: deals } }';
  await project.configure(server, shop.database, swapped);
  const names = async (args: readonly string[]) => {
    const { tables } = await project.succeed(args);
    const rows = await withDuckdb(project.database, async (db) => {
      const there = await db.rows<[string]>("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'db' ORDER BY 1");
      return there.map(([name]) => name);
    });
    expect(tables.map((t) => t.name).sort()).toEqual(rows);
    for (const t of tables) expect(t.parquet?.path).toContain(t.name);
    return Object.fromEntries(tables.map((t) => [t.table, t.name]));
  };
  const { deals, stock } = await names(['--tables', 'db.deals']);
  expect(deals).toBe('stock');
  expect(stock).not.toBe('stock');
  expect(await names([])).toEqual({ deals: 'stock', stock: 'deals' });
});
