import type { ChosenTable, TableOptions } from '../../../model/plan.ts';
import type { TableRef } from '../../../model/table.ts';
import { type ParentQuery, type Stream, semiJoin } from '../plan/soql.ts';

/** A table whose rows belong to those of another: the feed of cases, the files of accounts. */
interface Parent {
  readonly object: string;
  readonly where: string | null;
  /** The parent's cursor: a parent that was changed brings its rows along. */
  readonly cursor: string | null;
  /** The cursor that the configuration chose for it. */
  readonly chosen?: string;
}

/** What an implied table's options say beside the common ones; see interface.md section 6. */
export interface Dependence {
  readonly parents: readonly Parent[];
  /** The field that names the parent. */
  readonly path: 'ParentId' | 'LinkedEntityId';
  /** The object that is asked, where the table's rows are reached over it. */
  readonly over?: 'ContentDocumentLink';
}

const KEY = 'dependence';

export function dependenceOf(options: TableOptions): Dependence | null {
  return (options.extra[KEY] as Dependence | undefined) ?? null;
}

/** Children are found by a semi-join, which is short whatever the number of parents: 800 Ids would be 21,597 encoded bytes. */
export function childStreams({ parents, path }: Dependence): Stream[] {
  return parents.map(({ object, where }) =>
    childrenOf(object, { object, path, conditions: where === null ? [] : [`(${where})`] }),
  );
}

function childrenOf(id: string, parent: ParentQuery): Stream {
  return { id, condition: semiJoin(parent), parent };
}

/** Rows that came into reach because a parent or a link changed, not they themselves. */
export function enteredStreams({ parents, path, over }: Dependence, low: string): Stream[] {
  return parents.flatMap(({ object, where, cursor }): Stream[] => {
    const own = where === null ? [] : [`(${where})`];
    const changed = { object, path, conditions: [...own, `${cursor} >= ${low}`] };
    const linked = { object, path, conditions: own, more: `SystemModstamp >= ${low}` };
    return [
      ...(where === null || cursor === null ? [] : [childrenOf(`${object}, parents`, changed)]),
      ...(over === undefined ? [] : [childrenOf(`${object}, links`, linked)]),
    ].map((stream) => ({ ...stream, outsideWindow: true }));
  });
}

export interface ParentTable {
  readonly table: ChosenTable;
  readonly cursor: string | null;
}

/** Options of a table that follows from others': theirs, where they have a meaning for it. */
export function impliedTable(
  ref: TableRef,
  parents: readonly ParentTable[],
  dependence?: Omit<Dependence, 'parents'>,
): ChosenTable {
  const options = parents[0]?.table.options;
  const children: Dependence | null =
    dependence === undefined
      ? null
      : {
          ...dependence,
          parents: parents.map(({ table: { ref: parent, options: own }, cursor }) => ({
            object: parent.name,
            where: own.where ?? null,
            cursor,
            ...(own.cursor === undefined ? {} : { chosen: own.cursor }),
          })),
        };
  const shown = children === null ? [] : childStreams(children).map((s) => s.condition);
  return {
    ref,
    options: {
      types: {},
      sync: 'incremental',
      deletes: options?.deletes ?? 'remove',
      deletesBy: 'full',
      lookbackSeconds: Math.max(0, ...parents.map((p) => p.table.options.lookbackSeconds)),
      fullSyncEverySeconds: soonest(parents.map((p) => p.table.options.fullSyncEverySeconds)),
      calculatedEverySeconds: options?.calculatedEverySeconds ?? null,
      maxDeleteFraction: options?.maxDeleteFraction ?? 0.5,
      path: options?.path ?? [],
      extra: children === null ? {} : { [KEY]: children },
      // Shown to people, and part of what starts the table afresh when a parent's filter changes.
      ...(shown.length === 0 ? {} : { where: shown.join(' OR ') }),
    },
  };
}

/** The shortest of the parents' intervals; null (never) only where all of them say so. */
function soonest(intervals: readonly (number | null)[]): number | null {
  const known = intervals.filter((seconds) => seconds !== null);
  return known.length === 0 ? null : Math.min(...known);
}
