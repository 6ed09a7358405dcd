import type { TablePlan } from '../../model/plan.ts';
import type { Staging } from '../../staging/staging.ts';
import type { Detail, Left } from './pieces.ts';
import type { WindowContext } from './read.ts';
import { type Page, recordsOf } from './records.ts';
import { firstPage, pagesFrom, type Read, type Reader, type RestQuery, writeGone } from './rest.ts';
import { type Reading, type Stream, selectRows, type Window } from './soql.ts';

type KeyRecord = Readonly<Record<string, string>>;

/** The fields that make up a row's key, as queries write them. */
export function keyFields(plan: TablePlan): string[] {
  return plan.schema.columns.flatMap((c) => (plan.schema.key.includes(c.name) && c.load !== null ? [c.load.wire] : []));
}

/**
 * Asks for the keys of rows that may have left: `deleted` ones (a full sync's tail reads rows without the recycle bin), or all that were
 * changed (`unmatched`: those of them that the filtered query does not give no longer meet the condition).
 */
export function leftQuery(reading: Reading, plan: TablePlan, stream: Stream, window: Window, left: Left): RestQuery | null {
  if (left === 'none') return null;
  const all: Stream = left === 'unmatched' ? { id: stream.id, condition: null } : stream;
  const deleted = left === 'deleted' ? [`${reading.prefix}IsDeleted = true`] : [];
  return {
    operation: reading.showsDeleted ? 'queryAll' : 'query',
    soql: selectRows(reading, all, window, keyFields(plan), deleted),
  };
}

/** Keys that may have left, until the rows were seen. */
export class LeftKeys {
  readonly kind: Left;
  readonly #keys = new Map<string, KeyRecord>();
  readonly #fields: readonly string[];
  #seen = 0;

  constructor(kind: Left, fields: readonly string[]) {
    this.kind = kind;
    this.#fields = fields;
  }

  add(page: Page): void {
    for (const record of recordsOf(page, this.#fields)) this.#keys.set(this.#id(record), record);
  }

  /** Rows of these keys are still there. */
  see(page: Page): void {
    this.#seen += page.rows;
    for (const record of recordsOf(page, this.#fields)) this.#keys.delete(this.#id(record));
  }

  /** Null where rows came by without being seen here, so that nothing can be said. */
  after(rows: number): KeyRecord[] | null {
    return this.kind === 'unmatched' && this.#seen < rows ? null : [...this.#keys.values()];
  }

  #id(record: KeyRecord): string {
    return this.#fields.map((f) => record[f]).join('\u0000');
  }
}

/** Asked before the rows: a row that leaves in between has a cursor that the next run reads. */
export async function readLeft(
  context: WindowContext,
  reader: Reader,
  detail: Detail,
  plan: TablePlan,
  answered: Page | null,
): Promise<LeftKeys | null> {
  const query = leftQuery(context.reading, plan, detail.stream, detail.window, detail.left);
  if (query === null) return null;
  const first = answered ?? (await firstPage(reader, query));
  if (detail.left === 'unmatched' && first.total > context.tuning.restRows) {
    context.note(tooManyChanges(context.table));
    return null;
  }
  const keys = new LeftKeys(detail.left, keyFields(plan));
  for await (const page of pagesFrom(reader, first)) keys.add(page);
  return keys;
}

export async function writeLeft(left: LeftKeys | null, rows: number, staging: Staging, context: WindowContext): Promise<Read> {
  const gone = left?.after(rows) ?? null;
  if (left !== null && gone === null) context.note(tooManyChanges(context.table));
  return writeGone(staging, gone ?? []);
}

/** For people: why rows that left the condition stay for now. */
export function tooManyChanges(table: string): string {
  return `${table}: many rows have changed; those of them that no longer meet the condition leave with the next full sync`;
}
