import type { ErrorReport } from './errors.ts';

/** What `verify` found of one table. */
export interface TableVerification {
  readonly source: string;
  readonly table: string;
  /**
   * `same`: nothing differs. `explained`: only what the next run brings. `drift`: more than that. `repaired`: it did, and does no more.
   * `failed`: it could not be compared. `skipped`: there is nothing to compare.
   */
  readonly status: 'same' | 'explained' | 'drift' | 'repaired' | 'failed' | 'skipped';
  /** Rows at the source. */
  readonly there: number;
  /** Rows in the warehouse. */
  readonly here: number;
  readonly missing: number;
  readonly extra: number;
  readonly altered: number;
  readonly doubled: number;
  /** Of these: what the next run brings. */
  readonly explained: number;
  /** The keys that differ, relative to the output directory; null: none. */
  readonly file: string | null;
  /** How it was compared, or why not, for people. */
  readonly how: string;
  /** All keys and all values were compared. */
  readonly whole: boolean;
  readonly error: ErrorReport | null;
  readonly seconds: number;
  /** Calls of the service. */
  readonly requests: number;
  /** What was read of its rows. */
  readonly bytes: number;
}

/** `verify`: whether warehouse and sources agree. */
export interface VerifyResult {
  readonly version: 1;
  readonly tables: readonly TableVerification[];
}

/** True where nothing differs but what the next run brings. */
export function agrees({ tables }: VerifyResult): boolean {
  return tables.every((t) => t.status !== 'drift' && t.status !== 'failed');
}

/** How many rows differ in which way, in words; ways in which none does are left out. */
export function differencesOf({
  missing,
  extra,
  altered,
  doubled,
}: Pick<TableVerification, 'missing' | 'extra' | 'altered' | 'doubled'>): (readonly [rows: number, how: string])[] {
  const all = [
    [missing, 'missing'],
    [extra, 'not at the source'],
    [altered, 'altered'],
    [doubled, 'doubled'],
  ] as const;
  return all.filter(([rows]) => rows > 0);
}
