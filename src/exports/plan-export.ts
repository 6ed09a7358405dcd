import type { BulkIngest } from '../model/destination.ts';
import type { HighwaterError } from '../model/errors.ts';
import type { ExportCounts } from '../model/export-record.ts';
import { NO_COUNTS } from '../model/export-record.ts';
import type { Connection } from '../warehouse/duckdb/database.ts';
import { type ComparedTable, comparedTable } from './diff/compared-table.ts';
import { limitProblem } from './diff/limits.ts';
import { planRows, planTable } from './diff/plan-rows.ts';
import type { PreparedExport } from './export-column.ts';
import { deletesNotAllowed, inConflict } from './export-errors.ts';
import type { ExportTools } from './export-tools.ts';
import { Ledger, type LedgerHead } from './ledger/ledger.ts';
import { chooseTodo } from './ledger/pending.ts';
import { createOutcomes, settlePlan } from './ledger/settle.ts';
import { findIds, proveWritten, readAgain } from './send/look-up.ts';
import { resumeJobs } from './send/resume-jobs.ts';
import { writePlan } from './write-files.ts';

/** What an export would do, counted; its rows are in the tables of the plan and of what is to be sent. */
export interface PlannedExport {
  readonly prepared: PreparedExport;
  readonly ledger: Ledger;
  readonly head: LedgerHead;
  readonly compared: ComparedTable | null;
  readonly counts: ExportCounts;
  /** Rows to be sent now: by the export's own operation, and because they are gone. */
  readonly todo: { readonly sent: number; readonly gone: number; readonly leftOut: number };
  /** Rows whose values can't be sent, found in this run. */
  readonly newFaults: number;
  /** Why nothing may be sent. */
  readonly refusal: HighwaterError | null;
  /** What ends the run as a failure although everything else is sent. */
  readonly failure: HighwaterError | null;
  readonly ledgerChanged: boolean;
  readonly notes: readonly string[];
  readonly jobs: readonly { readonly id: string; readonly end: string }[];
}

/** Decides what becomes of each row. Reads only, but for what an earlier run left: its jobs are settled first. */
export async function planExport(prepared: PreparedExport, tools: ExportTools): Promise<PlannedExport> {
  const { config, columns, clears } = prepared;
  const ledger = new Ledger(config.name);
  const notes: string[] = [];
  const fields = [...new Set([...columns, ...clears.map((field) => ({ field }))].map(({ field }) => field.name))];
  const opened = await tools.use(async (c) => ledger.open(c, targetOf(prepared), fields));
  if (opened.dropped) notes.push('The destination, object or key is another one than before: the ledger starts from nothing.');
  const { head } = opened;
  const bulk = prepared.destination.bulk(config.writeOptions);
  const resumed = bulk === null || tools.options.dryRun ? [] : await resume(prepared, ledger, head, bulk, tools);
  return tools.use(async (c) => {
    const compared = await comparedTable(c, config, prepared, tools.inputs);
    await planRows(c, prepared, ledger, compared, tools.options);
    await findIds(c, prepared, tools.signal);
    await proveWritten(c, prepared, tools.signal);
    const candidates = await c.count(`${planTable(config.name)} WHERE action = 'send'`);
    if (compared !== null && candidates > 0 && (config.conflict !== 'overwrite' || candidates <= config.bulkAbove))
      await readAgain(c, prepared, compared, tools.signal);
    const counts = await countPlan(c, prepared);
    const todo = await chooseTodo(c, prepared, tools.options);
    if (todo.leftOut > 0) notes.push(`${todo.leftOut} more rows are left for a run without --limit.`);
    await createOutcomes(c, config.name);
    const known = await c.count(`${ledger.sent} WHERE sent`);
    const newFaults = await c.count(`${planTable(config.name)} WHERE action = 'fault' AND NOT again`);
    const facts = {
      writes: todo.sent + todo.gone,
      considered: counts.considered,
      known,
      succeeded: head.succeeded,
      first: tools.options.first,
    };
    const conflict = config.conflict === 'fail' && counts.conflicts > 0 ? inConflict(config, counts.conflicts) : null;
    const refusal = conflict ?? limitProblem(config, facts);
    const isSent = refusal === null && !tools.options.dryRun && facts.writes > 0;
    if (!isSent) await writePlan(c, prepared, tools.output);
    const changed = tools.options.dryRun || refusal !== null ? 0 : await settlePlan(c, ledger, prepared, head.pending);
    const failure = counts.gone > 0 && !tools.options.allowDeletes ? deletesNotAllowed(config, counts.gone) : null;
    return {
      prepared,
      ledger,
      head,
      compared,
      counts,
      todo,
      newFaults,
      refusal,
      failure,
      ledgerChanged: changed > 0 || resumed.length > 0 || opened.dropped,
      notes,
      jobs: resumed.map(({ job, end }) => ({ id: job.id, end })),
    };
  });
}

/** System, object and key: rows that went elsewhere say nothing of these. */
function targetOf({ destination, object, key }: PreparedExport): string {
  return `${destination.address} ${object.name} ${key.field.name}`;
}

async function resume(prepared: PreparedExport, ledger: Ledger, head: LedgerHead, bulk: BulkIngest, tools: ExportTools) {
  const { name } = prepared.config;
  const watch = {
    directory: `${tools.directory}/${name}`,
    signal: tools.signal,
    progress: (rows: number) => tools.progress(name, rows),
  };
  return tools.use(async (c) => resumeJobs(c, { prepared, ledger, head, bulk }, watch));
}

async function countPlan(c: Connection, { config, considered }: PreparedExport): Promise<ExportCounts> {
  const plan = await c.row<Record<'new' | 'changed' | 'gone' | 'conflicts' | 'missing' | 'parked' | 'kept', number>>(
    `SELECT count(*) FILTER (WHERE action = 'send' AND is_new) AS new, count(*) FILTER (WHERE action = 'send' AND NOT is_new) AS changed,
      count(*) FILTER (WHERE action IN ('clear', 'delete')) AS gone, count(*) FILTER (WHERE conflict) AS conflicts,
      count(*) FILTER (WHERE action = 'missing') AS missing, count(*) FILTER (WHERE action IN ('fault', 'parked')) AS parked,
      count(*) FILTER (WHERE action = 'kept') AS kept FROM ${planTable(config.name)}`,
  );
  const { kept, ...shown } = plan;
  const unchanged = considered - shown.new - shown.changed - shown.missing - shown.parked - kept;
  return { ...NO_COUNTS, ...shown, considered, unchanged };
}
