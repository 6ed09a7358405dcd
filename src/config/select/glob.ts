import picomatch from 'picomatch';
import { ConfigError, type ErrorReport } from '../../model/errors.ts';
import type { PartNumber } from '../../model/plan.ts';
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
  if (!isGlob(glob)) return (name) => name === glob;
  const parted = (text: string) => withoutSlash(text).replaceAll(/"(?:[^"]|"")*"|\./g, (m) => (m === '.' ? '/' : m));
  const matches = compiled(parted(glob));
  return (name) => name === glob || matches(parted(name));
}

/** As tableMatcher, but `*` passes over dots: for the names of sources, and for `db.*` in the input `tables`. */
function anyMatcher(glob: string): (name: string) => boolean {
  if (!isGlob(glob)) return (name) => name === glob;
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
  /** The part of a table that this run is about, where it is not the whole. */
  part(source: string, table: string): PartNumber | null;
  /** Whether any glob is about this source. */
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
  const wrong = globs.filter((glob) => !/^[^.]+\..+$/.test(glob));
  const problems = wrong.map((glob) => ({
    code: 'INPUT_INVALID' as const,
    message: `${name}: \`${glob}\` is not in the form source.table.`,
    hint: `Write the source's name, a dot and the table's name. Both can contain *, as in "*.${glob.replace(/\./g, '') || 'deals'}".`,
  }));
  return {
    globs,
    problems: [...problems, ...globs.filter((glob) => !wrong.includes(glob)).flatMap((glob) => partProblems(glob, name))],
  };
}

const PART = /^(.+)@(\d{1,4})\/(\d{1,4})$/;
const MOST_PARTS = 256;

/** `db.deals@2/4` names the second of four ranges of the table's key. */
function partOf(glob: string): { readonly table: string; readonly part: PartNumber | null } {
  const [, table, index, of] = PART.exec(glob) ?? [];
  return table === undefined ? { table: glob, part: null } : { table, part: { index: Number(index), of: Number(of) } };
}

function partProblems(glob: string, name: string): ErrorReport[] {
  const { table, part } = partOf(glob);
  if (part === null) return [];
  const fits = part.of >= 2 && part.of <= MOST_PARTS && part.index >= 1 && part.index <= part.of;
  if (fits && !isGlob(table)) return [];
  const message = fits
    ? `${name}: \`${glob}\` is a part of many tables; only one table can be divided at a time.`
    : `${name}: \`${glob}\` names no part of a table.`;
  return [
    {
      code: 'INPUT_INVALID',
      message,
      hint: `Write ${isGlob(table) ? 'db.deals' : table}@2/4 for the second of four parts; at most ${MOST_PARTS}.`,
    },
  ];
}

/** No globs: all tables. `db.*`: all tables of db, in any schema. Throws ConfigError (INPUT_INVALID) if a source does not exist. */
export function tableFilterOf(globs: readonly string[], sources: readonly string[]): TableFilter {
  const problems = globs.map((glob) => unknownSource(glob, sources)).filter((fault) => fault !== null);
  if (problems.length > 0) throw new ConfigError(problems, 'INPUT_INVALID');
  const matchers = globs.map((glob) => {
    const { table: name, part } = partOf(glob);
    const dot = name.indexOf('.');
    const source = anyMatcher(name.slice(0, dot));
    const table = anyMatcher(name.slice(dot + 1));
    return { glob, part, source, matches: (s: string, t: string) => source(s) && table(t) };
  });
  return {
    matches: (source, table) => matchers.length === 0 || matchers.some((m) => m.matches(source, table)),
    reaches: (source) => matchers.length === 0 || matchers.some((m) => m.source(source)),
    unmatched: (tables) => matchers.filter((m) => !tables.some((t) => m.matches(t.source, t.table))).map((m) => m.glob),
    part: (source, table) => {
      const parts = matchers.filter((m) => m.matches(source, table));
      if (parts.length > 1 && parts.some((m) => m.part !== null)) throw overlapping(source, table);
      return parts[0]?.part ?? null;
    },
  };
}

function overlapping(source: string, table: string): ConfigError {
  const message = `tables: ${source}.${table} is named more than once, and one of the times by a part (@2/4).`;
  const hint = 'A run reads the whole of a table or one part of it. Name it once.';
  return new ConfigError([{ code: 'INPUT_INVALID', message, hint }], 'INPUT_INVALID');
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
