import type { ExportConfig } from '../config/config.ts';
import type { ExportRecord } from '../model/export-record.ts';
import { NO_COUNTS } from '../model/export-record.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';
import type { Connection } from '../warehouse/duckdb/database.ts';
import { id, text } from '../warehouse/duckdb/sql.ts';
import { realTypes } from '../warehouse/duckdb/types.ts';
import { comparison } from './diff/compared-table.ts';
import { fieldColumn, Ledger, type LedgerShape, ledgerNames } from './ledger/ledger.ts';

/**
 * After a sync: compares the rows that were sent since the last one with what the service holds now. A value that differs was changed by a flow, a
 * trigger or a person; it is remembered, so that it is no conflict, and is not sent again until the query's value changes.
 */
export async function readBack(
  c: Connection,
  exports: readonly ExportConfig[],
  synced: readonly StoredTable[],
): Promise<readonly ExportRecord[]> {
  const names = new Set(exports.length === 0 ? [] : await ledgerNames(c));
  const records: ExportRecord[] = [];
  for (const config of exports) {
    const { compareWith } = config;
    if (compareWith === null || !names.has(config.name)) continue;
    const stored = synced.find(
      (t) => t.source === compareWith.source && t.table.toLowerCase() === compareWith.table.toLowerCase(),
    );
    const ledger = new Ledger(config.name);
    const shape = (await ledger.head(c))?.shape ?? null;
    if (stored !== undefined && shape !== null) records.push(...(await readBackOne(c, config, ledger, shape, stored)));
  }
  return records;
}

async function readBackOne(
  c: Connection,
  config: ExportConfig,
  ledger: Ledger,
  shape: LedgerShape,
  stored: StoredTable,
): Promise<ExportRecord[]> {
  const unread = `${ledger.sent} WHERE sent AND verified IS NULL AND seen IS DISTINCT FROM ${text(stored.syncedAt)}`;
  if ((await c.count(unread)) === 0) return [];
  const types = await realTypes(c, stored.schema, stored.name);
  const { field } = shape.key;
  if ((field.parts ?? [field]).some(({ name }) => !types.has(name))) return [];
  const compared = await comparison(c, config, stored, shape);
  const fields = compared.columns.map(({ value, field }) => {
    const sent = `l.${fieldColumn(field.name)}`;
    return {
      name: field.name,
      value,
      differs: `(${sent} IS NOT NULL OR coalesce(l.cleared, false)) AND s.${value} IS DISTINCT FROM ${sent}`,
    };
  });
  if (fields.length === 0) return [];
  const pairs = fields.map(
    ({ name, value, differs }) =>
      `CASE WHEN ${differs} THEN ${text(`${JSON.stringify(name)}:`)} || coalesce(CAST(to_json(s.${value}) AS VARCHAR), 'null') END`,
  );
  const returned = `'{' || array_to_string(list_filter([${pairs.join(', ')}], lambda pair: pair IS NOT NULL), ',') || '}'`;
  const flags = fields.map(({ differs }, i) => `${differs} AS d${i}`);
  const any = fields.map((_, i) => `d${i}`).join(' OR ');
  // Another record by now has that key: its values are not what the service made of those that were sent.
  const isSame = 'l.id IS NULL OR s.id IS NULL OR lower(l.id) = lower(s.id)';
  await c.run(`CREATE OR REPLACE TEMP TABLE read_back AS SELECT * FROM (SELECT l.k, ${isSame} AS is_same, ${flags.join(', ')}, ${returned} AS returned
    FROM (SELECT * FROM ${unread}) l JOIN (${compared.sql}) s ON l.k = s.k QUALIFY row_number() OVER (PARTITION BY l.k) = 1) WHERE is_same OR NOT (${any})`);
  const counts = await c.row<Record<string, number>>(
    `SELECT count(*) FILTER (WHERE NOT (${any})) AS verified, count(*) FILTER (WHERE ${any}) AS differing, ${fields.map((_, i) => `count(*) FILTER (WHERE d${i}) AS ${id(`d${i}`)}`).join(', ')} FROM read_back`,
  );
  await c.run(
    `UPDATE ${ledger.sent} SET verified = NOT (${any}), returned = CASE WHEN ${any} THEN r.returned END FROM read_back r WHERE ${ledger.sent}.k = r.k`,
  );
  await c.run('DROP TABLE read_back');
  const { verified = 0, differing = 0 } = counts;
  if (verified + differing === 0) return [];
  return [
    {
      ...NO_COUNTS,
      name: config.name,
      object: config.object,
      operation: config.operation,
      status: 'succeeded',
      verified,
      differing,
      jobs: [],
      requests: 0,
      seconds: 0,
      error: null,
      notes: [],
      differingFields: fields.filter((_, i) => (counts[`d${i}`] ?? 0) > 0).map(({ name }) => name),
    },
  ];
}
