import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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
      .filter((name) => /\bprocess\.(env|exit|argv)\b/.test(withoutComments(readFileSync(join(SOURCES, name), 'utf8'))));
    expect(offenders).toEqual([]);
  });
});

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
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
