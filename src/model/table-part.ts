import type { PartNumber, PartRange } from './plan.ts';

/** As the state and the lake name a part: `2/4`, and the division that it belongs to. */
export function partName({ index, of, division }: Pick<PartRange, 'index' | 'of' | 'division'>): string {
  return `${index}/${of} ${division}`;
}

/** A part that a state or a manifest names; null: the whole table. */
export function partNamed(name: string | undefined | null): (PartNumber & { readonly division: string }) | null {
  const [, index, of, division] = /^(\d+)\/(\d+) (\S+)$/.exec(name ?? '') ?? [];
  return division === undefined ? null : { index: Number(index), of: Number(of), division };
}
