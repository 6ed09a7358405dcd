import type { Static, TSchema } from 'typebox';
import type { Access, SourceContext, Usage } from './contract.ts';
import type { ConnectionOptions } from './source-definition.ts';
import type { PicklistValue } from './table.ts';
import type { ValueKind } from './value-kind.ts';

/**
 * Everything that is particular to one kind of system that is written to: a folder below `src/destinations` and a line in its registry.
 * `Schema` is its part of the YAML file (one entry of `destinations:`, with the tag `type`), `Options` is what `create` takes.
 */
export interface DestinationDefinition<Schema extends TSchema = TSchema, Options = unknown> {
  /** What the file writes as `type:`; also the name of the destination's folder. */
  readonly type: string;
  readonly schema: Schema;
  /** What `create` takes, out of a checked entry. */
  connection(entry: Static<Schema>): ConnectionOptions<Options>;
  /** Loads the client library: called by `export` and `check` only. */
  create(options: Options, context: SourceContext): Promise<Destination>;
}

/**
 * A system that exports write to. The engine (src/exports) decides what is written; a destination says what may be written, finds records and
 * carries rows over. It never writes of itself: `send`, `BulkIngest.create`, `run`, `resume` and `abort` are the only methods that may
 * change anything at the service.
 *
 * All methods throw HighwaterError and the signal's reason. They retry of themselves what is safe to repeat. EXPORT_QUOTA: the
 * service's own limit is reached. No message or hint may hold a value or a key of a row; the words of a refusal of one row, which may, go
 * into its `RowOutcome` and from there into failed.csv alone.
 */
export interface Destination {
  readonly name: string;
  /** Which system this is, stable over runs: the origin of its URL. Known before `connect`. Part of the ledger's identity. */
  readonly address: string;
  /** Signs in; says who we are. Called once, before anything else. `system` is the organisation, where the service says it. */
  connect(): Promise<Access>;
  /**
   * The object and those of its fields that `columns` name, as they are now (never from a cache older than this run). A column is written as
   * in the query: a field's name, in any case where the service ignores it, or `Parent.Key`: a lookup by a key of its parent.
   * Null: there is no such object, or this user can't see it.
   */
  describe(object: string, columns: readonly string[]): Promise<TargetObject | null>;
  /**
   * Reads at most `findLimit` records, by Id (`by` is the object's id field) or by another field, in bounded queries. A key may find no
   * record, or several. Reads through the writing user.
   */
  find(request: FindRequest): Promise<readonly FoundRecord[]>;
  readonly findLimit: number;
  /** How many records the object has, and how many of them have the key filled. Null where the service can't say cheaply. */
  countFilled(object: TargetObject, key: TargetField): Promise<{ readonly records: number; readonly filled: number } | null>;
  /**
   * Sends at most `sendLimit` rows in one call (or a few), and says what became of each, in the same order. A lost answer is asked for
   * again where the same rows can be sent twice without harm (upsert, update, delete by Id); then `created` is null. A refusal of the whole
   * call is narrowed down by halving until the rows at fault stand alone. Locked rows are reported, not retried: the engine does that
   * in ever smaller batches. What it throws (the service is down, the quota is used up) leaves every row of this call unknown.
   */
  send(batch: RowBatch): Promise<readonly RowOutcome[]>;
  readonly sendLimit: number;
  /** The way for many rows, by files and jobs; null where the service has none that answers for each row under these options. */
  bulk(options: WriteOptions): BulkIngest | null;
  usage(): Usage;
  close(): Promise<void>;
}

/** An object that rows go to, as the service describes it to the writing user. */
export interface TargetObject {
  /** As the service spells it. */
  readonly name: string;
  readonly label: string;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly deletable: boolean;
  /** The field that identifies a record: `Id`, `accountid`. */
  readonly idField: string;
  /** By column as asked for; a column that is no field is missing. */
  readonly fields: ReadonlyMap<string, TargetField>;
  /** All names that could have been written, for "did you mean". */
  readonly names: readonly string[];
  /** How many fields this user may write, of how many; for `check`. */
  readonly writable: { readonly fields: number; readonly of: number };
  /** Names of fields that a new record must have, and that have no default of the service's own. */
  readonly required: readonly string[];
  /** Private to the destination: what it needs to carry values over. */
  readonly detail?: unknown;
}

