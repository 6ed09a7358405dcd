import type { Column, SemanticType } from '../../src/model/table.ts';
import { fromMicros, toMicros } from '../../src/model/watermark.ts';

/** Values as they are staged: what JSON and CSV can carry. */
export type Value = string | number | boolean | null | readonly unknown[];

export interface MemoryRow {
  readonly id: number;
  readonly name: string | null;
  /** UTC with microseconds; null for a row that was never stamped. */
  readonly modified: string | null;
  /** True for a row that is deleted and still shown, as such (Salesforce's recycle bin). */
  readonly deleted?: boolean;
  readonly [column: string]: Value | undefined;
}

/** A column whose values are staged as text and cast strictly, so that the reader bends none of them. */
export function column(name: string, duckdbType: string, more: Partial<Column> = {}): Column {
  const semantic: SemanticType = duckdbType === 'VARCHAR' ? 'string' : 'number';
  const expression = duckdbType === 'VARCHAR' ? '$' : `CAST($ AS ${duckdbType})`;
  return {
    name,
    label: name,
    nativeType: duckdbType.toLowerCase(),
    semanticType: semantic,
    allowedTypes: duckdbType === 'VARCHAR' ? ['string', 'user', 'picklist'] : [semantic],
    duckdbType,
    load: { wire: name, read: 'VARCHAR', expression },
    ...more,
  };
}

export const CLOCK_START = '2026-01-01T00:00:00.000000Z';

/** A table that lives in this process, with a clock of its own. Rows may be changed while a source reads it. */
export class MemoryTable {
  readonly rows = new Map<number, MemoryRow>();
  /** When which row was deleted, for a source that can tell (`change_tracking`). */
  readonly tombstones = new Map<number, string>();
  /** When which row was last written, whatever its stamp says. */
  readonly written = new Map<number, string>();
  clock = CLOCK_START;
  columns: Column[] = [
    column('id', 'BIGINT'),
    column('name', 'VARCHAR'),
    column('modified', 'TIMESTAMPTZ', { semanticType: 'date' }),
  ];

  tick(seconds = 1): string {
    this.clock = fromMicros(toMicros(this.clock) + BigInt(Math.round(seconds * 1e6)));
    return this.clock;
  }

  put(id: number, name: string | null, modified: string | null = this.tick(), more: Readonly<Record<string, Value>> = {}): void {
    this.rows.set(id, { ...this.rows.get(id), id, name, modified, deleted: false, ...more });
    this.tombstones.delete(id);
    this.written.set(id, this.clock);
  }

  remove(id: number): void {
    this.tombstones.set(id, this.tick());
    this.rows.delete(id);
  }

  /** Deletes it so that it can still be read, flagged, as of now. */
  bin(id: number): void {
    const row = this.rows.get(id);
    if (row !== undefined) this.rows.set(id, { ...row, deleted: true, modified: this.tick() });
  }
}
