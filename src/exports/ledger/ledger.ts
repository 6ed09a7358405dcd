import type { IngestJob, TargetField } from '../../model/destination.ts';
import { STATE_SCHEMA } from '../../warehouse/catalog/catalog.ts';
import type { Connection } from '../../warehouse/duckdb/database.ts';
import { id, qualified, text } from '../../warehouse/duckdb/sql.ts';
import { realTypes } from '../../warehouse/duckdb/types.ts';
import type { ExportColumn, PreparedExport } from '../export-column.ts';

/**
 * What the state remembers of one export: the values that each key was given, as they were sent. A lost or older ledger costs rows that are
 * sent again, with the same keys and values; it never makes a second record.
 */
export interface LedgerHead {
  readonly name: string;
  /** System, object and key: another target means another ledger. */
  readonly target: string;
  /** True once a run has sent all rows that the query gave. */
  readonly succeeded: boolean;
  /** What was last marked as pending; null: nothing ever was, or all of it is settled. */
  readonly pending: PendingHead | null;
  /** How the rows were written, for the sync that reads them back without asking the service; null: nothing was sent so far. */
  readonly shape: LedgerShape | null;
}

export interface LedgerShape {
  readonly object: { readonly name: string; readonly idField: string };
  readonly key: ExportColumn;
  readonly columns: readonly ExportColumn[];
}

/** Without the values of picklists, which can be many. */
export function shapeOf({ object, key, columns }: Pick<PreparedExport, 'object' | 'key' | 'columns'>): LedgerShape {
  const smaller = ({ values: _, restricted: __, unsendable: ___, parts, ...field }: TargetField): TargetField => ({
    ...field,
    ...(parts === undefined ? {} : { parts: parts.map(smaller) }),
  });
  const small = ({ field, ...column }: ExportColumn): ExportColumn => ({ ...column, field: smaller(field) });
  return { object: { name: object.name, idField: object.idField }, key: small(key), columns: columns.map(small) };
}

export interface PendingHead {
  /** ISO 8601. */
  readonly since: string;
  /** Names of the fields that were written, in order. */
  readonly fields: readonly string[];
  readonly nulls: 'keep' | 'clear';
  /** Names of the fields that `gone` emptied. */
  readonly clears: readonly string[];
}

/** A job that the ledger knows, with the pending rows (`piece`) that it was given. */
export interface LedgerJob {
  readonly piece: number;
  readonly job: IngestJob;
}

const HEADS = `${STATE_SCHEMA}.exports`;
const JOBS = `${STATE_SCHEMA}.export_jobs`;

/** Columns of `sent` besides the fields'. */
const SENT = {
  k: 'VARCHAR',
  key: 'VARCHAR',
  id: 'VARCHAR',
  /** False: it was only refused so far. */
  sent: 'BOOLEAN',
  /** Fields were emptied because the key was gone. */
  cleared: 'BOOLEAN',
  /** The last sync of `compare_with` when the row was sent: later ones show what became of it. */
  seen: 'VARCHAR',
  /** NULL: no sync has read the row back yet. */
  verified: 'BOOLEAN',
  /** JSON: fields that a flow or trigger changed, with the values that the service had when the row was read back. */
  returned: 'VARCHAR',
  /** The hash of the values that were refused. */
  parked: 'VARCHAR',
  parked_code: 'VARCHAR',
  parked_message: 'VARCHAR',
} as const;

/** Columns of `pending` besides the fields'. */
const PENDING = { k: 'VARCHAR', key: 'VARCHAR', id: 'VARCHAR', action: 'VARCHAR', piece: 'INTEGER', seen: 'VARCHAR' } as const;

/** The ledger of one export within the state. Its tables are Highwater's own: they are not part of the artifact. */
export class Ledger {
  readonly name: string;
  readonly sent: string;
  readonly pending: string;

  constructor(name: string) {
    this.name = name;
    this.sent = qualified(STATE_SCHEMA, `sent__${name}`);
    this.pending = qualified(STATE_SCHEMA, `pending__${name}`);
  }

  /** Makes the tables, and adds columns for fields that were never sent before. A ledger of another target is dropped: true then. */
  async open(c: Connection, target: string, fields: readonly string[]): Promise<{ head: LedgerHead; dropped: boolean }> {
    const found = await this.head(c);
    const dropped = found !== null && found.target !== target;
    if (dropped) await this.drop(c);
    await c.run(`CREATE TABLE IF NOT EXISTS ${JOBS} (export VARCHAR, piece INTEGER, content VARCHAR)`);
    await ensureTable(c, this.sent, `sent__${this.name}`, SENT, fields);
    await ensureTable(c, this.pending, `pending__${this.name}`, PENDING, fields);
    const head = found === null || dropped ? { name: this.name, target, succeeded: false, pending: null, shape: null } : found;
    await this.store(c, head);
    return { head, dropped };
  }

