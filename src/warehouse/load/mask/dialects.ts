import type { StagingFormat } from '../../../model/staging.ts';

/** How rows of delimited text write a value. */
export interface Dialect {
  readonly separator: number;
  /** Whether a value may stand in double quotes, with separators and line breaks in it. */
  readonly quotes: boolean;
  /** A field's value; null where it is NULL. */
  read(field: string): string | null;
  /** `field`: what the value replaces. */
  write(value: string, field: string): string;
}

export function dialectOf(format: Exclude<StagingFormat, { kind: 'json' }>): Dialect {
  return format.kind === 'tsv' ? COPY_TEXT : csv(format.nullText === 'empty');
}

/** RFC 4180. `emptyIsNull`: `""` is NULL as well as nothing. */
function csv(emptyIsNull: boolean): Dialect {
  return {
    separator: 0x2c,
    quotes: true,
    read: (field) => {
      if (field === '') return null;
      const text = field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
      return text === '' && emptyIsNull ? null : text;
    },
    write: (value, field) => (field.startsWith('"') || /[",\r\n]|^$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value),
  };
}

const LETTERS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
const ESCAPED = new Map([['\\', '\\\\'], ...Object.entries(LETTERS).map(([letter, sign]) => [sign, `\\${letter}`] as const)]);

/** PostgreSQL's: https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-TEXT-FORMAT */
const COPY_TEXT: Dialect = {
  separator: 0x09,
  quotes: false,
  read: (field) => {
    if (field === '\\N') return null;
    return field.includes('\\') ? field.replaceAll(/\\(.)/gs, (_, sign: string) => LETTERS[sign] ?? sign) : field;
  },
  write: (value) => value.replaceAll(/[\\\b\f\n\r\t\v]/g, (sign) => ESCAPED.get(sign) ?? sign),
};
