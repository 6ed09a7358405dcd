import type { SourceDefinition, TableNaming } from '../../model/source-definition.ts';
import { CHECK_KINDS, columnReference } from '../../model/table-check.ts';
import { oneOf } from '../declare/fields.ts';
import type { Problems } from '../explain/problems.ts';
import { isGlob } from '../select/glob.ts';
import { type TableEntry, tableEntries, targetName } from './build.ts';
import type { Filled } from './fill-in.ts';
import { type Environment, soleReference } from './interpolate.ts';
import { isMapping, type Value } from './tree.ts';
import { printableKey, type YamlPath } from './yaml-places.ts';

// Schemas and catalogs that DuckDB has already: `warehouse.deals` must not be able to mean two things.
export const RESERVED_SCHEMAS = new Set(['main', 'temp', 'system', 'memory', 'warehouse', 'pg_catalog', 'information_schema']);

/** What no schema can say: rules across the entries of the file. Works on what is there, right or wrong. */
export function checkRules(root: Value, definitions: readonly SourceDefinition[], problems: Problems): void {
  const sources = isMapping(root) ? root.sources : undefined;
  if (!isMapping(sources)) return;
  checkSourceNames(Object.keys(sources), problems);
  for (const { name, source, definition } of definedSources(root, definitions)) {
    const entries = tableEntries(source, ['sources', name], definition.naming);
    for (const entry of entries) checkEntry(entry, problems);
    checkTargets(definition.naming, entries, problems);
  }
}

/** Checks every `where` of the file in its source's language; a problem points at the very character. */
export async function checkFilters(filled: Filled, definitions: readonly SourceDefinition[], problems: Problems): Promise<void> {
  for (const { name, source, definition } of definedSources(filled.root, definitions)) {
    for (const { path, options } of tableEntries(source, ['sources', name], definition.naming)) {
      const at = [...path, 'where'];
      const where = options.where;
      if (typeof where !== 'string' || problems.has(at)) continue;
      const problem = await definition.checkFilter(where.trimEnd());
      if (problem !== null) problems.add(at, problem.message, problem.hint, { offset: filled.fileOffset(at, problem.offset) });
    }
  }
}

/** The file's sources of a known type; the check of the schema says what is wrong with the others. */
export function definedSources(root: Value, definitions: readonly SourceDefinition[]) {
  const sources = isMapping(root) && isMapping(root.sources) ? root.sources : {};
  return Object.entries(sources).flatMap(([name, source]) => {
    const definition = isMapping(source) ? definitions.find((d) => d.type === source.type) : undefined;
    return definition === undefined || !isMapping(source) ? [] : [{ name, source, definition }];
  });
}

function checkSourceNames(names: readonly string[], problems: Problems): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const path = ['sources', name];
    const lower = name.toLowerCase();
    const other = seen.get(lower);
    seen.set(lower, name);
    if (other !== undefined) {
      const hint = 'A source becomes a schema in DuckDB, which ignores case. Rename one of them.';
      problems.add(path, `\`${name}\` and \`${other}\` are the same name.`, hint, 'key', 'SAME_NAME');
    }
    if (RESERVED_SCHEMAS.has(lower)) {
      problems.add(path, `a source can't be called \`${name}\`.`, 'DuckDB uses this name itself. Choose another.', 'key');
    }
  }
}

function checkEntry({ path, written, pattern, options }: TableEntry, problems: Problems): void {
  if (written.includes('${')) {
    problems.add(
      path,
      'environment variables are not replaced in names.',
      'They are replaced only in values. Write the name itself.',
      'key',
    );
  } else if (written.trim() === '' || written !== written.trim()) {
    problems.add(path, 'expected the name of a table, or a glob.', 'Remove the spaces around the name.', 'key');
  }
  if (options.as !== undefined && isGlob(pattern)) {
    const hint = 'All tables that match the glob would get the same name. Use `as` for a table with an exact name.';
    problems.add([...path, 'as'], `a glob such as \`${printableKey(written)}\` can't have \`as\`.`, hint, 'key');
  }
}

