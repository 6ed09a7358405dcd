import { posix } from 'node:path';
import type { RunRecord, TableRecord } from '../../model/record.ts';
import { oldestFullSync } from '../../views/facts/full-syncs.ts';
import { type ActionInputs, isLook } from './inputs.ts';

/** The action's outputs, by the names in action.yml. */
export type ActionOutputs = Readonly<Record<(typeof OUTPUTS)[number], string>>;

export const OUTPUTS = [
  'database',
  'parquet',
  'manifest',
  'report',
  'rows-read',
  'rows-changed',
  'changed',
  'mode',
  'state-restored',
  'state-saved',
  'failed-tables',
  'oldest-full-sync',
] as const;

/** What a run that did not sync leaves; `mode` is then `validate`, `check` or `plan`, and empty where a sync could not be begun. */
export function outputsWithoutSync(mode: ActionInputs['mode']): ActionOutputs {
  return {
    database: '',
    parquet: '',
    manifest: '',
    report: '',
    'rows-read': '0',
    'rows-changed': '0',
    changed: 'false',
    mode: isLook(mode) ? mode : '',
    'state-restored': 'false',
    'state-saved': 'false',
    'failed-tables': '[]',
    'oldest-full-sync': '',
  };
}

/** Paths are as the output directory was given: relative to the workspace, or absolute. Empty where there is no such artifact. */
export function outputsOf(record: RunRecord): ActionOutputs {
  const { output, tables, state } = record;
  const within = (path: string | undefined): string =>
    output === null || path === undefined ? '' : posix.join(output.directory, path);
  const changed = sum(tables, (t) => t.inserted + t.updated + t.deleted);
  return {
    database: within(output?.database?.path),
    parquet: within(output?.parquet?.path),
    manifest: within('manifest.json'),
    report: within('report.html'),
    'rows-read': String(sum(tables, (t) => t.read)),
    'rows-changed': String(changed),
    changed: String(changed > 0),
    mode: record.mode,
    'state-restored': String(state.restored !== null),
    'state-saved': String(state.saved !== null),
    'failed-tables': JSON.stringify(tables.filter((t) => t.status === 'failed').map((t) => `${t.source}.${t.table}`)),
    'oldest-full-sync': oldestFullSync(tables)?.lastFullSyncAt ?? '',
  };
}

/** Whether the step fails. A failure of the run itself (state, artifacts) always does, whatever `fail-on` says of tables. */
export function stepFails(record: RunRecord, failOn: 'any' | 'all'): boolean {
  if (record.error !== null) return true;
  if (failOn === 'any') return record.status !== 'succeeded' || record.tables.some((t) => t.status === 'failed');
  return record.tables.length > 0 && record.tables.every((t) => t.status !== 'succeeded');
}

function sum(tables: readonly TableRecord[], of: (table: TableRecord) => number): number {
  return tables.reduce((total, table) => total + of(table), 0);
}
