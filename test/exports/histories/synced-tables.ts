import type { Random } from '../../support/random.ts';
import type { Crm } from './crm.ts';
import { type Known, labelOf } from './known.ts';

type Cell = string | number | null;

const literal = (value: Cell): string => (value === null ? 'NULL' : typeof value === 'number' ? String(value) : `'${value}'`);

/** A SELECT of these rows, whose first column is a text and never `-`. */
function selected(columns: Readonly<Record<string, 'VARCHAR' | 'DECIMAL(10,2)'>>, rows: readonly (readonly Cell[])[]): string {
  const names = Object.keys(columns).map((_, i) => `c${i}`);
  const cast = Object.entries(columns).map(([name, type], i) => `CAST(c${i} AS ${type}) AS "${name}"`);
  // Without a row there would be no VALUES.
  const all = [...rows, ['-', ...names.slice(1).map(() => null)]].map((row) => `(${row.map(literal).join(', ')})`);
  return `SELECT ${cast.join(', ')} FROM (VALUES ${all.join(', ')}) t(${names.join(', ')}) WHERE c0 IS DISTINCT FROM '-'`;
}

/** The tables of a sync: the model's rows, with what is wrong with their keys, and what the CRM holds. */
export function syncedTables({ model, badKeys }: Known, { names, records }: Crm, random: Random): Record<string, string> {
  // The service takes both for one key.
  const spelled = (key: string): string => (badKeys === null && random.chance(0.1) ? key.toUpperCase() : key);
  const rows = [...model].map(([key, row]): Cell[] => [spelled(key), row.score, row.segment, labelOf(row)]);
  const twin = badKeys === 'EXPORT_KEY_NULL' ? null : ([...model.keys()][0]?.toUpperCase() ?? null);
  if (badKeys !== null) rows.push([twin, 1, 's', 'L']);
  const held = records().map(({ id, key, score, segment, label }): Cell[] => [id, key, score, segment, label]);
  return {
    'db.scores': selected({ id: 'VARCHAR', score: 'DECIMAL(10,2)', seg: 'VARCHAR', label: 'VARCHAR' }, rows),
    [`crm.${names.object}`]: selected(
      {
        [names.id]: 'VARCHAR',
        [names.key]: 'VARCHAR',
        [names.score]: 'DECIMAL(10,2)',
        [names.segment]: 'VARCHAR',
        [names.label]: 'VARCHAR',
      },
      held,
    ),
  };
}
