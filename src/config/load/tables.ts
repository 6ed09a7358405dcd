import * as postgres from '../../sources/postgres/options.ts';
import { isMapping, type Mapping, type Value } from './tree.ts';
import type { YamlPath } from './yaml-path.ts';

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

// Salesforce's lists, and the category of the tables that they choose.
const LISTS = [
  ['standard_objects', 'Standard Objects'],
  ['custom_objects', 'Custom Objects'],
] as const;

/** Reads the entries even of a source that has mistakes: what makes no sense is left out. */
export function tableEntries(source: Mapping, path: YamlPath): TableEntry[] {
  const entries: TableEntry[] = [];
  const tables = source.tables;
  for (const [written, options] of isMapping(tables) ? Object.entries(tables) : []) {
    const pattern = canonicalName(source.type, written);
    entries.push({ path: [...path, 'tables', written], written, pattern, options: isMapping(options) ? options : NO_OPTIONS });
  }
  for (const [field, category] of LISTS) {
    const names = source[field];
    if (!Array.isArray(names)) continue;
    names.forEach((written, i) => {
      if (typeof written === 'string')
        entries.push({ path: [...path, field, i], written, pattern: written, category, options: NO_OPTIONS });
    });
  }
  return entries;
}

/** As the source calls what the file writes. */
export function canonicalName(type: Value | undefined, written: string): string {
  return type === 'postgres' ? postgres.canonicalName(written) : written;
}

/** The name in DuckDB of a table that is named exactly, as far as the configuration alone tells. */
export function targetName(type: Value | undefined, { pattern, options }: TableEntry): string {
  if (typeof options.as === 'string') return options.as;
  return type === 'postgres' ? postgres.targetOf(pattern) : pattern;
}
