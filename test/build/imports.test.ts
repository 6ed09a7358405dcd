import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { cyclesIn, forbiddenIn, type ImportGraph, importGraph, SOURCES } from './import-graph.ts';

describe('imports', () => {
  let graph: ImportGraph;
  beforeAll(async () => {
    graph = await importGraph();
  });

  test('make no cycle', () => {
    expect(cyclesIn(graph).map((cycle) => cycle.join(' → '))).toEqual([]);
  });

  test('point one way: shell → run → stages → model', () => {
    expect(forbiddenIn(graph)).toEqual([]);
  });

  test('only the entries touch process.env, process.exit and process.argv', () => {
    const offenders = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/^(action|cli)[\\/]/.test(name))
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

  test.each([
    ['src/model/table.ts', 'src/warehouse/sql.ts'],
    ['src/state/store.ts', 'src/run.ts'],
    ['src/run.ts', 'src/cli/main.ts'],
    ['src/report/html.ts', '@duckdb/node-api'],
    ['src/state/store.ts', '@actions/core'],
    ['src/sources/postgres/client.ts', 'src/sources/dynamics/client.ts'],
    ['src/somewhere/new.ts', 'src/errors.ts'],
  ])('%s may not import %s', (from, to) => {
    expect(forbiddenIn(new Map([[from, [to]]]))).toHaveLength(1);
  });

  test.each([
    ['src/run.ts', 'src/warehouse/warehouse.ts'],
    ['src/sources/registry.ts', 'src/sources/postgres/source.ts'],
    ['src/action/main.ts', '@actions/core'],
    ['src/warehouse/database.ts', '@duckdb/node-api'],
  ])('%s may import %s', (from, to) => {
    expect(forbiddenIn(new Map([[from, [to]]]))).toEqual([]);
  });
});
