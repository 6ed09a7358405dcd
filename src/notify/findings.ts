import type { ErrorReport } from '../model/errors.ts';
import type { RunRecord, TableRecord } from '../model/record.ts';
import { agesOf, isRead, type TableAge } from '../model/table-age.ts';
import { checkName } from '../model/table-check.ts';
import { isExportRun } from '../views/facts/export-facts.ts';
import { duration } from '../views/facts/format.ts';
import { staleHint } from '../views/facts/table-freshness.ts';
import { DRIFT, type Findings, type Incident, type Problem, UNCOMPARED } from './incident.ts';

/** A command that tells people how it went. */
export type NotifyingCommand = 'sync' | 'export' | 'verify' | 'combine';

/** The run itself, as a name. What fails a sync need not fail an export, so `detail` says which of them it was. */
export const THE_RUN = '';
const EXPORT = 'export ';

/** What a run that got as far as a record has seen. `partial`: it left tables or exports out. */
export function findingsOfRun(record: RunRecord, partial: boolean): Findings {
  const command = isExportRun(record) ? 'export' : 'sync';
  const seen =
    command === 'export'
      ? exportProblems(record)
      : [...sourceProblems(record), ...record.tables.flatMap((t) => tableProblems(t, record))];
  const own = runProblems(record, command, seen);
  const problems = [...own, ...seen, ...(command === 'sync' ? staleOfRecord(record) : [])];
  // A state that was not saved is not the next run's: what this one mended fails there again.
  const lasting = record.error === null;
  return {
    problems,
    isOver: (incident) => lasting && (command === 'sync' ? overInSync : overInExport)(record, incident, partial),
  };
}

/** What stopped a command before it had begun: the configuration, the state. */
export function findingsOfFailure(command: NotifyingCommand, reports: readonly ErrorReport[]): Findings {
  const [first] = reports;
  if (first === undefined) return { problems: [], isOver: () => false };
  const more = reports.length > 1 ? ` (and ${reports.length - 1} more)` : '';
  const place = first.location === undefined ? '' : `${first.location.file}:${first.location.line}: `;
  const message = `${place}${first.message}${more}`;
  return { problems: [problem('failure', THE_RUN, command, { ...first, message })], isOver: () => false };
}

/** What `combine` has seen of its own: outputs that are missing. The jobs have reported what failed in their tables. */
export function findingsOfCombined({ error }: RunRecord): Findings {
  return {
    problems: error === null ? [] : [problem('failure', THE_RUN, 'combine', error)],
    isOver: ({ kind, name, detail }) => error === null && kind === 'failure' && name === THE_RUN && detail === 'combine',
  };
}

/** What `freshness` has seen. `empty`: there is neither state nor manifest. */
export function findingsOfAges(ages: readonly TableAge[], empty: ErrorReport | null): Findings {
  if (empty !== null) return { problems: [problem('stale', THE_RUN, 'error', empty)], isOver: () => false };
  return {
    problems: staleProblems(ages),
    isOver: ({ kind, name, detail }) => {
      if (kind !== 'stale') return false;
      if (name === THE_RUN) return true;
      const age = ages.find((a) => nameOf(a) === name);
      return age === undefined || age.status === 'fresh' || (detail === 'error' && age.status === 'warn');
    },
  };
}

export function problem(
  kind: Problem['kind'],
  name: string,
  detail: string,
  { code, message, hint, stage }: ErrorReport,
  syncedAt: string | null = null,
): Problem {
  return { kind, name, detail, code, message, hint, stage, syncedAt };
}

export const nameOf = ({ source, table }: { readonly source: string; readonly table: string }): string => `${source}.${table}`;

export function runProblems(record: RunRecord, command: NotifyingCommand, others: readonly Problem[]): Problem[] {
  if (record.error !== null) return [problem('failure', THE_RUN, command, record.error)];
  if (record.status === 'succeeded' || others.length > 0) return [];
  const unfinished = { code: 'TIMEOUT_REACHED', message: 'The run was stopped before all tables were done.' } as const;
  return [problem('failure', THE_RUN, command, { ...unfinished, hint: 'The next run continues from there.' })];
}

function exportProblems({ exports = [] }: RunRecord): Problem[] {
  return exports.flatMap(({ name, status, error }) =>
    status === 'failed' && error !== null ? [problem('failure', `${EXPORT}${name}`, '', error)] : [],
  );
}

function sourceProblems({ sources }: RunRecord): Problem[] {
  return sources.flatMap(({ name, error }) => (error === null ? [] : [problem('failure', name, '', error)]));
}