export interface TargetField {
  /** As the service spells it and as rows carry it: `Score__c`; `Parent__r.Key__c` for a lookup by a key of its parent. */
  readonly name: string;
  readonly label: string;
  /** The service's own word: `currency`, `Money`. */
  readonly nativeType: string;
  readonly kind: ValueKind;
  readonly createable: boolean;
  readonly updateable: boolean;
  /** False: it can't be cleared (checkboxes), whatever an export asks for. */
  readonly nillable: boolean;
  /** It may serve as a key: an External ID, an active alternate key of this one column, or the Id. */
  readonly externalId: boolean;
  readonly unique: boolean;
  /** Why it can't serve as a key though it looks like one: "its alternate key is not active yet (Pending)". */
  readonly keyProblem?: string;
  /** False: `ABC` and `abc` are one value, as a key and in comparisons of keys. */
  readonly caseSensitive: boolean;
  /** How texts are compared as keys besides case, where blanks at their ends do not count; `accents`: `café` and `cafe` are two values. */
  readonly collation?: { readonly accents: boolean };
  /** True: the service cuts blanks off both ends of a text before it looks for a record or stores a value. */
  readonly trims?: boolean;
  /** Ids whose last three of 18 characters say the case of the others; the form of 15 characters is the same Id. */
  readonly hasCaseSuffix?: boolean;
  /** True: what is read in place of the value is a mask, so that nothing can be compared with it. */
  readonly readsMasked?: boolean;
  /** The most characters (UTF-16 code units), for texts; null: no limit. */
  readonly length: number | null;
  /** Digits in all and after the point, for numbers; null: no limit. */
  readonly precision: number | null;
  readonly scale: number | null;
  /** The least and the greatest number, as text, where the service states them. */
  readonly range?: { readonly least: string; readonly greatest: string };
  /** Picklists: their values. */
  readonly values?: readonly PicklistValue[];
  /** Values other than `values` are refused. */
  readonly restricted?: boolean;
  /** A label may be written in place of its value (Dataverse's choices). */
  readonly acceptsLabels?: boolean;
  /** Between the values of a multi-select: `;` or `,`. */
  readonly separator?: string;
  /** A lookup: the objects that it may point at. */
  readonly references?: readonly string[];
  /** A key of several fields: these, in order. Its value is the JSON list of theirs; it is a key and nothing else. */
  readonly parts?: readonly TargetField[];
  /** `Parent.Key`: the parent's object and the key by which it is found; the other facts here (kind, length, case) are then that key's. */
  readonly parent?: { readonly object: string; readonly key: string; readonly lookup: string };
  /** Texts that can't be sent, though the field could hold them, and why: `#N/A`. */
  readonly unsendable?: readonly { readonly pattern: string; readonly why: string }[];
}

/** One record as it is to be written: values by `TargetField.name`; null clears the field; a field that is not here stays as it is. */
export interface RowToSend {
  /** The Id of the record, for `update` and `delete`; null for `upsert`. */
  readonly id: string | null;
  /** The value of the key field, for `upsert`; null for `update` and `delete`. */
  readonly key: string | null;
  readonly values: Readonly<Record<string, string | null>>;
}

export interface WriteOptions {
  readonly assignmentRules: boolean;
  readonly duplicateRules: 'respect' | 'allow';
}

export interface RowBatch {
  readonly object: TargetObject;
  readonly operation: 'upsert' | 'update' | 'delete';
  /** The key of an upsert. */
  readonly key: TargetField | null;
  readonly rows: readonly RowToSend[];
  readonly options: WriteOptions;
}

export type RowOutcome =
  | {
      readonly status: 'accepted';
      readonly id: string | null;
      /** Null: the first answer was lost, so that nobody can tell. */
      readonly created: boolean | null;
    }
  | {
      readonly status: 'refused';
      /** The service's code: `FIELD_CUSTOM_VALIDATION_EXCEPTION`. Safe to log. */
      readonly code: string;
      /** In the service's words; may hold values. */
      readonly message: string;
      /** Names of the fields that it blames. */
      readonly fields: readonly string[];
    }
  /** Another holds the record, or a parent of it: worth another attempt. */
  | { readonly status: 'locked'; readonly code: string; readonly message: string }
  /** The record is not there (`update`, `delete`): someone deleted it. */
  | { readonly status: 'missing' };

export interface FindRequest {
  readonly object: TargetObject;
  /** The id field's name, or a field that `describe` gave. */
  readonly by: string;
  readonly keys: readonly string[];
  /** Names of fields to read beside the Id and `by`; of a `Parent.Key` the parent's key. */
  readonly fields: readonly string[];
}

