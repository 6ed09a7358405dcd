import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Source } from '../../src/model/contract.ts';
import type { StagingFormat } from '../../src/model/staging.ts';
import { cutFile } from '../../src/warehouse/load/cut-file.ts';
import type { StagedFile } from '../../src/warehouse/load/load-batch.ts';
import type { Engine } from '../support/engine.ts';
import { column } from '../support/memory-table.ts';
import { type Script, type ScriptedFile, scripted } from '../support/scripted-source.ts';
import { attempt, load, newEngine, rowsOf } from './setup.ts';

const COLUMNS = [column('id', 'INTEGER'), column('modified', 'TIMESTAMPTZ'), column('body', 'VARCHAR')];
const MEMORY = { memoryMib: 512 };
const REPEATED = 1000;
const FILLER = 'x'.repeat(1000);
const REST = Buffer.from(`${`""long"" text,\n${FILLER}`.repeat(REPEATED)}"\n`);

/** What Salesforce's Bulk API sends: one compressed page, whatever its rows measure. */
const page = (from: number, rows: number, version = 0): ScriptedFile => {
  const lines = Array.from({ length: rows }, (_, i) => [
    Buffer.from(`${from + i},2026-01-0${version + 1}T00:00:00Z,"${from + i}/${version} `),
    REST,
  ]);
  return {
    format: { kind: 'csv', header: true, nullText: 'empty', compression: 'gzip', lineLimit: 16_000_000 },
    data: Buffer.concat([Buffer.from('id,modified,body\n'), ...lines.flat()]),
    rows,
  };
};

const part = (...files: ScriptedFile[]) => ({ pass: 'body' as const, files });

/** Rows whose text is exactly that of their id and version. */
async function right(engine: Engine, changed = -1): Promise<unknown> {
  const text = `concat(id, CASE WHEN id = ${changed} THEN '/1 ' ELSE '/0 ' END, repeat(concat('"long" text,', chr(10), '${FILLER}'), ${REPEATED}))`;
  return engine.query(
    `SELECT count(*)::INTEGER AS n, count(DISTINCT id)::INTEGER AS ids FROM memory.things WHERE body = ${text}`,
  );
}

async function rowGroups(engine: Engine): Promise<number[]> {
  const groups = await engine.query<{ n: number }>(
    `SELECT sum("count")::INTEGER AS n FROM pragma_storage_info('memory.things') WHERE column_name = 'id' AND segment_type <> 'VALIDITY'
     GROUP BY row_group_id ORDER BY row_group_id`,
  );
  return groups.map(({ n }) => n);
}

