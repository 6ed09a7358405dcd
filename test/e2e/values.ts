import { TYPE_CASES, type TypeCase } from '../sources/postgres/type-cases.ts';
import type { Random } from '../support/random.ts';

const PIECES = [
  '',
  '"',
  "'",
  ',',
  '\\',
  '\n',
  '\r',
  '\r\n',
  '\t',
  'NULL',
  '\\N',
  '\\.',
  '""',
  '{',
  '}',
  '[',
  ']',
  ';',
  '$1',
  ' ',
  'é',
  '漢',
  '🦆',
  '\u0001',
  'abc',
  '0',
  '-- ',
];

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function text(random: Random, longest = 12): string {
  const length = random.below(longest);
  return Array.from({ length }, () => random.pick(PIECES)).join('');
}

function whole(random: Random, digits: number): string {
  return `${random.chance(0.5) ? '-' : ''}${random.digits(1 + random.below(digits))}`;
}

function decimal(random: Random, before: number, after: number): string {
  return after === 0
    ? whole(random, before)
    : `${before === 0 ? '0' : whole(random, before)}.${random.digits(1 + random.below(after))}`;
}

/** PostgreSQL's timestamps begin in 4714 BC. */
function era(random: Random): { readonly latest: number; readonly suffix: string } {
  return random.chance(0.2) ? { latest: 4700, suffix: ' BC' } : { latest: 9998, suffix: '' };
}

function day(random: Random, latest = 9998): string {
  const year = 1 + random.below(latest);
  return `${String(year).padStart(4, '0')}-${String(1 + random.below(12)).padStart(2, '0')}-${String(1 + random.below(28)).padStart(2, '0')}`;
}

const ZONES = ['Z', '+14:00', '-09:30', '+05:45:30'];

function dated(random: Random, time: string): string {
  const { latest, suffix } = era(random);
  return literal(`${day(random, latest)}${time}${suffix}`);
}

function clock(random: Random): string {
  const two = (below: number) => String(random.below(below)).padStart(2, '0');
  return `${two(24)}:${two(60)}:${two(60)}${random.chance(0.7) ? `.${random.digits(1 + random.below(6))}` : ''}`;
}

function interval(random: Random): string {
  const signed = (below: number) => random.below(2 * below) - below;
  return `${signed(100)} years ${signed(100)} mons ${signed(1000)} days ${signed(1e6)} hours ${signed(60)} mins ${signed(60)}.${random.digits(6)} secs`;
}

function json(random: Random, depth = 0): string {
  const kind = random.below(depth > 2 ? 4 : 6);
  const several = <T>(make: () => T) => Array.from({ length: random.below(4) }, make);
  if (kind === 0) return 'null';
  if (kind === 1) return decimal(random, 15, 15).replace(/^(-?)0+(?=\d)/, '$1');
  if (kind === 2) return JSON.stringify(text(random).replaceAll('\u0000', ''));
  if (kind === 3) return String(random.chance(0.5));
  if (kind === 4) return `[${several(() => json(random, depth + 1)).join(random.pick([',', ' , ']))}]`;
  return `{${several(() => `${JSON.stringify(text(random))}:${json(random, depth + 1)}`).join(',')}}`;
}

const hex = (random: Random): string =>
  `\\x${Array.from({ length: random.below(20) }, () => random.below(256).toString(16).padStart(2, '0')).join('')}`;
const uuid = (random: Random): string =>
  'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx'.replaceAll('x', () => random.below(16).toString(16));
const list = (random: Random, item: () => string): string =>
  `ARRAY[${Array.from({ length: random.below(5) }, () => (random.chance(0.2) ? 'NULL' : item())).join(', ')}]`;

/** By type; a type without an entry takes its values from TYPE_CASES alone. SQL expressions, to be cast to the type. */
const MAKERS: Readonly<Record<string, (random: Random) => string>> = {
  text: (r) => literal(text(r, 30)),
  'character varying(40)': (r) => literal([...text(r)].slice(0, 40).join('')),
  'character(5)': (r) => literal([...text(r)].slice(0, 5).join('')),
  smallint: (r) => whole(r, 4),
  integer: (r) => whole(r, 9),
  bigint: (r) => whole(r, 18),
  'numeric(10,2)': (r) => decimal(r, 8, 2),
  'numeric(38,0)': (r) => whole(r, 38),
  'numeric(38,38)': (r) => decimal(r, 0, 38),
  // Grows over time: first digits that a DECIMAL holds, later more.
  numeric: (r) => decimal(r, 20, 10),
  'numeric(50,2)': (r) => decimal(r, 30, 2),
  real: (r) => literal(`${decimal(r, 3, 6)}e${whole(r, 1)}`),
  'double precision': (r) => literal(`${decimal(r, 3, 17)}e${whole(r, 2)}`),
  money: (r) => literal(decimal(r, 15, 2)),
  date: (r) => dated(r, ''),
  'timestamp without time zone': (r) => dated(r, ` ${clock(r)}`),
  'timestamp(3) without time zone': (r) => literal(`${day(r)} ${clock(r)}`),
  'timestamp with time zone': (r) => dated(r, ` ${clock(r)}${r.pick(ZONES)}`),
  'time without time zone': (r) => literal(clock(r)),
  'time with time zone': (r) => literal(`${clock(r)}${r.pick(ZONES)}`),
  interval: (r) => literal(interval(r)),
  bytea: (r) => literal(hex(r)),
  uuid: (r) => literal(uuid(r)),
  json: (r) => literal(json(r)),
  jsonb: (r) => literal(json(r)),
  'bit varying(8)': (r) => `B'${Array.from({ length: r.below(9) }, () => r.below(2)).join('')}'`,
  int4range: (r) => `int4range(${r.below(100)}, ${100 + r.below(100)}, ${r.pick(["'[]'", "'()'"])})`,
  'integer[]': (r) => `${list(r, () => whole(r, 9))}::int[]`,
  'text[]': (r) => `${list(r, () => literal(text(r)))}::text[]`,
  'numeric[]': (r) => `${list(r, () => decimal(r, 20, 20))}::numeric[]`,
  'double precision[]': (r) => `${list(r, () => decimal(r, 3, 9))}::float8[]`,
  'date[]': (r) => `${list(r, () => literal(day(r)))}::date[]`,
  'bytea[]': (r) => `${list(r, () => literal(hex(r)))}::bytea[]`,
  'jsonb[]': (r) => `${list(r, () => literal(json(r)))}::jsonb[]`,
  'uuid[]': (r) => `${list(r, () => literal(uuid(r)))}::uuid[]`,
};

/** One value of a type as a SQL expression: empty, one of the type's edges, or anything. */
export function randomValue(random: Random, type: TypeCase): string {
  if (random.chance(0.15)) return 'NULL';
  const make = MAKERS[type.type];
  const value = make === undefined || random.chance(0.4) ? random.pick(type.values) : make(random);
  return `CAST(${value} AS ${type.type})`;
}

/** The columns of a table with all types: c0, c1, … */
export const TYPE_COLUMNS = TYPE_CASES.map((type, i) => ({ name: `c${i}`, type }));
