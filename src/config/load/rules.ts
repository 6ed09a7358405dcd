import type { Problems } from '../explain/problems.ts';
import { isGlob } from '../select/glob.ts';
import { type TableEntry, tableEntries, targetName } from './tables.ts';
import { isMapping, type Mapping, type Value } from './tree.ts';
import { printableKey, type YamlPath } from './yaml-path.ts';

// Schemas and catalogs that DuckDB has already: `warehouse.deals` must not be able to mean two things.
export const TAKEN = new Set(['main', 'temp', 'system', 'memory', 'warehouse', 'pg_catalog', 'information_schema']);

/** What no schema can say: rules across the entries of the file. Works on what is there, right or wrong. */
export function checkRules(root: Value, problems: Problems): void {
  const sources = isMapping(root) ? root.sources : undefined;
  if (!isMapping(sources)) return;
  checkSourceNames(Object.keys(sources), problems);
  for (const [name, source] of Object.entries(sources)) {
    if (!isMapping(source)) continue;
    const entries = tableEntries(source, ['sources', name]);
    for (const entry of entries) checkEntry(entry, problems);
    checkTargets(source, entries, problems);
  }
}

function checkSourceNames(names: readonly string[], problems: Problems): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const path = ['sources', name];
    const lower = name.toLowerCase();
    const other = seen.get(lower);
    seen.set(lower, name);
    if (other !== undefined) {
      const hint = 'A source is a schema in DuckDB, which does not tell upper from lower case: rename one of them.';
      problems.add(path, `\`${name}\` and \`${other}\` are the same name.`, hint, 'key', 'SAME_NAME');
    }
    if (TAKEN.has(lower)) {
      problems.add(path, `a source can't be called \`${name}\`.`, 'DuckDB uses this name itself; choose another.', 'key');
    }
  }
}

function checkEntry({ path, written, pattern, options }: TableEntry, problems: Problems): void {
  if (written.includes('${')) {
    problems.add(
      path,
      'environment variables are not replaced in names.',
      'They are replaced in values only: write the name itself.',
      'key',
    );
  } else if (written.trim() === '' || written !== written.trim()) {
    problems.add(path, 'expected the name of a table, or a glob.', 'Remove the blanks around the name.', 'key');
  }
  if (options.as !== undefined && isGlob(pattern)) {
    const hint = 'All tables that the glob finds would get one name: give `as` to a table that is named exactly.';
    problems.add([...path, 'as'], `a glob such as \`${printableKey(written)}\` can't have \`as\`.`, hint, 'key');
  }
}

/** Two tables with one name in DuckDB, as far as the file alone tells; the rest shows when the source lists its tables. */
function checkTargets(source: Mapping, entries: readonly TableEntry[], problems: Problems): void {
  const byPattern = new Map<string, TableEntry>();
  const byTarget = new Map<string, string>();
  if (entries.some((e) => e.options.documents === true)) byTarget.set('documents', 'the table that `documents: true` fills');
  for (const entry of entries) {
    const twin = byPattern.get(entry.pattern);
    if (twin === undefined) byPattern.set(entry.pattern, entry);
    // A list may well name what `tables` gives options to.
    else if (entry.category === undefined) addTwin(entry, twin, problems);
    if (twin !== undefined || isGlob(entry.pattern)) continue;
    const target = targetName(source.type, entry);
    const other = byTarget.get(target.toLowerCase());
    if (other === undefined) byTarget.set(target.toLowerCase(), `\`${printableKey(entry.written)}\``);
    else addSameName(entry, other, target, problems);
  }
}

function addTwin(entry: TableEntry, twin: TableEntry, problems: Problems): void {
  problems.add(entry.path, `this is \`${printableKey(twin.written)}\` again.`, 'Keep one of the two entries.', 'key');
}

function addSameName(entry: TableEntry, other: string, target: string, problems: Problems): void {
  const path: YamlPath = entry.options.as === undefined ? entry.path : [...entry.path, 'as'];
  const message = `\`${printableKey(entry.written)}\` and ${other} would both be the table \`${target}\` in DuckDB.`;
  problems.add(
    path,
    message,
    'DuckDB does not tell upper from lower case. Give one of them another name with `as:`, or remove one.',
    'key',
    'SAME_NAME',
  );
}
