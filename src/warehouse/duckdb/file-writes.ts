/*
 * DuckDB commits small changes to its log. It writes into the file itself at a checkpoint, and while many rows are appended to a table.
 * https://duckdb.org/docs/stable/internals/storage
 */

// Highwater's own small tables, and what is in memory only.
const OWN = String.raw`"?(?:_highwater|_highwater_state|highwater_stage|temp)"?\.`;
const SMALL = [
  /^\s*(?:SELECT|FROM|DESCRIBE|EXPLAIN|BEGIN|COMMIT|ROLLBACK|SET|RESET|PRAGMA|ATTACH)\b/,
  /^\s*COPY \(/,
  /^\s*CREATE SCHEMA IF NOT EXISTS _highwater/,
  new RegExp(String.raw`^\s*CREATE (?:OR REPLACE )?(?:TEMP )?TABLE (?:IF NOT EXISTS )?${OWN}`),
  /^\s*CHECKPOINT highwater_stage\b/,
  new RegExp(String.raw`^\s*(?:INSERT INTO|DELETE FROM|UPDATE|ALTER TABLE) ${OWN}`),
];
const DROP_OWN = new RegExp(String.raw`^\s*DROP TABLE IF EXISTS ${OWN}`);

/** False only where a statement of ours certainly leaves the database's file as it is until the next checkpoint. */
export function mayWriteFile(sql: string): boolean {
  if (SMALL.some((form) => form.test(sql))) return false;
  return !sql.split(';').every((each) => each.trim() === '' || DROP_OWN.test(each));
}

/**
 * Whether a statement deletes rows of a user's table. Where DuckDB refuses it for the lack of memory, the rows that it had reached stay deleted
 * for every later transaction ("Conflict on tuple deletion") until the file is opened again, whatever is rolled back.
 */
export function deletesRows(sql: string): boolean {
  return /^\s*DELETE FROM /.test(sql) && mayWriteFile(sql);
}
