import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { StagingFormat } from '../../src/model/staging.ts';
import type { Column } from '../../src/model/table.ts';
import { CSV, CSV_WITH_HEADER, NDJSON, PAGES, TSV } from '../support/memory-format.ts';
import { column } from '../support/memory-table.ts';
import { random } from '../support/random.ts';
import type { ScriptedFile } from '../support/scripted-source.ts';
import { attempt, load, newEngine, rowsOf } from './setup.ts';

const COLUMNS: readonly Column[] = [column('id', 'BIGINT'), column('text', 'VARCHAR'), column('day', 'DATE')];
const GZIPPED: StagingFormat = { ...CSV, compression: 'gzip' };
const ARRAY: StagingFormat = { kind: 'json', records: 'records', compression: 'none' };

interface Case {
  readonly what: string;
  readonly format: StagingFormat;
  readonly data: string;
  readonly rows: readonly (readonly (string | null)[])[];
}

const CASES: readonly Case[] = [
  {
    what: 'PostgreSQL’s CSV: unquoted empty is NULL, "" is empty text',
    format: CSV,
    data: '1,,\n2,"",2020-02-29\n3,"a,""b""\r\nc\rd\n",\n4,\\N,\n5,NULL,\n',
    rows: [
      ['1', null, null],
      ['2', '', '2020-02-29'],
      ['3', 'a,"b"\r\nc\rd\n', null],
      ['4', '\\N', null],
      ['5', 'NULL', null],
    ],
  },
  {
    what: 'PostgreSQL’s text: \\N is NULL, what a backslash stands before is restored exactly',
    format: TSV,
    data: '1\t\\N\t\\N\n2\t\t2020-02-29\n3\ta,"b"\\r\\nc\\td\\\\\t\\N\n4\t\\\\N\t\\N\n5\t\\\\n\\n\\\\\\\\t\\\\\\t\\b\\f\\v\t\\N\n6\t\\\\.\t\\N\n7\t" \\\\N\t\\N\n',
    rows: [
      ['1', null, null],
      ['2', '', '2020-02-29'],
      ['3', 'a,"b"\r\nc\td\\', null],
      ['4', '\\N', null],
      ['5', '\\n\n\\\\t\\\t\b\f\v', null],
      ['6', '\\.', null],
      ['7', '" \\N', null],
    ],
  },
  {
    what: 'Salesforce’s CSV: a header, both kinds of empty are NULL, gzipped',
    format: CSV_WITH_HEADER,
    data: '"id","text","day"\n"1","",""\n"2",,"2020-02-29"\n"3","x\ny",""\n',
    rows: [
      ['1', null, null],
      ['2', null, '2020-02-29'],
      ['3', 'x\ny', null],
    ],
  },
  {
    what: 'a last line without a line break',
    format: CSV,
    data: '1,a,\n2,b,',
    rows: [
      ['1', 'a', null],
      ['2', 'b', null],
    ],
  },
  { what: 'compressed CSV', format: GZIPPED, data: '1,a,\n', rows: [['1', 'a', null]] },
  { what: 'a file without rows', format: CSV, data: '', rows: [] },
  { what: 'a file with nothing but its header', format: CSV_WITH_HEADER, data: 'id,text,day\n', rows: [] },
  {
    what: 'newline-delimited JSON: missing and null are NULL, "" is empty text, other keys are left alone',
    format: NDJSON,
    data: '{"id":"1"}\n{"id":2,"text":"","more":[1]}\n{"id":3,"text":"\\u0000\\ud83d\\ude00\\r\\n","day":"2020-02-29"}\n',
    rows: [
      ['1', null, null],
      ['2', '', null],
      ['3', '\u0000😀\r\n', '2020-02-29'],
    ],
  },
  {
    what: 'gzipped pages with their records under "value", several in one file',
    format: PAGES,
    data: '{"@odata.context":"x","value":[{"id":"1"},{"id":"2","text":"b"}]}\n{"value":[]}{"value":[{"id":"3","text":""}],"@odata.nextLink":"…"}',
    rows: [
      ['1', null, null],
      ['2', 'b', null],
      ['3', '', null],
    ],
  },
  {
    what: 'a page with its records under "records"',
    format: ARRAY,
    data: '{"done":true,"records":[{"id":"7","text":"x"}]}',
    rows: [['7', 'x', null]],
  },
];

test.each(CASES)('reads $what', async ({ format, data, rows }) => {
  const engine = await newEngine();
  await load(engine, 'full', { columns: COLUMNS, files: [{ format, data, rows: rows.length }] });
  expect(await rowsOf(engine)).toEqual(rows);
});

