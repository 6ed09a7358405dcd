import { nearest } from '../../../config/explain/nearest.ts';
import { isGlob, tableMatcher } from '../../../config/select/glob.ts';
import { HighwaterError } from '../../../model/errors.ts';
import type { TableRef } from '../../../model/table.ts';
import { canonicalName } from '../../../sources/postgres/options.ts';
import { count } from '../../../views/facts/format.ts';
import type { Asker, Choice } from '../ask.ts';
import { wrong } from '../wrong.ts';
import type { TableDraft } from './draft.ts';
import type { InitFlags } from './flags.ts';
import type { SourceType } from './flows.ts';
import type { OpenSource } from './look.ts';
import { USUAL } from './suggest.ts';

/** The entries under `tables`. `open`: null where nobody could look at the source; then names are taken as they are given. */
export async function chooseTables(
  type: SourceType,
  open: OpenSource | null,
  flags: InitFlags,
  asker: Asker,
): Promise<readonly TableDraft[]> {
  if (open === null) return (await typedNames(type, flags, asker)).map((pattern) => ({ pattern, options: {}, comment: '' }));
  const shown = open.tables.filter((t) => t.exactOnly !== true);
  if (shown.length === 0) {
    const hint = 'Give the user the right to read tables; `highwater check` names what is missing for a table.';
    throw new HighwaterError('TABLE_NOT_FOUND', 'There is no table that this user may read.', hint);
  }
  for (;;) {
    const names = await namesFor(type, shown, flags, asker);
    const { globs, refs } = resolved(type, names, open.tables);
    const drafts: readonly TableDraft[] = [...(await open.describe(refs)), ...globs.map(asGlob)];
    if (!drafts.every((draft) => draft.off)) return drafts;
    const reasons = drafts.map((draft) => `${draft.pattern}: ${draft.comment}`).join('\n');
    if (!asker.canAsk || flags.tables !== undefined)
      throw new HighwaterError('TABLE_NOT_READABLE', reasons, 'Choose other tables, or give this user the right to read these.');
    asker.warn(`None of these can be read.\n${reasons}`);
  }
}

function asGlob(pattern: string): TableDraft {
  return { pattern, options: {}, comment: 'also those that will be made later' };
}

async function typedNames(type: SourceType, flags: InitFlags, asker: Asker): Promise<string[]> {
  const example = type === 'postgres' ? 'deals, accounts' : USUAL[type].slice(0, 3).join(', ');
  const objection = (answer: string): string | null => (listed(answer).length === 0 ? 'At least one.' : null);
  const message = 'Tables, with commas between them (globs such as * are taken too)';
  return listed(flags.tables ?? (await asker.text({ message, instead: `--tables "${example}"`, example, objection })));
}

async function namesFor(
  type: SourceType,
  tables: readonly TableRef[],
  flags: InitFlags,
  asker: Asker,
): Promise<readonly string[]> {
  if (flags.tables !== undefined) return listed(flags.tables);
  const usual = USUAL[type].filter((name) => tables.some((t) => t.name === name));
  if (flags.yes) return usual.length > 0 ? usual : ['*'];
  return asker.pick({
    message: `Which of the ${count(tables.length)} tables?`,
    instead: '--tables, or --yes for the usual ones',
    choices: [...wholes(type, tables), ...sorted(tables, usual).map(choiceOf)],
    picked: usual,
  });
}

/** Entries that stand for many tables. */
function wholes(type: SourceType, tables: readonly TableRef[]): Choice[] {
  if (type === 'postgres') return [{ value: '*', label: 'all tables of the schema public' }];
  const custom = tables.some((t) => t.name.endsWith('__c'));
  return custom ? [{ value: '*__c', label: 'all custom objects (*__c)', hint: 'also those that will be made later' }] : [];
}

function sorted(tables: readonly TableRef[], usual: readonly string[]): TableRef[] {
  const rank = ({ name }: TableRef): number => (usual.includes(name) ? usual.indexOf(name) : usual.length);
  return [...tables].sort((a, b) => rank(a) - rank(b));
}

function choiceOf({ name, label, kind }: TableRef): Choice {
  return { value: name, label: label === name ? name : `${name}  ${label}`, hint: kind };
}

function listed(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}

/**
 * Which tables the names mean. A glob stays one, for tables that will be made later; but for PostgreSQL, where each table has its own cursor,
 * it becomes the tables that it finds now.
 */
function resolved(
  type: SourceType,
  names: readonly string[],
  tables: readonly TableRef[],
): { globs: string[]; refs: TableRef[] } {
  const refs = new Set<TableRef>();
  const globs: string[] = [];
  for (const written of names) {
    const name = type === 'postgres' ? canonicalName(written) : written;
    const found = tables.filter((t) => t.name === name || (isGlob(name) && t.exactOnly !== true && tableMatcher(name)(t.name)));
    if (found.length === 0) throw notFound(name, tables);
    if (isGlob(name) && type !== 'postgres') globs.push(name);
    else for (const ref of found) refs.add(ref);
  }
  return { globs, refs: [...refs] };
}

function notFound(name: string, tables: readonly TableRef[]): Error {
  const all = tables.filter((t) => t.exactOnly !== true).map((t) => t.name);
  const near = nearest(name, all);
  return wrong(
    `--tables ${name}: there is no such table, or this user may not see it.`,
    `${near === undefined ? '' : `Did you mean ${near}? `}There are: ${all.slice(0, 20).join(', ')}${all.length > 20 ? '…' : ''}.`,
  );
}
