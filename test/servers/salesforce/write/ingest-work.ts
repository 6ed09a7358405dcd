import type { Org } from '../org.ts';
import type { Field, SObject } from '../schema.ts';
import { comparable, type Value } from '../values.ts';
import { cell, parseCsv } from './csv.ts';
import { RowError } from './row-error.ts';
import { type SentRow, type WriteOrder, writeRow } from './row-writer.ts';
import { idField, type SentField, sentField } from './sent-fields.ts';
import { type OrgUser, rightsOf } from './users.ts';
import { fromCsv } from './values-in.ts';

export interface IngestSpec {
  readonly object: SObject;
  readonly user: OrgUser;
  readonly operation: WriteOrder['operation'];
  /** The External ID of an upsert. */
  readonly key: Field | null;
  readonly delimiter: string;
  readonly columnDelimiter: string;
  readonly lineEnding: 'LF' | 'CRLF';
  readonly assignTo: string | null;
}

/** The rows of one job, worked through in batches; its three results at any moment. */
export class IngestWork {
  readonly #order: WriteOrder;
  readonly #header: readonly string[];
  readonly #fields: readonly SentField[];
  readonly #rows: readonly string[][];
  readonly #batchRows: number;
  readonly #successful: string[] = [];
  readonly #failed: string[] = [];
  readonly #left: string[] = [];
  #at = 0;
  batches = 0;

  /** Throws where the upload as a whole can't be processed. */
  constructor(org: Org, spec: IngestSpec, csv: string, batchRows: number) {
    const [header = [], ...rows] = parseCsv(csv, spec.delimiter, spec.lineEnding);
    const { object, user, operation, assignTo } = spec;
    this.#header = header;
    this.#rows = rows;
    this.#batchRows = batchRows;
    this.#order = { org, user, object, operation, key: spec.key ?? idField(object), assignTo, allowDuplicates: false };
    this.#fields = header.map((name) => this.#field(name));
    const doubled = header.find((name, i) => header.indexOf(name) !== i);
    if (doubled !== undefined) throw new Error(`InvalidBatch : Duplicate column : ${doubled}`);
    const short = rows.find((r) => r.length !== header.length);
    if (short !== undefined) throw new Error('InvalidBatch : a row has not as many columns as the header');
  }

  /** A job that was aborted or failed before its data were looked at: all of them are unprocessed. */
  static untouched(spec: IngestSpec, csv: string): { successful: string; failed: string; unprocessed: string } {
    const columns = (csv.split(/\r?\n/)[0] ?? '').replaceAll('"', '').split(spec.delimiter);
    const head = columns.map(cell).join(',');
    return { successful: `"sf__Id","sf__Created",${head}\n`, failed: `"sf__Id","sf__Error",${head}\n`, unprocessed: csv };
  }

  get total(): number {
    return this.#rows.length;
  }

  get done(): boolean {
    return this.#at >= this.#rows.length;
  }

  get processed(): number {
    return this.#successful.length + this.#failed.length;
  }

  get failures(): number {
    return this.#failed.length;
  }

  /** `leaves`: rows at its end that are not processed. `isContended`: another job holds every other row. */
  batch({ leaves, isContended }: { leaves: number; isContended: boolean }): void {
    const rows = this.#rows.slice(this.#at, this.#at + this.#batchRows);
    this.#at += rows.length;
    this.batches++;
    const seen = new Set<string>();
    const keyAt = this.#fields.findIndex((f) => 'own' in f && f.own === this.#order.key);
    for (const [i, row] of rows.entries()) {
      const line = row.map(cell).join(',');
      if (i >= rows.length - leaves) this.#left.push(line);
      else this.#write(row, line, seen, { keyAt, isHeld: isContended && i % 2 === 0 });
    }
  }

  #write(row: readonly string[], line: string, seen: Set<string>, { keyAt, isHeld }: { keyAt: number; isHeld: boolean }): void {
    const { key } = this.#order;
    try {
      const value = String(comparable(key, row[keyAt] ?? ''));
      if (seen.has(value)) throw new RowError('DUPLICATE_EXTERNAL_ID', `Duplicate external id specified: ${value}`, [key.name]);
      seen.add(value);
      if (isHeld) throw new RowError('UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record');
      const { id, created } = writeRow(this.#order, this.#sent(row));
      this.#successful.push(`"${id}","${created}",${line}`);
    } catch (error) {
      if (!(error instanceof RowError)) throw error;
      const { statusCode, message, fields } = error;
      this.#failed.push(`"",${cell(`${statusCode}:${message}:${fields.join(', ')} --`)},${line}`);
    }
  }

  get successful(): string {
    return text(['"sf__Id"', '"sf__Created"', ...this.#header.map(cell)], this.#successful);
  }

  get failed(): string {
    return text(['"sf__Id"', '"sf__Error"', ...this.#header.map(cell)], this.#failed);
  }

  get unprocessed(): string {
    return text(this.#header.map(cell), [...this.#left, ...this.#rows.slice(this.#at).map((r) => r.map(cell).join(','))]);
  }

  #field(name: string): SentField {
    const { org, user, object } = this.#order;
    const field = sentField(org, object, name);
    if (field === null) throw new Error(`InvalidBatch : InvalidBatch : Field name not found : ${name}`);
    const own = 'own' in field ? field.own : field.reference;
    const rights = rightsOf(user, object, own);
    if (own.type !== 'id' && !rights.createable && !rights.updateable)
      throw new Error(`InvalidBatch : InvalidBatch : Field name not found : ${name}`);
    return field;
  }

  #sent(row: readonly string[]): SentRow {
    const values = new Map<Field, Value>();
    const parents: SentRow['parents'][number][] = [];
    this.#fields.forEach((field, i) => {
      const value = fromCsv('own' in field ? field.own : field.key, row[i] ?? '');
      if (value === undefined) return;
      if ('own' in field) values.set(field.own, value);
      else parents.push({ ...field, value: value === null ? null : String(value) });
    });
    return { values, parents };
  }
}

const text = (header: readonly string[], lines: readonly string[]): string => `${[header.join(','), ...lines].join('\n')}\n`;
