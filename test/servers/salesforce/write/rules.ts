import { random } from '../../../support/random.ts';
import type { StoredRecord } from '../schema.ts';
import { RowError } from './row-error.ts';

export interface DuplicateRule {
  readonly object: string;
  matches(written: StoredRecord, other: StoredRecord): boolean;
  /** True: the rule warns, and a client that says `allowSave=true` saves all the same. False: nobody can. */
  readonly allow: boolean;
}

export interface AssignmentRule {
  readonly id: string;
  readonly ownerId: string;
}

/** What changed: the record as it stood, null for a new one, and as it was just saved. */
export type Flow = (before: StoredRecord | null, after: StoredRecord) => StoredRecord | null;

/** What an organisation does to records that are written; a test sets it up. */
export class Rules {
  /** Active assignment rules, by object. */
  readonly assignment = new Map<string, AssignmentRule>();
  readonly duplicates: DuplicateRule[] = [];
  /** By object; returns the message of a row that breaks the rule. */
  readonly validations = new Map<string, (record: StoredRecord) => string | null>();
  /** By object; returns what the flow changes of the record that was just saved. Throws RowError: a trigger's own limit. */
  readonly flows = new Map<string, Flow>();
  /** Whether somebody else holds this record (or parent record) just now. */
  isLocked: (id: string) => boolean = () => false;

  /** Locks a share of all rows, at random from a seed. */
  lockAtRandom(seed: number, share: number): void {
    const next = random(seed);
    this.isLocked = () => next() < share;
  }

  reset(): void {
    this.assignment.clear();
    this.duplicates.length = 0;
    this.validations.clear();
    this.flows.clear();
    this.isLocked = () => false;
  }

  refuseLocked(ids: readonly string[]): void {
    const held = ids.find((id) => this.isLocked(id));
    if (held !== undefined)
      throw new RowError('UNABLE_TO_LOCK_ROW', `unable to obtain exclusive access to this record or 1 records: ${held}`);
  }

  refuseDuplicates(object: string, written: StoredRecord, others: Iterable<StoredRecord>, allowSave: boolean): void {
    const rules = this.duplicates.filter((r) => r.object === object && !(r.allow && allowSave));
    if (rules.length === 0) return;
    for (const other of others) {
      if (other.IsDeleted === true || other.Id === written.Id || !rules.some((r) => r.matches(written, other))) continue;
      throw new RowError('DUPLICATES_DETECTED', 'Use one of these records?');
    }
  }

  validate(object: string, record: StoredRecord): void {
    const message = this.validations.get(object)?.(record) ?? null;
    if (message !== null) throw new RowError('FIELD_CUSTOM_VALIDATION_EXCEPTION', message);
  }
}