/** Two tables with one name in DuckDB, as far as the file alone tells; the rest shows when the source lists its tables. */
function checkTargets(naming: TableNaming, entries: readonly TableEntry[], problems: Problems): void {
  const byPattern = new Map<string, TableEntry>();
  const computed = entries.flatMap((entry) => naming.computed(entry.options));
  const byTarget = new Map(computed.map(({ target, words }) => [target.toLowerCase(), words]));
  for (const entry of entries) {
    const twin = byPattern.get(entry.pattern);
    if (twin === undefined) byPattern.set(entry.pattern, entry);
    // A list may well name what `tables` gives options to.
    else if (entry.category === undefined) addTwin(entry, twin, problems);
    if (twin !== undefined || isGlob(entry.pattern)) continue;
    const target = targetName(naming, entry);
    const other = byTarget.get(target.toLowerCase());
    if (other === undefined) byTarget.set(target.toLowerCase(), `\`${printableKey(entry.written)}\``);
    else addSameName(entry, other, target, problems);
  }
}

function addTwin(entry: TableEntry, twin: TableEntry, problems: Problems): void {
  problems.add(entry.path, `this is \`${printableKey(twin.written)}\` again.`, 'Remove one of the two entries.', 'key');
}

function addSameName(entry: TableEntry, other: string, target: string, problems: Problems): void {
  const path: YamlPath = entry.options.as === undefined ? entry.path : [...entry.path, 'as'];
  const message = `\`${printableKey(entry.written)}\` and ${other} would both be the table \`${target}\` in DuckDB.`;
  problems.add(
    path,
    message,
    'DuckDB ignores the case of names. Give one of them another name with `as:`, or remove one.',
    'key',
    'SAME_NAME',
  );
}

/** Each entry of `checks` is one check, and what `relationships` name are sources of the file. */
export function checkChecks(root: Value, definitions: readonly SourceDefinition[], problems: Problems): void {
  const sources = isMapping(root) && isMapping(root.sources) ? Object.keys(root.sources) : [];
  for (const { name, source, definition } of definedSources(root, definitions))
    for (const { path, options } of tableEntries(source, ['sources', name], definition.naming))
      (Array.isArray(options.checks) ? options.checks : []).forEach((entry, i) => {
        if (isMapping(entry)) checkOneCheck(entry, [...path, 'checks', i], sources, problems);
      });
}

function checkOneCheck(
  entry: { readonly [key: string]: Value },
  path: YamlPath,
  sources: readonly string[],
  problems: Problems,
): void {
  const kinds = CHECK_KINDS.filter((kind) => entry[kind] !== undefined);
  if (kinds.length === 0) problems.add(path, 'this entry has no check.', `Write one of ${oneOf(CHECK_KINDS)}.`);
  if (kinds.length > 1)
    problems.add(
      path,
      `this entry has ${kinds.length} checks: ${kinds.join(', ')}.`,
      'Give each check its own entry, with a dash.',
    );
  if (!isMapping(entry.relationships)) return;
  for (const [column, reference] of Object.entries(entry.relationships)) {
    const found = typeof reference === 'string' ? columnReference(reference).source : null;
    if (found === null || sources.includes(found)) continue;
    const hint = `Write source.table.column with a source of this file: ${oneOf(sources)}.`;
    problems.add([...path, 'relationships', column], `there is no source \`${found}\`.`, hint);
  }
}

const LEAST_KEY = 16;

/** `hash` needs a key, and one that can't be guessed: with it every e-mail address there is could be tried. */
export function checkMasks(
  root: Value,
  definitions: readonly SourceDefinition[],
  environment: Environment,
  problems: Problems,
): void {
  const key = isMapping(root) ? root.mask_key : undefined;
  if (key !== undefined) checkKey(key, environment, problems);
  else
    for (const { name, source, definition } of definedSources(root, definitions))
      for (const { path, options } of tableEntries(source, ['sources', name], definition.naming))
        for (const [column, mask] of isMapping(options.mask) ? Object.entries(options.mask) : [])
          if (mask === 'hash')
            problems.add(
              [...path, 'mask', column],
              '`hash` needs a key.',
              'Add `mask_key: ${HIGHWATER_MASK_KEY}` at the top level, and a secret of that name: `openssl rand -hex 32` makes one.',
            );
}

function checkKey(written: Value, environment: Environment, problems: Problems): void {
  const name = typeof written === 'string' ? soleReference(written) : null;
  const value = name === null ? '' : (environment[name] ?? '');
  if (value === '' || value.length >= LEAST_KEY) return;
  problems.add(
    ['mask_key'],
    `the value of ${name} is shorter than ${LEAST_KEY} characters.`,
    'A short key can be guessed. `openssl rand -hex 32` makes a good one.',
  );
}