test('a line of 20 MB arrives where the source says how long it is', async () => {
  const long = 'äx"\n,'.repeat(3_500_000);
  const csv = `1,"${long.replaceAll('"', '""')}",\n`;
  const json = `${JSON.stringify({ id: '2', text: long })}\n`;
  const engine = await newEngine();
  const files: ScriptedFile[] = [
    { format: CSV, data: csv, rows: 1, longestLine: Buffer.byteLength(csv) },
    { format: NDJSON, data: json, rows: 1, longestLine: Buffer.byteLength(json) },
  ];
  await load(engine, 'full', { columns: COLUMNS, files });
  expect(await rowsOf(engine, `id, text = repeat('äx"' || chr(10) || ',', 3500000) AS same`)).toEqual([
    ['1', 'true'],
    ['2', 'true'],
  ]);
});

test.each([
  ['CSV with a header whose lines have a known limit', { ...CSV_WITH_HEADER, lineLimit: 700_000 }, 700_000],
  ['the same with a limit of several megabytes', { ...CSV_WITH_HEADER, lineLimit: 3_000_000 }, 3_000_000],
  ['the same without a limit', CSV_WITH_HEADER, 5_000_000],
  ['CSV whose longest line is known', CSV, 1_500_000],
])('lines of every length up to the longest arrive whole: %s', async (_, format, longest) => {
  const engine = await newEngine(2);
  const next = random(7);
  const texts = Array.from({ length: 60 }, (__, i) => {
    const length = i % 4 === 0 ? longest - 30 : Math.floor((longest - 30) * next() ** 3);
    return ['"', 'x', '\n', 'é'].map((c) => c.repeat(Math.floor(length / 10))).join(`${i}`);
  });
  const lines = texts.map((text, i) => `${i + 100},"${text.replaceAll('"', '""')}",\n`);
  const longestLine = Math.max(...lines.map((l) => Buffer.byteLength(l)));
  expect(longestLine).toBeLessThanOrEqual(longest);
  const data = `${format === CSV ? '' : 'id,text,day\n'}${lines.join('')}`;
  const files = [{ format, data, rows: texts.length, ...(format === CSV ? { longestLine } : {}) }];
  await load(engine, 'full', { columns: COLUMNS, files });
  const hashes = texts.map((text, i) => [`${i + 100}`, createHash('md5').update(text).digest('hex')]);
  expect(await rowsOf(engine, 'id, md5(text)')).toEqual(hashes);
});

test.each([1.1, 1.9, 2.1, 3.5, 6, 17])(
  'a line of %s MiB where the source said that none has more than 1,000 bytes is an error, not a lost row',
  async (mib) => {
    const engine = await newEngine();
    const long = 'x'.repeat(mib * 2 ** 20);
    for (const [i, text] of [`"${long}"`, long, `"${'x\n'.repeat(mib * 2 ** 19)}"`].entries()) {
      const data = `1,a,\n2,${text},\n3,c,\n`;
      const files = [{ format: CSV, data, rows: 3, longestLine: 1000 }];
      const record = await attempt(engine, 'full', { columns: COLUMNS, files });
      expect(record.error).toMatchObject({ code: 'DATA_UNREADABLE' });
      if (i === 0 && mib < 2) expect(record.error?.message).toContain('longer than the source said');
    }
  },
);

test('CSV columns whose names differ in case only do not get mixed up', async () => {
  const engine = await newEngine();
  const columns = [column('id', 'BIGINT'), column('Name', 'VARCHAR'), column('name', 'VARCHAR')];
  await load(engine, 'full', { columns, files: [{ format: CSV, data: '1,upper,lower\n', rows: 1 }] });
  expect(await rowsOf(engine, 'id, "Name", name_2')).toEqual([['1', 'upper', 'lower']]);
});

test('a table of one column keeps its empty lines as NULL', async () => {
  const engine = await newEngine();
  await load(engine, 'full', {
    columns: [column('text', 'VARCHAR')],
    key: [],
    files: [{ format: CSV, data: 'a\n\n""\n', rows: 3 }],
  });
  expect(await rowsOf(engine)).toEqual([[''], ['a'], [null]]);
});

test('many small files of several formats in one partition all arrive', async () => {
  const engine = await newEngine(2);
  const files = Array.from({ length: 60 }, (_, i): ScriptedFile => {
    if (i % 3 === 0) return { format: CSV, data: `${i},csv,\n`, rows: 1 };
    return i % 3 === 1
      ? { data: [{ id: i, text: 'json' }] }
      : { format: CSV_WITH_HEADER, data: `id,text,day\n${i},gz,\n`, rows: 1 };
  });
  expect(await load(engine, 'full', { columns: COLUMNS, files })).toMatchObject({
    counts: { source: 60, staged: 60, applied: 60 },
  });
  expect(await rowsOf(engine, 'count(DISTINCT id) AS ids, count(*) AS n, sum(id) AS total')).toEqual([['60', '60', '1770']]);
});

