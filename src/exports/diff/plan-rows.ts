import type { Connection } from '../../warehouse/duckdb/database.ts';
import { RESULTS, withoutCompression } from '../../warehouse/duckdb/sealed-queries.ts';
import { qualified, text } from '../../warehouse/duckdb/sql.ts';
import type { ExportColumn, PreparedExport } from '../export-column.ts';
import { fieldColumn, type Ledger } from '../ledger/ledger.ts';
import type { ComparedTable } from './compared-table.ts';

/*
 * What becomes of a row, its `action`. `adopt`: the service holds it already; the ledger takes it over. `fault`: a value that its field can't hold.
 * `parked`: refused before, with these very values. `kept`: somebody changed it in the service, and theirs stays. `clear`, `delete`: gone from the query.
 * `missing`: an update without a record. `forget`: gone, and so is its record.
 */

export interface PlanOptions {
  readonly retryParked: boolean;
}

/** The table of the rows that are not simply unchanged; see `planRows`. */
export function planTable(name: string): string {
  return qualified(RESULTS, 'main', `${name}:plan`);
}

/**
 * Compares the evaluated rows with the ledger and with the service's own values, and writes a row for each that is not unchanged:
 * `n` (the order in which to send), `piece` (of a job; NULL: by calls), `k`, `key`, `id`, `action`, `is_new`, `ours` (sent before, and nothing is on its way; of gone rows: known to have been written), `fresh` (the values before are those that a sync saw in the service after the last sending), `conflict`, `fault`, `again` (parked by these very values), `hash`,
 * the values (`v1`…) and those before (`b1`…).
 */
export async function planRows(
  c: Connection,
  prepared: PreparedExport,
  ledger: Ledger,
  compared: ComparedTable | null,
  options: PlanOptions,
): Promise<void> {
  const table = planTable(prepared.config.name);
  await withoutCompression(c, async () => {
    await findCandidates(c, prepared, ledger, compared);
    const candidates = await c.count(candidateTable(prepared.config.name));
    await c.run(`CREATE OR REPLACE TABLE ${table} AS SELECT row_number() OVER () AS n, NULL::INTEGER AS piece, * FROM (SELECT * FROM (
      ${[changedRows(prepared, ledger, compared, options), ...goneRows(prepared, ledger)].join(' UNION ALL BY NAME ')}) ${orderOf(prepared, candidates)})`);
  });
}

/** The table of the keys whose rows may differ from what was sent; the others are known to be unchanged. */
function candidateTable(name: string): string {
  return qualified(RESULTS, 'main', `${name}:candidates`);
}

/**
 * Most rows are as they were sent. To find those, one hash a row is joined: the values themselves are compared of the others only. Two rows with
 * different values have the same hash once in 2^64.
 */
async function findCandidates(
  c: Connection,
  { config, columns, rows }: PreparedExport,
  ledger: Ledger,
  compared: ComparedTable | null,
): Promise<void> {
  const hashOf = (all: readonly string[]): string => (all.length === 0 ? '0' : `hash(${all.join(', ')})`);
  const sent = (some: readonly ExportColumn[]): string => hashOf(some.map(({ field }) => `l.${fieldColumn(field.name)}`));
  const shown = compared?.columns ?? [];
  // A value that the service changed is compared with what it made of it.
  const there =
    compared === null
      ? ''
      : `LEFT JOIN (SELECT k, ${hashOf(shown.map(({ value }) => value))} AS h FROM (${compared.sql})) c ON l.k = c.k`;
  const asSent =
    compared === null ? 'true' : `l.returned IS NULL AND (c.k IS NULL AND l.verified IS NULL OR c.h = ${sent(shown)})`;
  await c.run(`CREATE OR REPLACE TABLE ${candidateTable(config.name)} AS SELECT q.k FROM ${qualified(RESULTS, 'main', rows)} q
    ANTI JOIN (SELECT l.k, ${sent(columns)} AS h FROM ${ledger.sent} l ANTI JOIN ${ledger.pending} p ON l.k = p.k ${there} WHERE l.sent AND ${asSent}) s
      ON q.k = s.k AND CASE WHEN q.fault IS NULL THEN ${hashOf(columns.map(({ value }) => `q.${value}`))} END = s.h`);
}

