import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '../warehouse/duckdb/database.ts';
import { id, text } from '../warehouse/duckdb/sql.ts';
import { planTable } from './diff/plan-rows.ts';
import type { ExportColumn, PreparedExport } from './export-column.ts';
import type { Ledger } from './ledger/ledger.ts';
import { todoTable } from './ledger/pending.ts';
import { outcomeTable } from './ledger/settle.ts';

/** Where the files of an export go. */
export function exportDirectory(output: string, name: string): string {
  return join(output, 'exports', name);
}

/** Removes what an earlier run left of this export. */
export async function clearFiles(output: string, name: string): Promise<void> {
  await rm(exportDirectory(output, name), { recursive: true, force: true });
}

/** All files are in the order of the keys. plan.csv: each row that is not unchanged, with what the service or the ledger held before and what the export gives. */
export async function writePlan(c: Connection, { config, columns, key, clears }: PreparedExport, output: string): Promise<void> {
  const cleared = new Set(clears.map(({ name }) => name));
  const fields = columns.flatMap(({ value, field }) => {
    const before = `b${value.slice(1)}`;
    const given = config.nulls === 'clear' ? value : `coalesce(${value}, ${before})`;
    const after = `CASE action WHEN 'send' THEN ${given} WHEN 'clear' THEN ${cleared.has(field.name) ? 'NULL' : before} WHEN 'delete' THEN NULL ELSE ${config.nulls === 'clear' ? value : given} END`;
    return [`${before} AS ${id(`${field.name}.before`)}`, `${after} AS ${id(`${field.name}.after`)}`];
  });
  // Without a synced table nobody has looked whether the record is there.
  const created = config.compareWith === null ? 'create or update' : 'create';
  const isCreated = config.operation === 'upsert' ? 'is_new' : 'false';
  const words = `CASE action WHEN 'send' THEN CASE WHEN ${isCreated} THEN '${created}' ELSE 'update' END WHEN 'fault' THEN 'not possible' WHEN 'kept' THEN 'keep' ELSE action END`;
  const select = `SELECT ${keyCells(key, 'key')}, ${words} AS action${fields.map((f) => `, ${f}`).join('')} FROM ${planTable(config.name)} WHERE action NOT IN ('adopt', 'forget') ORDER BY k`;
  await writeCsv(c, select, output, config.name, 'plan.csv');
}

/** success.csv, failed.csv (parked rows of earlier runs included) and unsent.csv. */
export async function writeOutcomes(c: Connection, prepared: PreparedExport, ledger: Ledger, output: string): Promise<void> {
  const { config, columns, key } = prepared;
  const [todo, outcomes, plan] = [todoTable(config.name), outcomeTable(config.name), planTable(config.name)];
  const values = (alias: string): string =>
    columns.map(({ value, field }) => `, ${alias}.${value} AS ${id(field.name)}`).join('');
  await writeCsv(
    c,
    `SELECT ${keyCells(key, 't.key')}, coalesce(o.id, t.id) AS id, o.created FROM ${todo} t JOIN ${outcomes} o ON t.k = o.k WHERE o.status = 'accepted' ORDER BY t.k`,
    output,
    config.name,
    'success.csv',
  );
  await writeCsv(
    c,
    `SELECT ${keyCells(key, 't.key')}, o.code, o.message${values('t')} FROM ${todo} t JOIN ${outcomes} o ON t.k = o.k WHERE o.status = 'refused'
     UNION ALL SELECT ${keyCells(key, 'p.key')}, l.parked_code, l.parked_message${values('p')} FROM ${plan} p JOIN ${ledger.sent} l ON p.k = l.k WHERE p.action IN ('fault', 'parked') ORDER BY 1`,
    output,
    config.name,
    'failed.csv',
  );
  const answered = `(SELECT k FROM ${outcomes} WHERE status <> 'locked')`;
  const unsent = await c.count(`(SELECT k FROM ${todo} ANTI JOIN ${answered} USING (k))`);
  const rest = unsent === 0 ? 'WHERE false' : `ANTI JOIN ${answered} o ON t.k = o.k ORDER BY t.k`;
  await writeCsv(c, `SELECT ${keyCells(key, 't.key')}${values('t')} FROM ${todo} t ${rest}`, output, config.name, 'unsent.csv');
}

/** The key as its own columns: one, or one for each part. */
function keyCells({ field }: ExportColumn, key: string): string {
  if (field.parts === undefined) return `${key} AS ${id(field.name)}`;
  return field.parts.map(({ name }, i) => `json_extract_string(${key}, '$[${i}]') AS ${id(name)}`).join(', ');
}

async function writeCsv(c: Connection, select: string, output: string, name: string, file: string): Promise<void> {
  const directory = exportDirectory(output, name);
  await mkdir(directory, { recursive: true });
  const path = join(directory, file);
  await c.run(`COPY (${select}) TO ${text(`${path}.partial`)} (FORMAT csv, HEADER)`);
  await rename(`${path}.partial`, path);
}