  async head(c: Connection): Promise<LedgerHead | null> {
    await c.run(`CREATE TABLE IF NOT EXISTS ${HEADS} (name VARCHAR, content VARCHAR)`);
    const [row] = await c.rows<{ content: string }>(`SELECT content FROM ${HEADS} WHERE name = ${text(this.name)}`);
    return row === undefined ? null : (JSON.parse(row.content) as LedgerHead);
  }

  async store(c: Connection, head: LedgerHead): Promise<void> {
    await c.run(`DELETE FROM ${HEADS} WHERE name = ${text(this.name)}`);
    await c.run(`INSERT INTO ${HEADS} VALUES (${text(this.name)}, ${text(JSON.stringify(head))})`);
  }

  async jobs(c: Connection): Promise<LedgerJob[]> {
    const rows = await c.rows<{ piece: number; content: string }>(
      `SELECT piece, content FROM ${JOBS} WHERE export = ${text(this.name)} AND piece IS NOT NULL ORDER BY piece`,
    );
    return rows.map(({ piece, content }) => ({ piece, job: JSON.parse(content) as IngestJob }));
  }

  async storeJob(c: Connection, { piece, job }: LedgerJob): Promise<void> {
    await this.settleJob(c, piece);
    await c.run(`INSERT INTO ${JOBS} VALUES (${text(this.name)}, ${piece}, ${text(JSON.stringify(job))})`);
  }

  /** Its outcomes are in the ledger. Its id stays for as long as the service may name it, so that no export takes it for one of its own. */
  async settleJob(c: Connection, piece: number): Promise<void> {
    await c.run(`UPDATE ${JOBS} SET piece = NULL WHERE export = ${text(this.name)} AND piece = ${piece}`);
  }

  async drop(c: Connection): Promise<void> {
    await c.run(`DROP TABLE IF EXISTS ${this.sent}`);
    await c.run(`DROP TABLE IF EXISTS ${this.pending}`);
    await c.run(`DELETE FROM ${JOBS} WHERE export = ${text(this.name)}`);
    await c.run(`DELETE FROM ${HEADS} WHERE name = ${text(this.name)}`);
  }
}

/** The ids of all jobs that any export of this state has made and that the service may still name. */
export async function knownJobIds(c: Connection): Promise<string[]> {
  return (await c.rows<{ id: string }>(`SELECT content ->> 'id' AS id FROM ${JOBS}`)).map(({ id: job }) => job);
}

/** Drops settled jobs that the service has forgotten by now (ISO 8601). */
export async function dropOldJobs(c: Connection, now: string): Promise<void> {
  const before = `CAST(${text(now)} AS TIMESTAMPTZ) - INTERVAL 8 DAY`;
  await c.run(`DELETE FROM ${JOBS} WHERE piece IS NULL AND CAST(content ->> 'createdAt' AS TIMESTAMPTZ) < ${before}`);
}

/** The ledger's column of a field. */
export function fieldColumn(field: string): string {
  return id(`f:${field}`);
}

/** The names of all exports that the state has a ledger of. */
export async function ledgerNames(c: Connection): Promise<string[]> {
  const [{ n } = { n: 0 }] = await c.rows<{ n: number }>(
    `SELECT count(*) AS n FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = ${text(STATE_SCHEMA)} AND table_name = 'exports'`,
  );
  if (n === 0) return [];
  return (await c.rows<{ name: string }>(`SELECT name FROM ${HEADS} ORDER BY name`)).map((row) => row.name);
}

async function ensureTable(
  c: Connection,
  table: string,
  name: string,
  own: Readonly<Record<string, string>>,
  fields: readonly string[],
): Promise<void> {
  const columns = Object.entries(own).map(([column, type]) => `${column} ${type}`);
  await c.run(`CREATE TABLE IF NOT EXISTS ${table} (${columns.join(', ')})`);
  const there = await realTypes(c, STATE_SCHEMA, name);
  for (const field of fields.filter((f) => !there.has(`f:${f}`)))
    await c.run(`ALTER TABLE ${table} ADD COLUMN ${fieldColumn(field)} VARCHAR`);
}
