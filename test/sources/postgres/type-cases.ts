/**
 * How a value is made comparable on each side; `$` stands for the column. Equal text means an equal value. A bare word on DuckDB's side
 * means its own text, made comparable by `comparable`.
 */
interface Comparison {
  readonly postgres: string;
  readonly duckdb: string;
}

const SAME: Comparison = { postgres: '$::text', duckdb: '$::VARCHAR' };
export const AS_SHOWN: Comparison = {
  postgres: "rtrim(ltrim(json_build_array($)::text, '['), ']')",
  duckdb: 'CAST(to_json($) AS VARCHAR)',
};
const JSON_TEXT: Comparison = { postgres: '$::text', duckdb: 'CAST($ AS VARCHAR)' };
// Either zero is the other: DuckDB's compression may store one for both.
const BITS8: Comparison = { postgres: "encode(float8send($ + 0::float8), 'hex')", duckdb: 'BITS8' };
const BITS4: Comparison = { postgres: "encode(float4send($ + 0::float4), 'hex')", duckdb: 'BITS4' };
const DAYS: Comparison = {
  postgres: "CASE WHEN isfinite($) THEN ($ - date '1970-01-01')::text ELSE $::text END",
  duckdb: "CASE WHEN isfinite($) THEN datediff('day', DATE '1970-01-01', $)::VARCHAR ELSE $::VARCHAR END",
};
const MICROS: Comparison = {
  postgres: 'CASE WHEN isfinite($) THEN trunc(extract(epoch from $) * 1000000)::text ELSE $::text END',
  duckdb: 'CASE WHEN isfinite($) THEN epoch_us($)::VARCHAR ELSE $::VARCHAR END',
};
export const PARTS: Comparison = {
  postgres:
    "format('%s/%s/%s', extract(year from $) * 12 + extract(month from $), extract(day from $), extract(hour from $)::numeric * 3600000000 + extract(minute from $)::numeric * 60000000 + extract(microseconds from $)::numeric)",
  duckdb:
    "format('{}/{}/{}', datepart('year', $) * 12 + datepart('month', $), datepart('day', $), datepart('hour', $) * 3600000000 + datepart('minute', $) * 60000000 + datepart('microsecond', $))",
};
const HEX: Comparison = { postgres: "encode($, 'hex')", duckdb: 'lower(hex($))' };
const NUMBER: Comparison = { postgres: 'trim_scale($)::text', duckdb: 'NUMBER' };
export const LIST: Comparison = { postgres: 'to_json($)::text', duckdb: 'CAST(to_json($) AS VARCHAR)' };
export const TEXT_LIST: Comparison = {
  postgres: 'to_json($::text[])::text',
  duckdb: 'CAST(to_json(CAST($ AS VARCHAR[])) AS VARCHAR)',
};

/** The expression that DuckDB is asked for. */
export function duckdbExpression(column: string, comparison: string): string {
  return isWord(comparison) ? `${column}::VARCHAR` : comparison.replaceAll('$', () => column);
}

/** What DuckDB answered, in the form of PostgreSQL's answer. */
export function comparable(value: string, comparison: string): string {
  if (comparison === 'NUMBER') {
    const point = value.replace(/^(-?)\./, '$10.');
    return point.includes('.') ? point.replace(/\.?0+$/, '') : point;
  }
  if (comparison === 'BITS8_LIST') return value === '[]' ? '' : value.slice(1, -1).split(', ').map(bits8).join(',');
  if (comparison === 'BITS8') return bits8(value);
  return comparison === 'BITS4' ? bits(4, value) : value;
}

function isWord(comparison: string): boolean {
  return /^[A-Z0-9_]+$/.test(comparison);
}

function bits8(value: string): string {
  return value === 'NULL' ? '-' : bits(8, value);
}

