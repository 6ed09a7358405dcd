import { expect, test } from 'vitest';
import type { Column } from '../../src/model/table.ts';
import { column } from '../support/memory-table.ts';
import type { Script, ScriptedFile } from '../support/scripted-source.ts';
import { attempt, load, newEngine, rowsOf } from '../warehouse/setup.ts';

const COLUMNS = [column('id', 'BIGINT'), column('text', 'VARCHAR'), column('modified', 'TIMESTAMPTZ')];
const row = (id: number) => ({ id, text: `row ${id}`, modified: `2026-01-01T00:00:0${id}Z` });
const LIVE: Script = { columns: COLUMNS, files: [{ data: [row(1), row(2)] }] };
const ALL: ScriptedFile = { data: [row(1), row(2), row(3)] };

type Keys = readonly (readonly string[])[];

/** An incremental import whose sweep sees these keys, and whose window shows no change. */
function sweeping(ids: readonly number[], more: Partial<Script> = {}): Script {
  const sweep = { pass: 'sweep', files: [{ content: 'present', data: ids.map((id) => ({ id })) }] } as const;
  return { columns: COLUMNS, partitions: [{ pass: 'body', files: [] }, sweep], whole: [ALL], ...more };
}

test('a key that a sweep sees and the warehouse lacks is read by key, and the record says so', async () => {
  const engine = await newEngine();
  await load(engine, 'full', LIVE);
  const asked: Keys[] = [];
  const byKey = (keys: Keys) => {
    asked.push(keys);
    return [{ data: [row(3)] }];
  };
  const record = await load(engine, 'incremental', sweeping([1, 2, 3], { byKey }));
  expect(record).toMatchObject({ mode: 'incremental', inserted: 1, updated: 0, deleted: 0, rows: 3 });
  expect(asked).toEqual([[['3']]]);
  const message = '1 row whose cursor had not moved was read by key';
  expect(record.notes).toContainEqual({ kind: 'data', message });
  expect(await rowsOf(engine, 'id, text')).toContainEqual(['3', 'row 3']);
});

test('nothing is asked for by key where the warehouse has all that the sweep sees', async () => {
  const engine = await newEngine();
  await load(engine, 'full', LIVE);
  const byKey = () => expect.unreachable();
  expect(await load(engine, 'incremental', sweeping([1, 2], { byKey }))).toMatchObject({ inserted: 0, updated: 0, notes: [] });
});

const WHOLE: readonly [what: string, more: Partial<Script>, ids: readonly number[]][] = [
  ['a source that can’t read by key', {}, [1, 2, 3]],
  ['a source that finds it the better way', { byKey: () => null }, [1, 2, 3]],
  [
    'more keys than queries by key are for',
    { byKey: () => expect.unreachable() },
    Array.from({ length: 10_003 }, (_, i) => i + 1),
  ],
];
test.each(WHOLE)('the table is read in full instead, and the record says why: %s', async (_, more, ids) => {
  const engine = await newEngine();
  await load(engine, 'full', LIVE);
  const record = await load(engine, 'incremental', sweeping(ids, more));
  expect(record).toMatchObject({ mode: 'full', inserted: 1, rows: 3 });
  expect(record.why).toMatch(/the source has \d+ rows? that the warehouse lacks .* so the table is read in full/);
});

test('a row that is gone again when it is read by key is a note where the source moves, an error under one snapshot', async () => {
  const engine = await newEngine();
  await load(engine, 'full', LIVE);
  const script = sweeping([1, 2, 3], { byKey: () => [] });
  expect(await load(engine, 'incremental', script)).toMatchObject({
    rows: 2,
    notes: [{ kind: 'data', message: '1 row was gone, or no longer matched, when it was read by its key' }],
  });
  const refused = await attempt(engine, 'incremental', { ...script, snapshot: true });
  expect(refused).toMatchObject({ status: 'failed', error: { code: 'COUNT_MISMATCH' }, rows: 2 });
  expect(refused.error?.message).toContain('the source shows 1 key but does not return the rows');
});

test('keys that change tracking has seen count like those of a sweep, and delete nothing', async () => {
  const engine = await newEngine();
  await load(engine, 'full', LIVE);
  const seen: ScriptedFile = { content: 'existing', data: [{ id: 1 }, { id: 3 }] };
  const script = { columns: COLUMNS, files: [seen], byKey: () => [{ data: [row(3)] }] };
  expect(await load(engine, 'incremental', script)).toMatchObject({ inserted: 1, deleted: 0, rows: 3 });
});

test('a key that was seen and left the filter is not asked for', async () => {
  const engine = await newEngine();
  await load(engine, 'full', LIVE);
  const files: ScriptedFile[] = [
    { content: 'filteredOut', data: [{ id: 2 }, { id: 3 }] },
    { content: 'existing', data: [{ id: 2 }, { id: 3 }] },
  ];
  const script = { columns: COLUMNS, files, byKey: () => expect.unreachable() };
  expect(await load(engine, 'incremental', script)).toMatchObject({ inserted: 0, deleted: 1, rows: 1 });
});

test('a key that is reported as deleted and seen as well was made again: its row is read, and stays only if it is there', async () => {
  const engine = await newEngine();
  await load(engine, 'full', { ...LIVE, ...{ files: [ALL] } });
  const files: ScriptedFile[] = [
    { content: 'existing', data: [{ id: 1 }, { id: 2 }] },
    { content: 'deleted', data: [{ id: 1 }, { id: 2 }] },
  ];
  const script = { columns: COLUMNS, files, byKey: () => [{ data: [{ ...row(2), text: 'restored' }] }] };
  expect(await load(engine, 'incremental', script)).toMatchObject({ updated: 1, deleted: 1, rows: 2 });
  expect(await rowsOf(engine, 'id, text')).toEqual([
    ['2', 'restored'],
    ['3', 'row 3'],
  ]);
});

const TYPES: readonly [type: string, known: unknown, lacking: string, asText: string, more?: Partial<Column>][] = [
  ['VARCHAR', 'a', `it's "b"`, `it's "b"`],
  [
    'UUID',
    '00000000-0000-0000-0000-000000000001',
    'A0000000-0000-0000-0000-000000000002',
    'a0000000-0000-0000-0000-000000000002',
  ],
  ['DECIMAL(2,2)', '0.25', '0.5', '0.50'],
  ['TIMESTAMPTZ', '2026-01-01T00:00:00Z', '2026-01-02T03:04:05.000006+02', '2026-01-02 01:04:05.000006+00'],
  ['VARCHAR', '1.50', '0.70', '0.7', { adaptive: true }],
];
test.each(TYPES)('a key of type %s is asked for as text', async (type, known, lacking, asText, more = {}) => {
  const engine = await newEngine();
  const columns = [column('id', type, more), column('n', 'BIGINT'), column('modified', 'TIMESTAMPTZ')];
  const of = (id: unknown) => ({ id, n: 7, modified: '2026-01-01T00:00:01Z' });
  const key = ['n', 'id'];
  await load(engine, 'full', { columns, key, files: [{ data: [of(known)] }] });
  const asked: Keys[] = [];
  const byKey = (keys: Keys) => {
    asked.push(keys);
    return [{ data: [of(lacking)] }];
  };
  const data = [known, lacking].map((id) => ({ id, n: 7 }));
  const partitions = [{ pass: 'sweep', files: [{ content: 'present', data }] }] as const;
  expect(await load(engine, 'incremental', { columns, key, partitions, byKey })).toMatchObject({ inserted: 1, rows: 2 });
  expect(asked).toEqual([[['7', asText]]]);
});