/** Children of one parent stand together: they lock it but once. Of many rows without parents no order is worth its time. */
function orderOf({ config, columns }: PreparedExport, rows: number): string {
  const parents = parentsOf(columns).map(({ value }) => value);
  return parents.length === 0 && rows > config.bulkAbove ? '' : `ORDER BY ${[...parents, 'k'].join(', ')}`;
}

/** The columns that name a record's parents. */
export function parentsOf(columns: readonly ExportColumn[]): readonly ExportColumn[] {
  return columns.filter(({ field }) => field.parent !== undefined || (field.references?.length ?? 0) > 0);
}

function changedRows(
  prepared: PreparedExport,
  ledger: Ledger,
  compared: ComparedTable | null,
  { retryParked }: PlanOptions,
): string {
  const { config, columns, rows } = prepared;
  const facts = comparisons(prepared, compared);
  const values = columns.map(({ value }) => `q.${value}`);
  const before = columns.map(({ value, field }) => {
    const shown = compared?.columns.some((column) => column.value === value) ?? false;
    return `${shown ? `CASE WHEN removed THEN NULL WHEN fresh THEN c.${value} ELSE l.${fieldColumn(field.name)} END` : `l.${fieldColumn(field.name)}`} AS b${value.slice(1)}`;
  });
  const hash = hashSql(prepared, 'q');
  const parkedAgain = `l.parked IS NOT NULL AND l.parked = CASE WHEN l.parked IS NOT NULL THEN ${hash} END`;
  const candidates = `(SELECT k FROM ${candidateTable(config.name)})`;
  const source =
    compared === null
      ? ''
      : `LEFT JOIN (SELECT * FROM (${compared.sql}) WHERE k IN ${candidates} QUALIFY row_number() OVER (PARTITION BY k) = 1) c ON q.k = c.k`;
  return `SELECT k, key, id, CASE WHEN fault IS NOT NULL THEN 'fault' WHEN same_there THEN 'adopt'
      ${retryParked ? '' : `WHEN again THEN 'parked'`}
      ${config.conflict === 'keep' ? `WHEN edited THEN 'kept'` : ''} ELSE 'send' END AS action,
      NOT there AND (NOT known OR removed) AS is_new, known AND NOT unsettled AS ours, fresh, edited AS conflict, fault, again, ${['', ...columns.map(({ value }) => value), ...columns.map(({ value }) => `b${value.slice(1)}`)].slice(1).join(', ')}
    FROM (SELECT q.k, q.v0 AS key, ${compared === null ? 'coalesce(l.id, p.id)' : `CASE WHEN ${facts.removed} THEN NULL ELSE coalesce(c.id, l.id, p.id) END`} AS id, q.fault,
        coalesce(l.sent, false) AS known, p.k IS NOT NULL AS unsettled,
        ${facts.fresh} AS fresh, ${facts.removed} AS removed, ${facts.there} AS there, ${facts.sameThere} AS same_there, ${facts.edited} AS edited,
        coalesce(${parkedAgain}, false) AS again, ${facts.sameSent} AS same_sent${values.length === 0 ? '' : `, ${values.join(', ')}, ${before.join(', ')}`}
      FROM (SELECT * FROM ${qualified(RESULTS, 'main', rows)} WHERE k IN ${candidates}) q LEFT JOIN (SELECT * FROM ${ledger.sent} WHERE k IN ${candidates}) l ON q.k = l.k LEFT JOIN ${ledger.pending} p ON q.k = p.k ${source})
    WHERE NOT (fault IS NULL AND known AND NOT unsettled AND same_sent AND NOT edited)`;
}

