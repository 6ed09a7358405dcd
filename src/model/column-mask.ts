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
