import { describe, expect, test } from 'vitest';
import type { CheckResult, PlanResult } from '../../src/model/results.ts';
import type { Printed } from './project.ts';
import { useShop } from './use-shop.ts';

/** A run of some tables (`--tables`), and commands that look at several sources of which one fails. */
const { server, project } = useShop({ tables: ['deals', 'orders', 'stock'] });

/** A second source behind a port on which nobody listens. */
function withDeadSource(): Promise<void> {
  const dead = `  dead:
    type: postgres
    host: 127.0.0.1
    port: 1
    database: nothing
    auth: { flow: password, user: reader, password: "\${PGPASSWORD}" }
    tables: { lost: {} }
run:`;
  return project.write(project.text.replace('run:', dead));
}

describe('`--tables`', () => {
  test('leaves the other sources alone: they are not connected to, and do not fail', async () => {
    await withDeadSource();
    const { exitCode, record } = await project.sync(['--tables', 'db.deals']);
    expect(exitCode).toBe(0);
    expect(record.sources.map((s) => s.name)).toEqual(['db']);
    expect(record.tables.filter((t) => t.status === 'failed')).toEqual([]);
    const seen = await server.query(`SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = 'nothing'`);
    expect(seen).toEqual([{ n: 0 }]);
  });

  test('leaves the other tables of a source alone: one that can not be described does not fail', async () => {
    await project.write(project.text.replace(/stock:.*/, 'stock: { columns: [no_such_column] }'));
    const { exitCode, record } = await project.sync(['--tables', 'db.deals']);
    expect(exitCode).toBe(0);
    const statuses = record.tables.map((t) => [t.table, t.status]);
    expect(statuses).toContainEqual(['deals', 'succeeded']);
    expect(statuses).toContainEqual(['stock', 'skipped']);
  });

  test('keeps a table that left the configuration until a run of all tables', async () => {
    await project.succeed();
    await project.write(project.text.replace(/\n *stock:.*/, ''));
    await project.succeed(['--tables', 'db.deals']);
    const next = await project.succeed();
    expect(next.notices.join()).toMatch(/stock is no longer in the configuration: it was removed/);
  });
});

test.each(['check', 'plan'])('`%s` shows what one source has although another fails', async (command) => {
  await withDeadSource();
  const { exitCode, stdout } = await project.run([command, '--json']);
  const result = JSON.parse(stdout) as CheckResult | PlanResult;
  expect(exitCode).toBe(1);
  expect(result.sources.map((s) => [s.name, s.error?.code ?? null])).toEqual([
    ['db', null],
    ['dead', 'SOURCE_UNREACHABLE'],
  ]);
});

test('a source in which no pattern finds a table fails, instead of ending green with nothing read', async () => {
  await project.write(project.text.replace(/tables:[\s\S]*run:/, 'tables: { "zz*": {} }\nrun:'));
  const { exitCode, record } = await project.sync();
  expect(exitCode).toBe(1);
  expect(record.sources[0]?.error).toMatchObject({ code: 'TABLE_NOT_FOUND' });
});

test('an output directory on a read-only file system is named as such, and the state is saved', async () => {
  const { stdout } = await project.script(`
    mkdir -p highwater-output && mount -t tmpfs -o ro none highwater-output
    $HIGHWATER sync --json || true`);
  const printed = JSON.parse(stdout) as Printed;
  expect(printed.error).toMatchObject({ code: 'OUTPUT_NOT_WRITABLE' });
  expect(printed.error?.message).toContain('its file system is read-only');
  expect(printed.state.saved).not.toBeNull();
});
