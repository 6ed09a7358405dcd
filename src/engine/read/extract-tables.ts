import pLimit from 'p-limit';
import type { Opener, Source } from '../../model/contract.ts';
import { HighwaterError, toHighwaterError } from '../../model/errors.ts';
import type { TablePlan } from '../../model/plan.ts';
import type { Observer, TableRecord } from '../../model/record.ts';
import type { StoredTable } from '../../warehouse/catalog/catalog.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';
import type { PlannedTable } from '../plan/table-plan.ts';
import { importTable } from './import-attempts.ts';
import { failedRecord, newProgress } from './import-progress.ts';
import { Places } from './places.ts';

export interface ExtractInput {
  readonly warehouse: Warehouse;
  readonly sources: readonly { readonly source: Source; readonly planned: readonly PlannedTable<StoredTable>[] }[];
  /** Partitions read at once, per source. */
  readonly parallel: number;
  readonly signal: AbortSignal;
  readonly observe: Observer;
  notice(message: string, source: string): void;
}

/** Imports all planned tables: the sources side by side, the tables of each in the order in which they are given. */
export async function extractAll(input: ExtractInput): Promise<TableRecord[]> {
  const { small } = input.warehouse;
  small.expect(input.sources.reduce((sum, { planned }) => sum + planned.length, 0));
  // Displays count all tables of the run, also those whose turn has not come.
  input.observe({ type: 'tables', tables: input.sources.flatMap(({ planned }) => planned.map(({ plan }) => tableOf(plan))) });
  const records = await Promise.all(input.sources.map(async ({ source, planned }) => extractSource(input, source, planned)));
  return records.flat();
}

function tableOf({ source, ref }: TablePlan): { source: string; table: string } {
  return { source, table: ref.name };
}

async function extractSource(
  input: ExtractInput,
  source: Source,
  planned: readonly PlannedTable<StoredTable>[],
): Promise<TableRecord[]> {
  const { warehouse, parallel, signal, observe } = input;
  const expect = (tables: number) => warehouse.small.expect(tables);
  let opener: Opener;
  try {
    opener = await source.open(planned.map((p) => p.plan));
  } catch (error) {
    expect(-planned.length);
    const failure = input.signal.aborted ? input.signal.reason : error;
    return planned.map((p) => failedRecord(newProgress(p), toHighwaterError(failure)));
  }
  const slots = pLimit(input.parallel);
  const places = new Places(
    parallel,
    () => expect(-1),
    () => expect(1),
  );
  const context = {
    warehouse,
    source,
    opener,
    parallel,
    signal,
    observe,
    slots,
    notice: (message: string) => input.notice(message, source.name),
  };
  try {
    return await Promise.all(
      planned.map(async (p) => {
        const place = places.next();
        await place.enter();
        try {
          return signal.aborted ? notStarted(p, signal) : await importTable(context, p, place);
        } finally {
          place.leave();
        }
      }),
    );
  } finally {
    opener.close?.();
  }
}

function notStarted(planned: PlannedTable<StoredTable>, signal: AbortSignal): TableRecord {
  const reason =
    signal.reason instanceof HighwaterError
      ? signal.reason
      : new HighwaterError('INTERRUPTED', 'The run was stopped before this table began.', 'The next run reads it.');
  const record = failedRecord(newProgress(planned), reason);
  return { ...record, status: 'skipped', why: 'the run was stopped before this table began', startedAt: null, error: null };
}
