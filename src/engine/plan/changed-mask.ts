import type { ChosenTable } from '../../model/plan.ts';
import type { ColumnMask, TableSchema } from '../../model/table.ts';
import { maskOf } from './mask-columns.ts';

/** The masks that a table's rows were written under, as its fingerprint holds them. */
interface WrittenMasks {
  /** Null where nothing is hashed. */
  readonly key: string | null;
  readonly columns: Readonly<Record<string, ColumnMask>>;
}

const NONE: WrittenMasks = { key: null, columns: {} };

/** A table's masks as text for its fingerprint; undefined where none of its columns is masked. */
export function maskText(schema: TableSchema, { options }: ChosenTable): string | undefined {
  const columns = Object.fromEntries(schema.columns.flatMap((c) => (c.mask === undefined ? [] : [[c.name, c.mask]])));
  const hashes = Object.values(columns).includes('hash');
  if (Object.keys(columns).length === 0) return undefined;
  return JSON.stringify({ key: hashes ? (options.mask?.keyTag ?? null) : null, columns } satisfies WrittenMasks);
}

/** What of the masks differs from those under which the rows were written. */
export interface MaskChange {
  /** For people. */
  readonly what: string;
  /** The old rows hold values that are masked now, so they must not stay. */
  readonly reveals: boolean;
}

/** `stored`: the columns that the state has, with those that the source lost since. A new column changes nothing for old rows. */
export function maskChange(
  before: string | undefined,
  now: string | undefined,
  stored: readonly { readonly name: string }[],
  { options }: ChosenTable,
): MaskChange | null {
  const old = before === undefined ? NONE : (JSON.parse(before) as WrittenMasks);
  const next = now === undefined ? NONE : (JSON.parse(now) as WrittenMasks);
  const changed = stored
    .map(({ name }) => name)
    .filter((name) => !same(old.columns[name], next.columns[name] ?? ofRemoved(name, options)));
  if (changed.length > 0) {
    const reveals = changed.some((name) => (next.columns[name] ?? ofRemoved(name, options)) !== undefined);
    return { what: `the mask of ${changed.join(', ')}`, reveals };
  }
  const rekeyed = old.key !== null && next.key !== null && old.key !== next.key;
  return rekeyed ? { what: '`mask_key`', reveals: false } : null;
}

/** A column that the source no longer has keeps its old values. */
function ofRemoved(name: string, { mask }: ChosenTable['options']): ColumnMask | undefined {
  return mask === undefined ? undefined : (maskOf(mask, name) ?? undefined);
}

function same(a: ColumnMask | undefined, b: ColumnMask | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
