import type { Connection } from './database.ts';
import { qualified } from './sql.ts';

/** Exact widenings: every value of the first type is a value of the second, with the same meaning. */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  TINYINT: ['SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT'],
  SMALLINT: ['INTEGER', 'BIGINT', 'HUGEINT'],
  INTEGER: ['BIGINT', 'HUGEINT'],
  BIGINT: ['HUGEINT'],
  FLOAT: ['DOUBLE'],
};

export function normalType(type: string): string {
  return type
    .replaceAll(/,\s+/g, ',')
    .replace('TIMESTAMP WITH TIME ZONE', 'TIMESTAMPTZ')
    .replace('TIME WITH TIME ZONE', 'TIMETZ');
}

/** True where a column can be altered from one type to the other without bending any value. */
export function widensExactly(from: string, to: string): boolean {
  const [a, b] = [normalType(from), normalType(to)];
  if (a === b) return true;
  if (WIDER[a]?.includes(b)) return true;
  const [old, wide] = [decimal(a), decimal(b)];
  if (old === null || wide === null) return false;
  return wide.scale >= old.scale && wide.precision - wide.scale >= old.precision - old.scale;
}

function decimal(type: string): { precision: number; scale: number } | null {
  const match = /^DECIMAL\((\d+),(\d+)\)$/.exec(type);
  return match === null ? null : { precision: Number(match[1]), scale: Number(match[2]) };
}

/** The columns of a table as they really stand in DuckDB, in order, with their types. Throws where there is no such table. */
export async function realTypes(
  connection: Connection,
  ...name: readonly [string, string, ...string[]]
): Promise<Map<string, string>> {
  const rows = await connection.rows<{ column_name: string; column_type: string }>(`DESCRIBE ${qualified(...name)}`);
  return new Map(rows.map((r) => [r.column_name, normalType(r.column_type)]));
}

/**
 * An expression that differs wherever the value does: to DuckDB a month equals 30 days.
 * The sign of a zero does not count: DuckDB's compression stores one zero for both where a column holds no other number.
 */
export function distinguishable(reference: string, type: string): string {
  const written = `CAST(${reference} AS VARCHAR)`;
  if (/DOUBLE|FLOAT/.test(type)) {
    return /^[A-Z]+$/.test(type) ? reference : `regexp_replace(${written}, '-0\\.0([],}])', '0.0\\1', 'g')`;
  }
  return type.includes('INTERVAL') ? written : reference;
}

/** How DuckDB spells types in `realTypes`, without looking at a table; asked once for each. */
export class TypeSpellings {
  readonly #known = new Map<string, string>();

  /** The columns' declared types, as realTypes would have them. */
  async of(connection: Connection, declared: ReadonlyMap<string, string>): Promise<Map<string, string>> {
    const unknown = [...new Set(declared.values())].filter((type) => !this.#known.has(type));
    if (unknown.length > 0) {
      const columns = unknown.map((type, i) => `CAST(NULL AS ${type}) AS c${i}`);
      const rows = await connection.rows<{ column_type: string }>(`DESCRIBE SELECT ${columns.join(', ')}`);
      for (const [i, type] of unknown.entries()) this.#known.set(type, normalType(rows[i]?.column_type ?? type));
    }
    return new Map([...declared].map(([name, type]) => [name, this.#known.get(type) ?? type]));
  }
}

/** True where a value of the first type can be CAST to the second without bending it. */
export function castsExactly(from: string, to: string): boolean {
  return to === 'VARCHAR' || widensExactly(from, to);
}
