import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { cyclesIn, declaredRooms, forbiddenIn, idleIn, importGraph, importsOf, SOURCES, unpreparedIn } from './import-graph.ts';

describe('imports', () => {
  const graph = importGraph();

  test('make no cycle, types included', () => {
    expect(cyclesIn(graph).map((cycle) => cycle.join(' → '))).toEqual([]);
  });

  test('follow the table of rooms in CONTRIBUTING.md', () => {
    expect(declaredRooms().length).toBeGreaterThan(8);
    expect(forbiddenIn(graph)).toEqual([]);
  });

  test('use all that the table of rooms allows', () => {
    expect(idleIn(graph)).toEqual([]);
  });

  test.each(['action', 'cli', 'post'])('src/main/%s.ts loads DuckDB only once its native library is prepared', (entry) => {
    expect(unpreparedIn(`src/main/${entry}.ts`).map((way) => way.join(' → '))).toEqual([]);
  });

  test('only the entries and their app touch process.env, process.exit and process.argv', () => {
    const offenders = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/^(main|app)[\\/]/.test(name))
      .filter((name) => touchesProcess(readFileSync(join(SOURCES, name), 'utf8')));
    expect(offenders).toEqual([]);
  });
});

/** esbuild replaces the expressions themselves, and none of the same words in a comment or a string. */
function touchesProcess(code: string): boolean {
  const mark = 'touched_the_process';
  const define = Object.fromEntries(['env', 'exit', 'argv', 'exitCode'].map((name) => [`process.${name}`, mark]));
  return transformSync(code, { loader: 'ts', define }).code.includes(mark);
}

describe('the check itself', () => {
  test('finds a cycle', () => {
    const graph = new Map([
      ['src/a.ts', ['src/b.ts']],
      ['src/b.ts', ['src/c.ts', 'node:fs']],
      ['src/c.ts', ['src/a.ts']],
    ]);
    expect(cyclesIn(graph)).toEqual([['src/a.ts', 'src/b.ts', 'src/c.ts', 'src/a.ts']]);
  });

  test.each([
    ['const home = process.env.HOME;', true],
    ['const { HOME } = process.env;', true],
    ['process.exit(1);', true],
    ['// process.env\nconst program = `process.argv`;', false],
    ['const env = process.pid;', false],
  ])('%j touches the process: %s', (code, expected) => {
    expect(touchesProcess(code)).toBe(expected);
  });

  test('reads imports of types, of packages and at run time, and none in a comment or a text', () => {
    const code = `import type { A } from './a.ts';\nimport {\n  b,\n} from '../b/b.ts';\nexport * from './c.ts';\nawait import('./d.ts');
import 'node:fs';\n// import x from './not.ts'\nconst text = "from './not.ts'";`;
    expect(importsOf('src/x/y.ts', code)).toEqual(['src/x/a.ts', 'src/b/b.ts', 'src/x/c.ts', 'src/x/d.ts', 'node:fs']);
  });

  test.each([
    ['src/model/table.ts', 'src/warehouse/duckdb/sql.ts'],
    ['src/state/store.ts', 'src/engine/run.ts'],
    ['src/engine/run.ts', 'src/app/session.ts'],
    ['src/views/summary/summary.ts', '@duckdb/node-api'],
    ['src/state/store.ts', '@actions/core'],
    ['src/sources/postgres/connect/connections.ts', 'src/sources/dynamics/connect/web-api-client.ts'],
    ['src/somewhere/new.ts', 'src/model/errors.ts'],
  ])('%s may not import %s', (from, to) => {
    expect(forbiddenIn(new Map([[from, [to]]]))).toHaveLength(1);
  });

  test.each([
    ['src/engine/run.ts', 'src/warehouse/warehouse.ts'],
    ['src/sources/registry.ts', 'src/sources/postgres/source.ts'],
    ['src/app/github/action.ts', '@actions/core'],
    ['src/warehouse/duckdb/database.ts', '@duckdb/node-api'],
  ])('%s may import %s', (from, to) => {
    expect(forbiddenIn(new Map([[from, [to]]]))).toEqual([]);
  });

  test('finds a row that allows what no file does', () => {
    const rooms = [{ folder: 'src/a', mayImport: ['src/b'], packages: [] }];
    expect(idleIn(new Map([['src/a/x.ts', []]]), rooms)).toEqual(['src/a may import src/b, and no file of it does']);
  });
});
