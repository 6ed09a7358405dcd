import { setTimeout as sleep } from 'node:timers/promises';
import type { Harness, Row, Subject } from '../../conformance/harness.ts';
import { describeConformance } from '../../conformance/suite.ts';
import { startFaultProxy } from '../../servers/fault-proxy.ts';
import { postgresSource } from '../../support/postgres-source.ts';
import { usePostgres } from '../../support/use-postgres.ts';

const server = usePostgres({ settings: { max_connections: '300' } });
let tables = 0;

const text = (value: string | null): string => (value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`);
const ISO = (instant: string): string => `to_char(${instant} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

interface Variant {
  readonly cursor: string;
  readonly partitioned?: boolean;
}

/** A page holds about eight of these rows, and a partition here is a page. */
async function create(variant: Variant): Promise<Subject> {
  const table = `things_${++tables}`;
  const parts = variant.partitioned ? `PARTITION BY HASH (id)` : '';
  await server.query(
    `CREATE TABLE ${table} (id int PRIMARY KEY, text text, stamp timestamptz, filler text DEFAULT repeat('x', 900)) ${parts}`,
  );
  if (variant.partitioned) {
    for (const n of [0, 1, 2])
      await server.query(`CREATE TABLE ${table}_${n} PARTITION OF ${table} FOR VALUES WITH (MODULUS 3, REMAINDER ${n})`);
  }
  const proxy = await startFaultProxy(server);
  return {
    table,
    options: { cursor: variant.cursor },
    sql: { id: 'CAST(id AS BIGINT)', text: 'text', stamp: 'stamp' },
    moves: false,
    source: () => postgresSource(server, 'postgres', { port: proxy.port, partitionBytes: 8192 }).source,
    now: async () => (await server.query<{ now: string }>(`SELECT ${ISO('clock_timestamp()')} AS now`))[0]?.now ?? '',
    pass: async () => sleep(2),
    put: async ({ id, text: value, stamp }): Promise<Row> => {
      const at = stamp === undefined ? 'clock_timestamp()' : text(stamp);
      const [row] = await server.query<Row>(
        `INSERT INTO ${table} VALUES (${id}, ${text(value)}, ${at}) ON CONFLICT (id) DO UPDATE SET text = excluded.text, stamp = excluded.stamp
         RETURNING id, text, ${ISO('stamp')} AS stamp`,
      );
      if (row === undefined) throw new Error('nothing was written');
      return row;
    },
    remove: async (id) => void (await server.query(`DELETE FROM ${table} WHERE id = ${id}`)),
    close: async () => proxy.stop(),
    keeps: (value) => !value.includes('\u0000'),
    total: { sync: 'full' },
    where: (ids) => ids.map((id) => `id = ${id}`).join(' OR '),
    sharedKey: { key: ['text'] },
    deletesBy: ['keys'],
    faults: [
      { name: 'a cut connection', arm: async () => proxy.cutNextCopy() },
      {
        name: 'a server process that is ended',
        arm: async () => {
          const stalled = proxy.stallNextCopy();
          void stalled.reached.then(async () => {
            await server.query(
              `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'highwater' AND query LIKE '%"${table}"%'`,
            );
            stalled.release();
          });
        },
      },
    ],
    stall: async () => {
      const stalled = proxy.stallNextCopy();
      return { reached: stalled.reached, release: async () => stalled.release() };
    },
    columns: {
      add: async (name, value) => {
        await server.query(`ALTER TABLE ${table} ADD COLUMN ${name} text DEFAULT ${text(value)}`);
        return `"${name}"`;
      },
      drop: async (name) => void (await server.query(`ALTER TABLE ${table} DROP COLUMN ${name}`)),
      retype: async (name, value) => {
        await server.query(
          `ALTER TABLE ${table} ALTER COLUMN ${name} DROP DEFAULT, ALTER COLUMN ${name} TYPE int USING ${value}`,
        );
      },
    },
  };
}

const all: Harness['can'] = new Set([
  'stamps',
  'null cursors',
  'empty text',
  'total',
  'where',
  'shared key',
  'deletes',
  'faults',
  'stall',
  'columns',
]);
// What xmin tells does not depend on any column.
const withoutStamps: Harness['can'] = new Set([...all].filter((a) => a !== 'stamps' && a !== 'null cursors'));

describeConformance('PostgreSQL by a timestamp', { can: all, create: async () => create({ cursor: 'stamp' }) });
describeConformance('A partitioned table of PostgreSQL by xmin', {
  can: withoutStamps,
  create: async () => create({ cursor: 'xmin', partitioned: true }),
});
