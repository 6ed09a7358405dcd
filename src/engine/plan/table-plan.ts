import { type ChosenTable, partName, type TablePlan } from '../../model/plan.ts';
import type { Column, Cursor, TableSchema } from '../../model/table.ts';
import type { Watermark } from '../../model/watermark.ts';
import { maskChange, maskText } from './changed-mask.ts';

/** What the plan needs to know of the table as the state holds it. */
export interface KnownTable {
  readonly fingerprint: Readonly<Record<string, string>>;
  readonly watermark: Watermark | null;
  readonly columns: readonly {
    readonly name: string;
    readonly duckdbType: string;
    readonly adaptive?: boolean;
    readonly removed?: boolean;
  }[];
  readonly key: readonly string[];
}

export interface PlanInput<Known extends KnownTable = KnownTable> {
  readonly source: string;
  /** Which system it is; see Source.address. */
  readonly address: string;
  /** Who the service says it is; see Access.system. */
  readonly system?: string | undefined;
  readonly chosen: ChosenTable;
  readonly schema: TableSchema;
  readonly known: Known | null;
  readonly requested: 'full' | 'incremental';
  /** Why a full sync was ordered, for people. */
  readonly why: string;
  /** True where a column can be altered without bending a value, or need not be; see warehouse/types.ts. */
  widens(from: string, to: string): boolean;
}

export interface PlannedTable<Known extends KnownTable = KnownTable> {
  readonly plan: TablePlan;
  readonly fingerprint: Readonly<Record<string, string>>;
  /** What the state holds, where the new rows can be built upon it; null after a change of filter, key, cursor or system. */
  readonly known: Known | null;
  /** What the state holds in any case: the rows that a table keeps when it fails. */
  readonly stored: Known | null;
  /** Under other masks: rows that hold values which are masked now. They must go before anything else happens. */
  readonly revealing?: Known;
  /** What a full sync takes instead, where this plan continues with a former default cursor. */
  readonly whole?: { readonly schema: TableSchema; readonly fingerprint: Readonly<Record<string, string>> };
}

/** Decides what to do with one table. Pure: no clock, no IO. */
export function planTable<Known extends KnownTable>(given: PlanInput<Known>): PlannedTable<Known> {
  const input = { ...given, schema: readWhole(given.schema) };
  const former = formerCursor(input);
  if (former === null) return decide(input);
  const planned = decide({ ...input, schema: { ...input.schema, cursor: former } });
  const whole = { schema: { ...planned.plan.schema, cursor: input.schema.cursor }, fingerprint: fingerprintOf(input) };
  const { plan } = planned;
  if (plan.mode === 'full') return { ...planned, plan: { ...plan, schema: whole.schema }, fingerprint: whole.fingerprint };
  return { ...planned, plan: { ...plan, why: `${plan.why}, by ${former.column} until the next full sync` }, whole };
}

/** The cursor that the state is held by, where it was the source's default once: any other would need a full sync. */
function formerCursor({ schema, known }: PlanInput): Cursor | null {
  return schema.formerCursors?.find((cursor) => known?.fingerprint.cursor === cursorText(cursor)) ?? null;
}

function decide<Known extends KnownTable>(input: PlanInput<Known>): PlannedTable<Known> {
  const { chosen, schema, source } = input;
  const fingerprint = fingerprintOf(input);
  const maskChanged =
    input.known === null ? null : maskChange(input.known.fingerprint.mask, fingerprint.mask, input.known.columns, chosen);
  const changed =
    input.known === null
      ? null
      : (maskChanged?.what ?? changedPart(input.known.fingerprint, fingerprint) ?? retypedKey(schema, input.known, input.widens));
  const known = changed === null ? input.known : null;
  const reason = changed === null ? reasonForFull(input, known) : `${changed} changed, so the table is read from the start`;
  const plan: TablePlan = {
    source,
    ref: schema.ref,
    schema: changed === null ? schema : noted(schema, reason ?? changed),
    options: chosen.options,
    target: { schema: source, name: chosen.options.as ?? schema.ref.target },
    mode: reason === null ? 'incremental' : 'full',
    why: reason ?? 'changes since the last successful import',
    since: reason === null ? (known?.watermark ?? null) : null,
  };
  if (maskChanged?.reveals === true && input.known !== null)
    return { plan, fingerprint, known, stored: null, revealing: input.known };
  return { plan, fingerprint, known, stored: input.known };
}

/** The same plan as a full sync, after the source said that it can't continue from the watermark. */
export function insteadFull<Known extends KnownTable>(planned: PlannedTable<Known>, why: string): PlannedTable<Known> {
  const { plan, whole, ...rest } = planned;
  const { schema, fingerprint } = whole ?? { schema: plan.schema, fingerprint: planned.fingerprint };
  // It reads the calculated columns with all others.
  return { ...rest, fingerprint, plan: { ...plan, schema, mode: 'full', since: null, why, readsCalculated: false } };
}

