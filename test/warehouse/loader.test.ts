import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { TableImport } from '../../src/model/contract.ts';
import { fullBatch, type StagedFile } from '../../src/warehouse/load/load-batch.ts';
import { column } from '../support/memory-table.ts';
import { type ScriptedFile, scripted } from '../support/scripted-source.ts';
import { attempt, load, newEngine, rowsOf } from './setup.ts';

const COLUMNS = [column('id', 'BIGINT'), column('n', 'INTEGER')];

const body = (...files: ScriptedFile[]) => ({ pass: 'body' as const, files });
const rows = (...ids: number[]): ScriptedFile => ({ data: ids.map((id) => ({ id, n: id * 10 })) });
const csv = (text: string): ScriptedFile => ({
  format: { kind: 'csv', header: true, nullText: 'empty', compression: 'gzip' },
  data: `id,n\n${text}`,
  rows: text.trim().split('\n').length,
});

test('small partitions of different formats are loaded together, each row once', async () => {
  const engine = await newEngine();
  const partitions = [body(rows(1, 2)), body(csv('3,30\n4,40\n')), body(), body(rows(5), csv('6,60\n'))];
  const record = await load(engine, 'full', { columns: COLUMNS, partitions });
  expect(record.counts).toEqual({ source: 6, staged: 6, applied: 6 });
  expect(await rowsOf(engine, 'id, n')).toEqual([1, 2, 3, 4, 5, 6].map((id) => [`${id}`, `${id * 10}`]));
  expect(readdirSync(join(engine.directory, 'staging'))).toEqual([]);
});

test('rows of the body are loaded while the tail is read', async () => {
  const engine = await newEngine();
  const source = scripted({
    columns: COLUMNS,
    partitions: [body(rows(1, 2)), body(rows(3)), { pass: 'tail', files: [rows(4)] }],
  });
  const staged = () => readdirSync(join(engine.directory, 'staging'));
  const found: number[] = [];
  const slow = (opened: TableImport): TableImport => ({
    ...opened,
    read: async (partition, staging, signal) => {
      if (partition.pass === 'tail') {
        found.push(staged().length);
        await vi.waitFor(() => expect(staged()).toEqual([]), 5000);
      }
      return opened.read(partition, staging, signal);
    },
  });
  const record = await load(engine, 'full', {
    ...source,
    open: async (...given) => {
      const opener = await source.open(...given);
      return { ...opener, begin: async (...of) => slow((await opener.begin(...of)) as TableImport) };
    },
  });
  expect(found).toEqual([2]);
  expect(record.counts).toMatchObject({ source: 4, staged: 4 });
  expect(await rowsOf(engine, 'id')).toEqual([['1'], ['2'], ['3'], ['4']]);
});

test.each([
  ['claims more rows than it holds', { ...rows(3), rows: 2 }, 'COUNT_MISMATCH'],
  ['holds a value that does not fit', { data: [{ id: 3, n: 'x' }] }, 'VALUE_NOT_EXACT'],
  ['is cut short', { ...csv('3,"30'), rows: 1 }, 'DATA_UNREADABLE'],
])('a file that %s fails the table, whose rows stay', async (_, broken, code) => {
  const engine = await newEngine();
  await load(engine, 'full', { columns: COLUMNS, partitions: [body(rows(1)), body(rows(2))] });
  const record = await attempt(engine, 'full', { columns: COLUMNS, partitions: [body(rows(1)), body(broken), body(rows(4))] });
  expect(record.error?.code).toBe(code);
  expect(await rowsOf(engine, 'id')).toEqual([['1'], ['2']]);
  expect(readdirSync(join(engine.directory, 'staging'))).toEqual([]);
});

test('a batch is loaded as soon as another is there or still to come', () => {
  const files = (...counts: number[]) => counts.map((n) => ({ rows: n }) as StagedFile);
  const twice = files(300_000, 300_000, 300_000);
  expect(fullBatch(twice.slice(0, 2), 1, 0)).toBe(0);
  expect(fullBatch(twice, 1, 0)).toBe(2);
  expect(fullBatch(twice.slice(0, 2), 1, 1_000_000)).toBe(2);
  // What is expected may fall a little short.
  expect(fullBatch(twice.slice(0, 2), 1, 400_000)).toBe(0);
  expect(fullBatch(twice.slice(0, 1), 1, 1_000_000)).toBe(0);
});
