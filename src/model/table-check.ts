/** What `checks` can ask of a table; names and meanings as in dbt. */
export const CHECK_KINDS = [
  'not_null',
  'unique',
  'accepted_values',
  'relationships',
  'row_count',
  'freshness',
  'expression',
] as const;

export type CheckKind = (typeof CHECK_KINDS)[number];

/** One check of one column, or of the table. */
export interface TableCheck {
  readonly check: CheckKind;
  /** In DuckDB; null where it is about the table. */
  readonly column: string | null;
  readonly severity: 'warn' | 'fail';
  /**
   * What is expected, as the file writes it: `source.table.column`, a duration, limits, a condition, or accepted values as a JSON list. With
   * `check` and `column` it tells one check from another.
   */
  readonly detail: string;
  readonly accepted?: readonly string[];
  /** As the file writes it: the source, the table, the column. */
  readonly parent?: { readonly source: string; readonly table: string; readonly column: string };
  readonly min?: number;
  readonly max?: number;
  /** The most that the number of rows may change from one run to the next, as a share. */
  readonly change?: number;
  readonly withinSeconds?: number;
  readonly expression?: string;
}

/** `error`: it could not be evaluated. */
export interface CheckOutcome extends Pick<TableCheck, 'check' | 'column' | 'severity' | 'detail'> {
  readonly status: 'pass' | 'warn' | 'fail' | 'error';
  /** Rows that fail (for `unique` the values that occur more than once); for `row_count` and `freshness` 1. */
  readonly failures: number;
  /** The first of the runs in a row in which it did not pass, ISO 8601; null where it passes. */
  readonly since: string | null;
}

/** `not_null(StageName)`, `row_count`, `expression(Amount >= 0)`. */
export function checkName({ check, column, detail }: Pick<TableCheck, 'check' | 'column' | 'detail'>): string {
  return `${check}${column !== null ? `(${column})` : check === 'expression' ? `(${detail})` : ''}`;
}

/** `db.audit.events.id` is the column id of the table audit.events of db. */
export function columnReference(text: string): { source: string; table: string; column: string } {
  const [source = '', ...rest] = text.split('.');
  return { source, table: rest.slice(0, -1).join('.'), column: rest.at(-1) ?? '' };
}

/** How old a table's data may become; null: no limit. */
export interface Freshness {
  readonly warnAfterSeconds: number | null;
  readonly errorAfterSeconds: number | null;
}