function bits(size: 4 | 8, value: string): string {
  const number = Number(value.replace('inf', 'Infinity').replace('nan', 'NaN')) + 0;
  const bytes = Buffer.alloc(size);
  if (size === 8) bytes.writeDoubleBE(number);
  else bytes.writeFloatBE(number);
  return bytes.toString('hex');
}

export interface TypeCase {
  readonly type: string;
  /** SQL literals, without the cast to the type. */
  readonly values: readonly string[];
  readonly duckdb: string;
  readonly semantic: string;
  readonly compare: Comparison;
}

export const type = (
  type: string,
  duckdb: string,
  semantic: string,
  values: readonly string[],
  compare: Comparison = SAME,
): TypeCase => ({
  type,
  duckdb,
  semantic,
  values,
  compare,
});

const HOSTILE = [
  "''",
  "' '",
  "'NULL'",
  "'\\N'",
  "'\\.'",
  "'a,b'",
  `'say "hi"'`,
  `'"'`,
  "E'line\\nbreak'",
  "E'cr\\rlf\\r\\nend'",
  "E'tab\\there'",
  "'  both ends  '",
  "'é ü 漢字 🦆 \u200b \ufeff'",
  "E'\\u0001\\u001f\\u007f'",
  "'-- drop'",
  "'nan'",
  "'$1 $$ $'",
  "repeat('x', 70000)",
  "E'\\n'",
  "','",
];

