import { ConfigError } from '../../model/errors.ts';
import { nearest } from '../explain/nearest.ts';
import { anyMatcher } from './glob.ts';

/** The input `tables`: which of the configured tables this run is about. */
export interface TableFilter {
  /** `table` as the source spells it. */
  matches(source: string, table: string): boolean;
  /** Whether any part is about this source. */
  reaches(source: string): boolean;
  /** The parts that none of these tables fits, as written: likely misspelt. */
  unmatched(tables: readonly { readonly source: string; readonly table: string }[]): readonly string[];
}

/**
 * Reads comma-separated `source.table` globs; null or nothing but blanks means all tables. `db.*` means all tables of db, of
 * whatever schema. Throws ConfigError (INPUT_INVALID) for a part without a dot and for a source that is not there.
 */
export function parseTableFilter(text: string | null, sources: readonly string[]): TableFilter {
  const parts = splitParts(text ?? '');
  const problems = parts.map((part) => faultOf(part, sources)).filter((fault) => fault !== null);
  if (problems.length > 0) throw new ConfigError(problems, 'INPUT_INVALID');
  const matchers = parts.map((part) => {
    const dot = part.indexOf('.');
    const source = anyMatcher(part.slice(0, dot));
    const table = anyMatcher(part.slice(dot + 1));
    return { part, source, matches: (s: string, t: string) => source(s) && table(t) };
  });
  return {
    matches: (source, table) => matchers.length === 0 || matchers.some((m) => m.matches(source, table)),
    reaches: (source) => matchers.length === 0 || matchers.some((m) => m.source(source)),
    unmatched: (tables) => matchers.filter((m) => !tables.some((t) => m.matches(t.source, t.table))).map((m) => m.part),
  };
}

/** Commas within braces belong to the glob: `crm.{Account,Case}`. */
function splitParts(text: string): string[] {
  const parts = text.match(/(?:\{[^}]*\}|[^,])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function faultOf(part: string, sources: readonly string[]) {
  const hint = `Write source.table, such as ${sources[0] ?? 'crm'}.*, with commas between several. Sources: ${sources.join(', ')}.`;
  const dot = part.indexOf('.');
  if (dot <= 0 || dot === part.length - 1) {
    return { code: 'INPUT_INVALID' as const, message: `tables: \`${part}\` is not of the form source.table.`, hint };
  }
  const source = part.slice(0, dot);
  if (sources.some(anyMatcher(source))) return null;
  const near = nearest(source, sources);
  const guess = near === undefined ? '' : ` Did you mean \`${near}\`?`;
  return {
    code: 'INPUT_INVALID' as const,
    message: `tables: there is no source \`${source}\` in the configuration.${guess}`,
    hint,
  };
}
