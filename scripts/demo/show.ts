import { DuckDBInstance } from '@duckdb/node-api';

type Row = Record<string, unknown>;

/** Opens the artifact as anybody would and asks it; several statements are allowed, the last one's rows come back as text. */
export async function ask(file: string, sql: string): Promise<Row[]> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    const statements = sql
      .split(';')
      .map((s) => s.trim())
      .filter((s) => s !== '');
    for (const statement of statements.slice(0, -1)) await connection.run(statement);
    const reader = await connection.runAndReadAll(statements.at(-1) ?? '');
    return reader.getRowObjectsJson() as Row[];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The tables of the artifact, as it describes itself. */
export function tablesOf(file: string): Promise<Row[]> {
  return ask(
    file,
    `SELECT schema || '.' || name AS "table", rows, array_to_string(key, ', ') AS key, cursor, left(watermark, 19) AS watermark FROM _highwater.tables ORDER BY 1`,
  );
}

/** A plain text table: numbers to the right, the rest to the left. */
export function printTable(rows: readonly Row[]): void {
  const names = Object.keys(rows[0] ?? {});
  const text = (value: unknown) => (value === null || value === undefined ? '' : String(value));
  const isNumber = (name: string) => rows.every((row) => /^-?[\d.]*$/.test(text(row[name])));
  const widths = new Map(names.map((name) => [name, Math.max(name.length, ...rows.map((row) => text(row[name]).length))]));
  const cell = (name: string, value: string) =>
    isNumber(name) ? value.padStart(widths.get(name) ?? 0) : value.padEnd(widths.get(name) ?? 0);
  console.log(`  ${names.map((name) => cell(name, name)).join('  ')}`);
  console.log(`  ${names.map((name) => '─'.repeat(widths.get(name) ?? 0)).join('  ')}`);
  for (const row of rows) console.log(`  ${names.map((name) => cell(name, text(row[name]))).join('  ')}`);
}
