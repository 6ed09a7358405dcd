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
