import type { RunRecord } from '../model/record.ts';
import type { TableVerification, VerifyResult } from '../model/verification.ts';
import { driftError } from '../views/summary/verify-summary.ts';
import { nameOf, problem, runProblems, THE_RUN } from './findings.ts';
import { DRIFT, type Findings, type Incident, type Problem, UNCOMPARED } from './incident.ts';

/** What `verify` has seen. `record`: the run that mended; null: it changed nothing. `partial`: it left tables out. */
export function findingsOfVerify({ tables }: VerifyResult, record: RunRecord | null, partial: boolean): Findings {
  const seen = tables.flatMap(tableProblem);
  const own = record === null ? [] : runProblems(record, 'verify', seen);
  // A state that was not saved has none of what was mended.
  const lasting = record === null || record.error === null;
  return { problems: [...own, ...seen], isOver: (incident) => lasting && isOver(tables, incident, partial) };
}

function tableProblem(table: TableVerification): Problem[] {
  if (table.status !== 'drift' && table.status !== 'failed') return [];
  const detail = table.status === 'drift' ? DRIFT : UNCOMPARED;
  return [problem('failure', nameOf(table), detail, driftError(table))];
}

/** Of what a sync reports, verify says nothing. A sample that agrees does not prove that rows outside of it agree too. */
function isOver(tables: readonly TableVerification[], { kind, name, detail }: Incident, partial: boolean): boolean {
  if (name === THE_RUN) return kind === 'failure' && detail === 'verify';
  if (detail !== DRIFT && detail !== UNCOMPARED) return false;
  const table = tables.find((t) => nameOf(t) === name);
  // It left the configuration.
  if (table === undefined) return !partial;
  if (table.status === 'repaired') return true;
  if (table.status !== 'same' && table.status !== 'explained') return detail === UNCOMPARED && table.status === 'drift';
  return detail === UNCOMPARED || table.whole;
}