export interface FoundRecord {
  readonly id: string;
  /** The value of `by` as the record holds it (its case may differ from the key that was asked for). */
  readonly key: string;
  readonly values: Readonly<Record<string, string | null>>;
}

/** A job that takes one file of rows. Plain JSON, kept in the ledger, which is saved before any byte of the file is sent. */
export interface IngestJob {
  /** The service's own id. */
  readonly id: string;
  readonly object: string;
  readonly operation: 'upsert' | 'update' | 'delete';
  /** The field's name of the key; null for `update` and `delete`. */
  readonly key: string | null;
  /** When the service made it, ISO 8601, where it says. */
  readonly createdAt: string | null;
}

export interface IngestRequest extends Omit<RowBatch, 'rows'> {
  /** The header of the file, in order: names of fields, and the id field for `update` and `delete`. */
  readonly columns: readonly string[];
}

/**
 * Rows by files and jobs (Salesforce's Bulk API 2.0 ingest). The life of a piece: `create` → the engine saves the job in its ledger →
 * `run` → the engine loads the results and saves the ledger. A run that finds a job in its ledger asks `resume` before it sends anything. One job
 * of an object at a time: the engine awaits each.
 */
export interface BulkIngest {
  /** The file that the engine writes: CSV in UTF-8 with a header, `\n` after each line, `,` between; quoted where needed, `"` doubled. `nullText` clears a field; an empty cell leaves it as it is. */
  readonly nullText: string;
  /** The most bytes and rows of one file. */
  readonly maxBytes: number;
  readonly maxRows: number;
  /** The most characters of one text; longer ones go by `send`. */
  readonly maxText: number;
  /** Makes an empty job. After a lost answer it looks for the job that was made of it, and aborts or takes it. */
  create(request: IngestRequest): Promise<IngestJob>;
  /**
   * Uploads the file, closes the job, waits for its end and saves its results. After a lost answer to the upload it reads the job's
   * state, aborts the job and makes another (a job takes one upload); `replaced` is awaited before any byte goes to the other.
   * Throws only where nothing can be said of the rows (the service is down): they stay pending under the last job named.
   */
  run(job: IngestJob, file: string, watch: IngestWatch): Promise<IngestResult>;
  /** What became of the job of an earlier run: waits while it works; aborts it where it never got its file. Never sends rows. */
  resume(job: IngestJob, watch: IngestWatch): Promise<IngestResult>;
  /**
   * Jobs of this user on this object made since then (ISO 8601) that the ledger does not know: those of a run that was killed between
   * `create` and the save, or between `replaced` and the save. Jobs without data among them are aborted and not returned.
   */
  unknownJobs(object: TargetObject, since: string, known: readonly string[]): Promise<readonly IngestJob[]>;
}

export interface IngestWatch {
  /** A directory on a local disk for the result files, which the engine deletes. */
  readonly directory: string;
  replaced(job: IngestJob): Promise<void>;
  /** Rows that the job has processed so far. */
  progress(rows: number): void;
  readonly signal: AbortSignal;
}

export interface IngestResult {
  /** The job whose results these are. */
  readonly job: IngestJob;
  /**
   * `completed`; `failed` (the service gave up part of the way, see `reason`); `aborted` (by an administrator, or by a timeout);
   * `not sent`: it never got its file; `unknown`: the service no longer has the job (results are kept for 7 days).
   */
  readonly end: 'completed' | 'failed' | 'aborted' | 'not sent' | 'unknown';
  /** The service's code or words for `failed`, without values: `InvalidBatch`. */
  readonly reason: string | null;
  /**
   * CSV files with a header, as the service gave them, fetched whatever the end. All columns of the uploaded file are in each, with its
   * values; `columns` names those that the service adds. Empty where there are no rows.
   */
  readonly files: {
    readonly successful: readonly string[];
    readonly failed: readonly string[];
    readonly unprocessed: readonly string[];
  };
  readonly columns: {
    readonly id: string;
    readonly created: string;
    readonly error: string;
    /** A regular expression (RE2) whose first group is the code within the text of `error`. */
    readonly errorCode: string;
    /** Codes that mean a lock: worth another attempt. */
    readonly locked: readonly string[];
    /** Codes that mean that the record is not there. */
    readonly missing: readonly string[];
  };
}
