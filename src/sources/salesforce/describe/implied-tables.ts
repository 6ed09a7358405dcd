import type { ChosenTable } from '../../../model/plan.ts';
import type { TableRef } from '../../../model/table.ts';
import { type Dependence, impliedTable, type ParentTable } from './dependence.ts';
import { wantsFeedBodies } from './documents.ts';
import type { ObjectInfo } from './object-info.ts';
import { cursorOf } from './schema.ts';

/** Rates stand in a table of their own, which only organisations with several currencies have. */
const CURRENCY_TABLES = ['CurrencyType', 'DatedConversionRate'];

const FEED: Omit<Dependence, 'parents'> = { path: 'ParentId' };
const LINKS: Omit<Dependence, 'parents'> = { path: 'LinkedEntityId' };
const DOCUMENTS: Omit<Dependence, 'parents'> = { path: 'LinkedEntityId', over: 'ContentDocumentLink' };

/** The tables that follow from others' options (feeds, files) and from the organisation (currencies), but those that are chosen anyway. */
export async function impliedTables(
  chosen: readonly ChosenTable[],
  queryable: readonly TableRef[],
  describe: (name: string) => Promise<ObjectInfo>,
  notice: (message: string) => void,
): Promise<ChosenTable[]> {
  const names = new Set(chosen.map((t) => t.ref.name));
  const refs = new Map(queryable.map((r) => [r.name, r]));
  const implied: ChosenTable[] = [];
  const add = (name: string, parents: readonly ParentTable[], dependence?: Omit<Dependence, 'parents'>): void => {
    const ref = refs.get(name);
    if (names.has(name)) return;
    if (ref !== undefined) implied.push(impliedTable(ref, parents, dependence));
    else if (dependence !== undefined) notice(`${name} can't be synced: Highwater's user can't see it.`);
  };
  const feeding = chosen.filter((t) => t.options.extra.feeds === true);
  for (const other of feeding.filter((t) => t.ref.name !== 'Case')) notice(`${other.ref.name}: \`feeds\` is for Case only.`);
  const cases = feeding.filter((t) => t.ref.name === 'Case');
  const spoken = chosen.filter((t) => wantsFeedBodies(t.ref.name, t.options.extra));
  if (cases.length + spoken.length > 0) add('CaseFeed', await withCursors(cases.length > 0 ? cases : spoken, describe), FEED);
  if (cases.length > 0) add('FeedComment', await withCursors(cases, describe), FEED);
  const filed = await withCursors(
    chosen.filter((t) => t.options.extra.files === true),
    describe,
  );
  if (filed.length > 0) {
    add('ContentDocumentLink', filed, LINKS);
    add('ContentDocument', filed, DOCUMENTS);
  }
  if (!(await hasCurrencies(chosen, describe))) return implied;
  for (const name of CURRENCY_TABLES)
    add(
      name,
      chosen.slice(0, 1).map((table) => ({ table, cursor: null })),
    );
  return implied;
}

async function hasCurrencies(chosen: readonly ChosenTable[], describe: (name: string) => Promise<ObjectInfo>): Promise<boolean> {
  const objects = await Promise.all(chosen.map(async (t) => describe(t.ref.name).catch(() => null)));
  // Where one can't be described, whether there are rates shows by their being listed.
  return objects.some((o) => o === null || o.fields.some((f) => f.name === 'CurrencyIsoCode'));
}

/** A parent that can't be described fails by itself, and with it the tables that follow from it (describe-table.ts); here it only has no cursor. */
async function withCursors(
  tables: readonly ChosenTable[],
  describe: (name: string) => Promise<ObjectInfo>,
): Promise<ParentTable[]> {
  return Promise.all(
    tables.map(async (table) => {
      const object = await describe(table.ref.name).catch(() => null);
      const cursor = object === null ? null : tryCursor(object, table);
      return { table, cursor };
    }),
  );
}

function tryCursor(object: ObjectInfo, table: ChosenTable): string | null {
  try {
    return cursorOf(object, table.options)?.column ?? null;
  } catch {
    return null;
  }
}