export const TYPE_CASES: readonly TypeCase[] = [
  type('text', 'VARCHAR', 'string', HOSTILE),
  type('character varying(40)', 'VARCHAR', 'string', ["''", "'abc'", "'é'"]),
  type('character(5)', 'VARCHAR', 'string', ["''", "'ab'", "'abcde'"], AS_SHOWN),
  type('name', 'VARCHAR', 'string', ["'a name'"]),
  type('"char"', 'VARCHAR', 'string', ["'x'", "''"]),
  type('smallint', 'SMALLINT', 'number', ['-32768', '32767', '0']),
  type('integer', 'INTEGER', 'number', ['-2147483648', '2147483647']),
  type('bigint', 'BIGINT', 'number', ['-9223372036854775808', '9223372036854775807']),
  type('numeric(10,2)', 'DECIMAL(10,2)', 'number', ['0', '-99999999.99', '99999999.99', '0.01', '-0.01'], NUMBER),
  type('numeric(38,0)', 'DECIMAL(38,0)', 'number', ['99999999999999999999999999999999999999', '-1'], NUMBER),
  type('numeric(38,38)', 'DECIMAL(38,38)', 'number', ['0.99999999999999999999999999999999999999'], NUMBER),
  type('numeric(3,5)', 'DECIMAL(5,5)', 'number', ['0.00999', '-0.00001'], NUMBER),
  type('numeric(2,-3)', 'DECIMAL(5,0)', 'number', ['99000', '-1000'], NUMBER),
  type('numeric(50,2)', 'DECIMAL(4,2)', 'number', ['12.34', '-0.5'], NUMBER),
  type('numeric', 'DECIMAL(25,6)', 'number', ['1234567890123456789.000001', '0', '-1.5'], NUMBER),
  type(
    'real',
    'FLOAT',
    'number',
    ["'NaN'", "'Infinity'", "'-Infinity'", "'-0'", '1e-45', '3.4028235e38', '0.1', '16777217'],
    BITS4,
  ),
  type(
    'double precision',
    'DOUBLE',
    'number',
    ["'NaN'", "'Infinity'", "'-Infinity'", "'-0'", '5e-324', '1.7976931348623157e308', '0.1', '1e22', '9007199254740993'],
    BITS8,
  ),
  type('money', 'DECIMAL(19,2)', 'amount', ["'12.34'", "'-92233720368547758.08'", "'92233720368547758.07'"], {
    postgres: '$::numeric::text',
    duckdb: '$::VARCHAR',
  }),
  type('boolean', 'BOOLEAN', 'bool', ['true', 'false']),
  type(
    'date',
    'DATE',
    'date',
    ["'2024-02-29'", "'0044-03-15 BC'", "'4714-11-24 BC'", "'infinity'", "'-infinity'", "'5874897-12-31'", "'0001-01-01'"],
    DAYS,
  ),
  type(
    'timestamp without time zone',
    'TIMESTAMP',
    'date',
    [
      "'2024-02-29 12:34:56.123456'",
      "'0044-03-15 12:00:00 BC'",
      "'infinity'",
      "'-infinity'",
      "'294247-01-10 04:00:54.775806'",
      "'4714-11-24 00:00:00 BC'",
      "'1969-12-31 23:59:59.999999'",
    ],
    MICROS,
  ),
  type('timestamp(3) without time zone', 'TIMESTAMP', 'date', ["'2024-02-29 12:34:56.123'"], MICROS),
  type(
    'timestamp with time zone',
    'TIMESTAMPTZ',
    'date',
    [
      "'2024-02-29 12:34:56.123456+05:30'",
      "'0044-03-15 12:00:00+00 BC'",
      "'infinity'",
      "'-infinity'",
      "'294247-01-10 04:00:54.775806+00'",
      "'4714-11-24 00:00:00+00 BC'",
      "'2024-10-27 01:30:00 Europe/Paris'",
    ],
    MICROS,
  ),
  type('time without time zone', 'TIME', '', ["'00:00:00'", "'23:59:59.999999'", "'24:00:00'"]),
  type('time with time zone', 'VARCHAR', '', ["'12:00:00+05:30'", "'24:00:00-15:59'"]),
  type(
    'interval',
    'INTERVAL',
    '',
    [
      "'1 year 2 mons -3 days 04:05:06.789'",
      "'-1 mons +1 day -00:00:00.000001'",
      "'178956970 years 7 mons'",
      "'2562047788:00:54.775807'",
      "'-178956970 years -8 mons'",
      "'1 mon -2147483648 days'",
      "'0'",
      "'-10:00:59.5'",
    ],
    PARTS,
  ),
  type('bytea', 'BLOB', '', ["''", "'\\x00ff27'", "decode(repeat('00ff', 40000), 'hex')"], HEX),
  type('uuid', 'UUID', 'string', ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'"]),
  type(
    'json',
    'JSON',
    '',
    [`' {"a" : 1,  "a":2, "big": 123456789012345678901234567890.5, "z": "\\u0000"}'`, "'null'", '\'""\''],
    JSON_TEXT,
  ),
  type('jsonb', 'JSON', '', [`'{"b": [1, 2.50, "x\\ny"], "a": null}'`, "'1e400'", '\'"say \\"hi\\""\''], JSON_TEXT),
  type('bit(5)', 'VARCHAR', 'string', ["B'10110'", "B'00000'"]),
  type('bit varying(8)', 'VARCHAR', 'string', ["B''", "B'1011'"]),
  type('inet', 'VARCHAR', 'string', ["'192.168.0.1/24'", "'::1'"], AS_SHOWN),
  type('cidr', 'VARCHAR', 'string', ["'10.0.0.0/8'"]),
  type('macaddr', 'VARCHAR', 'string', ["'08:00:2b:01:02:03'"]),
  type('xml', 'VARCHAR', 'string', [`'<a b="c">d</a>'`]),
  type('tsvector', 'VARCHAR', '', ["'a:1 b:2'"]),
  type('point', 'VARCHAR', '', ["'(1.5,-2)'"]),
  type('polygon', 'VARCHAR', '', ["'((0,0),(1,1),(1,0))'"]),
  type('int4range', 'VARCHAR', '', ["'[1,10)'", "'empty'", "'(,5)'"]),
  type('tstzrange', 'VARCHAR', '', [`'["2024-01-01 00:00:00+00",)'`]),
  type('int4multirange', 'VARCHAR', '', ["'{[1,3),[5,7)}'"]),
  type('pg_lsn', 'VARCHAR', '', ["'16/B374D848'"]),
  type('oid', 'UINTEGER', '', ['4294967295']),
  type('xid8', 'UBIGINT', '', ["'18446744073709551615'"]),
  type('mood', 'VARCHAR', 'string', ["'happy'", '\'so, "so"\'']),
  type('address', 'VARCHAR', '', [`ROW('1 "Main" St', 5, NULL)`, 'ROW(NULL, NULL, NULL)']),
  type('email', 'VARCHAR', 'string', ["'a@b.c'"]),
  type('positive', 'DECIMAL(8,3)', 'number', ['1.5'], NUMBER),
  type('hstore', 'VARCHAR', '', [`'a=>1, "b c"=>NULL'`]),
  type('integer[]', 'INTEGER[]', '', ["'{}'", "'{1,NULL,-3}'"], LIST),
  type('integer[][]', 'INTEGER[][]', '', ["'{}'", "'{{1,2},{3,NULL}}'"], LIST),
  type('text[]', 'VARCHAR[]', '', [`ARRAY['', 'NULL', NULL, 'a,b', 'q"', E'n\\nl', '\\', '{x}', '[1]', 'é🦆']`, "'{}'"], LIST),
  type('numeric(30,2)[]', 'DECIMAL(30,2)[]', '', ["'{1234567890123456789012345678.12,-0.01}'"], TEXT_LIST),
  type('numeric[]', 'VARCHAR[]', '', ["'{1.50,NaN,12345678901234567890123456789012345678901234567890}'"], TEXT_LIST),
  type('double precision[]', 'DOUBLE[]', '', ["'{0.5,-2}'", "'{}'", "'{NULL,NaN,-Infinity,5e-324,-0,1e22}'"], {
    postgres: "coalesce((SELECT string_agg(coalesce(encode(float8send(x + 0::float8), 'hex'), '-'), ',') FROM unnest($) x), '')",
    duckdb: 'BITS8_LIST',
  }),
  type('boolean[]', 'BOOLEAN[]', '', ["'{t,f,NULL}'"], LIST),
  type('date[]', 'DATE[]', '', ["'{2024-02-29,NULL}'"], TEXT_LIST),
  type('timestamp with time zone[]', 'TIMESTAMPTZ[]', '', ["'{2024-02-29 12:34:56.123456+00,infinity}'"], TEXT_LIST),
  type('bytea[]', 'BLOB[]', '', [`ARRAY['\\x00ff'::bytea, NULL]`], {
    postgres: "coalesce((SELECT string_agg(coalesce(encode(x, 'hex'), '-'), ',') FROM unnest($) x), '')",
    duckdb: "array_to_string(list_transform($, lambda x: coalesce(lower(hex(x)), '-')), ',')",
  }),
  type('jsonb[]', 'JSON[]', '', [`ARRAY['{"a": "x\\"y"}'::jsonb, 'null', NULL]`], TEXT_LIST),
  type('mood[]', 'VARCHAR[]', '', ["'{happy,NULL}'"], LIST),
  type('uuid[]', 'UUID[]', '', ["'{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}'"], LIST),
  type('address[]', 'VARCHAR[]', '', [`ARRAY[ROW('x,y', 1, NULL)::address]`], TEXT_LIST),
  type('character(3)[]', 'VARCHAR[]', '', ["'{a,bcd}'"], LIST),
  type('interval[]', 'VARCHAR[]', '', ["'{1 day,-00:00:01}'"], TEXT_LIST),
  type('email[]', 'VARCHAR[]', '', ["'{a@b.c}'"], TEXT_LIST),
];

export const TYPE_DEFINITIONS = `
  CREATE EXTENSION hstore;
  CREATE TYPE mood AS ENUM ('sad', 'happy', 'so, "so"');
  CREATE TYPE address AS (street text, number int, "Zip Code" text);
  CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
  CREATE DOMAIN price AS numeric(8,3);
  CREATE DOMAIN positive AS price CHECK (VALUE > 0);`;
