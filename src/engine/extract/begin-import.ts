import type { Opener, Resume, TableImport } from '../../model/contract.ts';
import type { Watermark } from '../../model/watermark.ts';
import { insteadFull, type KnownTable, type PlannedTable } from '../plan/table-plan.ts';

export interface BegunImport {
  readonly opened: TableImport;
  /** What `opened` continues; null where it starts from the beginning. */
  readonly resume: Resume | null;
}

export interface BeginHooks<Known extends KnownTable> {
  findResume(planned: PlannedTable<Known>): Promise<Resume | null>;
  /** The source can't continue from the planned watermark, so that this full sync begins instead. */
  onFullSync(planned: PlannedTable<Known>, why: string): void;
}

/** Begins an import. Where the source can't continue from the watermark, begins a full sync instead. */
export async function beginImport<Known extends KnownTable>(
  opener: Opener,
  planned: PlannedTable<Known>,
  { findResume, onFullSync }: BeginHooks<Known>,
): Promise<BegunImport> {
  const found = await findResume(planned);
  const opened = await opener.begin(planned.plan, found);
  if (!('cannotContinue' in opened)) return { opened, resume: opened.resumed ? found : null };
  const { ref, mode } = planned.plan;
  if (mode === 'full') throw new Error(`a full sync of ${ref.name} needs nothing to continue from`);
  const full = insteadFull(planned, opened.cannotContinue);
  onFullSync(full, opened.cannotContinue);
  return beginImport(opener, full, { findResume, onFullSync });
}

/**
 * Rows that a resumed import read before it was interrupted may have changed since, so it keeps the watermark of the import that began
 * it. A change token is another matter: it counts from when it was given, whichever import asked for it.
 */
export function watermarkAfter({ opened, resume }: BegunImport): Watermark | null {
  if (resume?.watermark?.kind !== 'token') return resume === null ? opened.watermark : resume.watermark;
  const { kind, value } = resume.watermark;
  const token = opened.watermark?.token;
  return { kind, value, ...(token === undefined ? {} : { token }) };
}
