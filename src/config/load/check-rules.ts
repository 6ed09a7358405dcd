import type { SourceDefinition } from '../../model/source-definition.ts';
import { CHECK_KINDS, columnReference } from '../../model/table-check.ts';
import { oneOf } from '../declare/fields.ts';
import type { Problems } from '../explain/problems.ts';
import { tableEntries } from './build.ts';
import { definedSources } from './rules.ts';
import { isMapping, type Value } from './tree.ts';
import type { YamlPath } from './yaml-places.ts';

/** Each entry of `checks` is one check, and what `relationships` name are sources of the file. */
export function checkChecks(root: Value, definitions: readonly SourceDefinition[], problems: Problems): void {
  const sources = isMapping(root) && isMapping(root.sources) ? Object.keys(root.sources) : [];
  for (const { name, source, definition } of definedSources(root, definitions))
    for (const { path, options } of tableEntries(source, ['sources', name], definition.naming))
      (Array.isArray(options.checks) ? options.checks : []).forEach((entry, i) => {
        if (isMapping(entry)) checkEntry(entry, [...path, 'checks', i], sources, problems);
      });
}

function checkEntry(
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
