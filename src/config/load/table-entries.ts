import type { TableNaming } from '../../model/source-definition.ts';
import { isMapping, type Mapping } from './tree.ts';
import type { YamlPath } from './yaml-places.ts';

/** One entry of a source that chooses tables, in the order of the file; lists come after `tables`. */
export interface TableEntry {
  readonly path: YamlPath;
  /** As written. */
  readonly written: string;
  /** As the source calls it. */
  readonly pattern: string;
  readonly category?: string;
  readonly options: Mapping;
}

const NO_OPTIONS: Mapping = Object.create(null);

/** Reads the entries even of a source that has mistakes: what makes no sense is left out. */
export function tableEntries(source: Mapping, path: YamlPath, naming: TableNaming): TableEntry[] {
  const entries: TableEntry[] = [];
  const tables = source.tables;
  for (const [written, options] of isMapping(tables) ? Object.entries(tables) : []) {
    const pattern = naming.canonical(written);
    entries.push({ path: [...path, 'tables', written], written, pattern, options: isMapping(options) ? options : NO_OPTIONS });
  }
  for (const { field, category } of naming.lists) {
    const names = source[field];
    if (!Array.isArray(names)) continue;
    names.forEach((written, i) => {
      if (typeof written !== 'string') return;
      const pattern = naming.canonical(written);
      entries.push({ path: [...path, field, i], written, pattern, category, options: NO_OPTIONS });
    });
  }
  return entries;
}

/** The name in DuckDB of a table that is named exactly, as far as the configuration alone tells. */
export function targetName(naming: TableNaming, { pattern, options }: TableEntry): string {
  return typeof options.as === 'string' ? options.as : naming.target(pattern);
}