function tableProblems(table: TableRecord, record: RunRecord): Problem[] {
  const name = nameOf(table);
  const { status, error, syncedAt, checks = [] } = table;
  const failed = status === 'failed' && error !== null && !isOfSource(error, table, record);
  const unsound = status !== 'succeeded' ? [] : checks.filter((c) => c.status !== 'pass');
  const changes = table.schemaChanges ?? [];
  return [
    ...(failed ? [problem('failure', name, '', error, syncedAt)] : []),
    ...unsound.map((c) => {
      const kind = c.severity === 'fail' ? ('check' as const) : ('check_warning' as const);
      const what = c.status === 'error' ? 'could not be evaluated' : c.failures === 1 ? 'fails' : `fails ${c.failures} times`;
      const hint = 'The report shows it; the keys of the rows are in the output directory.';
      return problem(
        kind,
        name,
        `${checkName(c)} ${c.detail}`,
        { code: 'CHECK_FAILED', message: `${checkName(c)} ${what}.`, hint },
        syncedAt,
      );
    }),
    ...(changes.length === 0
      ? []
      : [
          problem(
            'schema',
            name,
            changes.join('; '),
            {
              code: 'SCHEMA_CHANGED',
              message: `Columns changed: ${changes.join('; ')}.`,
              hint: 'Check what reads these columns: queries, dashboards, exports.',
            },
            syncedAt,
          ),
        ]),
  ];
}

/** A source that can't be read fails all its tables: that is one problem, and the source's. */
function isOfSource(error: ErrorReport, { source }: TableRecord, { sources }: RunRecord): boolean {
  const own = sources.find((s) => s.name === source)?.error ?? null;
  return own !== null && own.code === error.code && own.message === error.message;
}

function staleOfRecord(record: RunRecord): Problem[] {
  return staleProblems(agesOfRecord(record));
}

function agesOfRecord({ tables, finishedAt }: RunRecord): TableAge[] {
  const read = tables.filter(isRead).map((t) => ({ ...t, freshness: t.freshness ?? null }));
  return agesOf(read, new Date(finishedAt));
}

function staleProblems(ages: readonly TableAge[]): Problem[] {
  return ages.flatMap((age) => {
    if (age.status === 'fresh') return [];
    const { warnAfterSeconds: warn, errorAfterSeconds: error } = age.freshness ?? {};
    const report = (limit: number | null | undefined): ErrorReport => ({
      code: 'TABLE_STALE',
      message: `${age.ageSeconds === null ? 'It has never been synced' : `Its data is ${duration(age.ageSeconds)} old`}; the limit is ${duration(limit ?? 0)}.`,
      hint: staleHint(age),
    });
    const levels = [
      ...(warn != null && (age.ageSeconds === null || age.ageSeconds > warn) ? [['warn', warn] as const] : []),
      ...(age.status === 'error' ? [['error', error] as const] : []),
    ];
    // Who is told of both at once needs one of them.
    return levels.slice(-1).map(([level, limit]) => problem('stale', nameOf(age), level, report(limit), age.syncedAt));
  });
}

function overInSync(record: RunRecord, { kind, name, detail }: Incident, partial: boolean): boolean {
  if (name.startsWith(EXPORT)) return false;
  if (name === THE_RUN) return kind === 'stale' ? record.tables.some((t) => t.status === 'succeeded') : detail === 'sync';
  const source = record.sources.find((s) => s.name === name.split('.')[0]);
  if (source !== undefined && source.error !== null) return false;
  if (!name.includes('.')) return source !== undefined || !partial;
  const table = record.tables.find((t) => nameOf(t) === name);
  // It left the configuration.
  if (table === undefined) return !partial;
  // What verify found, an incremental run need not have seen.
  if (kind === 'failure' && (detail === DRIFT || detail === UNCOMPARED))
    return table.status === 'succeeded' && table.mode === 'full';
  if (table.status === 'succeeded') return true;
  const age = kind === 'stale' ? agesOfRecord(record).find((a) => nameOf(a) === name) : undefined;
  return age !== undefined && age.freshness !== null && (age.status === 'fresh' || (detail === 'error' && age.status === 'warn'));
}

function overInExport({ exports = [] }: RunRecord, { name, detail }: Incident, partial: boolean): boolean {
  if (name === THE_RUN) return detail === 'export';
  if (!name.startsWith(EXPORT)) return false;
  const found = exports.find((e) => `${EXPORT}${e.name}` === name);
  return found === undefined ? !partial : found.status === 'succeeded';
}
