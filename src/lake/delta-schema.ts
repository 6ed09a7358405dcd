import type { StoredTable } from '../warehouse/catalog/catalog.ts';
import { id } from '../warehouse/duckdb/sql.ts';

/** A column of a Delta table. https://github.com/delta-io/delta/blob/master/PROTOCOL.md#schema-serialization-format */
export interface DeltaColumn {
  readonly name: string;
  readonly type: DeltaType;
  /** DuckDB SQL that gives the value as that type. */
  readonly select: string;
  readonly comment: string;
}

export type DeltaType = string | { readonly type: 'array'; readonly elementType: DeltaType; readonly containsNull: true };

/** What a reader and a writer of the table must know. https://github.com/delta-io/delta/blob/master/PROTOCOL.md#protocol-evolution */
export interface DeltaProtocol {
  readonly minReaderVersion: number;
  readonly minWriterVersion: number;
  readonly readerFeatures?: readonly string[];
  readonly writerFeatures?: readonly string[];
}

export interface DeltaSchema {
  readonly columns: readonly DeltaColumn[];
  readonly protocol: DeltaProtocol;
  /** `metaData.schemaString`. */
  readonly schemaString: string;
}

/** Every reader knows it. Names with blanks or commas need no column mapping to be read: see docs/decisions/delta-without-column-mapping.md. */
const PLAIN: DeltaProtocol = { minReaderVersion: 1, minWriterVersion: 2 };
/** For TIMESTAMP without a time zone. */
const LOCAL_TIME: DeltaProtocol = {
  minReaderVersion: 3,
  minWriterVersion: 7,
  readerFeatures: ['timestampNtz'],
  writerFeatures: ['timestampNtz'],
};

const TYPES: Readonly<Record<string, string>> = {
  BOOLEAN: 'boolean',
  TINYINT: 'byte',
  SMALLINT: 'short',
  INTEGER: 'integer',
  BIGINT: 'long',
  FLOAT: 'float',
  DOUBLE: 'double',
  VARCHAR: 'string',
  BLOB: 'binary',
  DATE: 'date',
  TIMESTAMP: 'timestamp_ntz',
  'TIMESTAMP WITH TIME ZONE': 'timestamp',
  TIMESTAMPTZ: 'timestamp',
};

// Delta has no unsigned types: the next wider one holds their values.
const WIDER: Readonly<Record<string, readonly [duckdb: string, delta: string]>> = {
  UTINYINT: ['SMALLINT', 'short'],
  USMALLINT: ['INTEGER', 'integer'],
  UINTEGER: ['BIGINT', 'long'],
  UBIGINT: ['DECIMAL(20,0)', 'decimal(20,0)'],
};

/** The Delta table's columns: `types` are the table's own columns, in order, with their types in DuckDB. */
export function deltaSchemaOf(table: StoredTable, types: ReadonlyMap<string, string>): DeltaSchema {
  const labels = new Map(table.columns.map((c) => [c.name, c.label]));
  const columns = [...types].map(([name, type]) => ({ name, ...carried(id(name), type), comment: labels.get(name) ?? '' }));
  return {
    columns,
    protocol: usesLocalTime(columns) ? LOCAL_TIME : PLAIN,
    schemaString: JSON.stringify({ type: 'struct', fields: columns.map(field) }),
  };
}

function carried(column: string, type: string): Pick<DeltaColumn, 'type' | 'select'> {
  if (type.endsWith('[]')) {
    const element = carried('e', type.slice(0, -2));
    const select = element.select === 'e' ? column : `list_transform(${column}, lambda e: ${element.select})`;
    return { type: { type: 'array', elementType: element.type, containsNull: true }, select };
  }
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type);
  if (decimal !== null) return { type: `decimal(${decimal[1]},${decimal[2]})`, select: column };
  const own = TYPES[type];
  if (own !== undefined) return { type: own, select: column };
  const wider = WIDER[type];
  if (wider !== undefined) return { type: wider[1], select: `CAST(${column} AS ${wider[0]})` };
  // TIME, INTERVAL, UUID, JSON, HUGEINT and whatever else Delta lacks.
  return { type: 'string', select: `CAST(${column} AS VARCHAR)` };
}

function usesLocalTime(columns: readonly DeltaColumn[]): boolean {
  return columns.some((c) => JSON.stringify(c.type).includes('timestamp_ntz'));
}

function field({ name, type, comment }: DeltaColumn) {
  return { name, type, nullable: true, metadata: comment === '' || comment === name ? {} : { comment } };
}

type SchemaField = ReturnType<typeof field>;

function fieldsOf(schemaString: string | undefined): Map<string, DeltaType> {
  const { fields } = JSON.parse(schemaString ?? '{"fields":[]}') as { readonly fields: readonly SchemaField[] };
  return new Map(fields.map((f) => [f.name, f.type]));
}

/** True where each column that both have has one type. `there`: a schema as the log holds it. */
export function sameTypes(there: string | undefined, schema: DeltaSchema): boolean {
  const before = fieldsOf(there);
  return schema.columns.every(({ name, type }) => {
    const old = before.get(name);
    return old === undefined || JSON.stringify(old) === JSON.stringify(type);
  });
}

/**
 * The same columns, each of a type that also holds what `other` (as the log holds it) has in it: parts of a table find different widths of
 * decimals in their rows. A column that has two types of no common kind keeps its own.
 */
export function joinedSchema(schema: DeltaSchema, other: string): DeltaSchema {
  const theirs = fieldsOf(other);
  const columns = schema.columns.map((column) => {
    const type = joinedType(column.type, theirs.get(column.name) ?? column.type);
    return type === column.type ? column : { ...column, type, select: `CAST(${column.select} AS ${duckdbOf(type)})` };
  });
  return {
    columns,
    protocol: usesLocalTime(columns) ? LOCAL_TIME : PLAIN,
    schemaString: JSON.stringify({ type: 'struct', fields: columns.map(field) }),
  };
}

const INTEGERS = ['byte', 'short', 'integer', 'long'];
const DIGITS = [3, 5, 10, 19];

function joinedType(own: DeltaType, other: DeltaType): DeltaType {
  if (typeof own !== 'string' || typeof other !== 'string' || own === other) return own;
  if (own === 'string' || other === 'string') return 'string';
  const [a, b] = [INTEGERS.indexOf(own), INTEGERS.indexOf(other)];
  if (a >= 0 && b >= 0) return a >= b ? own : other;
  const [mine, theirs] = [digitsOf(own), digitsOf(other)];
  if (mine === null || theirs === null) return own;
  const [whole, scale] = [Math.max(mine.whole, theirs.whole), Math.max(mine.scale, theirs.scale)];
  return whole + scale > 38 ? 'string' : `decimal(${whole + scale},${scale})`;
}

function digitsOf(type: string): { readonly whole: number; readonly scale: number } | null {
  const decimal = /^decimal\((\d+),(\d+)\)$/.exec(type);
  if (decimal !== null) return { whole: Number(decimal[1]) - Number(decimal[2]), scale: Number(decimal[2]) };
  const index = INTEGERS.indexOf(type);
  return index < 0 ? null : { whole: DIGITS[index] ?? 19, scale: 0 };
}

function duckdbOf(type: DeltaType): string {
  if (typeof type !== 'string') return 'VARCHAR';
  if (type === 'string') return 'VARCHAR';
  if (type.startsWith('decimal')) return type.toUpperCase();
  return ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT'][INTEGERS.indexOf(type)] ?? 'VARCHAR';
}
