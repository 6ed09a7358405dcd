import { type PartNumber, partNamed } from '../model/plan.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';

/** The part of a table that a job publishes. */
export interface LakePart extends PartNumber {
  /** Names the division: parts with the same one have no row in common. */
  readonly division: string;
  /** As the tags of its files name it. */
  readonly name: string;
}

/** Null: the state holds the whole table. */
export function lakePart({ fingerprint }: Pick<StoredTable, 'fingerprint'>): LakePart | null {
  const name = fingerprint.range;
  const part = partNamed(name);
  return part === null || name === undefined ? null : { ...part, name };
}
