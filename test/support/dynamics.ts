import type { SourceContext } from '../../src/model/contract.ts';
import { Secret } from '../../src/model/secret.ts';
import type { DynamicsOptions } from '../../src/sources/dynamics/options.ts';
import { DynamicsSource } from '../../src/sources/dynamics/source.ts';
import { TUNING, type Tuning } from '../../src/sources/dynamics/tuning.ts';
import { type ColumnDef, isData, isLookup, type Row, type Value } from '../servers/dataverse/model.ts';
import { DEMO_USER } from '../servers/dataverse/org.ts';
import { CLIENT_SECRET, type LocalDynamics, TENANT } from '../servers/dataverse/start.ts';
import type { Table } from '../servers/dataverse/table.ts';
import type { Engine } from './engine.ts';

/** Waits as short as tests want them. */
export const QUICK: Tuning = {
  ...TUNING,
  retries: { attempts: 6, firstDelayMs: 1, longestDelayMs: 5, longestRetryAfterMs: 300_000 },
  answerTimeoutMs: 5000,
  stallTimeoutMs: 2000,
  pauseMs: 5,
  leastPageRows: 2,
};

export interface Watched extends SourceContext {
  readonly masked: string[];
  readonly notices: string[];
}

export function contextOf(more: Partial<SourceContext> = {}): Watched {
  const masked: string[] = [];
  const notices: string[] = [];
  const remembered = new Map<string, string>();
  return {
    name: 'erp',
    parallel: 4,
    apiBudget: 0.5,
    memory: { get: (key) => remembered.get(key), set: (key, value) => void remembered.set(key, value) },
    signal: new AbortController().signal,
    mask: (secret) => void masked.push(secret),
    notice: (message) => void notices.push(message),
    ...more,
    masked,
    notices,
  };
}

export function optionsOf(local: LocalDynamics, more: Partial<DynamicsOptions> = {}): DynamicsOptions {
  return {
    type: 'dynamics',
    url: local.dataverse.url,
    auth: {
      flow: 'client_secret',
      tenant_id: TENANT,
      client_id: DEMO_USER.clientId,
      client_secret: new Secret(CLIENT_SECRET),
      authority: local.entra.url,
    },
    ...more,
  };
}

export function sourceOf(
  local: LocalDynamics,
  more: { options?: Partial<DynamicsOptions>; context?: Partial<SourceContext>; tuning?: Partial<Tuning> } = {},
): DynamicsSource {
  return new DynamicsSource(optionsOf(local, more.options), contextOf(more.context), { ...QUICK, ...more.tuning });
}

/** What DuckDB shows of a value that the service holds; worked out from the service's own text. */
export function expectedText(column: ColumnDef, value: Value): string | null {
  if (value === null) return null;
  if (isLookup(column.type)) return typeof value === 'object' ? value.id : String(value);
  const text = String(value);
  if (column.type === 'Money') return padded(text, 4);
  if (column.type === 'Decimal') return padded(text, 10);
  if (column.type === 'Double') return String(Number(text));
  if (column.type === 'MultiSelectPicklist') return `[${text.split(',').join(', ')}]`;
  if (column.type !== 'DateTime' || column.behavior === 'DateOnly') return text;
  return `${text.replace('T', ' ').replace('Z', '')}${column.behavior === 'TimeZoneIndependent' ? '' : '+00'}`;
}

function padded(text: string, scale: number): string {
  const [whole = '', fraction = ''] = text.split('.');
  return `${whole}.${fraction.padEnd(scale, '0')}`;
}

/** All rows that the service holds, as DuckDB should show them, by key. */
export function expectedRows(
  table: Table,
  wanted: (row: Row) => boolean = () => true,
): Map<string, Record<string, string | null>> {
  const columns = table.def.columns.filter((c) => isData(c) && c.type !== 'Image');
  const rows = [...table.all()].filter(wanted).map((row): [string, Record<string, string | null>] => {
    const values: [string, string | null][] = columns.map((c) => [c.name, expectedText(c, row[c.name] ?? null)]);
    const types = columns.flatMap((c): [string, string | null][] => {
      if ((c.targets?.length ?? 0) < 2) return [];
      const value = row[c.name] ?? null;
      return [[`${c.name}_type`, value !== null && typeof value === 'object' ? value.table : null]];
    });
    return [table.identity(row), Object.fromEntries([...values, ...types])];
  });
  return new Map(rows.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** All rows of the warehouse's table as text, by key, without companions that are computed. */
export async function actualRows(
  engine: Pick<Engine, 'query'>,
  table: Table,
  name = table.def.name,
): Promise<Map<string, Record<string, string | null>>> {
  const columns = await engine.query<{ column_name: string; data_type: string }>(
    `SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = 'erp' AND table_name = '${name}'`,
  );
  const kept = columns.filter((c) => !/^_|_label$|_code$/.test(c.column_name));
  const list = kept.map((c) => `CAST("${c.column_name}" AS VARCHAR) AS "${c.column_name}"`).join(', ');
  const rows = await engine.query<Record<string, string | null>>(`SELECT ${list} FROM erp."${name}"`);
  const doubles = new Set(kept.filter((c) => c.data_type === 'DOUBLE').map((c) => c.column_name));
  const shown = rows.map((row): [string, Record<string, string | null>] => {
    const entries = Object.entries(row).map(([k, v]): [string, string | null] => [
      k,
      v !== null && doubles.has(k) ? String(Number(v)) : v,
    ]);
    return [table.identity(row as Row), Object.fromEntries(entries)];
  });
  return new Map(shown.sort(([a], [b]) => (a < b ? -1 : 1)));
}