/** Without a key the rows of a tail pass could not be distinguished from those read before: such a table is read in one go, without windows. */
function readWhole(schema: TableSchema): TableSchema {
  return schema.key.length === 0 ? { ...schema, cursor: null } : schema;
}

/** Rows that were there before are given up: whoever reads of this table should know why. */
function noted(schema: TableSchema, message: string): TableSchema {
  return { ...schema, notes: [...schema.notes, { kind: 'plan', message }] };
}

function reasonForFull(input: PlanInput, known: KnownTable | null): string | null {
  const { schema, chosen } = input;
  if (known === null) return 'first sync';
  if (input.requested === 'full') return input.why;
  if (chosen.options.sync === 'full') return '`sync: full` in the configuration';
  if (schema.key.length === 0) return 'the table has no key, so every run reads all of it';
  if (schema.cursor === null) return 'the table has no cursor, so every run reads all of it';
  if (known.watermark === null || known.watermark.kind !== schema.cursor.kind) return 'there is no watermark to continue from';
  return columnReason(schema, known, input.widens);
}

function columnReason(schema: TableSchema, known: KnownTable, widens: PlanInput['widens']): string | null {
  const before = new Map(known.columns.filter((c) => !c.removed).map((c) => [c.name, c]));
  const added = schema.columns.filter((c) => !before.has(c.name)).map((c) => c.name);
  if (added.length > 0)
    return `new column${added.length > 1 ? 's' : ''} ${added.join(', ')}: all rows are read to fill ${added.length > 1 ? 'them' : 'it'}`;
  for (const column of schema.columns) {
    const old = before.get(column.name);
    if (old !== undefined && !continues(old, column, widens))
      return `column ${column.name} is ${typeWords(column)} now (was ${typeWords(old)})`;
  }
  return null;
}

/** Keys identify rows: a key of another type starts another table. */
function retypedKey(schema: TableSchema, known: KnownTable, widens: PlanInput['widens']): string | null {
  const before = new Map(known.columns.map((c) => [c.name, c]));
  const isOther = (c: Column) => {
    const old = before.get(c.name);
    return schema.key.includes(c.name) && old !== undefined && !continues(old, c, widens);
  };
  return schema.columns.some(isOther) ? "the key's type" : null;
}

function typeWords({ adaptive, duckdbType }: KnownColumn): string {
  return adaptive ? 'the narrowest type that fits' : duckdbType;
}

type KnownColumn = KnownTable['columns'][number];

/** True where the column's old values can stay beside the new ones. */
function continues(old: KnownColumn, column: Column, widens: PlanInput['widens']): boolean {
  if (column.adaptive || old.adaptive) return Boolean(column.adaptive && old.adaptive);
  return widens(old.duckdbType, column.duckdbType);
}

const PARTS: Readonly<Record<string, string>> = {
  address: 'the system it is read from',
  filter: 'the filter',
  key: 'the key',
  cursor: 'the cursor',
  deletes: 'the way of keeping deletes',
  range: 'the part of the table that this state holds',
};

function fingerprintOf({ address, system, known, chosen, schema }: PlanInput): Record<string, string> {
  // A service that does not say who it is this time says nothing against the rows.
  const identity = system ?? known?.fingerprint.system;
  const mask = maskText(schema, chosen);
  return {
    address,
    ...(mask === undefined ? {} : { mask }),
    ...(identity === undefined ? {} : { system: identity }),
    filter: chosen.options.where ?? '',
    key: JSON.stringify(schema.key),
    cursor: schema.cursor === null ? '' : cursorText(schema.cursor),
    deletes: chosen.options.deletes,
    ...rangeOf(known, chosen),
  };
}

/** `2/4 <division>`, empty for the whole: states of before tables could be divided do not say. */
function rangeOf(known: PlanInput['known'], { options: { range } }: ChosenTable): { readonly range?: string } {
  if (range === undefined) return known?.fingerprint.range === undefined ? {} : { range: '' };
  return { range: partName(range) };
}

const cursorText = ({ kind, column }: Cursor): string => `${kind}:${column}`;

function changedPart(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): string | null {
  const name = Object.keys(after).find((part) => part !== 'mask' && before[part] !== after[part] && !isAdopted(part, before));
  if (name === undefined) return null;
  if (name === 'system') return `the system behind the address (it was ${before.system}, now it is ${after.system})`;
  return PARTS[name] ?? name;
}

/** States of before 2026-12 do not say which system their rows are of: they take the first that says so for theirs. */
function isAdopted(part: string, before: Readonly<Record<string, string>>): boolean {
  return part === 'system' && before.system === undefined;
}