/** SQL of what a row is, over `q` (the query), `l` (the ledger), `p` (pending) and `c` (the service, where it is compared). */
function comparisons({ config, columns }: PreparedExport, compared: ComparedTable | null) {
  const differs = (column: ExportColumn, other: string): string => {
    const value = `q.${column.value}`;
    const isOther = `${value} IS DISTINCT FROM ${other}`;
    return config.nulls === 'clear' ? isOther : `(${value} IS NOT NULL AND ${isOther})`;
  };
  const sameSent = none(columns.map((column) => differs(column, `l.${fieldColumn(column.field.name)}`)));
  if (compared === null)
    return { fresh: 'false', removed: 'false', there: 'false', sameThere: 'false', edited: 'false', sameSent };
  const seen = text(compared.seen);
  // A row that was sent after that sync does not show in it.
  const fresh = `(c.k IS NOT NULL AND l.seen IS DISTINCT FROM ${seen} AND p.seen IS DISTINCT FROM ${seen})`;
  const hidden = columns.filter((column) => !compared.columns.includes(column));
  const sameHidden =
    hidden.length === 0
      ? 'true'
      : `(coalesce(l.sent, false) AND p.k IS NULL AND ${none(hidden.map((column) => differs(column, `l.${fieldColumn(column.field.name)}`)))})`;
  const sameThere = `(${fresh} AND ${none(compared.columns.map((column) => differs(column, `c.${column.value}`)))} AND ${sameHidden})`;
  const changed = compared.columns.map((column) => editedSql(column, config.nulls));
  // A sync has seen the record, and now it is gone: somebody has deleted it. Of records that none has seen the table's filter may show nothing.
  const removed = '(c.k IS NULL AND p.k IS NULL AND coalesce(l.sent, false) AND l.verified IS NOT NULL)';
  const edited = `(${removed} OR ${fresh} AND coalesce(l.sent, false) AND NOT ${none(changed)})`;
  return { fresh, removed, there: 'c.k IS NOT NULL', sameThere, edited, sameSent };
}

/** Whether the service holds something else than what was sent last, what is on its way, and what was there when the row was read back. */
function editedSql({ value, field }: ExportColumn, nulls: 'keep' | 'clear'): string {
  const sent = `l.${fieldColumn(field.name)}`;
  const path = text(jsonPath(field.name));
  const expected = `CASE WHEN l.returned IS NOT NULL AND json_exists(l.returned, ${path}) THEN json_extract_string(l.returned, ${path}) ELSE ${sent} END`;
  const wasSent = nulls === 'clear' ? '' : `${sent} IS NOT NULL AND `;
  const onItsWay = `(p.k IS NULL OR c.${value} IS DISTINCT FROM p.${fieldColumn(field.name)})`;
  return `(${wasSent}c.${value} IS DISTINCT FROM ${expected} AND ${onItsWay})`;
}

export function jsonPath(field: string): string {
  return `$."${field.replaceAll('"', '\\"')}"`;
}

function none(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'true' : `NOT (${conditions.join(' OR ')})`;
}

/** The hash by which refused values are known again. */
export function hashSql({ columns }: Pick<PreparedExport, 'columns'>, alias: string): string {
  return `md5(CAST(to_json([${columns.map(({ value }) => `${alias}.${value}`).join(', ')}]) AS VARCHAR))`;
}

/** SELECTs of keys that the query no longer gives: those that were exported, and those that may have been, since their answer was lost. */
function goneRows({ config, columns, rows, clears }: PreparedExport, ledger: Ledger): string[] {
  const { kind } = config.gone;
  if (kind === 'ignore') return [];
  const filled = (alias: string): string =>
    kind === 'clear' ? `(${clears.map(({ name }) => `${alias}.${fieldColumn(name)} IS NOT NULL`).join(' OR ')})` : 'true';
  const isWritten = `(coalesce(l.sent, false) AND ${filled('l')}${kind === 'clear' ? ' AND NOT coalesce(l.cleared, false)' : ''})`;
  const isPending = `p.action IN ('upsert', 'update') AND ${filled('p')}`;
  const select = (alias: string, ours: boolean): string => {
    const before = columns.map(({ value, field }) => `, ${alias}.${fieldColumn(field.name)} AS b${value.slice(1)}`).join('');
    return `SELECT ${alias}.k, ${alias}.key, ${alias}.id, '${kind}' AS action, false AS is_new, ${ours} AS ours, false AS conflict, NULL::SMALLINT AS fault, false AS again${before}`;
  };
  const query = qualified(RESULTS, 'main', rows);
  return [
    `${select('l', true)} FROM ${ledger.sent} l ANTI JOIN ${query} q ON l.k = q.k WHERE ${isWritten}`,
    `${select('p', false)} FROM ${ledger.pending} p ANTI JOIN ${query} q ON p.k = q.k LEFT JOIN ${ledger.sent} l ON p.k = l.k WHERE ${isPending} AND NOT ${isWritten}`,
  ];
}