const MISCOUNTS: readonly [string, { sent?: number; rows?: number }][] = [
  ['the source says that it sent more than its files hold', { sent: 3 }],
  ['the source says that it sent less', { sent: 1 }],
  ['a file holds more rows than claimed', { rows: 1 }],
  ['a file holds fewer rows than claimed', { rows: 3 }],
];

test.each(MISCOUNTS)(
  '%s: the table fails and stays as it was, in a full and in an incremental import',
  async (_, { sent, rows }) => {
    const engine = await newEngine();
    const columns = [column('id', 'BIGINT'), column('modified', 'TIMESTAMPTZ')];
    await load(engine, 'full', { columns, files: [{ data: [{ id: 1 }] }] });
    const files: ScriptedFile[] = [{ data: [{ id: 2 }, { id: 3 }], ...(rows === undefined ? {} : { rows }) }];
    const script = { columns, files, ...(sent === undefined ? {} : { sent }) };
    for (const mode of ['full', 'incremental'] as const) {
      const record = await attempt(engine, mode, script);
      expect(record).toMatchObject({ status: 'failed', mode, error: { code: 'COUNT_MISMATCH' }, rows: 1 });
      expect(await rowsOf(engine)).toEqual([['1', null]]);
    }
  },
);

const REFUSED: readonly [string, StagingFormat, string][] = [
  ['CSV', CSV, '1,a,2020-01-01\n2,b,SECRET-VALUE\n'],
  ['text', TSV, '1\ta\t2020-01-01\n2\tb\tSECRET-VALUE\n'],
  ['CSV with a header', CSV_WITH_HEADER, 'id,text,day\n1,a,SECRET-VALUE\n2,b,\n'],
  ['NDJSON', NDJSON, '{"id":"1"}\n{"id":"2","day":"SECRET-VALUE"}\n'],
  ['pages', PAGES, '{"value":[{"id":"1"},{"id":"2","day":"SECRET-VALUE"}]}'],
];

test.each(REFUSED)(
  'a value that its column can’t carry is refused by the column’s name, never quoted (%s)',
  async (_, format, data) => {
    const engine = await newEngine();
    const record = await attempt(engine, 'full', { columns: COLUMNS, files: [{ format, data, rows: 2 }] });
    expect(record.error).toMatchObject({ code: 'VALUE_NOT_EXACT', message: expect.stringContaining('"day" has 1 value(s)') });
    expect(JSON.stringify(record)).not.toContain('SECRET');
  },
);

const UNREADABLE: readonly [string, StagingFormat, string | Buffer, string][] = [
  ['a row with too few columns', CSV, '1,a,\n2,SECRET\n', 'a row has 2 columns instead of 3'],
  ['a row with too many columns', CSV, '1,a,,SECRET\n', 'a row has 4 columns instead of 3'],
  ['a row of text with too few columns', TSV, '1\ta\t\\N\n2\tSECRET\n', 'a row has 2 columns instead of 3'],
  ['a quote that is never closed', CSV, '1,"SECRET,\n', 'a quote is never closed'],
  [
    'bytes that are no UTF-8',
    CSV,
    Buffer.concat([Buffer.from('1,"SECRET'), Buffer.from([0xff, 0xfe]), Buffer.from('",\n')]),
    'not UTF-8',
  ],
  ['JSON that is cut short', NDJSON, '{"id":"1"}\n{"id":"2","text":"SECRET', 'malformed or cut short'],
  ['a page that is cut short', ARRAY, '{"records":[{"id":"1","text":"SECRET"}', 'malformed or cut short'],
  ['columns in another order', CSV_WITH_HEADER, 'id,day,text\n1,,SECRET\n', 'its columns are id, day, text, not id, text, day'],
];

test.each(UNREADABLE)('%s: an error that says so and quotes no row', async (_, format, data, words) => {
  const engine = await newEngine();
  const record = await attempt(engine, 'full', { columns: COLUMNS, files: [{ format, data, rows: 1 }] });
  expect(record.error).toMatchObject({ code: 'DATA_UNREADABLE', message: expect.stringContaining(words) });
  expect(JSON.stringify(record)).not.toContain('SECRET');
});

test('staging files are deleted, those that a failed source left open too', async () => {
  const engine = await newEngine();
  const files: ScriptedFile[] = [{ format: CSV, data: '1,a,\n', rows: 1 }];
  await load(engine, 'full', { columns: COLUMNS, files });
  await attempt(engine, 'full', { columns: COLUMNS, files: [...files, { data: 5 as unknown as string, rows: 1 }] });
  expect(await readdir(join(engine.directory, 'staging'))).toEqual([]);
});