const memory = (figure: 'VmHWM' | 'VmRSS'): number =>
  Number(new RegExp(`${figure}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;

test('rows of a megabyte are loaded, read, changed and copied a few at a time', { timeout: 120_000 }, async () => {
  const engine = await newEngine(2, MEMORY);
  const rows = 140;
  const script = { columns: COLUMNS, files: [page(0, rows)] };
  const before = memory('VmRSS');
  // Linux counts the peak from here: https://man7.org/linux/man-pages/man5/proc_pid_clear_refs.5.html
  writeFileSync('/proc/self/clear_refs', '5');
  expect(await load(engine, 'full', script)).toMatchObject({ inserted: rows, rows });
  expect(memory('VmHWM') - before).toBeLessThan(400);
  const whole = [{ n: rows, ids: rows }];
  expect(await right(engine)).toEqual(whole);
  const largest = async () => Math.max(...(await rowGroups(engine)));
  expect(await largest()).toBeLessThan(80);
  await engine.reopen();
  // The file may be the saved state's own, so what changes nothing may not write into it.
  const written = () => statSync(engine.warehouse.database.file).mtimeMs;
  const then = written();
  expect(await load(engine, 'incremental', { columns: COLUMNS, files: [page(7, 1)] })).toMatchObject({ updated: 0 });
  expect(written()).toBe(then);
  expect(await load(engine, 'incremental', { columns: COLUMNS, files: [page(7, 1, 1)] })).toMatchObject({ updated: 1 });
  await engine.reopen();
  expect(await largest()).toBeLessThan(80);
  expect(await engine.warehouse.compact(true)).toBe(true);
  expect(await largest()).toBeLessThan(80);
  expect(await right(engine, 7)).toEqual(whole);
});

const SHADOW = 'memory.things__highwater_shadow';

test('of partitions that fail while they are loaded nothing is left', { timeout: 60_000 }, async () => {
  const engine = await newEngine(1, MEMORY);
  const broken = { ...page(2, 2), rows: 3 };
  const record = await attempt(engine, 'full', { columns: COLUMNS, partitions: [part(page(0, 2)), part(page(4, 1), broken)] });
  expect(record.error?.code).toBe('COUNT_MISMATCH');
  expect(await engine.query(`SELECT id FROM ${SHADOW}`)).toEqual([]);
});

function resuming(script: Script): Source {
  const source = scripted(script);
  const open: Source['open'] = async (...given) => {
    const opener = await source.open(...given);
    return { ...opener, begin: async (...plan) => ({ ...(await opener.begin(...plan)), resumed: true }) };
  };
  return { ...source, open };
}

test('what a killed run has loaded of a partition does not count in the run that resumes', { timeout: 60_000 }, async () => {
  const engine = await newEngine(1, MEMORY);
  engine.parallel = 1;
  const partitions = [part(page(0, 2)), part(page(4, 1))];
  const record = await attempt(engine, 'full', { columns: COLUMNS, partitions, sent: 2 });
  expect(record.error?.code).toBe('COUNT_MISMATCH');
  expect(await engine.query(`SELECT id FROM ${SHADOW} ORDER BY id`)).toEqual([{ id: 0 }, { id: 1 }]);
  await engine.query(
    `INSERT INTO ${SHADOW} SELECT 9, modified, body, TIMESTAMPTZ '1900-01-01 00:00:01+00' FROM ${SHADOW} LIMIT 1`,
  );
  // Other rows than the first time: the first partition is not read again.
  await load(engine, 'full', resuming({ columns: COLUMNS, partitions: [part(page(0, 2, 1)), part(page(4, 1))] }));
  expect(await right(engine)).toEqual([{ n: 3, ids: 3 }]);
  expect(await rowsOf(engine, "id, _synced_at > TIMESTAMPTZ '2020-01-01 00:00:00+00' AS settled")).toEqual(
    [0, 1, 4].map((id) => [`${id}`, 'true']),
  );
});

test.each([
  [
    'CSV',
    { kind: 'csv', header: true, nullText: 'empty', compression: 'gzip' },
    'id,"a ""b"""\n1,"x\ny"\n2,"""\n"""\n3,\n4,"last"',
    4,
  ],
  ['CSV without a header', { kind: 'csv', header: false, nullText: 'empty', compression: 'none' }, '1,"x\ny"\n2,z\n', 2],
  ['NDJSON', { kind: 'json', records: '', compression: 'none' }, '{"a":"\\n"}\n{"a":"\\""}\n', 2],
  ["PostgreSQL's text format", { kind: 'tsv', compression: 'none' }, 'a\t"\nb\t\\n\n', 2],
] as const)('a file of %s is cut where rows end', async (_, format, text, rows) => {
  const directory = await mkdtemp(join(tmpdir(), 'highwater-cut-'));
  const path = join(directory, 'file');
  await writeFile(path, format.compression === 'gzip' ? gzipSync(text) : text);
  const file = { path, format: format as StagingFormat, rows, longestLine: 100, sequence: 1 } as StagedFile;
  for (const bytes of [1, 12, 1000]) {
    const parts: string[] = [];
    let sum = 0;
    for await (const piece of cutFile(file, bytes, 'memory.things')) {
      parts.push(await readFile(piece.path, 'utf8'));
      sum += piece.rows;
      expect(piece.format.compression).toBe('none');
    }
    const header = format.kind === 'csv' && format.header ? 'id,"a ""b"""\n' : '';
    expect(parts.every((p) => p.startsWith(header))).toBe(true);
    expect(header + parts.map((p) => p.slice(header.length)).join('')).toBe(text);
    expect(sum).toBe(rows);
    expect(parts.length).toBe({ 1: rows, 1000: 1 }[bytes] ?? parts.length);
    expect(await readdir(directory)).toEqual(['file']);
  }
  await rm(directory, { recursive: true });
});

test('a compressed file that is cut short is reported', async () => {
  const engine = await newEngine(1, MEMORY);
  const whole = gzipSync(page(1, 1).data as Buffer);
  const data = Buffer.concat([whole.subarray(0, whole.length - 40), Buffer.from([0, 0, 0, 20])]);
  const record = await attempt(engine, 'full', { columns: COLUMNS, files: [{ ...page(1, 1), data }] });
  expect(record.error?.code).toBe('DATA_UNREADABLE');
});
