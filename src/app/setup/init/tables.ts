import { nearest } from '../../../config/explain/nearest.ts';
import { isGlob, tableMatcher } from '../../../config/select/glob.ts';
import { HighwaterError } from '../../../model/errors.ts';
import type { SourceDefinition } from '../../../model/source-definition.ts';
import type { TableDraft } from '../../../model/source-setup.ts';
import type { TableRef } from '../../../model/table.ts';
import { count } from '../../../views/facts/format.ts';
import { type Asker, type Choice, wrong } from '../ask.ts';
import type { InitFlags } from './flags.ts';
import type { InitSource } from './look.ts';

/** The entries under `tables`. `open`: null where nobody could look at the source; then names are taken as they are given. */
export async function chooseTables(
  definition: SourceDefinition,
  open: InitSource | null,
  flags: InitFlags,
  asker: Asker,
): Promise<readonly TableDraft[]> {
  if (open === null)
    return (await typedNames(definition, flags, asker)).map((pattern) => ({ pattern, options: {}, comment: '' }));
  const shown = open.tables.filter((t) => t.exactOnly !== true);
  if (shown.length === 0) {
    const hint = 'Allow the user to read tables. `highwater check` says what is missing for each table.';
    throw new HighwaterError('TABLE_NOT_FOUND', 'This user can read no table.', hint);
  }
  for (;;) {
    const names = await namesFor(definition, shown, flags, asker);
    const { globs, refs } = resolved(definition, names, open.tables);
    const drafts: readonly TableDraft[] = [...(await open.describe(refs)), ...globs.map(asGlob)];
    if (!drafts.every((draft) => draft.off)) return drafts;
    const reasons = drafts.map((draft) => `${draft.pattern}: ${draft.comment}`).join('\n');
    if (!asker.canAsk || flags.tables !== undefined)
      throw new HighwaterError('TABLE_NOT_READABLE', reasons, 'Choose other tables, or allow this user to read these.');
    asker.warn(`None of these can be read.\n${reasons}`);
  }
}

function asGlob(pattern: string): TableDraft {
  return { pattern, options: {}, comment: 'tables created later, too' };
}

async function typedNames(definition: SourceDefinition, flags: InitFlags, asker: Asker): Promise<string[]> {
  const { example } = definition.setup.tables;
  const objection = (answer: string): string | null => (listed(answer).length === 0 ? 'Name at least one.' : null);
  const message = 'Tables, separated by commas (globs such as * work too)';
  return listed(flags.tables ?? (await asker.text({ message, instead: `--tables "${example}"`, example, objection })));
}

async function namesFor(
  definition: SourceDefinition,
  tables: readonly TableRef[],
  flags: InitFlags,
  asker: Asker,
): Promise<readonly string[]> {
  if (flags.tables !== undefined) return listed(flags.tables);
  const { setup } = definition;
  const usual = setup.tables.usual.filter((name) => tables.some((t) => t.name === name));
  if (flags.yes) return usual.length > 0 ? usual : ['*'];
  return asker.pick({
    message: `Which of the ${count(tables.length)} tables?`,
    instead: '--tables, or --yes for the suggested ones',
    choices: [...setup.tables.patterns(tables), ...sorted(tables, usual).map(choiceOf)],
    picked: usual,
  });
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
 * Which tables the names mean. A glob stays one, for tables that will be made later, or becomes the tables that it finds now: as the source's
 * setup says.
 */
function resolved(
  definition: SourceDefinition,
  names: readonly string[],
  tables: readonly TableRef[],
): { globs: string[]; refs: TableRef[] } {
  const refs = new Set<TableRef>();
  const globs: string[] = [];
  for (const written of names) {
    const name = definition.naming.canonical(written);
    const found = tables.filter((t) => t.name === name || (isGlob(name) && t.exactOnly !== true && tableMatcher(name)(t.name)));
    if (found.length === 0) throw notFound(name, tables);
    if (isGlob(name) && definition.setup.tables.keepsGlobs) globs.push(name);
    else for (const ref of found) refs.add(ref);
  }
  return { globs, refs: [...refs] };
}

function notFound(name: string, tables: readonly TableRef[]): Error {
  const all = tables.filter((t) => t.exactOnly !== true).map((t) => t.name);
  const near = nearest(name, all);
  return wrong(
    `--tables ${name}: this table does not exist, or this user can't see it.`,
    `${near === undefined ? '' : `Did you mean ${near}? `}Tables: ${all.slice(0, 20).join(', ')}${all.length > 20 ? '…' : ''}.`,
  );
}
