import picomatch from 'picomatch';
import { ConfigError, type ErrorReport } from '../../model/errors.ts';
import { nearest } from '../explain/nearest.ts';

/** A glob has `*`, `?`, `[…]` or `{…}`; any other character means itself, so that odd table names can be written. */
export function isGlob(pattern: string): boolean {
  return /[*?]|\[.+\]|\{.+\}/.test(pattern);
}

/**
 * Tells whether a table's name fits a glob. A dot parts schema from table: `*` finds `deals` and not `audit.events`,
 * which `audit.*` and `*.*` find; within double quotes (`"v1.2"`) it is a part of the name. Upper and lower case differ.
 */
export function tableMatcher(glob: string): (name: string) => boolean {
  const parted = (text: string) => withoutSlash(text).replaceAll(/"(?:[^"]|"")*"|\./g, (m) => (m === '.' ? '/' : m));
  const matches = compiled(parted(glob));
  return (name) => name === glob || matches(parted(name));
}

/** As tableMatcher, but `*` passes over dots: for the names of sources, and for `db.*` in the input `tables`. */
function anyMatcher(glob: string): (name: string) => boolean {
  const matches = compiled(withoutSlash(glob));
  return (name) => name === glob || matches(withoutSlash(name));
}

/** Tells whether a column's name fits a glob: `*` finds any name. */
export function columnMatcher(glob: string): (name: string) => boolean {
  return anyMatcher(glob);
}

/** A slash parts nothing in a table's name, but would to picomatch. */
function withoutSlash(text: string): string {
  return text.replaceAll('/', '\u0001');
}

/** picomatch has more syntax than we promise; what is not promised is taken literally. */
function compiled(glob: string): (name: string) => boolean {
  const literal = glob.replaceAll(/[()|+@!^$\\]/g, '\\$&');
  return picomatch(literal, { dot: true, windows: false, noextglob: true, nonegate: true, strictSlashes: true });
}

/** The input `tables`: which of the configured tables this run is about. */
export interface TableFilter {
  /** `table` as the source spells it. */
  matches(source: string, table: string): boolean;
  /** Whether any part is about this source. */
  reaches(source: string): boolean;
  /** The globs that match none of these tables: likely misspelt. */
  unmatched(tables: readonly { readonly source: string; readonly table: string }[]): readonly string[];
}

/**
 * Splits the input `tables` (`--tables`): globs of the form source.table, with commas or line breaks between them. `name`: the input or
 * flag, for the message about a mistake.
 */
export function parseTableGlobs(text: string, name: string): { globs: string[]; problems: ErrorReport[] } {
  // Commas within braces belong to the glob: crm.{Account,Case}.
  const globs = (text.match(/(?:\{[^}\n]*\}|[^,\n])+/g) ?? []).map((glob) => glob.trim()).filter((glob) => glob !== '');
  const problems = globs
    .filter((glob) => !/^[^.]+\..+$/.test(glob))
    .map((glob) => ({
      code: 'INPUT_INVALID' as const,
      message: `${name}: \`${glob}\` is not in the form source.table.`,
      hint: `Write the source's name, a dot and the table's name. Both can contain *, as in "*.${glob.replace(/\./g, '') || 'deals'}".`,
    }));
  return { globs, problems };
}

/** No globs: all tables. `db.*`: all tables of db, in any schema. Throws ConfigError (INPUT_INVALID) if a source does not exist. */
export function tableFilterOf(globs: readonly string[], sources: readonly string[]): TableFilter {
  const problems = globs.map((glob) => unknownSource(glob, sources)).filter((fault) => fault !== null);
  if (problems.length > 0) throw new ConfigError(problems, 'INPUT_INVALID');
  const matchers = globs.map((part) => {
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

function unknownSource(glob: string, sources: readonly string[]): ErrorReport | null {
  const source = glob.slice(0, glob.indexOf('.'));
  if (sources.some(anyMatcher(source))) return null;
  const near = nearest(source, sources);
  const guess = near === undefined ? '' : ` Did you mean \`${near}\`?`;
  return {
    code: 'INPUT_INVALID',
    message: `tables: there is no source \`${source}\` in the configuration.${guess}`,
    hint: `Write source.table, such as ${sources[0] ?? 'crm'}.*, with commas between several. Sources: ${sources.join(', ')}.`,
  };
}
