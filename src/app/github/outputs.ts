import { access, constants } from 'node:fs/promises';
import { posix } from 'node:path';
import * as core from '@actions/core';
import type { ErrorReport } from '../../model/errors.ts';
import type { RunRecord, TableRecord } from '../../model/record.ts';
import { agesOf, isRead, type TableAge } from '../../model/table-age.ts';
import { checkName } from '../../model/table-check.ts';
import type { Redactor } from '../../runtime/masking.ts';
import { reportFileOf } from '../../views/facts/export-facts.ts';
import { oldestFullSync } from '../../views/facts/facts.ts';
import { codeWords, stageWords } from '../../views/facts/one-cause.ts';
import { code, lines } from '../../views/summary/markdown.ts';
import { anchor } from '../../views/summary/sections.ts';
import { SUMMARY_LIMIT } from '../../views/summary/summary.ts';
import { type ActionsCore, noCommand } from '../../views/terminal/actions-log.ts';
import { failureOf } from '../session.ts';
import { type ActionInputs, isLook } from './inputs.ts';

/** The action's outputs, by the names in action.yml. */
type ActionOutputs = Readonly<Record<(typeof OUTPUTS)[number], string>>;

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
  'failed-checks',
  'stale-tables',
  'drifted-tables',
  'oldest-full-sync',
  'export-sent',
  'export-refused',
  'export-pending',
  'failed-exports',
  'matrix',
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
    'failed-checks': '[]',
    'stale-tables': '[]',
    'drifted-tables': '[]',
    'oldest-full-sync': '',
    'export-sent': '0',
    'export-refused': '0',
    'export-pending': '0',
    'failed-exports': '[]',
    matrix: '[]',
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
    report: within(reportFileOf(record)),
    'rows-read': String(sum(tables, (t) => t.read)),
    'rows-changed': String(changed),
    changed: String(changed > 0),
    mode: record.mode,
    'state-restored': String(state.restored !== null),
    'state-saved': String(state.saved !== null),
    'failed-tables': JSON.stringify(tables.filter((t) => t.status === 'failed').map((t) => `${t.source}.${t.table}`)),
    'failed-checks': JSON.stringify(failedChecks(tables)),
    'stale-tables': JSON.stringify(
      staleTables(
        agesOf(
          tables.filter(isRead).map((t) => ({ ...t, freshness: t.freshness ?? null })),
          new Date(record.finishedAt),
        ),
      ),
    ),
    'drifted-tables': '[]',
    'oldest-full-sync': oldestFullSync(tables)?.lastFullSyncAt ?? '',
    ...exportOutputs(record),
    matrix: '[]',
  };
}

function exportOutputs({ exports = [] }: RunRecord) {
  const total = (of: (one: (typeof exports)[number]) => number): string => String(exports.reduce((n, one) => n + of(one), 0));
  return {
    'export-sent': total((e) => e.sent),
    'export-refused': total((e) => e.refused),
    'export-pending': total((e) => e.pending),
    'failed-exports': JSON.stringify(exports.filter((e) => e.status === 'failed').map((e) => e.name)),
  };
}

/** Whether the step fails. A failure of the run itself (state, artifacts) always does, whatever `fail-on` says of tables. */
export function stepFails(record: RunRecord, failOn: 'any' | 'all'): boolean {
  if (record.error !== null || record.exports?.some((e) => e.status === 'failed')) return true;
  if (failOn === 'any') return record.status !== 'succeeded' || record.tables.some((t) => t.status === 'failed');
  return record.tables.length > 0 && record.tables.every((t) => t.status !== 'succeeded');
}

/** Tables that are late or too old. */
export function staleTables(ages: readonly TableAge[]): string[] {
  return ages.filter((t) => t.status !== 'fresh').map((t) => `${t.source}.${t.table}`);
}

/** `crm.Opportunity: not_null(StageName)`; those of severity `warn` are in the manifest. */
function failedChecks(tables: readonly TableRecord[]): string[] {
  return tables.flatMap((t) =>
    (t.checks ?? [])
      .filter((c) => c.severity === 'fail' && c.status !== 'pass')
      .map((c) => `${t.source}.${t.table}: ${checkName(c)}`),
  );
}

