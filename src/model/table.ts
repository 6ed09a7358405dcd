/** What Highwater calls a column's meaning, whatever the source's own word for its type. */
export const SEMANTIC_TYPES = [
  'number',
  'percentage',
  'amount',
  'picklist',
  'multipicklist',
  'string',
  'bool',
  'date',
  'object',
  'user',
] as const;

export type SemanticType = (typeof SEMANTIC_TYPES)[number];

/** One table, object, entity, view or relation of a source. */
export interface TableRef {
  /** The name as the source spells it and as the configuration writes it: `Account`, `account`, `deals`, `audit.events`. */
  readonly name: string;
  /** The table's name in DuckDB unless `as` says otherwise: `Account`, `account`, `deals`, `audit_events`. */
  readonly target: string;
  readonly label: string;
  /** The source's word for what it is: `table`, `view`, `standard object`, `custom object`, `elastic table`… */
  readonly kind: string;
  /** The folder of `output.parquet.layout: directory`, e.g. `Standard Objects`; the source's name where it has none. */
  readonly category?: string;
  /** Chosen by its exact name only, never by a glob, and not shown by `discover`: it can't be read, or is part of another table. */
  readonly exactOnly?: boolean;
}

/**
 * How a column's bytes in a staging file become its value.
 * `expression` is DuckDB SQL in which every `$` stands for the staged column; `CAST($ AS DATE)`, say. It must fail
 * rather than bend a value.
 */
export interface Load {
  /** The column's name in the staging file (CSV header, position by plan order, or JSON key). */
  readonly wire: string;
  /** The DuckDB type with which the reader takes it from the file; VARCHAR wherever the reader would bend or null a value, or the format may escape a part of it. */
  readonly read: string;
  readonly expression: string;
  /** No value's text holds a backslash or a control character (numbers, dates): nothing to unescape where the staging format escapes. */
  readonly plain?: true;
}

export interface PicklistValue {
  readonly value: string;
  readonly label: string;
  readonly active: boolean;
}

export interface Column {
  /** The column's name in DuckDB. */
  readonly name: string;
  readonly label: string;
  /** The source's own type, spelled as there: `numeric(10,2)`, `currency`, `Money`. */
  readonly nativeType: string;
  /** Empty where none of the semantic types fits (bytea, json, time…). */
  readonly semanticType: SemanticType | '';
  /** What `types:` may choose for this native type; always holds `semanticType` unless that is empty. */
  readonly allowedTypes: readonly SemanticType[];
  readonly duckdbType: string;
  /** Null for a derived column. */
  readonly load: Load | null;
  /**
   * DuckDB SQL over the other columns of the same row (quoted names); a column that is not read but computed, such as a
   * picklist's label. When the text changes between runs, the whole column is computed again.
   */
  readonly derived?: string;
  /**
   * True where only the data tell the narrowest exact type (PostgreSQL's unconstrained numeric). The column is staged
   * as VARCHAR holding decimal text, and the warehouse chooses DECIMAL(p, s), or VARCHAR where nothing else is exact.
   */
  readonly adaptive?: boolean;
  readonly picklist?: readonly PicklistValue[];
  /** The tables (source names) that an object or user column points at. */
  readonly references?: readonly string[];
  /** Read whatever `columns` says, like the key: an amount means nothing without its currency. */
  readonly always?: boolean;
  /** Another option asks for it (`related`, `documents`): read though `columns` does not list it, unless `exclude` names it. */
  readonly asked?: boolean;
  /** Names of columns that bring this one along when `columns` names them: a label comes with its code. */
  readonly comesWith?: readonly string[];
  /** The source computes it, and its cursor does not move when the value does. */
  readonly calculated?: boolean;
  /** The source's way of asking for it, where that is not `name` (an expression, a relationship path). */
  readonly select?: string;
  /** What the values should look like; others are reported as data notes, never refused. */
  readonly valueCheck?: 'email';
  /** What was done to its values before they were written. */
  readonly mask?: ColumnMask;
  /** The Parquet type where DuckDB's own would lose something: INTERVAL and TIMETZ go as VARCHAR. */
  readonly parquetType?: string;
}

/** A remark about a table or its data that its owner should read; never a reason to fail. */
export interface Note {
  readonly kind: 'schema' | 'data' | 'access' | 'plan';
  readonly message: string;
  readonly column?: string;
}

export interface Cursor {
  /** The cursor's column in the source, or `xmin`. */
  readonly column: string;
  /** How windows over it are written; see model/watermark.ts. */
  readonly kind: 'timestamp' | 'xmin' | 'token';
  /** The source itself says that rows may lack it; every run reads those. */
  readonly mayBeNull?: true;
}

/**
 * What a source says of one table, before the configuration's `columns` and `types` are applied.
 */
export interface TableSchema {
  readonly ref: TableRef;
  readonly columns: readonly Column[];
  /** Names (in DuckDB) of the columns that identify a row; empty where there are none. */
  readonly key: readonly string[];
  /**
   * Names (in DuckDB) of the columns by which the source itself tells rows apart, where `key` names others: two rows with one key that
   * differ in these are two rows, not two readings of one.
   */
  readonly identity?: readonly string[];
  /** Null: total sync each run. */
  readonly cursor: Cursor | null;
  /** Earlier defaults of this source that would still do: a table that is held by one of them keeps it until its next full sync. */
  readonly formerCursors?: readonly Cursor[];
  /** The column that names a record for people. */
  readonly nameColumn: string | null;
  /** An extra staged column, not kept in the warehouse: BOOLEAN, true where the row says that it was deleted. */
  readonly deletedFlag?: Load;
  /**
   * How much of the table this user may see, as far as the service says. Kept with the rows: a full sync under a lower rank than theirs
   * must not take what is hidden now for deleted.
   */
  readonly visibility?: Visibility;
  /** The source's own facts about the table, which hold whatever columns are chosen: plain JSON. */
  readonly detail?: unknown;
  readonly notes: readonly Note[];
}

export interface Visibility {
  /** Higher sees more. Comparable within one source type only. */
  readonly rank: number;
  /** In the service's own words, for people: `Organization`, `Business unit`, `View All`. */
  readonly words: string;
}

/** Parts of a date or a time that `truncate` keeps; all smaller ones become the first there is. */
export const KEPT_UNITS = ['year', 'month', 'day', 'hour'] as const;

export type KeptUnit = (typeof KEPT_UNITS)[number];

/**
 * What becomes of a column's values before they are written anywhere.
 * `hash`: HMAC-SHA-256 under `mask_key`, as 64 hex digits. `redact`: NULL; the column is not even requested.
 * `truncate`: the first characters of a text, or a date without its smaller parts.
 */
export type ColumnMask = 'hash' | 'redact' | { readonly truncate: KeptUnit | number };

/** `mask` of one table. */
export interface TableMask {
  /** Column names and globs in the order of the file; `keep` exempts a column from the globs. */
  readonly rules: readonly (readonly [pattern: string, mask: ColumnMask | 'keep'])[];
  /** The source takes names in any case, and so do these patterns: a glob that misses a column for its case would give its values away. */
  readonly anyCase?: true;
  /** Tells one key from another and nothing else; null without a key. */
  readonly keyTag: string | null;
}

/** In words, for comments and pages. */
export function maskWords(mask: ColumnMask): string {
  if (mask === 'hash') return 'hashed';
  if (mask === 'redact') return 'redacted';
  const { truncate } = mask;
  return typeof truncate === 'number' ? `first ${truncate} characters` : `truncated to the ${truncate}`;
}
