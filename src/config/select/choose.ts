import type { ErrorReport } from '../../model/errors.ts';
import type { ChosenTable, TableOptions } from '../../model/plan.ts';
import type { TableNaming } from '../../model/source-definition.ts';
import type { TableRef } from '../../model/table.ts';
import type { TablePattern } from '../config.ts';
import { nearest } from '../explain/nearest.ts';
import { isGlob, tableMatcher } from './glob.ts';

/** A source's name and its table patterns: the part of SourceConfig that choosing needs. */
export interface Patterns {
  readonly name: string;
  readonly tables: readonly TablePattern[];
  readonly definition?: { readonly naming: Pick<TableNaming, 'ignoresCase'> };
  readonly exclude?: readonly string[];
}

export interface ChosenByPatterns {
  /** In the order of the patterns, and within one pattern in the order of the source's list. */
  readonly chosen: readonly ChosenTable[];
  /** Tables that are named exactly and are not there. */
  readonly failed: readonly { readonly name: string; readonly error: ErrorReport }[];
  /** Globs that found nothing. */
  readonly notices: readonly string[];
}

/**
 * Picks the configured tables out of all that a source has. Pure. An exact name wins over a glob, the first glob over a
 * later one, and `tables` (which has options) over the lists `standard_objects` and `custom_objects`.
 */
export function chooseTables(source: Patterns, all: readonly TableRef[]): ChosenByPatterns {
  const choosers = source.tables.map((pattern) => chooserOf(source, pattern, all));
  const ranked = [...choosers].sort((a, b) => a.rank - b.rank);
  const found = new Map<Chooser, TableRef[]>(choosers.map((c) => [c, []]));
  for (const ref of all) {
    const winner = ranked.find((c) => c.matches(ref));
    if (winner !== undefined) found.get(winner)?.push(ref);
  }
  const chosen = choosers.flatMap((c) => (found.get(c) ?? []).map((ref) => ({ ref, options: c.pattern.options })));
  const idle = choosers.filter((c) => !all.some((ref) => c.matches(ref)));
  return {
    chosen,
    failed: idle
      .filter((c) => !isGlob(c.pattern.pattern))
      .map(({ pattern }) => ({ name: pattern.pattern, error: notFound(source.name, pattern, all) })),
    notices: [
      ...idle
        .filter((c) => isGlob(c.pattern.pattern))
        .map(({ pattern }) => `line ${pattern.location.line}: ${source.name} has no table that matches \`${pattern.pattern}\``),
      ...excludedBy(source)
        .idle(all)
        .map((pattern) => `exclude: ${source.name} has no table that matches \`${pattern}\``),
    ],
  };
}

/** Whether the configuration could mean a table of this name; for tables that the source no longer shows. */
export function couldChoose(source: Patterns, name: string): boolean {
  const { taken } = excludedBy(source);
  return source.tables.some(({ pattern }) => {
    if (isGlob(pattern)) return tableMatcher(pattern)(name) && !taken(name);
    return tableMatcher(pattern)(name) || (anyCase(source) && pattern.toLowerCase() === name.toLowerCase());
  });
}

/**
 * The options of a table that the source does not show at the moment. One that follows from another table (a Case's feed) goes by the first
 * entry's.
 */
export function optionsOf(source: Patterns, name: string): Pick<TableOptions, 'fullSyncEverySeconds' | 'freshness' | 'mask'> {
  const ref = { name, target: name, label: name, kind: 'table' };
  const ranked = source.tables.map((pattern) => chooserOf(source, pattern, [ref])).sort((a, b) => a.rank - b.rank);
  const pattern = ranked.find((c) => c.matches({ ...ref, ...categoryOf(c.pattern) }))?.pattern ?? source.tables[0];
  const { fullSyncEverySeconds = null, freshness = null, mask } = pattern?.options ?? {};
  return { fullSyncEverySeconds, freshness, ...(mask === undefined ? {} : { mask }) };
}

/** The source does not show it, so nothing speaks against any list. */
function categoryOf({ category }: TablePattern): Pick<TableRef, 'category'> {
  return category === undefined ? {} : { category };
}

interface Chooser {
  readonly pattern: TablePattern;
  /** The least wins. */
  readonly rank: number;
  matches(ref: TableRef): boolean;
}

const anyCase = ({ definition }: Patterns): boolean => definition?.naming.ignoresCase === true;

/** What `exclude` keeps from every glob. */
function excludedBy({ exclude = [] }: Patterns): { taken(name: string): boolean; idle(all: readonly TableRef[]): string[] } {
  const matchers = exclude.map((pattern) => ({ pattern, matches: tableMatcher(pattern) }));
  return {
    taken: (name) => matchers.some((m) => m.matches(name)),
    idle: (all) => matchers.filter((m) => !all.some((ref) => m.matches(ref.name))).map((m) => m.pattern),
  };
}

function chooserOf(source: Patterns, pattern: TablePattern, all: readonly TableRef[]): Chooser {
  const { pattern: text, category } = pattern;
  const glob = isGlob(text);
  const taken = glob ? excludedBy(source).taken : () => false;
  const meant = glob || all.some((ref) => ref.name === text) ? text : (inOtherCase(source, text, all) ?? text);
  const matches = tableMatcher(meant);
  return {
    pattern,
    rank: (category === undefined ? 0 : 2) + (glob ? 1 : 0),
    matches: (ref) =>
      (category === undefined || ref.category === category) &&
      !((glob && ref.exactOnly === true) || taken(ref.name)) &&
      matches(ref.name),
  };
}

/** The one table that is spelt so but for upper and lower case. */
function inOtherCase(source: Patterns, text: string, all: readonly TableRef[]): string | null {
  const found = anyCase(source) ? all.filter((ref) => ref.name.toLowerCase() === text.toLowerCase()) : [];
  return found.length === 1 ? (found[0]?.name ?? null) : null;
}

function notFound(source: string, { pattern, category, location }: TablePattern, all: readonly TableRef[]): ErrorReport {
  const elsewhere = all.find((ref) => ref.name === pattern);
  if (elsewhere !== undefined) {
    const message = `${source}.${pattern} belongs to the ${elsewhere.category ?? 'others'}, not to the ${category ?? 'tables'}.`;
    return { code: 'TABLE_NOT_FOUND', message, hint: 'Move it to the other list, or name it under `tables`.', location };
  }
  const near = nearest(
    pattern,
    all.map((ref) => ref.name),
  );
  const guess = near === undefined ? '' : `Did you mean \`${near}\`? `;
  return {
    code: 'TABLE_NOT_FOUND',
    message: `${source}.${pattern} does not exist, or this user can't see it.`,
    hint: `${guess}\`highwater discover\` lists all tables that this user can read.`,
    location,
  };
}
