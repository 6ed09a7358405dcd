import { AS_SHOWN, LIST, PARTS, TEXT_LIST, type TypeCase, type } from './type-cases.ts';

/** What few tables have; beside TYPE_CASES, which all comparisons use. */
export const RARE_TYPE_CASES: readonly TypeCase[] = [
  type('citext', 'VARCHAR', 'string', ["'MiXed'", "''"]),
  type('macaddr8', 'VARCHAR', 'string', ["'08:00:2b:01:02:03:04:05'"]),
  // A day or an hour more would be too much for either side.
  type(
    'interval(6)',
    'INTERVAL',
    '',
    ["'-2562047788:00:54.775807 2147483647 days'", "'178956970 years 7 mons 2562047788:00:54.775807'"],
    PARTS,
  ),
  type('bit(1)', 'VARCHAR', 'string', ["B'1'"]),
  type('line', 'VARCHAR', '', ["'{1,-2,3.5}'"]),
  type('lseg', 'VARCHAR', '', ["'[(0,0),(1,1.5)]'"]),
  type('box', 'VARCHAR', '', ["'(2,2),(0,0)'"]),
  type('path', 'VARCHAR', '', ["'[(0,0),(1,1)]'", "'((0,0),(1,1))'"]),
  type('circle', 'VARCHAR', '', ["'<(1,1),0.1>'", "'<(NaN,Infinity),Infinity>'"]),
  type('tsquery', 'VARCHAR', '', ["'a & !b'"]),
  type('jsonpath', 'VARCHAR', '', ["'$.a[*] ? (@ > 1)'"]),
  type('numrange', 'VARCHAR', '', ["'[1.50,)'", "'(-Infinity,Infinity)'"]),
  type('daterange', 'VARCHAR', '', ["'[2024-01-01,infinity)'", `'("0044-03-15 BC",2024-01-01)'`]),
  type('tsrange', 'VARCHAR', '', [`'["0044-03-15 12:00:00 BC","2024-01-01 00:00:00.5")'`]),
  type('tstzmultirange', 'VARCHAR', '', [`'{["2024-01-01 00:00:00+05","2024-01-02 00:00:00+05"]}'`]),
  type('xid', 'UINTEGER', '', ["'4294967295'"]),
  type('tid', 'VARCHAR', '', ["'(4294967295,65535)'"]),
  type('pg_snapshot', 'VARCHAR', '', ["'10:20:10,14'"]),
  type('oidvector', 'VARCHAR', '', ["'1 4294967295'", "''"]),
  // Types of one's own that are called as PostgreSQL's are.
  type('public.name', 'VARCHAR', '', [`ROW('Ann "A"', NULL)`]),
  type('public.name[]', 'VARCHAR[]', '', [`ARRAY[ROW('a', 'b,c')::public.name, NULL, ROW('', NULL)::public.name]`], TEXT_LIST),
  type('public.money', 'VARCHAR', 'string', ["'much'"]),
  type('public.money[]', 'VARCHAR[]', '', ["'{much,NULL}'"], LIST),
  type('public.json', 'DATE', 'date', ["'2024-02-29'"]),
  // Domains over everything.
  type('weekday', 'VARCHAR', 'string', ["'happy'"]),
  type('weekday[]', 'VARCHAR[]', '', ["'{sad,NULL}'"], LIST),
  type('spot', 'VARCHAR', '', [`ROW('x', 1, NULL)`]),
  type('tags', 'VARCHAR[]', '', [`'{a,NULL,"",b c}'`], LIST),
  type('tags[]', 'VARCHAR[]', '', [`ARRAY['{a,NULL}'::tags, NULL]`], TEXT_LIST),
  type('matrix', 'INTEGER[][]', '', ["'{{1,2},{3,NULL}}'", "'{}'"], LIST),
  type('square', 'INTEGER[][]', '', ["'{{1}}'"], LIST),
  type('span', 'VARCHAR', '', ["'[1,2]'"]),
  // Arrays of every kind.
  type('text[][]', 'VARCHAR[][]', '', [`ARRAY[['a,b', NULL], ['"', '{}']]`], LIST),
  type('smallint[][][]', 'SMALLINT[][][]', '', ["'{{{1},{2}},{{3},{NULL}}}'"], LIST),
  type('bigint[]', 'BIGINT[]', '', ["'{-9223372036854775808,9223372036854775807}'"], LIST),
  type('citext[]', 'VARCHAR[]', '', ["'{A,NULL}'"], LIST),
  type('name[]', 'VARCHAR[]', '', [`'{a,"b c"}'`], LIST),
  type('"char"[]', 'VARCHAR[]', '', [`ARRAY['x'::"char", '']`], TEXT_LIST),
  type('money[]', 'DECIMAL(19,2)[]', '', ["'{1.50,-92233720368547758.08,NULL}'"], {
    postgres: '$::numeric[]::text',
    duckdb: "'{' || array_to_string(list_transform($, lambda x: coalesce(x::VARCHAR, 'NULL')), ',') || '}'",
  }),
  type('time without time zone[]', 'TIME[]', '', ["'{24:00:00,00:00:01.5,NULL}'"], TEXT_LIST),
  type('time with time zone[]', 'VARCHAR[]', '', ["'{12:00:00+05:30}'"], TEXT_LIST),
  type('timestamp without time zone[]', 'TIMESTAMP[]', '', ["'{2024-02-29 12:34:56.123456,-infinity}'"], TEXT_LIST),
  type('bit(3)[]', 'VARCHAR[]', '', ["'{101,010}'"], TEXT_LIST),
  type('bit varying[]', 'VARCHAR[]', '', ["ARRAY[B''::varbit, B'1']"], TEXT_LIST),
  type('inet[]', 'VARCHAR[]', '', ["'{10.0.0.1/8,::1}'"], {
    postgres: '$::text',
    duckdb: "'{' || array_to_string($, ',') || '}'",
  }),
  type('oid[]', 'UINTEGER[]', '', ["'{4294967295}'"], TEXT_LIST),
  type('json[]', 'JSON[]', '', [`ARRAY['{"a" : 1.50, "a":2}'::json, '"\\u0041"', NULL]`], TEXT_LIST),
  type('xml[]', 'VARCHAR[]', '', [`ARRAY['<a b="c"/>'::xml]`], TEXT_LIST),
  type('point[]', 'VARCHAR[]', '', [`'{"(1,2)","(3,4)"}'`], TEXT_LIST),
  // Elements of a box stand between semicolons.
  type('box[]', 'VARCHAR[]', '', ["'{(2,2),(0,0);(3,3),(1,1)}'"], TEXT_LIST),
  type('hstore[]', 'VARCHAR[]', '', [`ARRAY['a=>"1,2"'::hstore]`], TEXT_LIST),
  type('int4range[]', 'VARCHAR[]', '', [`'{"[1,3)",empty}'`], TEXT_LIST),
  type('int4multirange[]', 'VARCHAR[]', '', [`ARRAY['{[1,3)}'::int4multirange]`], TEXT_LIST),
  type('tsvector[]', 'VARCHAR[]', '', [`ARRAY['a:1 b'::tsvector]`], TEXT_LIST),
  type('cidr', 'VARCHAR', 'string', ["'2001:db8::/32'"], AS_SHOWN),
];

export const RARE_TYPE_DEFINITIONS = `
  CREATE EXTENSION citext;
  CREATE TYPE public.name AS (first text, last text);
  CREATE TYPE public.money AS ENUM ('much');
  CREATE DOMAIN public.json AS date;
  CREATE DOMAIN weekday AS mood;
  CREATE DOMAIN spot AS address;
  CREATE DOMAIN tags AS text[];
  CREATE DOMAIN matrix AS int[][];
  CREATE DOMAIN square AS matrix CHECK (array_length(VALUE, 1) = array_length(VALUE, 2));
  CREATE DOMAIN span AS int4range;`;