function sum(tables: readonly TableRecord[], of: (table: TableRecord) => number): number {
  return tables.reduce((total, table) => total + of(table), 0);
}

/** May be called twice: the last value counts. */
export function setOutputs(outputs: ActionOutputs): void {
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
}

/**
 * Writes the step summary, where there is one (older GitHub servers have none). GitHub drops a summary above 1 MiB with an
 * error that leaves the step green, so a longer one is cut.
 */
export async function writeSummary(markdown: string): Promise<void> {
  if (!process.env.GITHUB_STEP_SUMMARY) return;
  const bytes = Buffer.from(markdown);
  const fits =
    bytes.length <= SUMMARY_LIMIT
      ? markdown
      : `${bytes.subarray(0, SUMMARY_LIMIT - 200).toString()}\n\n_The rest is in the log._\n`;
  await core.summary.addRaw(fits).write({ overwrite: true });
}

/** Where docs/troubleshooting.md of the action's own version is shown. */
export function troubleshootingUrl(env: Readonly<Record<string, string | undefined>>): string {
  const {
    GITHUB_SERVER_URL = 'https://github.com',
    GITHUB_ACTION_REPOSITORY,
    GITHUB_ACTION_REF,
    GITHUB_REPOSITORY,
    GITHUB_SHA,
  } = env;
  // Within `uses: ./` the action is the repository itself and has no reference of its own.
  const [repository, ref] = GITHUB_ACTION_REPOSITORY
    ? [GITHUB_ACTION_REPOSITORY, GITHUB_ACTION_REF]
    : [GITHUB_REPOSITORY, GITHUB_SHA];
  return `${GITHUB_SERVER_URL}/${repository ?? ''}/blob/${ref || 'HEAD'}/docs/troubleshooting.md`;
}

/** `@actions/core`'s log for a display. The runner masks too, but only what it knew before the line was written. */
export function actionsCore(redact: (text: string) => string): ActionsCore {
  return {
    info: (message) => core.info(redact(message)),
    startGroup: (name) => core.startGroup(redact(name)),
    endGroup: () => core.endGroup(),
    notice: (message, properties) => core.notice(redact(message), properties),
    warning: (message, properties) => core.warning(redact(message), properties),
    error: (message, properties) => core.error(redact(message), properties),
  };
}

/** What failed before or outside of any table: annotations on the user's own lines, and the same in the step summary. */
export async function reportFailure(thrown: unknown, redactor: Redactor, title = 'Nothing was synced'): Promise<void> {
  const { error, problems, stack } = failureOf(thrown, redactor.redact);
  if (stack !== null) core.info(noCommand(stack));
  if (error.family === 'interrupted') core.info(problems[0]?.message ?? '');
  else for (const problem of problems) annotate(problem);
  // Where there is no writing to the runner's files, the log has said so.
  if (await canWrite(process.env.GITHUB_STEP_SUMMARY))
    await writeSummary(failureSummary(title, problems, troubleshootingUrl(process.env)));
}

async function canWrite(file: string | undefined): Promise<boolean> {
  if (!file) return false;
  return access(file, constants.W_OK).then(
    () => true,
    () => false,
  );
}

function annotate(error: ErrorReport): void {
  const { message, hint, location } = error;
  const title = codeWords(error);
  const text = noCommand(hint === '' ? message : `${message}\n${hint}`);
  if (location === undefined) core.error(text, { title });
  else core.error(text, { title, file: location.file, startLine: location.line, startColumn: location.column });
}

/** Markdown; `url` is where the troubleshooting page is. */
function failureSummary(title: string, problems: readonly ErrorReport[], url: string): string {
  const count = problems.length === 1 ? '' : `: ${problems.length} mistakes`;
  const items = problems.map(({ code: name, message, hint, stage, location }) => {
    const place = location === undefined ? '' : ` ${code(`${location.file}:${location.line}:${location.column}`)}`;
    const advice = hint === '' ? '' : `<br>→ ${lines(hint)}`;
    return `- [${code(name)}](${anchor(url, name)})${stageWords({ stage })}${place}<br>${lines(message)}${advice}`;
  });
  return `## ❌ ${title}${count}\n\n${items.join('\n')}\n`;
}
