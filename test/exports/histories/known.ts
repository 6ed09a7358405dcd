/** A row of the model, which exports are to bring into the CRM. */
export interface ModelRow {
  readonly score: number;
  readonly segment: string | null;
}

export const labelOf = ({ score }: ModelRow): string => `L${score.toFixed(2)}`;

/** What a history knows of itself: enough to say what must hold. */
export class Known {
  readonly model = new Map<string, ModelRow>();
  /** As the last sync saw it. */
  synced: ReadonlyMap<string, ModelRow> = new Map();
  syncs = 0;
  /** What is wrong with the keys of the last sync, as an error code; null: nothing. */
  badKeys: 'EXPORT_KEY_NULL' | 'EXPORT_KEY_NOT_UNIQUE' | null = null;
  /** What people wrote outside of the mapping, by Id. */
  readonly others = new Map<string, number>();
  /** What people last wrote into the mapping, by Id, and after which sync. */
  readonly edits = new Map<string, { readonly score: number; readonly sync: number }>();
  /** Keys whose record somebody deleted before a sync had read it back: it is made again only when its values change. */
  readonly removed = new Set<string>();
  hasRemoved = false;
  /** After which sync an export last saved a key. */
  readonly saved = new Map<string, number>();
  /** The sync that last brought another row for a key. */
  readonly changed = new Map<string, number>();
  /** Keys whose records this run has saved. */
  readonly touched = new Set<string>();
  /** Keys whose record was last saved by a job: its results say so, even if the run that made it was killed. */
  readonly savedByJob = new Set<string>();
  /** Keys that a run has answered for. */
  readonly accepted = new Set<string>();
  hasFlowed = false;
  /** Nothing goes wrong in it but people: then the ledger is always right. */
  isQuiet = false;
  /** A ledger knows less than what was sent. */
  wasForgotten = false;
  /** An older ledger may take a value for sent that was overwritten since: without `compare_with` nobody can tell. */
  isOld = false;

  onSaved(key: string, byJob: boolean): void {
    this.saved.set(key, this.syncs);
    this.touched.add(key);
    if (byJob) this.savedByJob.add(key);
    else this.savedByJob.delete(key);
  }
}
