import type { RowBatch, RowOutcome, RowToSend, TargetField, TargetObject, WriteOptions } from '../../../src/model/destination.ts';
import type { Connected, StoredRow, TargetSubject } from './harness.ts';

export const DEFAULT_RULES: WriteOptions = { assignmentRules: false, duplicateRules: 'respect' };

/** A destination at work on the subject's object, in the words of the clauses. */
export interface AtWork extends Connected {
  readonly object: TargetObject;
  readonly key: TargetField;
  field(column: string): TargetField;
  /** A row of an upsert; columns as the query writes them. */
  row(key: string, values: Readonly<Record<string, string | null>>): RowToSend;
  upsert(rows: readonly RowToSend[]): Promise<readonly RowOutcome[]>;
  batch(operation: RowBatch['operation'], rows: readonly RowToSend[]): RowBatch;
}

export async function atWork(subject: TargetSubject): Promise<AtWork> {
  const connected = await subject.connect();
  const { destination } = connected;
  const { text, exact, flag, parent } = subject.columns;
  const object = await destination.describe(subject.object, [subject.key, text, exact, flag, parent]);
  if (object === null) throw new Error('the object is there, and describe says it is not');
  const field = (column: string): TargetField => {
    const found = object.fields.get(column);
    if (found === undefined) throw new Error(`describe does not give ${column}`);
    return found;
  };
  const key = field(subject.key);
  const batch = (operation: RowBatch['operation'], rows: readonly RowToSend[]): RowBatch => ({
    object,
    operation,
    key: operation === 'upsert' ? key : null,
    rows,
    options: DEFAULT_RULES,
  });
  return {
    ...connected,
    object,
    key,
    field,
    batch,
    row: (value, values) => ({
      id: null,
      key: value,
      values: Object.fromEntries(Object.entries(values).map(([column, v]) => [field(column).name, v])),
    }),
    upsert: async (rows) => destination.send(batch('upsert', rows)),
  };
}

export function withKey(subject: TargetSubject, key: string): StoredRow[] {
  return subject.stored().filter((r) => r.values[subject.key] === key);
}

/** Fails where a key has more than one record. */
export function refuseDoubles(subject: TargetSubject): void {
  const keys = subject.stored().map((r) => String(r.values[subject.key]).toLowerCase());
  const doubled = keys.filter((k, i) => keys.indexOf(k) !== i);
  if (doubled.length > 0) throw new Error(`${doubled.length} keys have more than one record`);
}
