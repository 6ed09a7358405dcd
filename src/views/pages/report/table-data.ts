import type { ColumnRecord, RunRecord, TableRecord } from '../../../model/record.ts';
import { maskWords, type PicklistValue } from '../../../model/table.ts';
import type { TableRun } from './earlier-runs.ts';

/** How much of each table goes into the page; each grade is smaller than the one before. */
export interface PageDetail {
  readonly picklistValues: number;
  readonly partitions: number;
  readonly columns: number;
}

export const GRADES: readonly PageDetail[] = [
  { picklistValues: 1000, partitions: 1000, columns: 2000 },
  { picklistValues: 50, partitions: 200, columns: 2000 },
  { picklistValues: 8, partitions: 100, columns: 1000 },
  { picklistValues: 0, partitions: 50, columns: 300 },
  { picklistValues: 0, partitions: 0, columns: 60 },
];

/** SharedTexts that many columns share (types, tables pointed at, whole picklists), stored once for the page. */
export interface SharedTexts {
  readonly types: readonly string[];
  readonly picklists: readonly (readonly PackedValue[])[];
}

type PackedValue = readonly [value: string, label: string | 0, active: 0 | 1];

/** A column in few bytes: what is usual at the end is left away. Types, references and picklists are indexes. */
type PackedColumn = readonly [
  name: string,
  label: Label,
  native: number,
  semantic: number,
  duckdb: number,
  picklist?: number,
  references?: readonly number[] | 0,
  removed?: 0 | 1,
  calculated?: 0 | 1,
  mask?: number,
];

/** 0: the same as the name. 1: the name in words, as `inWords` gives it. */
type Label = string | 0 | 1;

type PackedRun = readonly [
  startedAt: string,
  full: 0 | 1,
  status: number,
  inserted: number,
  updated: number,
  deleted: number,
  rows: number,
  seconds: number,
  requests: number,
];

const STATUSES = ['succeeded', 'failed', 'skipped'] as const;

type Kept = Omit<TableRecord, 'columns'>;

/** What one table's details are drawn from, in the page as JSON. */
export interface PackedTable extends Kept {
  readonly packed: readonly PackedColumn[];
  readonly past: readonly PackedRun[];
  readonly left: LeftOut;
}

export interface LeftOut {
  readonly columns: number;
  readonly partitions: number;
  /** True where picklists were cut. */
  readonly picklists: boolean;
}

/** Packs tables one after the other; `words` is complete after the last. */
export class Packer {
  readonly #types = new Map<string, number>();
  readonly #picklists = new Map<string, number>();
  readonly #grade: PageDetail;

  constructor(grade: PageDetail) {
    this.#grade = grade;
  }

  pack(table: TableRecord, runs: readonly TableRun[]): PackedTable {
    const { columns, partitions, ...rest } = table;
    const grade = this.#grade;
    return {
      ...rest,
      partitions: partitions.slice(0, grade.partitions),
      packed: columns.slice(0, grade.columns).map((column) => this.#column(column)),
      past: runs.map(packRun),
      left: {
        columns: Math.max(0, columns.length - grade.columns),
        partitions: Math.max(0, partitions.length - grade.partitions),
        picklists: columns.some((column) => (column.picklist?.length ?? 0) > grade.picklistValues),
      },
    };
  }

  words(): SharedTexts {
    return {
      types: [...this.#types.keys()],
      picklists: [...this.#picklists.keys()].map((text) => JSON.parse(text) as PackedValue[]),
    };
  }

  #column(column: ColumnRecord): PackedColumn {
    const { name, label, nativeType, semanticType, duckdbType, picklist, references, removed, calculated, mask } = column;
    const values = picklist
      ?.slice(0, this.#grade.picklistValues)
      .map((v): PackedValue => [v.value, v.label === v.value ? 0 : v.label, v.active ? 1 : 0]);
    const packed: unknown[] = [
      name,
      packLabel(name, label),
      index(this.#types, nativeType),
      index(this.#types, semanticType),
      index(this.#types, duckdbType),
      values === undefined || values.length === 0 ? -1 : index(this.#picklists, JSON.stringify(values)),
      references === undefined || references.length === 0 ? 0 : references.map((table) => index(this.#types, table)),
      removed === true ? 1 : 0,
      calculated === true ? 1 : 0,
      mask === undefined ? -1 : index(this.#types, maskWords(mask)),
    ];
    const idle: readonly unknown[] = [undefined, undefined, undefined, undefined, undefined, -1, 0, 0, 0, -1];
    while (packed.length > 5 && packed.at(-1) === idle[packed.length - 1]) packed.pop();
    return packed as unknown as PackedColumn;
  }
}

function packLabel(name: string, label: string): Label {
  return label === name ? 0 : label === inWords(name) ? 1 : label;
}

/** `Some_field__c`, `some_field`, `SomeField` → `Some field`, `Some field`, `Some Field`. */
function inWords(name: string): string {
  const spaced = name
    .replace(/__c$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

function packRun({ startedAt, full, status, inserted, updated, deleted, rows, seconds, requests }: TableRun): PackedRun {
  const at = `${startedAt.slice(0, 19)}Z`;
  return [at, full ? 1 : 0, STATUSES.indexOf(status), inserted, updated, deleted, rows, Math.round(seconds * 10) / 10, requests];
}

export function unpackRuns(table: Pick<PackedTable, 'past'>): TableRun[] {
  return table.past.map(([startedAt, full, status, inserted, updated, deleted, rows, seconds, requests]) => ({
    startedAt,
    full: full === 1,
    status: STATUSES[status] ?? 'succeeded',
    inserted,
    updated,
    deleted,
    rows,
    seconds,
    requests,
  }));
}

function index(of: Map<string, number>, text: string): number {
  const known = of.get(text);
  if (known !== undefined) return known;
  of.set(text, of.size);
  return of.size - 1;
}

export interface ShownColumn {
  readonly name: string;
  readonly label: string;
  readonly nativeType: string;
  readonly semanticType: string;
  readonly duckdbType: string;
  readonly picklist: readonly PicklistValue[];
  readonly references: readonly string[];
  readonly removed: boolean;
  readonly calculated: boolean;
  /** How its values are masked, in words; null where they are not. */
  readonly masked: string | null;
}

export function unpackColumns(table: Pick<PackedTable, 'packed'>, words: SharedTexts): ShownColumn[] {
  const word = (i: number) => words.types[i] ?? '';
  return table.packed.map(
    ([name, label, native, semantic, duckdb, picklist = -1, references = 0, removed = 0, calculated = 0, mask = -1]) => ({
      name,
      label: label === 0 ? name : label === 1 ? inWords(name) : label,
      nativeType: word(native),
      semanticType: word(semantic),
      duckdbType: word(duckdb),
      picklist: (words.picklists[picklist] ?? []).map(([value, text, active]) => ({
        value,
        label: text === 0 ? value : text,
        active: active === 1,
      })),
      references: references === 0 ? [] : references.map(word),
      removed: removed === 1,
      calculated: calculated === 1,
      masked: mask === -1 ? null : word(mask),
    }),
  );
}

/** Facts of the run that every table's details need. */
export interface RunFacts {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly output: string | null;
  readonly troubleshootingUrl: string | null;
}

export function runFacts(record: RunRecord, troubleshootingUrl: string | null): RunFacts {
  return {
    startedAt: record.startedAt,
    finishedAt: record.finishedAt,
    output: record.output?.directory ?? null,
    troubleshootingUrl,
  };
}
