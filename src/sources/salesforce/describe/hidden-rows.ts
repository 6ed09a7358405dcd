import type { Note, Visibility } from '../../../model/table.ts';

const ALL_ROWS = 2;
export const ALL: Visibility = { rank: ALL_ROWS, words: 'View All Records' };
export const SHARED: Visibility = { rank: 1, words: 'records shared with the user' };

export const seesAll = (visibility: Visibility | undefined): boolean => visibility === undefined || visibility.rank >= ALL_ROWS;

/** For `check`: how many rows are missing. Null: not said. */
export function hiddenRowsNote(visibility: Visibility | undefined, seen: number | null, counted: number | null): Note[] {
  if (seesAll(visibility) || seen === null || counted === null || seen >= counted) return [];
  const number = (n: number): string => n.toLocaleString('en-US');
  const message = `rows are hidden: without "View All Records" the user sees ${number(seen)} of the ${number(counted)} records that Salesforce counts (its count may be some hours old); grant it under Setup > Permission Sets > the set of that user > Object Settings > the object`;
  return [{ kind: 'access', message }];
}
