import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importGraph, SOURCES } from './import-graph.ts';

/** Every exported type, interface and class, with the modules that export it. */
const exported = exportedTypes();

test('an exported type has one meaning: its name stands in one module, or once in each source', () => {
  const shared = [...exported].filter(([, modules]) => modules.length > 1 && !onceInEachSource(modules));
  expect(shared).toEqual([]);
});

test('the glossary names types that are exported, each once', () => {
  const contributing = readFileSync(join(SOURCES, '..', 'CONTRIBUTING.md'), 'utf8');
  const rows = [...contributing.matchAll(/^\| \*\*([^*]+)\*\* \|[^|]*\|(?: `(\w+)`)? \|$/gm)];
  expect(rows.length).toBeGreaterThan(15);
  for (const [, word, type] of rows) if (type !== undefined) expect(exported.get(type) ?? [], `${word}: ${type}`).toHaveLength(1);
});

test('the files that CONTRIBUTING names are there', () => {
  const contributing = readFileSync(join(SOURCES, '..', 'CONTRIBUTING.md'), 'utf8');
  const [, table = ''] = contributing.split('## Where to look');
  const named = [...(table.split('\n## ')[0] ?? '').matchAll(/`(src\/[\w/.-]+\.ts)`/g)].map(([, file = '']) => file);
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((file) => !existsSync(join(SOURCES, '..', file)))).toEqual([]);
});

function exportedTypes(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const module of importGraph().keys()) {
    const code = readFileSync(join(SOURCES, '..', module), 'utf8');
    for (const [, name = ''] of code.matchAll(/^export (?:abstract )?(?:interface|type|class) (\w+)/gm))
      found.set(name, [...(found.get(name) ?? []), module]);
  }
  return found;
}

/** The sources are alike on purpose: who knows one knows all. */
function onceInEachSource(modules: readonly string[]): boolean {
  const sources = modules.map((module) => /^src\/sources\/([^/]+)\/./.exec(module)?.[1]);
  return sources.every((source) => source !== undefined) && new Set(sources).size === sources.length;
}
