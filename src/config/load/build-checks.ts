import { type CheckKind, columnReference, type Freshness, type TableCheck } from '../../model/table-check.ts';
import type { WrittenCheck } from '../declare/check-options.ts';
import { parseDuration } from '../declare/units.ts';

type Written = Omit<WrittenCheck, 'severity'>;
type Built = Pick<TableCheck, 'column' | 'detail'> & Partial<TableCheck>;

/** The checks of one table, one for each column. */
export function buildChecks(written: readonly WrittenCheck[]): TableCheck[] {
  return written.flatMap(({ severity = 'fail', ...entry }) =>
    (Object.keys(entry) as CheckKind[]).flatMap((check) =>
      BUILDERS[check](entry).map((built) => ({ ...built, check, severity })),
    ),
  );
}

const BUILDERS: Readonly<Record<CheckKind, (entry: Written) => Built[]>> = {
  not_null: ({ not_null = [] }) => columns(not_null).map((column) => ({ column, detail: '' })),
  unique: ({ unique = [] }) => columns(unique).map((column) => ({ column, detail: '' })),
  accepted_values: ({ accepted_values = {} }) =>
    Object.entries(accepted_values).map(([column, values]) => {
      const accepted = values.map(String);
      return { column, accepted, detail: JSON.stringify(accepted) };
    }),
  relationships: ({ relationships = {} }) =>
    Object.entries(relationships).map(([column, detail]) => ({ column, detail, parent: columnReference(detail) })),
  row_count: ({ row_count = {} }) => [rowCount(row_count)],
  freshness: ({ freshness = {} }) =>
    Object.entries(freshness).map(([column, detail]) => ({ column, detail, withinSeconds: parseDuration(detail) ?? 0 })),
  expression: ({ expression = '' }) => [{ column: null, detail: expression, expression }],
};

function columns(written: string | readonly string[]): readonly string[] {
  return typeof written === 'string' ? [written] : written;
}

function rowCount({ min, max, change }: NonNullable<Written['row_count']>): Built {
  const limits = [
    min === undefined ? '' : `min ${min}`,
    max === undefined ? '' : `max ${max}`,
    change === undefined ? '' : `change ${change}`,
  ];
  return {
    column: null,
    detail: limits.filter((limit) => limit !== '').join(', '),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(change === undefined ? {} : { change: Number.parseFloat(change) / 100 }),
  };
}

export function buildFreshness(written: { warn_after?: string; error_after?: string } | undefined): Freshness | null {
  if (written === undefined) return null;
  const seconds = (text: string | undefined) => (text === undefined ? null : parseDuration(text));
  return { warnAfterSeconds: seconds(written.warn_after), errorAfterSeconds: seconds(written.error_after) };
}
