import { type Row, ServiceError } from '../model.ts';

/** What an organisation does to rows that are written; a test sets it up. */
export class WriteRules {
  /** By table; throws ServiceError for a row that a plug-in refuses, or returns what it changes of the row that is saved. */
  readonly plugins = new Map<string, (before: Row | null, after: Row) => Row | null>();
  /** By table; true for a row that a duplicate detection rule holds to be the same as another. */
  readonly duplicates = new Map<string, (written: Row, other: Row) => boolean>();
  /** Ids of rows that another transaction holds. */
  readonly held = new Set<string>();

  refuseHeld(ids: readonly string[]): void {
    if (ids.some((id) => this.held.has(id)))
      throw new ServiceError(
        500,
        '0x80044150',
        'Generic SQL error: Transaction (Process ID 72) was deadlocked on lock resources. Sql Number: 1205',
      );
  }
}

/** What a plug-in of the organisation says. */
export const pluginError = (message: string): ServiceError => new ServiceError(400, '0x80040265', message);
